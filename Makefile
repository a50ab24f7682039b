# Everything is set up from nothing but Python 3.11+, make and the package registry.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
export HALLMARK_HOME ?= $(CURDIR)/.hallmark
DATA ?= ../shared/data
SEED ?= 7
SCALE ?= 1

.PHONY: demo demo-public test test-services ui bench clean help

help:            ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(VENV)/.installed: pyproject.toml constraints.txt
	@test -x "$(BIN)/python" || "$(PYTHON)" -m venv "$(VENV)"
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check uv -c constraints.txt
	@test -w "$$HOME" || export UV_CACHE_DIR="$(CURDIR)/$(VENV)/cache"; \
	"$(BIN)/uv" pip install --quiet --python "$(BIN)/python" -c constraints.txt -e ".[test]"
	@"$(BIN)/python" -m orchestration.verbs.warming
	@touch "$@"

demo: $(VENV)/.installed   ## the whole road on the fictional house, up to a published release
	@"$(BIN)/hallmark" demo --seed "$(SEED)" --scale "$(SCALE)"

demo-public: $(VENV)/.installed   ## the same road on real public data: make demo-public DATA=FOLDER
	@HALLMARK_HOME="$${HALLMARK_PUBLIC_HOME:-$(HALLMARK_HOME)/public}" HALLMARK_INBOX="$$(cd "$(DATA)" && pwd)" "$(BIN)/hallmark" demo --house houses/public

test: $(VENV)/.installed   ## every test but those that need servers
	@"$(BIN)/python" -m pytest

test-services: $(VENV)/.installed   ## tests against real servers (Debian packages, root)
	@"$(BIN)/python" -m pytest tests/services --override-ini testpaths=tests/services -m ""

bench: $(VENV)/.installed   ## curation beside the reference, over a folder of texts: make bench DATA=FOLDER
	@"$(BIN)/python" -m benchmarks.curation --input "$(DATA)"

ui: $(VENV)/.installed   ## the Dagster UI on the demo's home, at 127.0.0.1:3000
	@exec "$(BIN)/hallmark" ui

clean:           ## remove the environment and the demo's home
	rm -rf "$(VENV)" "$(CURDIR)/.hallmark"
