"""Files for other programs, and the one that an archive can be filled from again.

`jsonl` is lossless and can be imported; `document` is one JSON object; `schema` describes both.
`formats` lists the others, each a module that writes a `Selection` of records as a stream, with a
manifest and a codebook beside it; `foreign` reads the files of other data sets.
"""
