"""How a record is cited: one stable line of text."""

from dragoman.model import Coded, Report

_DIGITS = 12  # of the hash that names a version: enough to find it among those of a report


def citation(record: Coded, report: Report) -> str:
    """The report, its day and address, where the words stand, the coder and the record's id.

    The same record of the same version of a report is always cited in the same words.
    """
    about = [" ".join(part.split()) for part in (report.title, report.site) if part]
    about.append(str(report.published) if report.published else "undated")
    about.append(report.address)
    e = record.evidence
    where = f"characters {e.start}-{e.end} of version {e.version[:_DIGITS]}"
    return f"{', '.join(about)}: {where}; coded by {record.coder}; {record.id}"
