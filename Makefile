# The four things one does with a checkout: run it, develop it, test it, check it.
# Needs Python 3.11 or newer, make, and a package index.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PORT

.PHONY: run dev test check lock
.DELETE_ON_ERROR:

# Everything on a fresh machine; run again it is quick, keeps all data and changes nothing.
run: export DEBUG = off
run: .venv/run.stamp .env staticfiles/staticfiles.json
	@$(BIN)/python manage.py migrate --noinput --verbosity 0
	@$(BIN)/python manage.py import_seeds --publish || [ $$? -eq 1 ] # one refused document stops no site
	@$(BIN)/python manage.py create_editor
	@echo "Newsroom is on http://127.0.0.1:$(PORT)/ and its admin on http://127.0.0.1:$(PORT)/admin/ (Ctrl-C stops it)."
	@exec $(BIN)/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --workers 1 --blocking-threads 8 \
		--no-access-log --log-level error newsroom.wsgi:application

dev: export DEBUG = on
dev: .venv/dev.stamp
	@$(BIN)/python manage.py migrate --noinput --verbosity 0
	@$(BIN)/python manage.py import_seeds --publish || [ $$? -eq 1 ] # one refused document stops no site
	@$(BIN)/python manage.py create_editor
	@exec $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

# The whole suite; `make test ARGS="tests/views -k home"` runs a part of it, `ARGS=--cov` with branch coverage.
test: .venv/dev.stamp
	@if command -v chromium >/dev/null; then \
		exec $(BIN)/pytest -n 2 --dist worksteal $(ARGS); \
	else \
		echo "WARNING: no chromium on this machine, so the browser tests are left out (Debian: apt-get install chromium)."; \
		exec $(BIN)/pytest -n 2 --dist worksteal -m "not browser" $(ARGS); \
	fi

# Lint, format, types, import contracts, templates, migrations: what pre-commit and CI check.
check: .venv/dev.stamp
	@$(BIN)/pre-commit run --all-files --show-diff-on-failure

lock: .venv/dev.stamp
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url pyproject.toml --extra nlp --group dev --constraints requirements.lock \
		--output-file requirements-dev.lock

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Newsroom needs Python 3.11 or newer. Name one: make PYTHON=python3.12 run")'
	@$(PYTHON) -m venv .venv

# Without dependencies: the lock is whole, and older resolvers stumble over its extras.
.venv/run.stamp: requirements.lock | .venv/bin/python
	@echo "Installing what Newsroom runs on (a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock | .venv/bin/python
	@echo "Installing what Newsroom is developed with ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@ .venv/run.stamp

# Local secrets, readable by you alone, never committed.
.env: | .venv/bin/python
	@umask 077 && $(BIN)/python -c "import secrets; print('SECRET_KEY=' + secrets.token_urlsafe(50))" > $@

staticfiles/staticfiles.json: .venv/run.stamp .env $(shell find articles/static -type f)
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@touch $@
