"""Events of other data sets, from files a user holds, to be compared with ours.

They are never taken for ours: they have no words of a report, and so are no records.
"""

from dragoman.export.foreign.event import ForeignEvent, Party
from dragoman.export.foreign.read import SOURCES, read

__all__ = ["SOURCES", "ForeignEvent", "Party", "read"]
