"""What stays readable of a sensitive value (domain dictionary 10.3): the one place that knows.

``mask`` works on one value (messages, files); ``masked_sql`` is the same rule as an expression inside a scoped view.
A test compares the two on drawn and generated values.
"""

from __future__ import annotations

import re

from shouwang.schema import Sensitive

# Identity numbers, bank accounts, mobile phones: a year, a date or a sum of money is shorter.
_LONG_NUMBER = "[0-9０-９]{10,}[0-9０-９Xx]"
# A name that follows who it is (村民王小明、脱贫户李四家). Surnames that are also words (方、高、常、程) are left out: a detector for
# what slipped in, behind the rule that such texts name nobody.
_WHO = "户主|村民|农户|贫困户|脱贫户|监测户|监测对象|群众|学生|患者"
_SURNAME = "王李张刘陈杨赵黄周吴徐孙胡朱郭罗宋郑谢韩唐冯董萧曹袁邓傅沈彭吕苏卢蒋蔡贾丁魏薛阎潘杜戴钟汪姜范姚谭廖邹熊陆郝孔崔邱欧"
_NAMED = f"({_WHO})([{_SURNAME}])[一-龥]{{1,2}}([家户因未不已的等，。、；,;()（） ]|$)"


def mask(kind: Sensitive, value: str | None) -> str | None:
    """Return the masked form: 张*三, 420281********1234, 138****5678; free text is replaced as a whole.

    What a matter is about (``MATTER``) stays readable; long numbers and names after who they are in it do not.
    """
    if not value:
        return value
    if kind is Sensitive.NAME:
        if len(value) <= 2:
            return value[0] + "*"
        return value[0] + "*" + value[-1]
    if kind is Sensitive.ID_NO:
        return value[:6] + "*" * 8 + value[14:18] if len(value) >= 18 else "*" * len(value)
    if kind is Sensitive.PHONE:
        return value[:3] + "****" + value[-4:] if len(value) >= 11 else "*" * len(value)
    if kind is Sensitive.MATTER:
        return re.sub(_NAMED, r"\1\2*\3", re.sub(_LONG_NUMBER, "****", value))
    return "(已隐去)"


def masked_sql(kind: Sensitive, column: str) -> str:
    """Return the DuckDB expression of ``mask`` over a column.

    Short on purpose: every question to a view binds the masks of all its columns, whether it asks for them or not.
    """
    if kind is Sensitive.NAME:
        return f"regexp_replace({column}, '(?s)^(.)(?:.?|.+(.))$', '\\1*\\2')"
    if kind is Sensitive.ID_NO:
        return (
            f"CASE WHEN length({column}) >= 18 THEN left({column}, 6) || '********' || substr({column}, 15, 4) "
            f"ELSE repeat('*', length({column})) END"
        )
    if kind is Sensitive.PHONE:
        return (
            f"CASE WHEN length({column}) >= 11 THEN left({column}, 3) || '****' || right({column}, 4) "
            f"ELSE repeat('*', length({column})) END"
        )
    if kind is Sensitive.MATTER:
        plain = f"regexp_replace({column}, '{_LONG_NUMBER}', '****', 'g')"
        return f"regexp_replace({plain}, '{_NAMED}', '\\1\\2*\\3', 'g')"
    return f"CASE WHEN {column} <> '' THEN '(已隐去)' ELSE {column} END"
