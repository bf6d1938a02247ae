"""Run every measurement and print the tables (also into ``benchmarks/latest.md``).

python -m benchmarks [--store DIR] [--scale 1.0] [--rounds 9] [--only pages,sessions,demo,publish,history,reading]
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import measures
from benchmarks.tables import Table, cpu, markdown
from shouwang.config import ROOT

ORDER = ("demo", "pages", "history", "publish", "reading", "sessions")


def main() -> None:
    asked = _arguments()
    with _folder(asked.store) as folder:
        store = asked.store or folder / "store"
        parts: dict[str, Callable[[], Table]] = {
            "demo": lambda: measures.demo(
                folder / "store" if asked.store is None else folder / "again", asked.scale
            ),
            "pages": lambda: measures.pages(store, asked.rounds),
            "history": lambda: measures.history(store, asked.rounds * 10),
            "publish": lambda: measures.publish(store, folder / "copy", 3),
            "reading": lambda: measures.reading(folder, asked.scale),
            "sessions": lambda: measures.sessions(store, asked.rounds),
        }
        tables = []
        for name in ORDER:
            if name in asked.only or (name == "demo" and asked.store is None):
                table = parts[name]()
                print(markdown(table), flush=True)
                tables.append(table)
    if set(asked.only) == set(ORDER):
        head = f"{cpu()}, {os.cpu_count()} 核, Python {platform.python_version()}, 规模 {asked.scale:g}\n\n"
        text = "# 最近一次量得的数\n\n" + head + "\n".join(markdown(table) for table in tables)
        (ROOT / "benchmarks" / "latest.md").write_text(text, "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--store", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(ORDER))
    return parser.parse_args()


@contextmanager
def _folder(store: Path | None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="shouwang-bench-") as name:
        yield Path(name)


if __name__ == "__main__":
    main()
