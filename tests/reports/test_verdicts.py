"""Verdicts on real reports: what is wrong is found, what ties is said to tie, and nobody is accused wrongly."""

from __future__ import annotations

import random
import re

import pytest

from shouwang.reports import Verdict, check_report, read_report
from tests.reports.scoring import names, text_of


def _checked(text: str) -> tuple[Verdict, ...]:
    return check_report(text, read_report(text))


def _told(name: str, verdict: str) -> str:
    return "\n".join(one.sentence for one in _checked(text_of(name)) if one.verdict == verdict)


@pytest.mark.parametrize(
    ("name", "verdict", "sums"),
    [
        ("002", "不符", ["13046 + 659 + 45 = 13750，报告写 13740，相差 10"]),
        ("002", "两说", ["今年纳入监测户18户”、“新纳入监测户4户", "消除风险4户”、“消除风险监测户3户"]),
        ("000", "两说", ["排查写 453户，在册写 451户", "排查写 46户，在册写 60户、44户"]),
        ("002", "基数未明", ["自然增加6人”、“人口自然增加1人", "234.239107 ÷ 267.275857 = 87.64%，报告写 86.87%", "户均5.21万元"]),
        ("001", "基数未明", ["146 ÷ 154.65 = 94.41%，报告写 94.8%", "报告写 0.025%", "报告写 8.5%", "1-12月"]),
        ("002", "未列全", ["666 - 659 = 7户，其中脱贫不稳定户 3户，还有 4户没有列明", "1288 - 1267 = 21人，其中脱贫不稳定户 10人，还有 11人没有列明"]),
        ("004", "未列全", ["24 + 2 = 26，报告写 66，相差 40户", "47 + 5 = 52，报告写 127，相差 75人", "没有按三类对象分"]),
        ("015", "未列全", ["52 + 107 + 5 + 5 = 169，报告写 173，相差 4个"]),
        ("000", "无法核对", ["奖补252252", "序号从第2到第5", "参保率100%"]),
        ("002", "无法核对", ["序号从第6到第8"]),
        ("011", "无法核对", ["307741", "145,372"]),
        ("034", "无法核对", ["“xx户”没有填写"]),
        (
            "000",
            "相符",
            [
                "44 + 16 = 60", "136 + 63 = 199", "24 + 18 + 2 = 44", "81 + 50 + 5 = 136", "2 + 5 + 9 = 16", "7 + 18 + 38 = 63",
                "8875 + 453 + 46 = 9374", "13 + 20 = 33", "188.9192 + 229.2975 = 418.2167",
            ],
        ),
        (
            "001",
            "相符",
            ["38.526 + 46.918 = 85.444", "12.2915 + 5.814 = 18.1055", "24.112 + 15.08 = 39.192", "227 + 77 = 304", "422 ÷ 383 = 110.18%"],
        ),
        ("002", "相符", ["59 + 154 + 250 = 463", "3 + 17 + 25 = 45", "10 + 59 + 81 = 150", "300 + 60 + 10 = 370"]),
        ("004", "相符", ["686 + 12 = 698"]),
        ("005", "相符", ["6 + 88 + 21 = 115", "14 + 177 + 65 = 256"]),
    ],
)  # fmt: skip
def test_what_is_known_of_a_report_is_found(name: str, verdict: str, sums: list[str]) -> None:
    told = _told(name, verdict)
    assert not [one for one in sums if one not in told], told


def test_the_only_sum_that_does_not_tie_is_the_only_accusation() -> None:
    accused = [
        (name, one.sentence) for name in names() for one in _checked(text_of(name)) if one.verdict == "不符"
    ]
    assert accused == [("002", "13046 + 659 + 45 = 13750，报告写 13740，相差 10户。")]


def test_the_traps_raise_nothing() -> None:
    whole = {
        name: " ".join(one.sentence for one in _checked(text_of(name))) for name in ("000", "001", "002")
    }
    assert not re.search(
        r"17 \+ 23|40个|27个", whole["002"]
    )  # teams of the city and of the town, and villages
    assert not re.search(r"49 \+ 18|68人", whole["001"])  # posts that are not said to be parts
    assert not re.search(r"16 - 15|63 - 58", whole["000"])  # cleared this year and in all


def test_a_changed_digit_in_a_sum_that_ties_is_accused() -> None:
    draw = random.Random(5)
    cases: list[tuple[str, int]] = []
    for name in names():
        for one in _checked(text_of(name)):
            if one.verdict == "相符" and " + " in one.sentence:
                for figure in one.figures:
                    text = text_of(name)
                    cases += [
                        (name, i) for i in range(figure.number_start, figure.number_end) if text[i].isdigit()
                    ]
    missed = []
    for name, place in draw.sample(sorted(set(cases)), 100):
        text = text_of(name)
        others = [digit for digit in "123456789" if digit != text[place]]
        changed = text[:place] + draw.choice(others) + text[place + 1 :]
        before = sum(one.verdict == "不符" for one in _checked(text))
        if sum(one.verdict == "不符" for one in _checked(changed)) <= before:
            missed.append((name, text[place - 10 : place + 4]))
    assert len(missed) <= 5, missed


@pytest.mark.parametrize(
    ("sentence", "verdict", "told"),
    [
        ("全镇监测户60户58人。", "不符", "人数少于户数"),
        ("全镇监测户60户199人，今年新识别监测户70户210人。", "不符", "70户超过60户"),
        ("监测户60户，其中未消除风险44户，已消除风险17户。", "不符", "44 + 17 = 61，报告写 60，相差 1户"),
        ("2023年新增监测户10户，5月新增监测户12户。", "不符", "12 = 12，报告写 10"),
        ("全镇共有资产33个，其中经营性资产13个，公益性资产20个。", "相符", "13 + 20 = 33"),
        ("监测户xx户，脱贫户×户。", "无法核对", "没有填写"),
    ],
)
def test_identities_hold_in_other_words(sentence: str, verdict: str, told: str) -> None:
    found = _checked(f"平安镇2023年工作总结\n{sentence}")
    assert [one for one in found if one.verdict == verdict and told in one.sentence], found


def test_prose_without_figures_is_accused_of_nothing() -> None:
    text = "平安镇2023年工作总结\n我镇认真贯彻落实上级要求，坚持一户一策，召开会议12次，种植茶叶1500亩，道路3公里。"
    assert not [one for one in _checked(text) if one.verdict != "相符"]
