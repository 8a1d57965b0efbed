# Everything from a bare checkout: `make demo` and `make test` make their own environment in .venv
# (Python 3.11 or newer; set PYTHON to name one) and find or install a browser.
PORT ?= 8866
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
WORKERS ?= 3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test bench screenshots course-bundle format clean

demo: $(READY) browser  ## a graded demo course, and the site on http://127.0.0.1:$(PORT)
	$(BIN)/lises-teach demo --port $(PORT)

test: $(READY) browser  ## format, lint, types and all tests, in a real browser where a person uses one
	$(BIN)/ruff format --check lises_teach tests
	$(BIN)/ruff check lises_teach tests
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder

bench: $(READY) browser  ## the benchmark tables, against the stock way in the same run
	$(BIN)/python -m tests.benchmarks

screenshots: $(READY) browser  ## the pictures of the README, from the running kit
	$(BIN)/python -m tests.screenshots

course-bundle: $(READY)  ## dist/lises-course.zip: the course with its keys, for instructors
	$(BIN)/python -m tests.course_bundle dist/lises-course.zip

format: $(READY)
	$(BIN)/ruff format lises_teach tests
	$(BIN)/ruff check --fix lises_teach tests

clean:
	rm -rf $(VENV) dist demo-course

.PHONY: browser
browser: $(READY)
	@$(BIN)/python tests/find_browser.py --install

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 eller nyere mangler. / Python 3.11 or newer is missing."; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@
