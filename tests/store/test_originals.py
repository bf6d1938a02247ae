"""The files as they came in are kept, once, under their hash."""

from __future__ import annotations

import hashlib

import pytest

from shouwang.errors import StoreDamaged, UsageError

CONTENT = b"PK\x03\x04 as the township sent it"


def test_a_kept_file_comes_back_byte_for_byte(store):
    sha = store.keep_original(CONTENT)
    assert sha == hashlib.sha256(CONTENT).hexdigest()
    assert store.original(sha) == CONTENT
    assert list((store.root / "staging").iterdir()) == []


def test_the_same_bytes_are_kept_once(store):
    assert store.keep_original(CONTENT) == store.keep_original(CONTENT)
    assert len(list((store.root / "submissions").iterdir())) == 1


def test_a_damaged_original_is_refused_and_made_good_by_sending_it_again(store):
    sha = store.keep_original(CONTENT)
    path = store.root / "submissions" / sha
    path.chmod(0o644)
    path.write_bytes(CONTENT[:-1])
    with pytest.raises(StoreDamaged, match="校验不符"):
        store.original(sha)
    assert store.keep_original(CONTENT) == sha
    assert store.original(sha) == CONTENT


def test_an_unknown_or_malformed_number_is_a_wrong_call(store):
    with pytest.raises(UsageError, match="没有校验值为 000000000000"):
        store.original("0" * 64)
    with pytest.raises(UsageError, match="64位"):
        store.original("../store.json")
