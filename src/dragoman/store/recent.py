"""The reports used last: their records do not have to fetch them one by one."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from threading import Lock

from dragoman.model import Report

Key = tuple[str, str]  # report, version
Reports = Mapping[Key, Report]

_CHARACTERS = 20_000_000  # that all their texts have at most


class Recent:
    """Versions of reports by id and version; several threads may ask at once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Report] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def get(self, keys: Collection[Key], load: Callable[[Collection[Key]], Reports]) -> Reports:
        """Those reports, loaded together where they are not kept."""
        with self._lock:
            known = {key: self._kept[key] for key in keys if key in self._kept}
        missing = {key for key in keys if key not in known}
        loaded = load(missing) if missing else {}
        with self._lock:
            for key, report in {**known, **loaded}.items():
                self._keep(key, report)
        return {**known, **loaded}

    def clear(self) -> None:
        """Forget them all."""
        with self._lock:
            self._kept.clear()
            self._characters = 0

    def _keep(self, key: Key, report: Report) -> None:
        if key not in self._kept:
            self._characters += len(report.text)
        self._kept[key] = report
        self._kept.move_to_end(key)
        while self._characters > _CHARACTERS:
            _, oldest = self._kept.popitem(last=False)
            self._characters -= len(oldest.text)
