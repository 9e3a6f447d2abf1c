"""Review: what people decide of records, what is shown then, and how far coders agree.

`view` is a pure function of the machine's records and the decisions; `desk` is where decisions are
made; `agreement` measures; `annotation` gives what was reviewed in the format of the corpus.
"""
