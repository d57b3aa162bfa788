# Ketamine and the brain. `make lab` opens the course, `make test` tests it; both set up what they
# need on first use: a folder .venv in this directory, and nothing outside it.
# Works with the make of macOS (GNU make 3.81).

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

PY := .venv/bin/python
STAMP := .venv/.course-installed
# The list of the packages that are installed: the same list need not be gone through again.
INSTALLED := .venv/.course-requirements
# What the reading copy and the slides need beside them, with their tests; not for learners.
SITE_INSTALLED := .venv/.course-site
ARGS ?=
TESTS ?= notebooks solutions tests
WORKERS ?= 2

# The first Python that the course runs on; `make lab PYTHON=/path/to/python3.12` chooses another.
FIT := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	if $$p -c '$(FIT)' 2>/dev/null; then command -v $$p; break; fi; done)

# A .venv that was copied or moved along with its folder still points to the old one.
ifneq ($(wildcard $(STAMP)),)
ifneq ($(shell cat $(STAMP)),$(CURDIR))
.PHONY: $(STAMP)
endif
endif

# What a user's own pip or Python settings would turn into an installation somewhere else.
unexport PIP_USER PIP_TARGET PIP_PREFIX PIP_ROOT PIP_PYTHON PIP_CONSTRAINT PIP_REQUIREMENT PIP_NO_DEPS
unexport PIP_DRY_RUN PIP_IGNORE_INSTALLED PIP_REQUIRE_HASHES PIP_NO_BINARY PIP_EDITABLE PIP_REPORT
unexport PYTHONHOME PYTHONPATH
# What would start another JupyterLab, or this one without the course's settings.
unexport JUPYTERLAB_DIR JUPYTER_NO_CONFIG
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP := $(PY) -m pip install --no-user
# The shell is given this folder as a variable, since its name may have any sign in it.
export COURSE_FOLDER := $(CURDIR)
# Some tools call programs of the environment by name.
IN_VENV = PATH="$$COURSE_FOLDER/.venv/bin:$$PATH"
# The course's settings for Jupyter come beside the user's own.
SETTINGS = JUPYTER_CONFIG_PATH="$$COURSE_FOLDER/jupyter$${JUPYTER_CONFIG_PATH:+:$$JUPYTER_CONFIG_PATH}" \
	JUPYTER_PREFER_ENV_PATH=1

.PHONY: help setup lab test test-kernels lesson exercises grade class execute validate bench lint format \
	links binder pins wheels site slides handouts clean

help: ## say what can be made (this list)
	@echo "make lab                open the course in JupyterLab (sets up .venv on first use)"
	@echo "make test               run all tests"
	@echo "make grade              award points for a class's exercises (see INSTRUCTORS.md)"
	@echo "make class              tables of what a class answered (see INSTRUCTORS.md)"
	@echo
	@echo "For those who change the course:"
	@echo "make lesson NAME=.. UNIT=..   write the files of a new lesson, with TODO where there is work"
	@echo "make exercises          write exercises/ from solutions/"
	@echo "make execute            run notebooks/ and solutions/ again and save their outputs"
	@echo "make site               write the reading copy of all lessons into build/site"
	@echo "make slides             write a deck of slides of each lesson into build/slides"
	@echo "make handouts           write a page to print of each lesson into build/handouts"
	@echo "make validate           compare the simulations with published measurements"
	@echo "make bench              measure speed and memory; print how long tests took"
	@echo "make bench ARGS=hub     let a class of thirty work on a JupyterHub (needs npm, a network)"
	@echo "make binder             check what Binder makes of this repository (needs a network)"
	@echo "make test-kernels       run the tests of numbers as on other processors"
	@echo "make lint               check style; 'make format' mends what can be mended"
	@echo "make links              write the launch links from pyproject.toml"
	@echo "make pins               work out requirements.txt anew; 'make wheels' only checks it"
	@echo "make clean              remove .venv and whatever else was made here"
	@echo
	@echo "make test TESTS=tests/unit                    run some tests"
	@echo "make lab ARGS='--no-browser --port=8899'      pass options on to JupyterLab"

setup: $(STAMP)

SETTINGS_FILES := jupyter/pyproject.toml $(wildcard jupyter/*.py jupyter/*/*.json)

$(STAMP): requirements.txt pyproject.toml $(SETTINGS_FILES)
	@test -n "$(PYTHON)" || { \
		echo "This course needs Python 3.11, 3.12, 3.13 or 3.14; none was found."; \
		echo "Found: $$(python3 --version 2>&1 || true)"; \
		echo "Get one from python.org, or name it: make lab PYTHON=/path/to/python3.12"; \
		exit 1; }
	@"$(PYTHON)" -c '$(FIT)' || { \
		echo "$(PYTHON) is $$("$(PYTHON)" --version 2>&1)."; \
		echo "This course needs Python 3.11, 3.12, 3.13 or 3.14."; \
		exit 1; }
	@if $(PY) -c '$(FIT)' 2>/dev/null && $(PY) -m pip --version >/dev/null 2>&1 \
		&& { [ ! -f $(STAMP) ] || [ "$$(cat $(STAMP))" = "$$COURSE_FOLDER" ]; }; then :; else \
		echo "Making a Python environment in .venv with $$("$(PYTHON)" --version) ..."; \
		"$(PYTHON)" -m venv --clear .venv || { rm -rf .venv; \
			echo "Python could not make an environment."; \
			echo "On Debian and Ubuntu: apt-get install python3-venv"; \
			exit 1; }; \
	fi
	@cmp -s requirements.txt $(INSTALLED) || { \
		echo "Installing the packages of requirements.txt into .venv (1 GB): about a minute, or some"; \
		echo "minutes on a slow machine or line. pip says what it is doing; unpacking comes last."; \
		$(PIP) -r requirements.txt && cp requirements.txt $(INSTALLED); }
	@echo "Installing this course's own package, helpers, and its settings for Jupyter ..."
	@$(PIP) --quiet --no-deps --no-build-isolation -e . ./jupyter
	@printf '%s\n' "$$COURSE_FOLDER" > $(STAMP)

# Said here as well, where a user's own folder and page do not win over them.
FIRST_PAGE := /lab/workspaces/course/tree/notebooks/00_start_here.ipynb
lab: $(STAMP)
	@echo "Opening JupyterLab. To end it, press Ctrl+C here."
	@$(SETTINGS) $(PY) -m jupyterlab --Application.log_level=WARN \
		--ServerApp.root_dir="$$COURSE_FOLDER" --LabApp.default_url=$(FIRST_PAGE) \
		$$(test "$$(id -u)" -ne 0 || echo --allow-root) $(ARGS)

$(SITE_INSTALLED): site/requirements.txt $(STAMP)
	@cmp -s site/requirements.txt $(SITE_INSTALLED) || $(PIP) --quiet -r site/requirements.txt
	@cp site/requirements.txt $(SITE_INSTALLED)

site: $(SITE_INSTALLED)
	@$(PY) -m tests.tools.site $(ARGS)

slides: $(SITE_INSTALLED)
	@$(PY) -m tests.tools.slides $(ARGS)

handouts: $(STAMP)
	@$(PY) -m tests.tools.handouts $(ARGS)

# A notebook's cells must stay together on one worker (loadfile, see tests/plugins/spread.py), and
# slow files come first. Exercises have no outputs to compare; tests/contract runs them.
test: $(STAMP) $(SITE_INSTALLED)
	$(IN_VENV) $(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --times \
		--nbval --nbval-current-env --nbval-sanitize-with tests/nbval_sanitize.cfg \
		$(ARGS) $(TESTS)

# As the shell holds them, which make gives what was typed: a title may have any sign in it, and
# the unit that `make grade` takes where none is named is none of a lesson's.
lesson: $(STAMP)
	@$(PY) -m tests.tools.lesson "$$NAME" "$$UNIT" --topic "$$TOPIC" --title "$$TITLE"

# Numbers must not hang on a processor: the same tests with each of OpenBLAS' kernels that this one
# can run, on one thread and on two.
test-kernels: $(STAMP)
	$(IN_VENV) $(PY) -m tests.tools.kernels $(ARGS)

exercises: $(STAMP)
	$(PY) -m tests.tools.exercises $(ARGS)

UNIT ?= mechanism
FOLDER ?= submitted
grade: $(STAMP)
	@$(PY) -m tests.tools.grading --unit "$(UNIT)" --folder "$(FOLDER)" $(ARGS)

# `make grade` and `make class` read another folder where FOLDER names one.
class: FOLDER = answers
class: $(STAMP)
	@$(PY) -m tests.tools.classroom --folder "$(FOLDER)" $(ARGS)

execute: $(STAMP)
	$(PY) -m tests.tools.execute $(ARGS)

validate: $(STAMP)
	$(PY) -m tests.tools.validate $(ARGS)

bench: $(STAMP)
	$(PY) -m tests.tools.bench $(ARGS)

lint: $(STAMP)
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .

format: $(STAMP)
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

links: $(STAMP)
	$(PY) -m tests.tools.links $(ARGS)

binder: $(STAMP)
	$(PY) -m tests.tools.binder

pins: $(STAMP)
	$(PY) -m tests.tools.pins

wheels: $(STAMP)
	$(PY) -m tests.tools.pins --check

clean:
	rm -rf .venv build .pytest_cache .ruff_cache .hypothesis *.egg-info
