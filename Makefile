# Duixian 兑现. `make` alone lists what there is.

# The first Python of 3.11 or later on this machine; `make PYTHON=/path/to/python …` takes another one.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.14 python3; do \
	command -v $$python >/dev/null 2>&1 && $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	&& echo $$python && break; done)
BIN := .venv/bin
# Each process of the tests has servers of its own: Temporal, PostgreSQL, SMTP.
PROCESSES ?= 2
# Tests that run the whole product, in many processes, have the machine to themselves.
STACKS := tests/e2e tests/stack tests/tools/chaos
SHARING = -n $(PROCESSES) --dist worksteal $(STACKS:%=--ignore=%)
READY := .venv/.ready
# Pins that stand in the files stay as they are, unless UPGRADE tells otherwise.
PIN = $(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-annotate --quiet \
	--custom-compile-command 'make requirements' $(UPGRADE)
WALKED := .venv/walked.jsonl
# Tests start some thirty processes; each would compile the whole product anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test test-fast test-long check check-api format demo bench reconcile bench-projects bench-lists requirements simulate audit-verify chaos maps walked compose-check histories clean

help:  ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: $(READY)  ## start everything on this machine (Temporal, SMTP, worker, API) and stay up until Ctrl-C
	@exec $(BIN)/python -m stack

test: check  ## every check and the tests, but for the long ones; those that need no stack of processes share the cores (PROCESSES=2)
	$(BIN)/python -m pytest -m "not long" $(STACKS)
	$(BIN)/python -m pytest -m "not long" $(SHARING)

test-fast: $(READY)  ## the tests that need no server, in two minutes
	$(BIN)/python -m pytest -m "not long and not server" $(SHARING)

test-long: $(READY)  ## the tests that take long: faults, the demo, whole lives of cases, every way of the maps and situation of a preview, second variants
	$(BIN)/python -m pytest -m long $(STACKS)
	$(BIN)/python -m pytest -m long $(SHARING)

check: $(READY)  ## lint, format, types, layers and licences, without tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml .
	$(BIN)/pip-licenses >/dev/null

format: $(READY)  ## put the code into its one format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

demo: $(READY)  ## file and finish one case of each subsidy type on a throw-away stack, with time skipped
	@exec $(BIN)/python -m tools.demo

reconcile: $(READY)  ## compare ledger, cases and Temporal of the running installation; 1 when they differ
	@$(BIN)/python -m audit reconcile

bench: $(READY)  ## measure approvals a second, latencies and history sizes on a throw-away stack
	@exec $(BIN)/python -m tools.bench

bench-projects: $(READY)  ## measure how long it takes to find what a case is alike among 100,000 cases
	@exec $(BIN)/python -m tools.bench.same_project

bench-lists: $(READY)  ## fill a throw-away store with CASES=100000 and measure lists, worklists, search, notices and case pages (ASKED="--postgresql …")
	@exec $(BIN)/python -m tools.bench.lists --count $(or $(CASES),100000) $(ASKED)

chaos: $(READY)  ## hundreds of cases while worker, API, Temporal, database and SMTP are killed, paused and cut off (FAULTS="--seed 7 …")
	@exec $(BIN)/python -m tools.chaos $(FAULTS)

check-api: $(READY)  ## ask a throw-away stack as nobody and as each role whether it does what its OpenAPI says (Schemathesis)
	@exec $(BIN)/python -m tools.check_api

audit-verify: $(READY)  ## verify the audit record of the settings' store and its stamps; names every changed, removed, inserted or moved entry
	@exec $(BIN)/python -m audit verify

simulate: $(READY)  ## a million made-up cases through the budget sandbox: seconds, peak memory, beside single quotes
	@exec $(BIN)/python -m tools.bench.simulation

maps: $(READY)  ## draw each procedure from what its code does, into docs/procedures
	@$(BIN)/python -m tools.maps

walked: $(READY)  ## find anew which test walks which way on the maps (tests/maps/walked.json)
	@rm -f $(WALKED)
	$(BIN)/python -m pytest -q -n $(PROCESSES) tests/maps --ignore=tests/maps/test_maps.py --walked $(WALKED)
	$(BIN)/python -m pytest -q -n $(PROCESSES) -m "not long" tests/workflows --walked $(WALKED)
	@$(BIN)/python -m tests.maps.witnesses $(WALKED)

compose-check: $(READY)  ## check docker-compose.yml against its schema, the settings and the house rules
	$(BIN)/python -m pytest tests/architecture/test_compose.py

histories: $(READY)  ## record the histories that tests replay anew, after a sequence of commands was changed on purpose
	@$(BIN)/python -m tests.workflows.record

requirements: $(READY)  ## pin every package anew, with its hashes, from pyproject.toml (UPGRADE="--upgrade-package NAME …")
	$(PIN) --output-file requirements.txt
	$(PIN) --extra embedded --extra dev --constraint requirements.txt --output-file requirements-dev.txt

clean:  ## remove .venv and caches; var/ with its cases is kept
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp is written last, so an installation that broke off is done again.
$(READY): requirements.txt requirements-dev.txt
	@test -n "$(PYTHON)" || { echo "Duixian needs Python 3.11 or later on PATH (or: make PYTHON=/path/to/python3.11)." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "Python cannot make a virtual environment; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --only-binary :all: -r requirements-dev.txt
	@touch $@
