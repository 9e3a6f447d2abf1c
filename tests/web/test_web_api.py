"""The API as its own description has it: whatever is sent, it answers, and never with a fault."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from dragoman.archive import Archive
from dragoman.web.app import create_app
from factories import FirstWord, coding, with_marks

HOST = {"Host": "127.0.0.1"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def known() -> dict[str, str]:
    """Ids that are there, by the name of the parameter."""
    made = coding(0)
    return {"record": made.events[0].id, "report": made.report.id, "kind": "position"}


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    """The description of an application over an archive with a few records."""
    folder: Path = tmp_path_factory.mktemp("api")
    with Archive.open(folder / "talks.dragoman") as archive:
        for number in range(2):
            archive.put(with_marks(coding(number)))
        app = create_app(archive, way=FirstWord(), person="Ana", saved=folder / "filters.json")
        found = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers=HOST)
        yield found
        app.state.web.reading.close()


def test_whatever_is_sent_is_answered(
    described: schemathesis.BaseSchema, known: dict[str, str]
) -> None:
    tried = 0
    for found in described.get_all_operations():
        assert isinstance(found, Ok)  # the description is sound
        operation = found.ok()
        tried += 1

        @given(operation.as_strategy())
        @settings(
            max_examples=8,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def answered(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(checks=CHECKS, headers=HOST)
            for name in case.path_parameters.keys() & known.keys():
                case.path_parameters[name] = known[name]
                case.call_and_validate(checks=CHECKS, headers=HOST)

        answered()
    assert tried >= 20
