# The commands of the house. `make setup` needs Python 3.11, the package registries, and nothing else.
PYTHON ?= python3
BIN := .venv/bin
export RELATO_HOME ?= .relato

.PHONY: setup demo up down test check clean

setup: # both environments at once
	@$(MAKE) --no-print-directory -j2 .venv/installed .venv-ls/installed

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.venv-ls/installed: requirements-label-studio.lock
	$(PYTHON) -m venv .venv-ls
	.venv-ls/bin/pip install --quiet --disable-pip-version-check -r requirements-label-studio.lock
	touch $@

demo: setup
	$(BIN)/relato demo

up: setup
	$(BIN)/relato up

down:
	$(BIN)/relato down

test: setup
	.ci/servers
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf .venv .venv-ls
