"""Days, weeks, months and years as numbers that follow each other, and their names."""

from datetime import date, timedelta
from typing import Any  # NumPy's arrays

import numpy as np

PERIODS = ("day", "week", "month", "year")
Array = Any  # a NumPy array
_EPOCH = date(1970, 1, 1).toordinal()


def numbers(days: Array, by: str) -> Array:
    """The number of the period of each day, which is a proleptic ordinal."""
    since = np.asarray(days, np.int64) - _EPOCH
    if by == "day":
        return since
    if by == "week":
        return (since + 3) // 7  # 1970-01-01 was a Thursday; weeks begin on Monday
    units = {"month": "M", "year": "Y"}
    return since.astype("datetime64[D]").astype(f"datetime64[{units[by]}]").astype(np.int64)


def name(number: int, by: str) -> str:
    """The period as ISO 8601 writes it: 2024-04-29, 2024-W18, 2024-04, 2024."""
    if by == "day":
        return date.fromordinal(number + _EPOCH).isoformat()
    if by == "week":
        year, week, _ = (date.fromordinal(_EPOCH) + timedelta(days=number * 7 - 3)).isocalendar()
        return f"{year:04}-W{week:02}"
    if by == "month":
        return f"{1970 + number // 12:04}-{number % 12 + 1:02}"
    return f"{1970 + number:04}"
