"""Random numbers: one stream for each purpose, so that a change in one place does not move every other draw."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from shouwang.demo.calendar import Flags, Floats, Ints


class Streams:
    def __init__(self, seed: int) -> None:
        self.seed = seed

    def __call__(self, *purpose: object) -> np.random.Generator:
        return np.random.default_rng([self.seed, zlib.crc32("/".join(map(str, purpose)).encode())])


def between(rng: np.random.Generator, low: Ints | int, high: Ints | int, size: int | None = None) -> Ints:
    """Return integers from ``low`` to ``high``, both included."""
    values: Ints = rng.integers(low, np.asarray(high) + 1, size=size)
    return np.atleast_1d(np.asarray(values, dtype=np.int64))


def weighted(rng: np.random.Generator, weights: Sequence[float], size: int) -> Ints:
    """Return indexes drawn with the weights."""
    p = np.asarray(weights, dtype=float)
    return rng.choice(len(p), size=size, p=p / p.sum()).astype(np.int64)


def some(rng: np.random.Generator, n: int, count: int) -> Flags:
    """Return ``n`` flags of which exactly ``count`` (at most n) are set."""
    flags = np.zeros(n, dtype=bool)
    flags[rng.permutation(n)[: min(count, n)]] = True
    return flags


def share(rng: np.random.Generator, n: int, probability: float | Floats) -> Flags:
    flags: Flags = rng.random(n) < probability
    return flags


def sizes_with_sum(
    rng: np.random.Generator, n: int, total: int, weights: Sequence[float], largest: int = 7
) -> Ints:
    """Return ``n`` household sizes (1..largest), drawn with ``weights``, that add up to ``total``."""
    if not n <= total <= n * largest:
        raise ValueError(f"{total} persons do not fit into {n} households")
    sizes = weighted(rng, weights, n) + 1
    while (gap := total - int(sizes.sum())) != 0:
        free = np.flatnonzero(sizes < largest) if gap > 0 else np.flatnonzero(sizes > 1)
        chosen = rng.permutation(free)[: abs(gap)]
        sizes[chosen] += 1 if gap > 0 else -1
    return sizes
