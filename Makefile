# Everything from nothing: Python 3.11 or later, make, and a network to the package index.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
SAMPLE ?= samples/kunlun_facts_halfyear_summary.pdf
PYTEST_WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help demo test check lint types tests accuracy bench samples golden readme browser places system hostile foreign fuzz property audit lock clean

help:  ## Show this list.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

# The stamps say what has been installed; touching pyproject.toml makes pip look again.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "kunlun needs Python 3.11 or later; say which with make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml tests/dev_requirements.py $(VENV)/.installed
	$(BIN)/python tests/dev_requirements.py > $(VENV)/dev-requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement $(VENV)/dev-requirements.txt
	@touch $@

demo: $(VENV)/.installed  ## Install, then read a sample filing: key figures, holders, lending, segments.
	@for command in financials holders lending segments; do \
	  echo; echo "\$$ kunlun $$command $(SAMPLE)"; echo; \
	  $(BIN)/kunlun $$command $(SAMPLE) --format table --provenance; status=$$?; \
	  [ $$status -eq 0 ] || [ $$status -eq 4 ] || exit $$status; \
	done

test: $(VENV)/.installed-dev system tests  ## Install what tests need, then run them all.

tests:
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) -ra

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

check: $(VENV)/.installed-dev lint types test  ## Lint, types and tests: what CI runs.

accuracy: $(VENV)/.installed-dev  ## Score tests/truth on the local folder of filings (KUNLUN_CORPUS).
	$(BIN)/python tests/accuracy.py

bench: $(VENV)/.installed-dev  ## Measure speed and memory beside other programs, as ratios with their spread.
	$(BIN)/python tests/bench.py --write

samples: $(VENV)/.installed-dev  ## Make samples/ again; the files come out byte for byte the same.
	$(BIN)/python samples/make.py

golden: $(VENV)/.installed-dev  ## Write the expected outputs of tests/golden again; look at the difference.
	$(BIN)/python -m pytest tests/golden --update

readme: $(VENV)/.installed-dev  ## Write the generated blocks of README.md again.
	$(BIN)/python tests/readme.py --update

hostile: $(VENV)/.installed-dev  ## Read hostile files made on the spot; print each with its result, seconds and MB; make hostile DIR=folder.
	$(BIN)/python -m tests.hostile.run $(if $(DIR),--folder "$(DIR)")

foreign: $(VENV)/.installed-dev  ## Read a folder of any PDFs by all commands and both engines: make foreign DIR=folder.
	$(BIN)/python -m tests.hostile.foreign "$(DIR)"

SECONDS ?= 120
fuzz: $(VENV)/.installed-dev  ## Fuzz for two minutes, or make fuzz SECONDS=3600; says so where atheris cannot be had.
	@$(BIN)/python -c 'import atheris' 2>/dev/null \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check 'atheris>=2.3' 2>/dev/null || true
	$(BIN)/python -m tests.fuzz.run --seconds $(SECONDS)

N ?= 500
property: $(VENV)/.installed-dev  ## Perturb made filings at random and list every silent cell; make property N=5000.
	$(BIN)/python -m tests.property.run $(N)

audit: $(VENV)/.installed-dev  ## Ask pip-audit for known flaws of what is installed, where it and its data can be had.
	@if $(BIN)/python -m pip install --quiet --disable-pip-version-check pip-audit 2>/dev/null; then \
	  $(BIN)/python -m pip_audit --skip-editable --timeout 30; \
	else echo "pip-audit cannot be had here; nothing was audited" >&2; fi

lock: $(VENV)/.installed-dev  ## Write down the versions in use, for CI on the same Python.
	@{ $(BIN)/python -c 'import sys; print("# Python", *sys.version_info[:2], sep=" ")'; \
	  $(BIN)/python -m pip freeze --exclude-editable --disable-pip-version-check | grep -E '^[A-Za-z0-9._-]+==' ; } > tests/requirements.lock

browser: $(VENV)/.installed-dev  ## Open the report page in headless Chromium; KUNLUN_SHOTS=FOLDER keeps pictures of it.
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! command -v chromium >/dev/null; then \
	  apt-get install --yes --quiet --no-install-recommends chromium fonts-noto-cjk >/dev/null 2>&1 \
	    || { apt-get update --quiet >/dev/null 2>&1 \
	         && apt-get install --yes --quiet --no-install-recommends chromium fonts-noto-cjk >/dev/null 2>&1; } \
	    || echo "chromium could not be installed; its tests will be skipped" >&2; \
	fi
	$(BIN)/python -m pytest -ra tests/browser

SEED ?= 1
places: $(VENV)/.installed-dev  ## Draw ten figures at random from the local folder of filings, and their places, to look at.
	$(BIN)/python tests/places.py $(SEED) places.png

# Tests that compare with pdftotext need poppler; without it they are skipped, and say so.
system:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! command -v pdftotext >/dev/null; then \
	  apt-get install --yes --quiet --no-install-recommends poppler-utils >/dev/null 2>&1 \
	    || { apt-get update --quiet >/dev/null 2>&1 \
	         && apt-get install --yes --quiet --no-install-recommends poppler-utils >/dev/null 2>&1; } \
	    || echo "poppler-utils could not be installed; its tests will be skipped" >&2; \
	fi

clean:  ## Remove the environment and what the tools have cached.
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
