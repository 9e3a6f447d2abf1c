"""The records dragoman keeps, and the frames they are made from: frozen, typed, pure."""

from dragoman.model.base import Record
from dragoman.model.decision import Decision, DecisionKind, State, earlier, in_order, standing
from dragoman.model.foreign import ForeignEvent, ForeignParty, Imported
from dragoman.model.frame import Frame, Span
from dragoman.model.ids import digest, make_id
from dragoman.model.links import Difference, Duplicates, Happening, Linked, Story, Telling
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
from dragoman.model.removal import Removal
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
    "Difference",
    "Duplicates",
    "Event",
    "Evidence",
    "Failure",
    "Figure",
    "ForeignEvent",
    "ForeignParty",
    "Frame",
    "Happening",
    "Imported",
    "Linked",
    "Mark",
    "Origin",
    "Place",
    "Position",
    "Precision",
    "Record",
    "Removal",
    "Report",
    "Size",
    "Span",
    "Stance",
    "State",
    "Statement",
    "StatementKind",
    "Status",
    "Story",
    "Telling",
    "When",
    "digest",
    "earlier",
    "in_order",
    "make_id",
    "standing",
]
