# Every target says what it does: `make` or `make help` lists them.
# Needs python3 (3.11 or newer) and nothing else; everything goes into .venv.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv

ARGS ?=
SEEDS ?= 100
SEED ?=
DAYS ?=
T ?=
M ?=

# program:Debian package, what the server and browser tests and the foreign tests run
SERVER_NEEDS := mosquitto:mosquitto mosquitto_pub:mosquitto-clients espeak-ng:espeak-ng \
	chromium:chromium chromedriver:chromium-driver
FOREIGN_NEEDS := node:nodejs npm:npm
SERVER_TESTS := tests/servers tests/browser
FOREIGN_TESTS := tests/foreign
# the service by itself for as long as hundreds of other tests take: `make simulate` runs it, too
LONG_TESTS := tests/runtime_process/test_the_demo_keeps_its_promises.py \
	tests/runtime_process/test_nothing_personal_leaves_by_the_side.py \
	tests/runtime_process/test_the_outside_switch.py \
	tests/benchmarks/test_nothing_is_lost_through_kill_9.py tests/test_wheel.py

# what drives the browser, and of a second package the rules of axe-core that it ships; in a folder
# of its own that git ignores, so that `make test` neither needs nor sees it
BROWSER := .venv-browser
BROWSER_PYTHON := selenium==4.51.0
BROWSER_RULES := axe-playwright-python==0.1.8
BROWSER_STAMP := $(BROWSER)/.ready-$(shell \
	echo '$(BROWSER_PYTHON) $(BROWSER_RULES)' | cksum | tr ' ' '-')

# what others wrote to stand in for Telegram and Twilio; installed into a folder that git ignores
FOREIGN := .venv-foreign
FOREIGN_PYTHON := telemelya==0.2.2 fakeredis==2.40.0 lupa==2.8 moto[server,s3]==5.2.5
FOREIGN_NPM := @stoplight/prism-cli@5.14.2
FOREIGN_SPECIFICATION := @twilio/cli-core@9.0.0
FOREIGN_STAMP := $(FOREIGN)/.ready-$(shell \
	echo '$(FOREIGN_PYTHON) $(FOREIGN_NPM) $(FOREIGN_SPECIFICATION)' | cksum | tr ' ' '-')

# uv: the system's certificates, and never a Python of its own
export UV_SYSTEM_CERTS := 1
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PATH := $(PATH):/usr/sbin

# A stamp carries the checksum of its lock: a changed lock is a missing stamp.
checksum = $(shell cksum < $(1) | tr ' ' '-')
RUNTIME_STAMP := $(VENV)/.runtime-$(call checksum,requirements.lock)
DEV_STAMP := $(VENV)/.dev-$(call checksum,requirements-dev.lock)
# The developer's lock contains the other one.
RUN_READY := $(if $(wildcard $(DEV_STAMP)),$(DEV_STAMP),$(RUNTIME_STAMP))

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check fix lint types imports licences migrations-check revision \
	simulate test-servers test-foreign server-needs foreign-needs server-packages foreign-packages lock wheel clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | \
		while IFS='|' read -r name text; do printf '  %-18s %s\n' "$$name" "$$text"; done

setup: $(DEV_STAMP) ## create .venv and install the locked dependencies, the tests' included
	@:

demo: $(RUN_READY) ## a week in a simulated Gimcheon                       (ARGS="--days 3")
	@$(PY) -m runtime demo $(ARGS)

serve: $(RUN_READY) ## web, worker, listener and Telegram in one process         (ARGS="...")
	@$(PY) -m runtime serve $(ARGS)

test: setup ## all tests that need no server of yours                (T=tests/tasks for one)
ifeq ($(strip $(T)),)
	@$(PY) -m pytest -n 2 --dist worksteal tests \
		$(addprefix --ignore=,$(SERVER_TESTS) $(FOREIGN_TESTS) $(LONG_TESTS))
else
	@$(PY) -m pytest $(T)
endif

check: lint types imports licences migrations-check test ## everything a change must pass

fix: setup ## repair what ruff can repair, and format
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format --quiet .

lint: setup ## ruff: rules and format
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --check --quiet . || \
		{ echo "Some files are not formatted. Run: make fix"; exit 1; }

types: setup ## mypy, strict
	@$(PY) -m mypy

imports: setup ## who may import whom
	@$(VENV)/bin/lint-imports --no-logo

licences: setup ## the licence of every dependency is one we accept
	@$(VENV)/bin/pip-licenses --summary --order=count > $(VENV)/licences.txt 2>&1 || \
		{ cat $(VENV)/licences.txt; \
		echo "A dependency has a licence that was not looked at yet. Either leave it out, or add"; \
		echo "the licence to [tool.pip-licenses] in pyproject.toml and say why it is compatible"; \
		echo "with distributing Anbu under Apache-2.0."; exit 1; }

migrations-check: setup ## the migrations make the tables that the code describes
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
		$(PY) -c "$$DRIFT" "sqlite:///$$folder/drift.db"

revision: setup ## write the migration that the code's tables need      (M="what it does")
	@[ -n "$(M)" ] || { echo 'Say what it does: make revision M="notes on a household"'; exit 1; }
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
		$(PY) -c "$$REVISION" "sqlite:///$$folder/revision.db" "$(M)"

simulate: setup ## seeded towns against the production loop, demo and wheel   (SEEDS=200 DAYS=14 RESIDENTS=12, SEED=17 replays)
	@ANBU_SEEDS=$(SEEDS) ANBU_SEED=$(SEED) ANBU_DAYS=$(DAYS) ANBU_RESIDENTS=$(RESIDENTS) \
		$(PY) -m pytest -n 2 --dist worksteal --timeout=0 tests/simulation/test_seeds.py \
		$(if $(strip $(SEED)),,$(LONG_TESTS))

define DRIFT
import sys
from foundation.migrations import drift, migrate
migrate(sys.argv[1])
if found := drift(sys.argv[1]):
    sys.exit(f'{found}\nThe tables in the code and the migrations differ. Run: make revision M="..."')
endef
export DRIFT

define REVISION
import sys
from foundation.migrations import migrate, write_revision
migrate(sys.argv[1])
print(write_revision(*sys.argv[1:]), "was written: read it before you keep it")
endef
export REVISION

# $(call need,what for,program:package ...): fail with the apt line, never skip
define need
	@missing=; for pair in $(2); do \
		command -v "$${pair%%:*}" > /dev/null || missing="$$missing $${pair#*:}"; done; \
	[ -z "$$missing" ] || { \
		echo "$(1) runs programs that are not installed. Install them with:"; \
		echo "  sudo apt-get install$$missing"; exit 1; }
endef

test-servers: setup server-needs $(BROWSER_STAMP) ## tests against a real Mosquitto and in a real Chromium
	@PYTHONPATH=$(BROWSER)/packages $(PY) -m pytest $(or $(wildcard $(SERVER_TESTS)),$(SERVER_TESTS))

test-foreign: setup foreign-needs $(FOREIGN_STAMP) ## tests against other people's Telegram and Twilio
	@$(PY) -m pytest $(FOREIGN_TESTS)

server-needs: # they are needed before anything is fetched
	$(call need,make test-servers,$(SERVER_NEEDS))

foreign-needs: # npm is needed before anything is fetched
	$(call need,make test-foreign,$(FOREIGN_NEEDS))

server-packages: # the Debian packages of test-servers
	@echo $(foreach pair,$(SERVER_NEEDS),$(lastword $(subst :, ,$(pair))))

foreign-packages: # the Debian packages of test-foreign
	@echo $(foreach pair,$(FOREIGN_NEEDS),$(lastword $(subst :, ,$(pair))))

lock: setup ## write the locks anew from pyproject.toml               (ARGS=--upgrade for newest)
	@$(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 $(ARGS) \
		--no-emit-index-url --no-header pyproject.toml -o requirements.lock
	@$(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 $(ARGS) \
		--all-extras --group dev -c requirements.lock \
		--no-emit-index-url --no-header pyproject.toml -o requirements-dev.lock

wheel: setup ## build the wheel into dist/
	@$(PY) -m hatchling build -t wheel

clean: ## remove .venv, caches and what was built
	@rm -rf $(VENV) $(BROWSER) $(FOREIGN) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------------------- the environment

$(PY):
	@command -v $(PYTHON) > /dev/null || { \
		echo "$(PYTHON) was not found. On Debian: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Anbu needs Python 3.11 or newer, and $(PYTHON) is older."; \
		echo "Name a newer one: make setup PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { \
		echo "$(PYTHON) cannot make virtual environments. On Debian:"; \
		echo "  sudo apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)

# $(call install,lock file,stamp prefix): with uv in its pinned version, its hashes cut out of the
# lock; without uv, pip does the work, slowly
define install
	@[ -x $(UV) ] || { \
		awk '/^[a-z]/ { on = /^uv==/ } on && !/#/' requirements-dev.lock > $(VENV)/uv.txt && \
		$(PY) -m pip install --quiet --require-hashes -r $(VENV)/uv.txt 2> $(VENV)/uv.log; } || \
		echo "uv could not be installed (see $(VENV)/uv.log): pip does its work, more slowly."
	@echo "Installing $(1) into $(VENV) ..."
	@{ [ -x $(UV) ] && $(UV) pip install --quiet --python $(PY) --require-hashes -r $(1); } || \
		$(PY) -m pip install --quiet --require-hashes -r $(1) 2> $(VENV)/pip.log || { \
		tail -5 $(VENV)/pip.log; \
		echo "The dependencies could not be installed: is the package index reachable?"; exit 1; }
	@rm -f $(VENV)/$(2)-* && touch $@
endef

$(RUNTIME_STAMP): | $(PY)
	$(call install,requirements.lock,.runtime)

$(DEV_STAMP): | $(PY)
	$(call install,requirements-dev.lock,.dev)

# The rules are one file of their package: the other driver that it is written for is not needed.
$(BROWSER_STAMP): | $(DEV_STAMP) server-needs
	@echo "Installing $(BROWSER_PYTHON) $(BROWSER_RULES) into $(BROWSER) ..."
	@rm -rf $(BROWSER)
	@$(UV) pip install --quiet --python $(PY) --target $(BROWSER)/packages -c requirements-dev.lock \
		$(BROWSER_PYTHON)
	@$(UV) pip install --quiet --python $(PY) --target $(BROWSER)/packages --no-deps $(BROWSER_RULES)
	@touch $@

# The specification is one file of its package: its dependencies are not needed.
$(FOREIGN_STAMP): | $(DEV_STAMP) foreign-needs
	@echo "Installing $(FOREIGN_PYTHON) $(FOREIGN_NPM) into $(FOREIGN) ..."
	@$(UV) venv --quiet --clear --python $(PY) $(FOREIGN)
	@$(UV) pip install --quiet --python $(FOREIGN)/bin/python $(foreach one,$(FOREIGN_PYTHON),'$(one)')
	@npm install --prefix $(FOREIGN)/npm --no-save --no-audit --no-fund --ignore-scripts \
		--loglevel=error $(FOREIGN_NPM) > /dev/null
	@cd $(FOREIGN)/npm && tar -xzf "$$(npm pack --silent $(FOREIGN_SPECIFICATION))"
	@touch $@
