# Everything a person or a CI job runs. PYTHON chooses the interpreter (3.11 or newer).
PYTHON ?= python3
BIN := .venv/bin
# Trust the certificates that the machine trusts, also behind a company's proxy.
export UV_SYSTEM_CERTS := 1
export NODE_USE_SYSTEM_CA := 1
UV := VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv

.PHONY: up test check fix bench docs portal migration lock clean

up: .venv/runtime.stamp portal  ## Turn the loop over this repository and serve the portal
	@$(BIN)/kaizen db upgrade
	$(BIN)/kaizen up .

test: .venv/dev.stamp portal  ## Every test: SQLite, PostgreSQL, a real browser
	sh tests/prepare.sh
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 2 --dist worksteal $(ARGS)
	$(BIN)/coverage combine -q
	$(BIN)/coverage report --fail-under=90

check: .venv/dev.stamp  ## Format, lint, types, import contract
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: .venv/dev.stamp  ## Format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/dev.stamp  ## Ratios against named peers: make bench TREE=/path/to/a/repository
	for script in bench/*.py; do $(BIN)/python $$script $(TREE) || exit 1; done

docs: .venv/dev.stamp  ## Write the generated reference pages
	$(BIN)/python tools/reference.py
	$(BIN)/python tools/baseline.py

portal: .venv/runtime.stamp  ## Build the web pages, when their sources changed
	$(BIN)/python portal/build.py

migration: .venv/dev.stamp  ## Draft the next migration: make migration NAME=what_it_adds
	$(BIN)/python tools/draft_migration.py $(NAME)
	$(BIN)/python tools/baseline.py

lock: .venv/dev.stamp  ## Choose the newest versions that work together
	$(UV) pip compile -q --upgrade --universal --generate-hashes --no-header pyproject.toml -o requirements.lock
	$(UV) pip compile -q --upgrade --universal --generate-hashes --no-header --group dev pyproject.toml \
		-c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv portal/node_modules src/kaizen/portal .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Kaizen needs Python 3.11 or newer; say which: make up PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check uv

.venv/runtime.stamp: .venv/bin/uv requirements.lock pyproject.toml
	$(UV) pip install --quiet -r requirements.lock
	$(UV) pip install --quiet --no-deps -e .
	@touch $@

.venv/dev.stamp: .venv/runtime.stamp requirements-dev.lock
	$(UV) pip install --quiet -r requirements-dev.lock
	@touch $@
