"""The model card: what a coder is, what it was trained on, how well it does, where it fails."""

import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources

from dragoman.reading.coder import Manifest
from dragoman.training.scores import Score
from dragoman.training.tuning import Bin, Outcomes, bins, calibration_error

HEAD = "| measure | F1 | precision | recall | annotated | found |\n|---|---|---|---|---|---|"
WIDTH = 50  # of the plot, in characters
# What is plotted, by the names of outcomes.
LABELS = {
    "events": "event type",
    "events.status": "status",
    "statements.speaker": "speaker",
    "positions": "stance",
    "positions.issue": "issue",
    "figures": "measure",
}
CALIBRATION_HEAD = "| label | calibration error | n |\n|---|---|---|"


def card(
    manifest: Manifest,
    *,
    trained: int,
    development: tuple[int, int],
    scores: Mapping[str, Mapping[str, Score]],
    types: Mapping[str, Score],
    rows: Outcomes,
    figures: Sequence[str] = (),
) -> str:
    """The card as Markdown.

    Args:
        manifest: The coder it is about.
        trained: Units trained on.
        development: Units and documents scored on, never trained on.
        scores: Scores by operating point.
        types: Scores of each event type at best F1.
        rows: Calibrated scores and whether they were right, by scales fitted on other documents.
        figures: Further lines of fact, such as how training went.
    """
    about = tomllib.loads(resources.files(__package__).joinpath("card.toml").read_text("utf-8"))
    units, documents = development
    encoder = about["encoder"]
    parts = [
        f"# Model card: {manifest.coder}",
        about["purpose"].strip(),
        "## Made of",
        f"- Encoder: {encoder['name']} ({encoder['licence']}), from {encoder['source']}; "
        "fine-tuned, int8 per channel, ONNX.",
        f"- Weights: SHA-256 {manifest.sha256} over the hashes of {', '.join(manifest.files)}.",
        f"- Trained on {trained} annotated units; texts under these terms:",
        "\n".join(f"  - {d['name']}: {d['licence']}" for d in about["data"]),
        *figures,
        "## Development scores",
        f"On {units} units of {documents} documents that were never trained on. Thresholds and "
        "calibration were fitted on the same documents.",
    ]
    for point, table in scores.items():
        parts += [f"### Operating point `{point}`", _table(table)]
    parts += ["### Event types at best F1", _table(types)]
    parts += [
        "## Calibration",
        "Expected calibration error over ten bins of equal mass, on the same documents: each half "
        "of them by scales fitted on the other half.",
        _errors(rows),
        "What is stated beside what is right, a line for each bin; `|` is where `#` should end:",
        f"```text\n{reliability(rows)}\n```",
    ]
    parts += ["## Limits", about["limits"].strip(), "## Known biases", about["biases"].strip()]
    return "\n\n".join(parts) + "\n"


def _table(scores: Mapping[str, Score]) -> str:
    lines = [
        f"| {n} | {s.f1:.3f} | {s.precision:.3f} | {s.recall:.3f} | {s.gold} | {s.predicted} |"
        for n, s in scores.items()
    ]
    return "\n".join([HEAD, *lines])


def _errors(rows: Outcomes) -> str:
    lines = [f"| {n} | {calibration_error(r):.3f} | {len(r)} |" for n, r in sorted(rows.items())]
    return "\n".join([CALIBRATION_HEAD, *lines])


def reliability(rows: Outcomes) -> str:
    """A plot in characters of each label's bins: what is stated, what is right, how many."""
    parts = []
    for name, label in LABELS.items():
        found = rows.get(name, [])
        head = f"{label}: calibration error {calibration_error(found):.3f}, n {len(found)}"
        parts.append("\n".join([head, "stated  right", *map(_bar, bins(found))]))
    return "\n\n".join(parts)


def _bar(part: Bin) -> str:
    """`#` for what is right, with `|` where it ought to end."""
    bar = list("#" * round(WIDTH * part.right) + " " * (WIDTH - round(WIDTH * part.right)))
    bar.insert(round(WIDTH * part.stated), "|")
    return f"  {part.stated:.2f}   {part.right:.2f} {''.join(bar).rstrip()}"
