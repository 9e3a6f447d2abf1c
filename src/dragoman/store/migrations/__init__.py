"""How an archive comes to its newest schema, one step per file of `versions/`."""
