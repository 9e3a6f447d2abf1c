"""Count in how many texts each word is: the table that `dragoman.linking.words` weighs by.

    python benchmarks/linking_frequencies.py OUT FILE...

Each FILE holds texts as lines of JSON, gzipped or not; of rows with a `split` only those of `train`
are counted. Only counts are written, of words that are in at least three texts.
"""

import gzip
import sys
from collections import Counter
from pathlib import Path

from dragoman.benchmark.rows import read_rows
from dragoman.linking.words import words

LEAST = 3


def main(out: Path, files: list[Path]) -> None:
    """Count, and write the table."""
    counts, total = Counter[str](), 0
    for row in (row for file in files for row in read_rows(file)):
        if row.get("split", "train") == "train":
            counts.update({word.key for word in words(row["text"])})
            total += 1
    lines = [f"{word}\t{n}" for word, n in sorted(counts.items()) if n >= LEAST]
    text = "\n".join([str(total), *lines]) + "\n"
    out.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{len(lines):,} words of {total:,} texts")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
