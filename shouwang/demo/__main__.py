"""Measure the demo county: seconds and memory to make it, without publishing.

python -m shouwang.demo [SCALE] [MONTHS]
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter

from shouwang.demo import generate


def measure(scale: float, months: int) -> str:
    """Make the county and throw it away; return rows by table, seconds of wall and processor, and the peak of memory."""
    wall, processor = time.perf_counter(), time.process_time()
    rows: Counter[str] = Counter()
    for part in generate(scale=scale, months=months, salt="measure"):
        rows[part.table] += len(part.frame)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [f"{table:<22}{count:>12,}" for table, count in rows.items()]
    lines.append(f"scale {scale:g}, {months} months: {sum(rows.values()):,} rows")
    lines.append(f"{wall:.1f} s, {processor:.1f} s of processor, peak {peak:,.0f} MiB")
    return "\n".join(lines)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.stdout.write(
        measure(float(arguments[0]) if arguments else 1.0, int(arguments[1]) if arguments[1:] else 36) + "\n"
    )
