# What a newcomer types; the README shows the same in plain pip lines.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install serve test check clean

install: .venv/.installed
	@$(BIN)/advisor index

serve: install
	@$(BIN)/advisor serve

# Two at once: the browser's tests wait more than they compute.
test: install .venv/.developing
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

check: .venv/.developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf .venv .advisor

# Every version is pinned in constraints.txt: an unpinned install backtracks for minutes.
# Without --no-compile a third of the time goes into byte code that is never run.
.venv/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-compile -c constraints.txt -e .
	@touch $@

.venv/.developing: .venv/.installed
	$(BIN)/python -m pip install --quiet --no-compile -c constraints.txt -e ".[dev]"
	@touch $@
