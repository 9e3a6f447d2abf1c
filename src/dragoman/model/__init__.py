"""The records dragoman keeps, and the frames they are made from: frozen, typed, pure."""

from dragoman.model.base import Record
from dragoman.model.decision import Decision, DecisionKind, State, earlier, in_order, standing
from dragoman.model.frame import Frame, Span
from dragoman.model.ids import digest, make_id
from dragoman.model.records import (
    KINDS,
    Actor,
    Bound,
    Coded,
    Coding,
    Event,
    Failure,
    Figure,
    Mark,
    Place,
    Position,
    Precision,
    Size,
    Stance,
    Statement,
    StatementKind,
    Status,
    When,
)
from dragoman.model.report import Block, BlockKind, Evidence, Origin, Report

__all__ = [
    "KINDS",
    "Actor",
    "Block",
    "BlockKind",
    "Bound",
    "Coded",
    "Coding",
    "Decision",
    "DecisionKind",
    "Event",
    "Evidence",
    "Failure",
    "Figure",
    "Frame",
    "Mark",
    "Origin",
    "Place",
    "Position",
    "Precision",
    "Record",
    "Report",
    "Size",
    "Span",
    "Stance",
    "State",
    "Statement",
    "StatementKind",
    "Status",
    "When",
    "digest",
    "earlier",
    "in_order",
    "make_id",
    "standing",
]
