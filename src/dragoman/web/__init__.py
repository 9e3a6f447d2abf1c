"""The web application: the archive in a browser, on this machine alone.

`app` puts it together; `safety` keeps others out; `views`, `asked` and `listing` find what is
shown, and `tables` what it adds up to; `text` marks records in a report; `reading` takes reports
in; each other module is a page or a group of pages, and `api` and `analysis_api` the same as JSON.
A further page is a module with a router, named in `app.PAGES`.
"""
