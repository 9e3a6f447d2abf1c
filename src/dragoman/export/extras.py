"""Libraries that only some formats need, loaded when one of those is written."""

from importlib import import_module
from types import ModuleType

from dragoman.errors import SettingsError


def needed(module: str, *, extra: str, format: str) -> ModuleType:
    """The module; `SettingsError` that says how to install it where it is missing."""
    try:
        return import_module(module)
    except ImportError as error:
        raise SettingsError(
            f"The format {format} needs {module.partition('.')[0]}, which is not installed.",
            todo=f"Install it with: pip install 'dragoman[{extra}]'",
        ) from error
