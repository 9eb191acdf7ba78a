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
DISPUTE := src/onrecord/data/demo/dispute
SERVE ?= 1

.DEFAULT_GOAL := help
.PHONY: help setup fmt lint type test eval bench night docs demo schema picture screenshots lock

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

demo: $(READY) ## read a report, put twelve of one dispute side by side, open them in the reading room (SERVE=0: not the last)
	@$(BIN)/onrecord read $(DEMO)
	@echo; echo "And twelve reports of one dispute:"; echo
	@$(BIN)/onrecord read $(DISPUTE) --json > .venv/dispute.jsonl
	@$(BIN)/onrecord compare .venv/dispute.jsonl
	@$(BIN)/onrecord compare .venv/dispute.jsonl --out dossier.html
	@echo; echo "The same sheet as a page, with the table and all footnotes: dossier.html"
	@echo; echo "And kept in a ledger, .venv/demo.db:"; echo
	@$(BIN)/onrecord add --ledger .venv/demo.db $(DISPUTE)
ifneq ($(SERVE),0)
	@$(BIN)/onrecord serve --ledger .venv/demo.db
endif

test: lint type $(READY) ## run lint, types, import contracts and the tests
	$(BIN)/lint-imports
	$(RUN) -m pytest -n auto --maxprocesses 4 --dist loadfile

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
	$(RUN) benchmarks/sheet.py
	$(RUN) benchmarks/group.py

night: $(READY) ## the long trials of the ledger: kills, changed bytes, full disks, many readers (hours)
	$(RUN) tests/night_ledger.py kills 1000
	$(RUN) tests/night_ledger.py tamper 1000
	$(RUN) tests/night_ledger.py mutate 10000
	$(RUN) tests/night_ledger.py disk
	$(RUN) tests/night_ledger.py crowd 60
	$(RUN) tests/night_ledger.py memory 20000
	$(RUN) tests/night_ledger.py bulk 1000000
	$(RUN) tests/night_ledger.py dense 3000

schema: $(READY) ## write docs/schema/*.json from the types
	$(BIN)/onrecord schema > docs/schema/onrecord-1.json
	$(BIN)/onrecord schema --dossier > docs/schema/onrecord-dossier-1.json

picture: $(READY) ## draw docs/demo.svg from what onrecord prints
	$(RUN) docs/picture.py

screenshots: $(READY) ## draw docs/screens/*.png from the reading room itself (needs chromium)
	$(RUN) docs/screenshots.py

docs: schema picture ## make what in docs/ is made: schema, picture
	$(RUN) -m pytest tests/test_docs.py

lock: ## write the lock files anew (needs uv)
	$(UV) --output-file requirements.txt pyproject.toml
	$(UV) --group dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
