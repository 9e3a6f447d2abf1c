"""Taking in many documents at once: processes that read, one writer, and a ledger of it all."""

from dragoman.ingest.intake import Intake, begin, take_in
from dragoman.ingest.reading import Taken, take

__all__ = ["Intake", "Taken", "begin", "take", "take_in"]
