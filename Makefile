# 守望. Two words to remember: make demo, make test.
# Needs only Python 3.11+, git and make; uv (which installs the locked dependencies) is fetched when it is missing.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo test check docs bench test-faults sync sync-dev tools

# What a process compiles, the next one (a server, a command, a worker of the tests) need not compile again.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
BIN := .venv/bin

help: ## 列出这些命令
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

demo: sync ## 装好依赖,做一个演示县,在 http://localhost:8501 打开看板
	@$(BIN)/shouwang demo
	@$(BIN)/shouwang serve

test: sync-dev tools ## 装好测试要用的东西,跑全部测试
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: sync-dev ## 格式、类型、分层、SQL 的检查(全部做完,再说有没有不对的)
	@failed=0; \
	step() { echo "== $$*"; "$$@" || failed=1; }; \
	step $(BIN)/ruff format --check . ; \
	step $(BIN)/ruff check . ; \
	step $(BIN)/mypy ; \
	step $(BIN)/lint-imports --no-cache ; \
	step $(BIN)/sqlfluff lint --disable-progress-bar --processes 2 queries ; \
	step $(BIN)/python -m pytest -q tests/queries/test_portability.py ; \
	exit $$failed

docs: sync-dev ## 更新文档里由程序生成的部分
	$(BIN)/python -m shouwang.cli.document > docs/queries.md
	$(BIN)/python -m shouwang.reference.document > docs/indicators.md
	$(BIN)/python -m shouwang.schema.document > docs/tables.md
	$(BIN)/python -m shouwang.rules.document > docs/rules.md

bench: sync-dev ## 量速度和内存,打印一张表
	$(BIN)/python -m benchmarks

test-faults: sync-dev tools ## 故障试验的长跑: 报送、确认、发布在每个系统调用上被杀、被拒，抢办，坏位，恢复；最后打印一张表
	FAULT_KILLS=500 $(BIN)/python -m pytest tests/faults -m faults -n 2

# The product's own dependencies; --inexact leaves what a developer has already installed beside them.
sync:
	@sh .ci/uv sync --frozen --no-dev --inexact --quiet

sync-dev:
	@sh .ci/uv sync --frozen --quiet

# What the tests need beyond Python, from Debian, where it is missing and we may install.
tools:
	@sh .ci/tools
