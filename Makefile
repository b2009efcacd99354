# Everything a user or developer runs; `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := build/demo
MINUTES ?= 10

.PHONY: help demo test soak fuzz check lint types bench bench-imports bench-restore docs lock clean

help:            ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:[^#]*## */\t/' | expand -t 16

$(BIN)/styrkort: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "styrkort needs Python 3.11 or newer; set PYTHON=")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(BIN)/.dev: requirements-dev.lock $(BIN)/styrkort
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

demo: $(BIN)/styrkort  ## set up .venv, import corpus/, show series and findings, write CSV
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	$(BIN)/styrkort import corpus/archive --archive $(DEMO)/demo.db; test $$? -le 1
	$(BIN)/styrkort list --archive $(DEMO)/demo.db
	$(BIN)/styrkort series --archive $(DEMO)/demo.db
	$(BIN)/styrkort check --archive $(DEMO)/demo.db
	$(BIN)/styrkort export $(DEMO)/csv --archive $(DEMO)/demo.db

test: $(BIN)/.dev  ## install and run the whole test suite
	$(BIN)/python -m pytest -n auto --dist worksteal

soak: $(BIN)/.dev  ## kill imports and their workers at random moments, 60 rounds; nothing may be lost or doubled
	STYRKORT_SOAK_ROUNDS=60 $(BIN)/python -m pytest tests/test_soak.py

fuzz: $(BIN)/.dev  ## read reports made wrong at random for MINUTES=10; a document or a reasoned refusal must come of each
	STYRKORT_FUZZ_MINUTES=$(MINUTES) $(BIN)/python -m pytest tests/test_fuzz.py

check: $(BIN)/.dev lint types test  ## lint, types, patterns and tests
	$(BIN)/styrkort patterns check

lint: $(BIN)/.dev  ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(BIN)/.dev  ## mypy, strict
	$(BIN)/mypy

bench: $(BIN)/.dev  ## speed of reading against pdfplumber alone, and accuracy of the Swedish restorer
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.imports
	$(BIN)/python -m benchmarks.restore

bench-imports: $(BIN)/.dev  ## the whole import up to 2,000 pages and 1,000 documents; writes docs/performance.md
	$(BIN)/python -m benchmarks.imports --full

bench-restore: $(BIN)/.dev  ## word accuracy of the Swedish restorer against nothing, nearest neighbour and hunspell; writes docs/restoring.md
	$(BIN)/python -m benchmarks.restore --write

docs: $(BIN)/.dev  ## write the generated reference pages
	$(BIN)/python -m tests.support.reference

lock: $(BIN)/.dev  ## resolve the dependencies anew
	$(BIN)/python -m uv pip compile -q --universal --no-header --python-version 3.11 pyproject.toml -o requirements.lock
	$(BIN)/python -m uv pip compile -q --universal --no-header --python-version 3.11 --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:           ## remove what the demo and the tools left
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis
