#!/bin/sh
# Everything continuous integration checks, in one command: lint, types, import contracts, tests.
set -eu
cd "$(dirname "$0")/.."
bin=${VIRTUAL_ENV:-.venv}/bin
"$bin/ruff" format --check .
"$bin/ruff" check .
"$bin/mypy"
"$bin/lint-imports"
"$bin/pytest" "$@"
