# make lab, make test: each creates .venv if it is missing and installs what it needs there, nowhere else.
# A .venv whose Python is gone, or that was made for another folder, is made anew: a moved or copied course heals.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
RUN    := .venv/bin/python -m
PYTEST := OMP_NUM_THREADS=1 $(RUN) pytest
ORDER  := -n 2 --dist loadfile --no-loadscope-reorder
ROOT   := $(shell [ "$$(id -u)" != 0 ] || echo --allow-root)
SCREEN := $(shell [ "$$(uname)" = Darwin ] || [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || echo --no-browser)

OWN    := -e 'VIRTUAL_ENV=$(CURDIR)/.venv' -e 'VIRTUAL_ENV="$(CURDIR)/.venv' -e "VIRTUAL_ENV='$(CURDIR)/.venv"
STALE  := $(shell [ ! -e .venv ] || { .venv/bin/python -c '' && grep -qF $(OWN) .venv/bin/activate; } 2>/dev/null || echo stale)

.PHONY: help stale lab update test test-browser test-grading test-newest test-oldest test-avx2 build publish site lite lint check-js size bench mutants clean

help:  ## list the targets
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/'

lab: .venv/lab  ## open the course in JupyterLab
	$(RUN) utils.teaching.build.trust
	$(RUN) jupyter lab --ip=127.0.0.1 --LabApp.default_url=/lab/tree/lectures/00_start_here.ipynb $(ROOT) $(SCREEN)

update: .venv/lab  ## fetch the newest course; what you wrote is kept, and your answers move along
	$(RUN) utils.teaching.build.update
	@$(MAKE) --no-print-directory .venv/lab

test: .venv/test  ## every test but the browser's, every notebook included
	$(PYTEST) $(ORDER) --ignore=tests/browser

test-browser: .venv/test  ## drive JupyterLab in Chromium
	$(PYTEST) tests/browser

test-grading: .venv/test  ## all hostile submissions behind each wall, all answers through it: 20 minutes of one core
	GRADING=whole $(PYTEST) -n 2 tests/grading

.PHONY: test-hub
test-hub: build/hub/ready  ## three learners on a real JupyterHub, 1 minute (needs npm, git and, once, the network)
	build/hub/bin/python -m pytest hub

# PART=tests/data runs a part. An environment lasts until pyproject.toml changes: `make clean` for newer ones.
ALL = -m pytest $(ORDER) --ignore=tests/browser $(PART)
test-newest: build/newest/ready  ## the same with Python 3.13 and the newest versions allowed
	OMP_NUM_THREADS=1 build/newest/bin/python $(ALL)

test-oldest: build/oldest/ready  ## the same with Python 3.11 and the lowest versions allowed
	OMP_NUM_THREADS=1 build/oldest/bin/python $(ALL)

test-avx2: .venv/test  ## the same as on a processor without AVX-512
	NPY_DISABLE_CPU_FEATURES="X86_V4 AVX512_ICL" OPENBLAS_CORETYPE=Haswell ATEN_CPU_CAPABILITY=avx2 \
	OMP_NUM_THREADS=1 .venv/bin/python $(ALL)

build: .venv/lab  ## source/ -> lectures/, solutions/, appendices/ and README's course map (ARGS=--force runs all)
	$(RUN) utils.teaching.build $(ARGS) && $(RUN) utils.teaching.build.readme

publish: .venv/lab  ## give the course its public address: REPO=owner/name BRANCH=main
	$(RUN) utils.teaching.build.publish "$(REPO)" "$(BRANCH)"

site: .venv/site  ## the course as static pages, in build/site
	.venv/bin/python site/make_site.py

# Its kernel is taken out again: JupyterLab would try to load it too, and report an error at every start.
lite: .venv/lab  ## the lectures without torch as a JupyterLite, in build/lite (a minute; see site/README.md)
	$(RUN) pip install --quiet -e '.[lite]'
	.venv/bin/python site/lite/make_lite.py; built=$$?; $(RUN) pip uninstall --quiet --yes jupyterlite-pyodide-kernel; exit $$built

lint: .venv/test  ## ruff and mypy: what CI asks before it runs a test
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && $(RUN) mypy

check-js:  ## check the types of the scenes' JavaScript (needs node and the network, once)
	npx -y -p typescript@5 tsc -p utils/teaching/scene/js/jsconfig.json

mutants: .venv/test  ## try every one-token change of every reference answer on its exercise's inputs (ARGS=02.3 for one)
	OMP_NUM_THREADS=1 $(RUN) tests.exercises.mutants $(ARGS)

size:  ## count the lines of the small shared package
	$(PYTHON) -m tests.environment.size

bench: .venv/test  ## measure speed, as ratios
	$(RUN) benchmarks $(ARGS)

clean:  ## remove what make and the tests made, notebooks and progress excepted
	rm -rf .venv build *.egg-info .pytest_cache .hypothesis

# torch first, in its CPU build: from PyTorch's index if it answers, that index alone, else pinned from the default one.
CPU := --isolated --retries 0 --timeout 10 --no-deps --index-url https://download.pytorch.org/whl/cpu
stale:
	@echo "The environment in .venv was made for another folder, or its Python is gone. It is made anew."
	rm -rf .venv

.venv/torch: $(if $(STALE),stale)
	@test -n "$(PYTHON)" || { echo "The course needs Python 3.11 or newer, and none is on the PATH. Install it, or say where it is: make lab PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "The course needs Python 3.11 or newer; $(PYTHON) is older or does not run."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) has no venv module. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	PIP_CONFIG_FILE=/dev/null $(RUN) pip install --quiet $(CPU) 'torch>=2.4,<3' || { echo "PyTorch's index did not answer: the default index instead."; $(RUN) pip install --no-deps torch==2.13.0; }
	@touch $@

.venv/lab: .venv/torch pyproject.toml
	@echo "Installing the course into .venv: once, and a few minutes."
	$(RUN) pip install --quiet -e . && touch $@

.venv/test: .venv/torch pyproject.toml
	@echo "Installing the course and its tests into .venv: once, and a few minutes."
	$(RUN) pip install --quiet -e '.[test,site]' && touch $@ .venv/lab .venv/site

.venv/site: .venv/torch pyproject.toml
	$(RUN) pip install --quiet -e '.[site]' && touch $@ .venv/lab

build/newest/ready: VERSION = $(shell for p in python3.13 ~/.pyenv/versions/3.13.*/bin/python python3.12 python3; do $$p --version >/dev/null 2>&1 && { echo $$p; break; }; done)
build/oldest/ready: VERSION = python3.11
# The course's own environment, and in front of it what only a hub needs.
PURELIB := import sysconfig; print(sysconfig.get_path("purelib"))
build/hub/ready: .venv/test
	rm -rf $(@D) && .venv/bin/python -m venv $(@D)
	echo "import site; site.addsitedir('$$(.venv/bin/python -c '$(PURELIB)')')" > "$$($(@D)/bin/python -c '$(PURELIB)')/course.pth"
	$(@D)/bin/python -m pip install --quiet 'jupyterhub>=5,<7' 'nbgitpuller>=1.2,<2'
	npm install --silent --prefix $(@D) configurable-http-proxy@5 && touch $@

build/%/ready: pyproject.toml
	rm -rf $(@D) && $(VERSION) -m venv $(@D) && touch $(@D)/constraints.txt
	[ $* = newest ] || $(VERSION) .ci/lowest.py > $(@D)/constraints.txt
	PIP_CONFIG_FILE=/dev/null $(@D)/bin/python -m pip install --quiet $(CPU) -c $(@D)/constraints.txt 'torch>=2.4,<3' || true
	$(@D)/bin/python -m pip install --quiet -c $(@D)/constraints.txt -e '.[test]' && touch $@
