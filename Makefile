# The house from a fresh clone: Python 3.11+, git and make are enough.
.PHONY: run test prove bench bench-books lint install
.SILENT:

PORT ?= 8000
PYTHON = .venv/bin/python

run: install  ## serve the house with its demo season on http://127.0.0.1:8000 (PORT=8123 for another port)
	$(PYTHON) .ci/first_env.py $(PORT)
	SITE_ORIGIN=$${SITE_ORIGIN:-http://127.0.0.1:$(PORT)} exec $(PYTHON) manage.py run --port $(PORT)

# The suite starts many processes: each would compile Django anew where the machine forbids to keep what is compiled.
test prove: export PYTHONDONTWRITEBYTECODE =

test:  ## lint, types, import contracts and every test; pytest has the last word
	.ci/install tests
	$(MAKE) --no-print-directory -j 2 migrated checks
	$(PYTHON) -m pytest -n 2 --dist worksteal

prove:  ## the long proofs: kills, races, restores
	.ci/install tests
	$(PYTHON) -m pytest -m prove -p no:xdist

bench: install  ## speed and memory beside a bare Django view and raw psycopg; imports
	$(PYTHON) -m bench.run
	$(PYTHON) -m bench.imports

bench-books: install  ## a ledger of a million lines: what formulas are told of it, beside the raw SQL of the same reads
	$(PYTHON) -m bench.ledger

lint: install checks  ## what `make test` checks before the tests

install:  ## everything that running needs, into the clone
	.ci/install

# Each of them keeps one core busy: `make test` runs two at a time, and lays out the tests' database beside them.
.PHONY: checks types imports style migrated
checks: types imports style

types:
	.venv/bin/mypy --no-error-summary scc_site events crew waivers reports

imports:
	.venv/bin/lint-imports --no-logo > .lint-imports.log || { cat .lint-imports.log; exit 1; }

style:
	.venv/bin/ruff check --quiet .
	.venv/bin/ruff format --quiet --check .

migrated:
	$(PYTHON) -m tests.migrated
