"""Records as HTML: the templates that pages and notebooks share, and what they are filled with.

`say` words a record, `page` renders the templates, `notebook` is what a notebook asks for. The
templates need Jinja2, of the extra `web`.
"""
