"""Figures of real reports, and of sentences in other words."""

from __future__ import annotations

import random
import time
from functools import cache

import pytest

from shouwang.reports import Report, read_report
from shouwang.reports.figures import CATEGORIES, STATUSES
from shouwang.reports.vocabulary import indicators, topics
from tests.reports.scoring import Score, gold_of, names, score, text_of

REPORTS = names()


@cache
def _read(name: str) -> Report:
    return read_report(text_of(name))


def test_nearly_every_annotated_figure_is_found_and_nearly_nothing_else() -> None:
    whole = sum((score(gold_of(name), _read(name).items) for name in REPORTS), Score())
    assert whole.precision >= 0.97, whole.wrong
    assert whole.recall >= 0.92, whole.missed
    assert not whole.traps


@pytest.mark.parametrize("name", REPORTS)
def test_the_place_is_found_and_every_quote_is_in_the_text(name: str) -> None:
    gold, text = gold_of(name), text_of(name)
    report = _read(name)
    for one in report.items:
        assert text[one.start : one.end] == one.quote
        assert one.start <= one.number_start < one.number_end <= one.end
    if gold["items"]:
        assert report.place in {gold["place"], *gold["place_aliases"]}


def test_a_template_with_placeholders_gives_nothing() -> None:
    assert _read("034").items == ()


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("三类监测对象依次为26户、41户、19户。", {"mon_unstable_hh": 26, "mon_marginal_hh": 41, "mon_sudden_hh": 19}),
        (
            "脱贫不稳定户、边缘易致贫户、突发严重困难户分别为3户10人、17户59人、25户81人。",
            {
                "mon_unstable_hh": 3, "mon_unstable_pp": 10, "mon_marginal_hh": 17, "mon_marginal_pp": 59,
                "mon_sudden_hh": 25, "mon_sudden_pp": 81,
            },
        ),
        (
            "全镇监测户６０户１９９人，其中已消除风险16户63人，其余44户136人未消除风险。",
            {
                "mon_hh": 60, "mon_pp": 199, "mon_elim_hh": 16, "mon_elim_pp": 63, "mon_unelim_hh": 44,
                "mon_unelim_pp": 136,
            },
        ),
        ("今年新识别监测对象三户十二人。", {"mon_new_hh": 3, "mon_new_pp": 12}),
        ("落实一户一策、两不愁三保障，对三类对象一人一档，做到五天四夜。", {}),
        ("监测线为7600元，人均纯收入低于1万元的要逐户分析，每生每年补助3000元，纳入率要达到100%。", {}),
        ("全镇共排查农户8652户30127人，发现问题35个，均已整改到位。", {"screen_hh": 8652, "screen_pp": 30127, "issues_found": 35, "issues_closed": 35}),
        ("中央巡视反馈问题12个，自查发现问题23个，已整改完成30个。", {"issues_found": [12, 23], "issues_closed": 30}),
        ("完成危房改造46户，其中贫困户31户。", {"house_reno_hh": 46}),
        ("开发公益性岗位126个，安置脱贫人口130人，发放岗位补贴75.6万元。", {"post_count": 126, "post_pp": 130, "post_amount": 75.6}),
        ("帮扶车间3个，吸纳脱贫人口就业45人。", {"workshop_count": 3, "workshop_pp": 45}),
        ("脱贫户307741人，监测户1,024户3,416人。", {"mon_hh": 1024, "mon_pp": 3416}),
        ("脱贫人口人均纯收入达到15236元，同比增长12.8%。", {"income_pc": 15236, "income_growth": 12.8}),
        ("新增小额信贷45户201万元，累计发放386户1624.5万元，贷款余额512万元。", {
            "loan_new_hh": 45, "loan_new_amount": 201, "loan_cum_hh": 386, "loan_cum_amount": 1624.5, "loan_balance": 512}),
    ],
)  # fmt: skip
def test_other_words_of_the_same_grammar(sentence: str, wanted: dict[str, float | list[float]]) -> None:
    found: dict[str, list[float]] = {}
    for one in read_report(f"平安镇2023年工作总结\n{sentence}").items:
        found.setdefault(one.indicator, []).append(one.value)
    assert found == {name: value if isinstance(value, list) else [value] for name, value in wanted.items()}


def test_a_number_by_townships_is_each_townships() -> None:
    text = "云阳县2024年工作汇报\n各乡镇监测对象分布：江口镇186户602人，南溪镇171户540人。"
    found = [(one.indicator, one.place, one.value) for one in read_report(text).items]
    assert found == [
        ("mon_hh", "江口镇", 186), ("mon_pp", "江口镇", 602), ("mon_hh", "南溪镇", 171), ("mon_pp", "南溪镇", 540)
    ]  # fmt: skip


def test_what_a_county_has_is_not_the_townships() -> None:
    text = "平安镇2023年工作总结\n我镇位于临江县东部。全镇有监测户60户，全县共有监测户1203户。"
    assert [(one.place, one.value) for one in read_report(text).items] == [("平安镇", 60), ("临江县", 1203)]


def test_prose_that_counts_other_things_gives_no_figures() -> None:
    draw = random.Random(7)
    words = [
        "会议", "公里", "召开", "道路", "种植面积", "亩", "培育", "合作社", "带来", "次", "游客", "平方米", "小区", "机制", "宣传", "天", "产量", "公斤", "第",
        "届", "期", "编号", "电话", "，", "。", "、", "（", "）", "“", "”", "%", "xx", "某",
    ]  # fmt: skip
    for _ in range(300):
        text = "".join(
            draw.choice([*words, str(draw.randint(0, 10 ** draw.randint(1, 9)))]) for _ in range(60)
        )
        report = read_report(text)
        assert all(one.quote == text[one.start : one.end] for one in report.items)
        assert not [
            one
            for one in report.items
            if one.indicator.startswith(("mon", "exited", "poor", "screen", "fund"))
        ]


def test_five_thousand_signs_take_less_than_a_second() -> None:
    text = (text_of("000") * 3)[:5_000]
    read_report(text)
    began = time.process_time()
    read_report(text)
    assert time.process_time() - began < 1.0


def test_every_topic_leads_to_an_indicator_of_the_vocabulary() -> None:
    known = indicators()
    made = {"natural_hh", "natural_pp", "proj_share", "none"}  # made whole by what the sentence says
    wanted = {one for topic in topics() for one in topic.units.values()} - made
    wanted |= {
        f"mon_{kind}_{status}_hh" for kind in CATEGORIES for status, _ in STATUSES if status != "proposed"
    }
    assert not sorted(wanted - set(known))
    assert len(known) == 238
    for name in REPORTS:
        assert {one.indicator for one in _read(name).items} <= set(known)
