"""What stays readable of a sensitive value, in Python and in the views alike."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwang.access import hh_key, mask, masked_sql
from shouwang.schema import Sensitive


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Sensitive.NAME, "张三", "张*"),
        (Sensitive.NAME, "张小三", "张*三"),
        (Sensitive.NAME, "欧阳小雨", "欧*雨"),
        (Sensitive.ID_NO, "420299198001010014", "420299********0014"),
        (Sensitive.ID_NO, "42029919800101001432", "420299********0014"),
        (Sensitive.ID_NO, "1234", "****"),
        (Sensitive.PHONE, "10012345678", "100****5678"),
        (Sensitive.PHONE, "123", "***"),
        (Sensitive.FREE_TEXT, "因车祸", "(已隐去)"),
        (Sensitive.MATTER, "2022年第3季度脱贫户厕所改建不到位", "2022年第3季度脱贫户厕所改建不到位"),
        (Sensitive.MATTER, "村民王小明家厕所未改建，电话10012345678", "村民王*家厕所未改建，电话****"),
        (
            Sensitive.MATTER,
            "监测户李四(42029919800101001X)、学生张三，未落实",
            "监测户李*(****)、学生张*，未落实",
        ),
        (Sensitive.NAME, None, None),
        (Sensitive.NAME, "", ""),
    ],
)
def test_a_masked_value_shows_what_the_dictionary_allows(
    kind: Sensitive, value: str | None, shown: str | None
) -> None:
    assert mask(kind, value) == shown


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(Sensitive), st.one_of(st.none(), st.text("张王李村民户主家，0123456789Xx·", max_size=24))
)
def test_the_view_masks_exactly_as_the_function_does(kind: Sensitive, value: str | None) -> None:
    with duckdb.connect() as connection:
        row = connection.execute(
            f"SELECT {masked_sql(kind, 'v')} FROM (SELECT ?::VARCHAR AS v)", [value]
        ).fetchall()
    assert row == [(mask(kind, value),)]


def test_a_pseudonym_depends_on_the_store_and_never_shows_the_number() -> None:
    mine, theirs = hh_key("salt-a", "420281101000001"), hh_key("salt-b", "420281101000001")
    assert mine != theirs
    assert len(mine) == 12
    assert "420281" not in mine
