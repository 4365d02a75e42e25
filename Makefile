# make report · make test · make test-learned · make lab · make check · make check-slow · make bench · make audit · make golden · make lock
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SPREAD := --numprocesses auto --maxprocesses 4 --dist loadfile  # each core runs whole files
.DEFAULT_GOAL := report
.PHONY: report test test-learned lab check check-slow bench audit lock golden clean

# The environment: exact versions with hashes, then the project itself without fetching anything more.
$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; found " + sys.version.split()[0])'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-index --no-build-isolation --editable .
	touch $@

report: $(VENV)/ready  ## render the bundled event's reports
	$(BIN)/workbook report --all

test: $(VENV)/ready  ## run all tests but the slow ones
	$(BIN)/python -m pytest $(SPREAD) -m "not slow"

test-learned: $(VENV)/ready  ## add the extra [learned] to the environment and run its tests
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-learned.lock
	$(BIN)/python -m pytest tests/test_learning.py tests/test_ranking.py tests/test_neighbours.py

lab: $(VENV)/ready  ## open the notebooks in JupyterLab
	$(BIN)/workbook lab

check: $(VENV)/ready  ## format, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/workbook check
	$(BIN)/python -m pytest $(SPREAD) -m "not slow"

check-slow: $(VENV)/ready  ## the slow tests
	$(BIN)/python -m pytest -m slow

bench: $(VENV)/ready  ## time and memory side by side with the named peers, as ratios
	$(BIN)/python -m tests.benchmarks

audit: $(VENV)/ready  ## ask for known vulnerabilities of the locked packages; says so where nobody can be asked
	$(BIN)/python -m tests.audit

golden: $(VENV)/ready  ## write anew what is generated and committed; look at git diff afterwards
	$(BIN)/python -m tests.regenerate
	$(BIN)/workbook report --all

lock: $(VENV)/ready  ## write requirements.lock and requirements-learned.lock anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes --no-header --no-annotate \
	  --extra cluster --extra dev --no-emit-package framing-workbook --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes --no-header --no-annotate \
	  --extra learned --constraint requirements.lock --no-emit-package framing-workbook --output-file requirements-learned.lock pyproject.toml

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
