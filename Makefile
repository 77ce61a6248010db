# What a newcomer types; the README shows the same in plain pip lines.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install serve test check clean

install: .venv/.installed
	@$(BIN)/advisor index

serve: install
	@$(BIN)/advisor serve

test: install
	$(BIN)/python -m pytest

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf .venv .advisor

# Every version is pinned in constraints.txt: an unpinned install backtracks for minutes.
.venv/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -c constraints.txt -e ".[dev]"
	@touch $@
