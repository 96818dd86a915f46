# One virtual environment for everything; every target makes what it needs first. `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint train bench cv evaluate clean places

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

setup: $(VENV)/.run ## install dragoman into .venv, with all that running needs

$(VENV)/.run: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "dragoman needs Python 3.11 or later: run `make PYTHON=python3.11 ...`")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes --requirement constraints.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.run constraints-test.txt
	$(PIP) --require-hashes --requirement constraints-test.txt
	@touch $@

$(VENV)/.train: $(VENV)/.test constraints-train.txt
	$(PIP) --require-hashes --requirement constraints-train.txt
	@touch $@

demo: setup ## read a bundled article, show the reading, write demo.html
	$(BIN)/dragoman read src/dragoman/data/demo.html --html demo.html
	@echo
	@echo 'The page of this reading is demo.html: open it in a browser.'
	@echo 'Next: $(BIN)/dragoman read YOUR_ARTICLE.html   (or --json; $(BIN)/dragoman --help lists the commands)'

test: lint ## install what the tests need, check the code, run the tests
	$(BIN)/python -m pytest

lint: $(VENV)/.test ## check style and types
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python train/corpus.py

train: $(VENV)/.train ## train the model from nothing to int8 ONNX (about an hour and a half on two cores)
	$(BIN)/python train/recipe.py trunk
	$(BIN)/python train/recipe.py reader
	$(BIN)/python train/recipe.py topic
	$(BIN)/python train/recipe.py acts
	$(BIN)/python train/recipe.py pairs
	$(BIN)/python train/export.py
	$(BIN)/python train/calibrate.py

cv: $(VENV)/.train ## five-fold cross-validation on the public pairs, as the model card reports it (after make train)
	$(BIN)/python train/recipe.py cv

evaluate: setup ## read the development articles and compare with the pinned floors
	$(BIN)/dragoman evaluate

places: $(VENV)/.train ## make the table of towns anew from GeoNames
	$(BIN)/python train/places.py

bench: setup ## measure speed on this machine
	$(BIN)/dragoman bench

clean: ## remove the environment and what tools left behind
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist demo.html
