PYTHON ?= python3
BIN = .venv/bin
# The package turns onnxruntime's telemetry off itself; this is for whatever else runs here.
export ORT_DISABLE_TELEMETRY = 1
SARAI = $(BIN)/sarai-mqtt

# $(call stage,name,command): runs the command and tells its wall time.
stage = @printf '\n== %s\n' '$(1)'; start=$$(date +%s); $(2); status=$$?; \
	printf -- '-- %s: %s in %d s\n' '$(1)' "$$([ $$status = 0 ] && echo ok || echo FAILED)" $$(($$(date +%s) - start)); \
	exit $$status

.PHONY: help env env-dev models demo run test test-ha pictures test-voice lint format bench bench-quality lock clean

help:  ## this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

env:  ## make .venv (from deploy/locks, by hash; llama-cpp-python is compiled once)
	$(call stage,set-up,$(PYTHON) deploy/bootstrap.py)

env-dev:  ## the same with what the tests need
	$(call stage,set-up,$(PYTHON) deploy/bootstrap.py --dev)

models: env  ## fetch and build the models
	$(call stage,models,$(SARAI) models build)

demo: models  ## three spoken turns through the whole service, from a bare checkout
	@$(SARAI) demo

run: models  ## the service, with config/sarai.yaml and SARAI_* variables
	@$(SARAI) run

test: env-dev  ## format, lint, types, layers, models, all tests
	$(call stage,format,$(BIN)/ruff format --check .)
	$(call stage,lint,$(BIN)/ruff check .)
	$(call stage,types,$(BIN)/mypy)
	$(call stage,layers,$(BIN)/lint-imports)
	$(call stage,models,$(SARAI) models build)
	$(call stage,optional model,$(SARAI) models build smart-turn)
	$(call stage,unit tests,$(BIN)/pytest tests/unit --numprocesses auto --maxprocesses 4 --dist loadfile)
	$(call stage,tests beside brokers and models,$(BIN)/pytest tests/integration tests/e2e)

# The version of Home Assistant: HA=2026.2 is the older one that is tested too.
HA = 2026.11

test-ha: env-dev  ## the tests beside a real Home Assistant (it goes into the user's cache folder; needs root once)
	$(call stage,models,$(SARAI) models build)
	$(call stage,set-up of Home Assistant,$(PYTHON) deploy/bootstrap.py --ha $(HA))
	$(call stage,tests,TEST_HOME_ASSISTANT=$(HA) $(BIN)/pytest -m home_assistant tests/e2e)

pictures: env-dev  ## the pictures of docs/home-assistant.md, of a real Home Assistant (see test-ha; INTO=docs/images)
	$(call stage,models,$(SARAI) models build)
	$(call stage,set-up of Home Assistant,$(PYTHON) deploy/bootstrap.py --ha $(HA))
	$(call stage,pictures,PYTHONPATH=.:deploy $(BIN)/python -m tests.harness.home_assistant.pictures --edition $(HA) \
		$(if $(INTO),--into $(INTO)))

test-voice:  ## the tests of voice training (PyTorch goes into .venv-voice)
	$(call stage,set-up for voices,$(PYTHON) deploy/bootstrap.py --voice)
	$(call stage,tests,.venv-voice/bin/python -m pytest -W ignore::pytest.PytestConfigWarning tests/unit/models/test_training_*.py)

lint: env-dev  ## format check, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: env-dev  ## format the code and mend what lint can
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: models  ## beside the Wyoming peers: docs/bench (about 11 min; ROUNDS=8; THINKER=lfm2-shape; they go into .venv-peers)
	$(call stage,set-up for random weights,$(PYTHON) deploy/bootstrap.py --export)
	$(call stage,set-up of the peers,$(PYTHON) deploy/bootstrap.py --peers)
	$(call stage,bench,$(BIN)/python tests/bench/peers.py --sheet docs/bench $(if $(ROUNDS),--rounds $(ROUNDS)) \
		$(if $(THINKER),--thinker $(THINKER)) $(if $(KEEP),--keep $(KEEP)))

bench-quality: models  ## measure hearing and speaking and write docs/models.md (PyTorch goes into .venv-voice)
	$(call stage,set-up for voices,$(PYTHON) deploy/bootstrap.py --voice)
	-$(call stage,recordings,.venv-voice/bin/python tests/bench/prompts.py)
	$(call stage,quality,.venv-voice/bin/python tests/bench/quality.py --sheet docs/models.md)

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

lock: env-dev  ## write deploy/locks anew from pyproject.toml (UPGRADE=1: newest versions)
	$(COMPILE) pyproject.toml -o deploy/locks/runtime.txt
	$(COMPILE) pyproject.toml --group dev -c deploy/locks/runtime.txt -o deploy/locks/dev.txt
	$(COMPILE) pyproject.toml --extra export -c deploy/locks/dev.txt -o deploy/locks/export.txt
	$(COMPILE) pyproject.toml --group voice -c deploy/locks/runtime.txt -o deploy/locks/voice.txt
	sed -nE 's/^(torch==[^ ]+).*/\1/p' deploy/locks/voice.txt | $(COMPILE) --no-config - \
		-c deploy/locks/voice.txt -o deploy/locks/voice-cuda.txt
	$(COMPILE) --group peers -o deploy/locks/peers.txt
	$(COMPILE) --group build -o deploy/locks/build.txt
	$(COMPILE) --group ha -o deploy/locks/ha.txt
	$(BIN)/python deploy/lock_home_assistant.py

clean:  ## remove .venv, .venv-ha, .venv-peers, .venv-voice and what tools left (the user's cache folder stays)
	rm -rf .venv .venv-ha .venv-peers .venv-voice .mypy_cache .ruff_cache .pytest_cache .import_linter_cache demo-out build
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
