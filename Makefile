# One command for each thing one does here; `make` alone lists them. Works without git, and in a path with spaces.
#
# .ci/set-up makes the virtual environment once and leaves a stamp in it, which says where the folder lay: an
# environment holds absolute paths, so that it is made anew after a move.

.DEFAULT_GOAL := help
.PHONY: help crawl update test lint format bench quality crossval cards compare sample docs constraints clean

PYTHON_IN_VENV := .venv/bin/python

ifneq "$(shell cat .venv/.ready 2>/dev/null)" "$(CURDIR)"
.PHONY: .venv/.ready
endif
ifneq "$(shell cat .venv/.ready-dev 2>/dev/null)" "$(CURDIR)"
.PHONY: .venv/.ready-dev
endif

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1#\2/p' Makefile | awk -F'#' '{ printf "%-18s %s\n", $$1, $$2 }'

crawl: .venv/.ready ## archive the fixture sites into demo/archive.db and show what to ask it
	@$(PYTHON_IN_VENV) fixtures/demo.py $(if $(PORT),--port $(PORT))

update: .venv/.ready ## the fixture sites have moved on: one round over them, and what has changed
	@$(PYTHON_IN_VENV) fixtures/demo.py --update $(if $(PORT),--port $(PORT))

test: .venv/.ready-dev ## pass all tests
	@$(PYTHON_IN_VENV) -m pytest -q -n auto

lint: .venv/.ready-dev ## ruff and mypy
	@$(PYTHON_IN_VENV) -m ruff check .
	@$(PYTHON_IN_VENV) -m ruff format --check .
	@$(PYTHON_IN_VENV) -m mypy

format: .venv/.ready-dev ## lay the code out as the linter wants it
	@$(PYTHON_IN_VENV) -m ruff check --fix .
	@$(PYTHON_IN_VENV) -m ruff format .

bench: .venv/.ready-dev ## measure speed and memory, kill a crawl 200 times (PEERS: the Python that has Scrapy)
	@$(PYTHON_IN_VENV) bench/bench.py
	@PEERS=$(PEERS) $(PYTHON_IN_VENV) bench/crawl.py
	@$(PYTHON_IN_VENV) bench/crawl.py --memory
	@PEERS=$(PEERS) $(PYTHON_IN_VENV) bench/ingest.py --pages 5000
	@$(PYTHON_IN_VENV) bench/kill.py
	@$(PYTHON_IN_VENV) bench/scale_kills.py
	@$(PYTHON_IN_VENV) bench/revisits.py
	@$(PYTHON_IN_VENV) bench/update.py
	@$(PYTHON_IN_VENV) bench/discovery.py
	@$(PYTHON_IN_VENV) bench/serve.py
	@$(PYTHON_IN_VENV) bench/analyst.py
	@$(PYTHON_IN_VENV) bench/export.py
	@$(PYTHON_IN_VENV) bench/merge.py
	@$(PYTHON_IN_VENV) bench/handing.py --articles 5000
	@$(PYTHON_IN_VENV) bench/lake.py --articles 50000
	@$(PYTHON_IN_VENV) bench/warc_reading.py --megabytes 100
	@$(PYTHON_IN_VENV) bench/reporting.py
	@$(PYTHON_IN_VENV) bench/near_duplicates.py

quality: .venv/.ready-dev ## score the parser on labelled pages and fail below bench/floors.toml
	@$(PYTHON_IN_VENV) bench/quality.py

crossval: .venv/.ready-dev ## score the parser fold by fold, no publisher in two folds
	@$(PYTHON_IN_VENV) bench/crossval.py

cards: .venv/.ready-dev ## score what is read off the cards of fixtures/cards
	@$(PYTHON_IN_VENV) bench/cards.py --misses

compare: .venv/.ready-dev ## write the table beside the other tools (PEERS: the Python that has them, REUSE: kept results)
	@$(or $(PEERS),$(PYTHON_IN_VENV)) bench/compare.py --write $(if $(REUSE),--reuse $(REUSE))

sample: .venv/.ready-dev ## build archive.db, the sample, from the fixtures
	@$(PYTHON_IN_VENV) fixtures/build_sample.py

docs: .venv/.ready-dev ## write the generated parts of the documentation
	@$(PYTHON_IN_VENV) docs/generate.py

constraints: ## pin the newest versions in constraints.txt (PYTHON: the oldest one supported)
	@sh .ci/pin-versions

clean: ## remove what make has made: the environment, the demo, caches
	@rm -rf .venv .venv-replay demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis src/archiver.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.ready: pyproject.toml constraints.txt .ci/set-up
	@sh .ci/set-up

.venv/.ready-dev: pyproject.toml constraints.txt .ci/set-up
	@sh .ci/set-up dev
