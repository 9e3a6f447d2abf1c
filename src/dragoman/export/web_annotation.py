"""W3C Web Annotation: each piece of evidence as an annotation of its report, in JSON-LD.

The model leaves open what a character is; here, as everywhere, it is a Unicode code point.
"""

from collections.abc import Iterator
from urllib.parse import quote

from dragoman.export.citation import citation
from dragoman.export.codebook import Key, Line, of_keys
from dragoman.export.lines import dumps
from dragoman.export.outputs import Outputs
from dragoman.export.selection import Found, Selection
from dragoman.export.tally import Tally
from dragoman.model import Coded, Event, Evidence, Figure, Mark, Position, Record, Report, Statement

CONTEXT: list[object] = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "dragoman": "urn:dragoman:terms:",
        "record": {"@id": "dragoman:record", "@type": "@id"},
        "role": "dragoman:role",
        "version": "dragoman:version",
        "confidence": "dragoman:confidence",
        "review": "dragoman:review",
        "citation": "dragoman:citation",
    },
]
NOTE = (
    "start and end of a TextPositionSelector count Unicode code points of the report's text as "
    "kept, in the version that the target names; that of the page itself may be another, and the "
    "TextQuoteSelector beside it finds the words there."
)
KEYS = [
    Key("id", "urn:dragoman: and the record's id, with the role and number of a part of it"),
    Key("motivation", "classifying, of a record's own words; identifying, of a part of it"),
    Key("creator", "who coded it"),
    Key("body", "the record's codes as tags, or the name of the part's role"),
    Key("target", "the report's address, the version of its text, and where the words stand"),
    Key("record", "the record the annotation is of"),
    Key("role", "which part of the record the words are; not there for its own words"),
    Key("confidence", "how likely the record is right, from 0 to 1"),
    Key("review", "where its review stands", "review"),
    Key("citation", "how to cite the record"),
]


def write(selection: Selection, outputs: Outputs, tally: Tally) -> Iterator[Line]:
    """Write one annotation page; the lines of its codebook."""
    stream = outputs.text()
    head = {"@context": CONTEXT, "id": "urn:dragoman:annotations", "type": "AnnotationPage"}
    stream.write(dumps(head)[:-1] + ',"items":[')
    first = True
    for found in selection.found():
        for item in annotations(found):
            stream.write(("\n" if first else ",\n") + dumps(item))
            first = False
            tally.counts["annotations"] += 1
        tally.take(found)
    stream.write("\n]}\n")
    tally.notes.append(NOTE)
    yield from of_keys("annotations", KEYS)


def annotations(found: Found) -> Iterator[dict[str, object]]:
    """An annotation for each piece of the record's evidence, its own first."""
    record, report = found.record, found.report
    id = f"urn:dragoman:{record.id}"
    shared = {
        "record": id, "confidence": record.confidence, "review": found.state.value,
        "citation": citation(record, report),
    }  # fmt: skip
    creator = {
        "type": "Software" if record.coder.startswith("dragoman/") else "Agent",
        "name": record.coder,
    }
    for role, number, evidence in _parts(record):
        own = not role
        head: dict[str, object] = {
            "id": id if own else f"{id}:{quote(role, safe='')}:{number}",
            "type": "Annotation",
            "motivation": "classifying" if own else "identifying",
            "creator": creator,
            "body": [_tag(tag) for tag in (_tags(record) if own else [role])],
            "target": _target(evidence, report),
        }
        yield head | shared | ({} if own else {"role": role})


def _parts(record: Coded) -> Iterator[tuple[str, int, Evidence]]:
    """The role, its number among those of the role, and the words; the record's own without."""
    yield "", 0, record.evidence
    for name in type(record).model_fields:
        if name != "evidence":
            for number, (role, evidence) in enumerate(_evidence_in(name, getattr(record, name))):
                yield role, number, evidence


def _evidence_in(role: str, value: object) -> Iterator[tuple[str, Evidence]]:
    match value:
        case Evidence():
            yield role, value
        case Record():
            for name in type(value).model_fields:
                inner = role if name == "evidence" else f"{role}.{name}"
                yield from _evidence_in(inner, getattr(value, name))
        case tuple():
            for item in value:
                yield from _evidence_in(role, item)
        case dict():
            for name, item in value.items():
                yield from _evidence_in(f"{role}.{name}", item)


def _tags(record: Coded) -> list[str]:
    """The codes of a record."""
    match record:
        case Event():
            return [tag for tag in (record.type, record.mode, record.status.value) if tag]
        case Statement():
            return ["statement", record.kind.value]
        case Position():
            return [record.stance.value, record.issue]
        case Figure():
            return [record.measure, record.bound.value]
        case Mark():
            return [record.schema_, record.type, *record.attributes.values()]
    return [record.record]


def _tag(value: str) -> dict[str, object]:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def _target(evidence: Evidence, report: Report) -> dict[str, object]:
    source = report.address if "://" in report.address else f"urn:dragoman:{report.id}"
    place = {"type": "TextPositionSelector", "start": evidence.start, "end": evidence.end}
    words = {
        "type": "TextQuoteSelector",
        "exact": evidence.words,
        "prefix": evidence.before,
        "suffix": evidence.after,
    }
    return {
        "type": "SpecificResource",
        "source": source,
        "version": evidence.version,
        "selector": [place, words],
    }
