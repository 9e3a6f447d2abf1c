"""Whom pronouns and phrases stand for: accuracy of the antecedents that the resolver gives.

    python benchmarks/antecedents.py [--shared ../shared] [--json] [--errors]

Two sets. `marked`: the speakers and parties of `tests/resolve/antecedents.jsonl`, marked stand-off
in the annotated corpus before the resolver first read them. `gum`: personal pronouns of the open
development part of GUM that its annotators linked to an earlier mention of a person or body;
`gum_speakers` are those of them beside a verb of speaking. Accuracy: of all cases, those whose
antecedents all overlap a right one; resolved: those that got any; precision: right of resolved.
"""

import argparse
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.model import Report, Span
from dragoman.resolve.actors import ActorResolver
from dragoman.vocab import words

ROOT = Path(__file__).resolve().parent.parent
MARKS = ROOT / "tests" / "resolve" / "antecedents.jsonl"
PRONOUNS = ("he", "she", "they", "it")
ENTITY = re.compile(r"\((\d+)(?:\[\d+/\d+\])?-(\w+)-([^()]*)(\)?)|(\d+)(?:\[\d+/\d+\])?\)")
BREAK = "\n\n"  # between paragraphs


@dataclass(frozen=True)
class Case:
    """An anaphor of a text and the earlier mentions that are right."""

    text: str
    anaphor: Span
    right: tuple[Span, ...]


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from lines


def marked(shared: Path) -> Iterator[Case]:
    """The marked cases, their texts put together from the corpus and checked."""
    texts: dict[str, list[str]] = {}
    for line in _lines(shared / "corpus" / "train.jsonl.gz"):
        unit = json.loads(line)
        texts.setdefault(unit["doc"], []).append(unit["text"])
    for line in MARKS.read_text("utf-8").splitlines():
        mark = json.loads(line)
        text = BREAK.join(texts[mark["doc"]])
        if hashlib.sha256(text.encode()).hexdigest() != mark["sha256"]:
            raise SystemExit(f"the text of {mark['doc']} is not the one that was marked")
        start, end = mark["anaphor"]
        yield Case(text, (start, end), tuple((a, b) for a, b in mark["antecedents"]))


@dataclass
class Linked:
    """A mention of GUM: its chain, kind of entity, head and whether it is a pronoun."""

    chain: str
    kind: str
    head: Span
    pronoun: bool
    speaks: bool = False


@dataclass
class Document:
    """A document of GUM as it is read: its text so far and its mentions."""

    name: str = ""
    text: str = ""
    mentions: list[Linked] = field(default_factory=list)


def gum(shared: Path, *, speakers: bool) -> Iterator[Case]:
    """Personal pronouns of GUM's open development part and the earlier mentions of their chains."""
    for document in _documents(shared / "data" / "gum" / "gum-open-dev.conllu.gz"):
        for number, mention in enumerate(document.mentions):
            word = document.text[slice(*mention.head)].casefold()
            if not mention.pronoun or word not in PRONOUNS or (speakers and not mention.speaks):
                continue
            if mention.kind not in ("person", "organization"):
                continue
            right = [m for m in document.mentions[:number] if m.chain == mention.chain]
            heads = tuple(m.head for m in right if not m.pronoun)
            if heads:
                yield Case(document.text, mention.head, heads)


def _documents(path: Path) -> Iterator[Document]:
    document, sentence, opens = Document(), list[list[str]](), False
    for line in _lines(path):
        if line.startswith("# newdoc id"):
            if document.text:
                yield document
            document = Document(line.split()[-1])
        elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
            opens = True
        elif line[0].isdigit() and "." not in line.split("\t")[0]:
            sentence.append(line.rstrip("\n").split("\t"))
        elif not line.strip() and sentence:
            _add(document, sentence, opens=opens)
            sentence, opens = [], False
    yield document


def _add(document: Document, rows: list[list[str]], *, opens: bool) -> None:
    """The sentence's words joined to the text, its mentions to the mentions."""
    document.text += "" if not document.text else BREAK if opens else " "
    spans, close, last = [], 0, ""  # words up to number `close` are written as one ("don't")
    for number, form, *_, other in rows:
        if "-" in number:
            close, last = int(number.split("-")[1]), other
            continue
        spans.append((len(document.text), len(document.text) + len(form)))
        told = last if int(number) == close else other
        apart = int(number) >= close and "SpaceAfter=No" not in told
        document.text += form + " " * apart
    document.text = document.text.rstrip()
    rows = [row for row in rows if "-" not in row[0]]
    found = []
    for index, row in enumerate(rows):
        entity = re.search(r"Entity=([^|]*)", row[9])
        for chain, kind, rest, closed, _ in ENTITY.findall(entity[1] if entity else ""):
            if chain:
                heads = [int(n) for n in rest.split("-")[3].split(",")]
                start, end = spans[index + heads[0] - 1][0], spans[index + heads[-1] - 1][1]
                pronoun = bool(closed) and row[3] in ("PRON", "DET")
                found.append(Linked(chain, kind, (start, end), pronoun, _speaks(rows, row)))
    document.mentions += sorted(found, key=lambda m: m.head)


def _speaks(rows: list[list[str]], row: list[str]) -> bool:
    verbs = [other for other in rows if other[0] == row[6]]
    subject = row[7].startswith("nsubj")
    return subject and any(v[1].casefold() in words("saying") for v in verbs)


def given(case: Case) -> list[Span]:
    """The antecedents that the resolver gives."""
    resolver = ActorResolver(Report(address="text:case", text=case.text))
    actors = resolver.resolve_all(case.anaphor, confidence=1.0)
    return [(a.antecedent.start, a.antecedent.end) for a in actors if a.antecedent]


def is_right(case: Case, found: list[Span]) -> bool:
    """Whether there is an antecedent and each overlaps a right one."""
    return bool(found) and all(any(a < d and c < b for c, d in case.right) for a, b in found)


def measure(cases: list[Case], *, errors: bool = False) -> dict[str, float]:
    """Accuracy, the share resolved and how often what is resolved is right."""
    right = resolved = 0
    for case in cases:
        found = given(case)
        good = is_right(case, found)
        right, resolved = right + good, resolved + bool(found)
        if errors and not good:
            start, end = case.anaphor
            before, word = case.text[max(0, start - 300) : start], case.text[start:end]
            said = [case.text[a:b] for a, b in found]
            hoped = {case.text[a:b] for a, b in case.right}
            print(f"…{before}[[{word}]]{case.text[end : end + 40]}\n  {said} for {hoped}\n")
    return {
        "cases": len(cases),
        "accuracy": round(right / len(cases), 4),
        "resolved": round(resolved / len(cases), 4),
        "precision": round(right / max(resolved, 1), 4),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", choices=("marked", "gum", "gum_speakers"))
    options = parser.parse_args()
    sets = {
        "marked": list(marked(options.shared)),
        "gum": list(gum(options.shared, speakers=False)),
        "gum_speakers": list(gum(options.shared, speakers=True)),
    }
    figures = {name: measure(c, errors=options.errors == name) for name, c in sets.items()}
    if options.json:
        print(json.dumps(figures))
        return
    for name, row in figures.items():
        print(f"{name:13}", *(f"{key} {value:g}" for key, value in row.items()), sep="  ")


if __name__ == "__main__":
    main()
