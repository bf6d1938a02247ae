"""The marts: run ``queries/marts``, roll up, and put them into the version in the making.

A file of ``queries/marts/indicator_month`` returns one wide row per place and month, a column per indicator:

    alleviated_hh                       a tally; NULL where the place did not report it
    alleviated_hh__stable               the id ``alleviated_hh.stable``
    insured_rate__num, insured_rate__den    a ratio, divided only at the end
    progress_gap__less                  subtracted from the ratio after the division
    new_monitored_hh__ytd               the count of the month alone, from January on: gives ``new_monitored_hh`` (added up
                                        over the year) and ``new_monitored_hh.month``
    split VARCHAR                       if there is such a column, its value follows the base id: ``fund_paid.central``

Files by ``division_code`` (villages) or ``town_code`` are rolled up here, in one place, so that villages add up to their
township and townships to the county. A column that is NULL in every village of a township and month has no row (未报);
once any village reports it, the township's other villages have 0. Files by ``area_code`` and ``level`` (medians, distinct
counts: what does not add up) are taken as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from shouwang import queries, reference
from shouwang.access import Scope
from shouwang.errors import ConfigError
from shouwang.publishing import changes
from shouwang.queries import Query
from shouwang.queries.engine import DuckEngine, check_text
from shouwang.reference import Catalogue, catalogue
from shouwang.schema import TABLES
from shouwang.store import Staging

MARTS = "marts/indicator_month/"
NOW, THEN = "indicator_month", "indicator_month_then"
HISTORY = "marts/household_history"
TIME_LIMIT_MS = 30 * 60_000  # a publish may take longer than a page
COUNTY, TOWNSHIP, VILLAGE = 3, 4, 5
VILLAGE_DIGITS = 12
YTD = "__ytd"
LOWEST = {"village": VILLAGE, "township": TOWNSHIP, "county": COUNTY}
PLACES = ("stat_month", "area_code", "level", "town_code", "division_code", "split")
KEYS = ("stat_month", "area_code", "level", "town_code")
FIGURES = ("value", "numerator", "denominator")

Progress = Callable[[str, int, int], None]


def compute(staging: Staging, say: Progress) -> None:
    """Compute and add the marts of the months that changed, from the first of them to the last month of the version."""
    months = changes.all_months(staging)
    texts = definitions()
    stamp = stamp_of(texts)
    since = changes.first_changed(staging)
    if _stale(staging, stamp):
        since = changes.EVERYTHING
    wanted = [month for month in months if since is not None and month >= since]
    _drop_gone(staging, months)
    history = any(key.startswith("household_month/") for key in staging.written)
    if history:
        say("农户历史", 0, 0)
        query = _checked(queries.find(HISTORY))
        # Sealed with the codes as they came; what reads it draws them by today's borders, or that time's.
        engine = _engine(staging, months[-1])
        staging.add_query("household_history", "all", engine.copy_connection(), query.text)
    if wanted:
        figures = indicator_month(_engine(staging, None), texts, wanted[0], wanted[-1], say)
        _add_months(staging, NOW, figures, wanted, stamp, say)
        _by_the_borders_of_then(staging, texts, wanted, stamp, say)


def _engine(staging: Staging, borders_of: date | None) -> DuckEngine:
    return DuckEngine(
        staging.snapshot().with_borders_of(borders_of),
        Scope.of(staging.store.county),
        write_to=staging.folder,
        time_limit_ms=TIME_LIMIT_MS,
    )


def _by_the_borders_of_then(
    staging: Staging, texts: list[Query], wanted: list[date], stamp: str, say: Progress
) -> None:
    """Seal the figures of divisions whose borders changed later, as they were then, for months before the change."""
    files = staging.snapshot().files("division_change")
    borders = reference.borders_of(pl.concat([pl.read_parquet(file) for file in files])) if files else None
    before = [month for month in wanted if borders and not borders.is_empty and month < borders.last_change]
    for key in [key for key in staging.files if key.startswith(f"{THEN}/")]:
        part = key.split("/", 1)[1]
        if borders is None or borders.is_empty or date.fromisoformat(f"{part}-01") >= borders.last_change:
            staging.drop(THEN, part)
    if not before or borders is None:
        return
    figures = indicator_month(_engine(staging, before[-1]), texts, before[0], before[-1], say)
    until = pl.DataFrame(
        list(borders.touched.items()), schema={"area_code": pl.String(), "until": pl.Date()}, orient="row"
    )
    touched = figures.join(until, on="area_code").filter(pl.col("stat_month") < pl.col("until"))
    _add_months(staging, THEN, touched.select(figures.columns), before, stamp, say)


def definitions() -> list[Query]:
    """Return the files of ``queries/marts/indicator_month``."""
    return [queries.find(name) for name in queries.names() if name.startswith(MARTS)]


def giving(texts: list[Query], indicators: Iterable[str]) -> list[Query]:
    """Return those of the files that give one of these indicators."""
    again = catalogue().aliases()
    wanted = {again.get(one, one).split(".")[0] for one in indicators}
    return [one for one in texts if wanted & {name.split("__")[0] for name, _ in one.columns}]


def indicator_month(
    engine: DuckEngine, texts: list[Query], first: date, last: date, say: Progress
) -> pl.DataFrame:
    """Return the rows of ``indicator_month`` for a span of months, every file of the marts run once.

    Raises:
        ConfigError: a file returns an indicator that the catalogue does not know.
    """
    known = catalogue()
    places = Places.of(engine)
    made: list[pl.DataFrame] = []
    for number, query in enumerate(texts, 1):
        say(query.title, number, len(texts))
        bound = query.bind({"from_month": first, "to_month": last})
        made += _figures(engine.run(_checked(query).text, bound), places, known)
    rows = pl.concat(made) if made else pl.DataFrame(schema=LONG)
    return _named(rows.filter(pl.col("stat_month") >= first), known)


LONG = {
    "stat_month": pl.Date(),
    "area_code": pl.String(),
    "level": pl.Int32(),
    "town_code": pl.String(),
    "indicator_id": pl.String(),
    **{figure: pl.Float64() for figure in FIGURES},
}


@dataclass(frozen=True)
class Places:
    """The villages of each township, and the townships that count in the county's total."""

    villages: pl.DataFrame  # division_code, town_code
    outside: tuple[str, ...]  # townships under another's trusteeship

    @classmethod
    def of(cls, engine: DuckEngine) -> Places:
        found = engine.run(
            "SELECT division_code, town_code, level, in_county_total FROM scoped.division "
            "WHERE level = 4 OR (level = 5 AND valid_to IS NULL)",
            {},
        )
        villages = found.filter(pl.col("level") == VILLAGE).select("division_code", "town_code").unique()
        outside = found.filter((pl.col("level") == TOWNSHIP) & ~pl.col("in_county_total"))["division_code"]
        return cls(villages, tuple(outside))


def _figures(wide: pl.DataFrame, places: Places, known: Catalogue) -> Iterator[pl.DataFrame]:
    """Yield long frames, one per indicator and level, of one file's result."""
    if wide.is_empty():  # a table that the county does not have yet
        return
    if "area_code" in wide.columns:
        yield from _long(wide)
        return
    columns = [name for name in wide.columns if name not in PLACES]
    split = ["split"] if "split" in wide.columns else []
    towns = _sum(wide, ["stat_month", "town_code", *split], columns)
    inside = towns.filter(~pl.col("town_code").is_in(places.outside))
    towns, inside = _over_the_year(towns, ["town_code"]), _over_the_year(inside, ["town_code"])
    county = _sum(
        inside.with_columns(area_code=pl.col("town_code").str.slice(0, 6)),
        ["stat_month", "area_code", *split],
        [name for name in inside.columns if name not in PLACES],
    )
    yield from _long(county.with_columns(level=COUNTY, town_code=pl.lit(None, pl.String)))
    yield from _long(towns.with_columns(area_code="town_code", level=TOWNSHIP))
    local = [name for name in columns if _reaches_villages(name, known)]
    if "division_code" in wide.columns and local:
        villages = _villages(
            wide, towns.select("stat_month", "town_code", *split, *_of_month(local)), places, split
        )
        villages = _over_the_year(villages, ["town_code", "division_code"])
        yield from _long(villages.with_columns(area_code="division_code", level=VILLAGE))


def _reaches_villages(column: str, known: Catalogue) -> bool:
    base = known.indicators.get(column.split("__")[0])
    return base is None or base.grain == "village"


def _of_month(columns: list[str]) -> list[pl.Expr]:
    """Name the columns of the month alone as the query named them, before they were added up over the year."""
    return [
        pl.col(f"{name.removesuffix(YTD)}__month").alias(name) if name.endswith(YTD) else pl.col(name)
        for name in columns
    ]


def _over_the_year(rows: pl.DataFrame, place: list[str]) -> pl.DataFrame:
    """Turn ``x__ytd`` into ``x`` (January to this month; only where no month is missing) and ``x__month``."""
    columns = [name for name in rows.columns if name.endswith(YTD)]
    if not columns:
        return rows
    month = pl.col("stat_month").dt
    window = [*(pl.col(name) for name in place), month.year().alias("year")]
    rows = rows.sort("stat_month")
    return rows.with_columns(
        *(
            pl.when(pl.col(name).cum_count().over(window) == month.month())
            .then(pl.col(name).cum_sum().over(window))
            .alias(name.removesuffix(YTD))
            for name in columns
        ),
        *(pl.col(name).alias(f"{name.removesuffix(YTD)}__month") for name in columns),
    ).drop(columns)


def _sum(rows: pl.DataFrame, group: list[str], columns: list[str]) -> pl.DataFrame:
    """Add up; nothing but NULLs stays NULL, because nobody reported it."""

    def total(name: str) -> pl.Expr:
        if name.endswith("__less"):
            return pl.col(name).max()
        return pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name)

    return rows.group_by(group).agg(total(name) for name in columns)


def _villages(wide: pl.DataFrame, towns: pl.DataFrame, places: Places, split: list[str]) -> pl.DataFrame:
    """Return a row for every village of a township that reported, with 0 where the township has it and the village not."""
    columns = [name for name in towns.columns if name not in PLACES]
    group = ["stat_month", "town_code", *split, "division_code"]
    found = _sum(wide.filter(pl.col("division_code").str.len_chars() == VILLAGE_DIGITS), group, columns)
    known = pl.concat([places.villages, found.select("division_code", "town_code")]).unique()
    return (
        towns.join(known, on="town_code")
        .join(found, on=group, how="left", suffix="__village", nulls_equal=True)
        .select(
            *group,
            *(
                pl.when(pl.col(name).is_not_null())
                .then(pl.coalesce(f"{name}__village", _empty_village(name)))
                .alias(name)
                for name in columns
            ),
        )
    )


def _empty_village(name: str) -> pl.Expr:
    return pl.col(name) if name.endswith("__less") else pl.lit(0)


def _long(wide: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield (keys, indicator_id, value, numerator, denominator) for every indicator of a wide frame, without NULL rows."""
    names = [name for name in wide.columns if name not in PLACES]
    roles = ("__num", "__den", "__less")
    for base in dict.fromkeys(
        name.removesuffix(role) for name in names for role in roles if _is(name, role, roles)
    ):
        part = {role: f"{base}{role}" if f"{base}{role}" in names else None for role in ("", *roles)}
        # Sums of yuan with two decimals: what lies beyond the fourth is only binary arithmetic, another one in every run.
        # Rounded before they are divided, too: the same county gives the same bytes, and the value is what it says.
        numerator, denominator = _number(part["__num"]).round(4), _number(part["__den"]).round(4)
        value = _number(part[""]) if part[""] else _ratio(numerator, denominator, _number(part["__less"]))
        reported = pl.col(part[""] or part["__den"] or base).is_not_null()
        yield wide.filter(reported).select(
            pl.col("stat_month"),
            pl.col("area_code"),
            pl.col("level").cast(pl.Int32),
            pl.col("town_code"),
            _id(base, "split" in wide.columns).alias("indicator_id"),
            (value.round(4) if part[""] else value).alias("value"),
            numerator.alias("numerator"),
            denominator.alias("denominator"),
        )


def _is(name: str, role: str, roles: tuple[str, ...]) -> bool:
    """Say whether ``role`` is this column's own ending (or it has none and the first is as good as any)."""
    own = next((one for one in roles if name.endswith(one)), roles[0])
    return own == role


def _number(name: str | None) -> pl.Expr:
    return pl.col(name).cast(pl.Float64) if name else pl.lit(None, pl.Float64)


def _ratio(numerator: pl.Expr, denominator: pl.Expr, less: pl.Expr) -> pl.Expr:
    """Divide, at last; nothing of nothing is not a rate."""
    return pl.when(denominator > 0).then(numerator / denominator - less.fill_null(0.0))


def _id(base: str, has_split: bool) -> pl.Expr:
    first, *rest = base.split("__")
    tail = "".join(f".{part}" for part in rest)
    if not has_split:
        return pl.lit(first + tail)
    middle = pl.when(pl.col("split").is_null()).then(pl.lit("")).otherwise(pl.lit(".") + pl.col("split"))
    return pl.lit(first) + middle + pl.lit(tail)


def _named(rows: pl.DataFrame, known: Catalogue) -> pl.DataFrame:
    """Add units and other names, and leave out levels below an indicator's grain."""
    unknown = sorted(set(rows["indicator_id"].unique()) - set(known.indicators))
    if unknown:
        raise ConfigError(
            f"指标目录 indicators.toml 里没有 {'、'.join(unknown[:5])}(共{len(unknown)}个)，没有发布。"
        )
    again = pl.DataFrame(
        [(one, other) for one, other in known.aliases().items()],
        schema={"other_name": pl.String(), "indicator_id": pl.String()},
        orient="row",
    )
    repeated = rows.join(again, on="indicator_id").with_columns(indicator_id="other_name").drop("other_name")
    about = pl.DataFrame(
        [(one.id, one.unit, LOWEST[one.grain]) for one in known.indicators.values()],
        schema={"indicator_id": pl.String(), "unit": pl.String(), "lowest": pl.Int32()},
        orient="row",
    )
    return (
        pl.concat([rows, repeated])
        .join(about, on="indicator_id")
        .filter(pl.col("level") <= pl.col("lowest"))
        .select(*KEYS[:1], "indicator_id", *KEYS[1:], *FIGURES, "unit")
    )


def _add_months(
    staging: Staging, table: str, figures: pl.DataFrame, months: list[date], stamp: str, say: Progress
) -> None:
    by_month = figures.partition_by("stat_month", as_dict=True)
    for number, month in enumerate(months, 1):
        part = f"{month:%Y-%m}"
        say(f"指标 {part}", number, len(months))
        staging.add(table, part, by_month.get((month,), figures.clear()))
        key = f"{table}/{part}"
        staging.files[key] = replace(staging.files[key], sources=(stamp,))


def _drop_gone(staging: Staging, months: list[date]) -> None:
    parts = {f"{month:%Y-%m}" for month in months}
    held = [key.split("/", 1)[1] for key in staging.files if key.startswith("indicator_month/")]
    for part in held:
        if part not in parts:
            staging.drop(NOW, part)
            staging.drop(THEN, part)
    if not any(key.startswith("household_month/") for key in staging.files):
        staging.drop("household_history", "all")


def _checked(query: Query) -> Query:
    check_text(query.name, query.text)
    return query


def stamp_of(texts: list[Query]) -> str:
    """Return a name of the definitions in force: other SQL files or another catalogue give other marts."""
    whole = hashlib.sha256()
    for query in texts:
        whole.update(query.name.encode() + b"\0" + query.text.encode() + b"\0")
    return f"marts-{whole.hexdigest()[:16]}"


def _stale(staging: Staging, stamp: str) -> bool:
    entries = [entry for key, entry in staging.files.items() if key.startswith("indicator_month/")]
    return any(entry.sources != (stamp,) for entry in entries)


assert set(LONG) | {"unit"} == set(TABLES["indicator_month"].names)
