"""The store: reports, their versions and the records found in them, in one SQLite file or
one PostgreSQL database.

`store.Store` reads and writes; `filter.Filter` says which records are wanted. Nothing heavy is
imported until `store.store` is.
"""
