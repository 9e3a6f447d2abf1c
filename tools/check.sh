#!/bin/sh
# What continuous integration checks, in the environment that is there: lint, types, import
# contracts, tests. Arguments go to pytest.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
ruff format --check .
ruff check .
mypy
lint-imports
pytest "$@"
