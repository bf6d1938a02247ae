"""Rule A54: what is personal in a text is masked sign for sign, and nothing else is."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from shouwang.cli import program
from shouwang.reports import check_report, find_private, read_report, without_private
from tests.reports.scoring import names, text_of


def kinds(text: str) -> list[str]:
    return [one.kind for one in find_private(text)]


def test_of_ten_public_reports_only_the_two_householders_are_personal() -> None:
    found = {name: find_private(text_of(name)) for name in names()}
    assert {name: len(some) for name, some in found.items() if some} == {"001": 2}
    masked, _ = without_private(text_of("001"))
    assert "栗埠村计某某户和桃源村夏某某户房屋" in masked


def test_a_masked_report_has_the_same_figures_and_verdicts_at_the_same_places() -> None:
    text = text_of("001")
    masked, _ = without_private(text)
    assert len(masked) == len(text)

    def told(of: str) -> list[tuple[object, ...]]:
        report = read_report(of)
        figures = [(one.indicator, one.value, one.period, one.start, one.end) for one in report.items]
        return [*figures, *((one.verdict, one.rule, one.sentence) for one in check_report(of, report))]

    assert told(masked) == told(text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("脱贫户张三因患肺癌住院", "脱贫户张某因患某某住院"),
        ("村民李大明、王小红两户住房受损", "村民李某某、王某某两户住房受损"),
        ("黄泥组王国庆家房屋倒塌", "黄泥组王某某家房屋倒塌"),
        ("监测户欧阳小雨家自付3万元", "监测户欧阳某某家自付3万元"),
        ("李明，男，身患尿毒症", "李某，男，身患某某某"),
        ("户主：高大山，身份证号：420299198001010014", "户主：高某某，身份证号：******************"),
        ("新增王*梅户", "新增王某某户"),
        ("其本人电话１００１２３４５６７８", "其本人电话***********"),
        ("手机100-1234-5678", "手机*************"),
        ("一卡通账号810000000000000001", "一卡通账号******************"),
        ("开户行卡号6299 0000 0000 0000 000", "开户行卡号***********************"),
    ],
)
def test_what_is_personal_is_masked_to_the_same_length(text: str, masked: str) -> None:
    assert without_private(text)[0] == masked
    assert len(masked) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "办公室联系电话:028-26655501 网站标识码:5120000001 川公网安备 51202000010号",
        "索引号: | 113418210032874733/202012-00052",
        "习近平总书记重要讲话精神",
        "党委书记王建国主持会议，镇长李强、副镇长周敏出席",
        "李家村、张家湾、王庄社区、陈店村完成整改",
        "农户李家村修路，群众张贴公告，贫困户周边环境，监测户周末走访",
        "纳入监测xx户，新增××户，高*宽为3米",
        "资金13800000000元，13812345678万元",
        "全镇因病致贫12户，患高血压、糖尿病的脱贫人口签约578人，癌症患者15人",
        "夏收夏种期间走访农户，学生任务，群众高度评价，脱贫户黄桃种植",
        "http://example.org/t20231208_1077018.html 13712345678.html",
        "建档立卡贫困户，一般农户，脱贫不稳定户，突发严重困难户",
    ],
)
def test_offices_places_titles_and_statistics_stay(text: str) -> None:
    assert find_private(text) == ()


def test_drawn_people_are_found_wherever_they_stand() -> None:
    draw = random.Random(54)
    frames = [
        "经核查，脱贫户{name}家住房受损。",
        "{village}村{name}户纳入监测。",
        "户主：{name}，电话{phone}。",
        "{name}，女，身份证{no}。",
    ]
    missed = 0
    for _ in range(400):
        name = draw.choice("王李张刘陈杨赵黄周吴") + "".join(
            draw.sample("雨晴浩然梓涵秀轩", draw.choice([1, 2]))
        )
        said = {"name": name, "village": draw.choice("甲乙丙丁") + "水"}
        said |= {
            "phone": f"100{draw.randrange(10**8):08}",
            "no": f"420299{draw.randrange(1950, 2020)}0101{draw.randrange(10**4):04}",
        }
        frame = draw.choice(frames)
        masked, found = without_private(frame.format(**said))
        assert said["phone"] not in masked
        assert said["no"] not in masked
        missed += name in masked
        assert len(found) >= ("{phone}" in frame) + ("{no}" in frame)
    assert missed == 0


def test_the_command_says_what_kind_and_where_and_never_what(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        "平安镇2023年工作总结\n全镇监测户60户199人。监测户张小雨，女，电话10012345678，身患尿毒症。", "utf-8"
    )
    for more in ([], ["--json"]):
        told = CliRunner().invoke(program, ["report", "check", str(path), *more]).output
        assert not [one for one in ("小雨", "10012345678", "尿毒症") if one in told]
        assert "个人信息" in told
    found = json.loads(told)["private"]
    assert [one["kind"] for one in found] == ["姓名", "电话", "健康状况"]
    assert set(found[0]) == {"verdict", "kind", "start", "end"}
    assert kinds("监测户60户") == []
