# Everything runs in .venv, made from the lock files. `make` alone lists the targets.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
RUN := $(BIN)/python
# Locks, package and Makefile: a change of any of them makes the environment anew.
READY := .venv/ready
UV := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
DEMO := src/onrecord/data/demo/barrage.html

.DEFAULT_GOAL := help
.PHONY: help setup fmt lint type test eval bench docs demo schema picture lock

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(READY) ## create .venv with the locked packages and onrecord itself

$(READY): requirements.txt requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "onrecord needs Python 3.11 or newer; say which: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "This Python cannot make environments. On Debian and Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(RUN) -c 'open("$(READY)", "w").close()'

demo: $(READY) ## read the report that ships with onrecord and show its record
	@$(BIN)/onrecord read $(DEMO)

test: lint type $(READY) ## run lint, types, import contracts and the tests
	$(BIN)/lint-imports
	$(RUN) -m pytest

lint: $(READY) ## check style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

type: $(READY) ## check types
	$(BIN)/mypy

fmt: $(READY) ## format the code and mend what ruff can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: $(READY) ## measure quality against its floors
	$(RUN) eval/gate.py

bench: $(READY) ## measure speed
	$(RUN) benchmarks/speed.py

schema: $(READY) ## write docs/schema/onrecord-1.json from the types
	$(BIN)/onrecord schema > docs/schema/onrecord-1.json

picture: $(READY) ## draw docs/demo.svg from what onrecord prints
	$(RUN) docs/picture.py

docs: schema picture ## make what in docs/ is made: schema, picture
	$(RUN) -m pytest tests/test_docs.py

lock: ## write the lock files anew (needs uv)
	$(UV) --output-file requirements.txt pyproject.toml
	$(UV) --group dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
