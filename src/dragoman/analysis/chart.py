"""Charts of tables as Vega-Lite specifications: plain values, drawn offline by whoever has Vega."""

from collections.abc import Callable
from typing import Any  # a specification: what JSON has

from dragoman.analysis.table import Table
from dragoman.errors import ArchiveError, SettingsError

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"  # a name; nothing is fetched
VERSION = "6.1"  # of Vega-Lite, with which charts are drawn and tested
_GOOD, _MIDDLE, _BAD, _NONE = "#4477aa", "#ccbb44", "#ee6677", "#bbbbbb"  # told apart by all eyes
_STATES = ("agreed", "close", "apart", "one-sided", "unaddressed")
_STANCES = ("demands", "offers", "accepts", "rejects")


def chart(table: Table) -> Spec:
    """The specification of the table's chart, with its rows in it.

    Each mark has the ids of the records behind it under `records`, so that a page can open them.
    """
    if table.name not in _MADE:
        raise ArchiveError(
            f"There is no chart of {table.name}.", todo="Use to_dicts() or to_csv()."
        )
    return {
        "$schema": SCHEMA,
        "description": table.note or table.name,
        "data": {"values": list(table.to_dicts())},
        "width": "container" if table.name in ("dyads", "timeline", "contested") else {"step": 90},
        **_MADE[table.name](table),
    }


def svg(spec: Spec) -> str:
    """The chart drawn as SVG, without a browser or the network.

    Raises `SettingsError` without the extra `charts`.
    """
    try:
        import vl_convert
    except ImportError as error:
        raise SettingsError(
            "Drawing a chart needs vl-convert, which is not installed.",
            todo="Install it with: pip install 'dragoman[charts]', or write the specification.",
        ) from error
    return str(vl_convert.vegalite_to_svg(spec, vl_version=VERSION, allowed_base_urls=[]))


def _field(name: str, kind: str, **more: object) -> Spec:
    return {"field": name, "type": kind, **more}


def _dyads(table: Table) -> Spec:
    counted = table.columns[3].name
    return {
        "width": 640,
        "transform": [{"calculate": "datum.actor + ' → ' + datum.recipient", "as": "dyad"}],
        "mark": {"type": "line", "point": True, "invalid": "break-paths-show-domains"},
        "encoding": {
            "x": _field("period", "ordinal", title=None, axis={"labelOverlap": True}),
            "y": _field(counted, "quantitative", title=counted, axis={"tickMinStep": 1}),
            "color": _field("dyad", "nominal", title="who → whom"),
            "strokeDash": _field("dyad", "nominal", title="who → whom"),
            "tooltip": [
                _field("period", "nominal"), _field("dyad", "nominal"),
                _field(counted, "quantitative"), _field("score", "quantitative"),
                _field("at_place", "quantitative"), _field("reports", "quantitative"),
                _field("read", "quantitative"),
            ],
        },
    }  # fmt: skip


def _grid(x: str, y: str, colour: str, domain: tuple[str, ...], colours: tuple[str, ...]) -> Spec:
    return {
        "encoding": {
            "x": _field(x, "nominal", title=None, axis={"orient": "top", "labelAngle": 0}),
            "y": _field(y, "nominal", title=None),
            "tooltip": [_field(n, "nominal") for n in (x, y, colour, "words", "day", "said_by")],
        },
        "layer": [
            {
                "mark": {"type": "rect", "stroke": "white"},
                "encoding": {
                    "color": _field(
                        colour, "nominal", title=colour,
                        scale={"domain": list(domain), "range": list(colours)},
                    )
                },
            },
            # In words as well as in colour.
            {"mark": {"type": "text"}, "encoding": {"text": _field(colour, "nominal")}},
        ],
    }  # fmt: skip


def _positions(_: Table) -> Spec:
    return _grid("party_name", "issue", "stance", _STANCES, ("#ee8866", "#99ddff", _GOOD, _BAD))


def _gaps(_: Table) -> Spec:
    colours = (_GOOD, "#99ddff", _BAD, _MIDDLE, _NONE)
    return _grid("side", "issue", "state", _STATES, colours)


def _timeline(_: Table) -> Spec:
    told = [_field(n, "nominal") for n in ("record", "what", "who", "whom", "words", "said_by")]
    return {
        "width": 640,
        "transform": [{"calculate": "datum.start || datum.end || datum.published", "as": "day"},
                      {"filter": "datum.day"}],
        "mark": {"type": "tick", "thickness": 2},
        "encoding": {
            "x": _field("day", "temporal", title=None),
            "y": _field("what", "nominal", title=None),
            "color": _field("record", "nominal", title="record"),
            "tooltip": told,
        },
    }  # fmt: skip


def _speakers(_: Table) -> Spec:
    return {
        "width": 480,
        "mark": "bar",
        "encoding": {
            "x": _field("statements", "quantitative", title="statements"),
            "y": _field("speaker", "nominal", sort="-x", title=None),
            "tooltip": [_field("speaker", "nominal"), _field("statements", "quantitative"),
                        _field("direct", "quantitative"), _field("reports", "quantitative")],
        },
    }  # fmt: skip


def _contested(_: Table) -> Spec:
    shared = {
        "x": _field("day", "temporal", title="published"),
        "color": _field("source", "nominal", title="who says so"),
        "shape": _field("source", "nominal", title="who says so"),
    }
    told = [_field(n, "nominal") for n in ("source", "bound", "words", "of", "day")]
    return {
        "width": 640,
        "facet": {"row": _field("measure", "nominal", title=None)},
        "resolve": {"scale": {"y": "independent"}},
        "spec": {
            "width": 560,
            "mark": {"type": "point", "filled": True, "size": 60},
            "encoding": shared
            | {"y": _field("low", "quantitative", title="number claimed"), "tooltip": told},
        },
    }


def _compare(_: Table) -> Spec:
    states = ("both", "ours", "theirs", "not read")
    return {
        "width": 640,
        "mark": "bar",
        "encoding": {
            "x": _field("period", "ordinal", title=None),
            "y": {"aggregate": "count", "type": "quantitative", "title": "dyads and types"},
            "color": _field("state", "nominal", title="told by",
                            scale={"domain": list(states),
                                   "range": [_GOOD, _MIDDLE, _BAD, _NONE]}),
            "order": {"aggregate": "count", "type": "quantitative"},
        },
    }  # fmt: skip


_MADE: dict[str, Callable[[Table], Spec]] = {
    "dyads": _dyads,
    "positions": _positions,
    "gaps": _gaps,
    "timeline": _timeline,
    "speakers": _speakers,
    "contested": _contested,
    "compare": _compare,
}
