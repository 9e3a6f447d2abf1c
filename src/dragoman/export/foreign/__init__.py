"""Events of other data sets, from files a user holds, to be compared with ours.

They are never taken for ours: they have no words of a report, and so are no records.
"""

from dragoman.export.foreign.read import SOURCES, read
from dragoman.export.foreign.seen import Seen
from dragoman.model import ForeignEvent, ForeignParty

__all__ = ["SOURCES", "ForeignEvent", "ForeignParty", "Seen", "read"]
