"""People have looked into some of the demo county's alerts, each step as the rules of the desk allow."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import closing
from pathlib import Path

from shouwang import records
from shouwang.demo.alert_lives import ONE_OF, look_into
from shouwang.store import Store


def test_about_every_tenth_alert_was_looked_into_with_every_outcome(demo_store: Path, tmp_path: Path) -> None:
    shutil.copytree(demo_store, tmp_path / "store")
    for file in (tmp_path / "store").glob("records.sqlite*"):
        file.unlink()
    store = Store.open(tmp_path / "store")
    stands = store.snapshot().manifest.parts("alert")[store.snapshot().months("alert")[-1]].rows
    with closing(records.open_records(store.root)) as book:
        done = look_into(store, book)
        assert stands / ONE_OF / 2 < done < stands / ONE_OF * 2
        lives = records.alert_lives(book, [store.county])
        assert len(lives) == done
        assert (
            len(Counter((one.state, one.result) for one in lives)) == 4
        )  # verified, helped, closed, explained
        assert all(one.changed_by == f"town:{one.town_code}" for one in lives)
        assert records.verify_records(book) == []
