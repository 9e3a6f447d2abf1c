"""Files for other programs, and the one that an archive can be filled from again.

`jsonl` is lossless and can be imported; `document` is one JSON object; `schema` describes both.
"""
