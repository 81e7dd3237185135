# What a newcomer types: run and test. Needs python3 (3.11 or newer) and make; fetches the rest into this folder.

export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
export UV_SYSTEM_CERTS := 1
PYTHON ?= python3
UV := .tools/venv/bin/uv
LIANDONG := .venv/bin/liandong

.DEFAULT_GOAL := help
.PHONY: help install run test screenshots check bench browser

help: ## show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

install: .venv/.ready ## fetch what is needed into this folder, start nothing
	@$(LIANDONG) frontend

run: .venv/.ready ## fetch what is needed, start everything with the sample district, print the address
	@exec $(LIANDONG) up --demo

test: .venv/.ready browser ## run every test, with a real PostgreSQL and a real browser
	@$(LIANDONG) frontend
	@exec .venv/bin/pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

screenshots: .venv/.ready browser ## pictures of every main page into docs/screenshots
	@exec .venv/bin/pytest -q tests/browser/screenshots.py $(ARGS)

check: .venv/.ready ## style, types and the plan of the house
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy .
	.venv/bin/lint-imports

bench: .venv/.ready ## measure against the limit; writes benchmarks/results.json
	@exec .venv/bin/python -m benchmarks $(ARGS)

# Chromium and Chinese glyphs for browser tests, where they are missing and may be installed.
# Where they may not, the browser tests fail and say so.
browser:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && ! { command -v chromium >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q .; }; then \
	  echo "Installing Chromium and Chinese fonts from Debian…"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
	    chromium fonts-noto-cjk fontconfig; } >.tools/browser.log 2>&1 || tail -n 3 .tools/browser.log; \
	fi

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "需要 Python 3.11 或更新版本。  Python 3.11 or newer is needed." >&2; exit 1; }
	@echo "正在准备工具……  Preparing tools…"
	@$(PYTHON) -m venv .tools/venv \
	  || { echo "需要 venv（Debian：apt install python3-venv）。  python3-venv is needed." >&2; exit 1; }
	@.tools/venv/bin/python -m pip install -q --disable-pip-version-check uv

.venv/.ready: pyproject.toml uv.lock | $(UV)
	@echo "正在安装依赖……  Installing dependencies…"
	@$(UV) sync -q --locked --python $(PYTHON)
	@touch $@
