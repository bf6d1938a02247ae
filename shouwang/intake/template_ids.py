"""What a template says of itself, read back: is it ours, this county's, and the one to be filled in now?"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date

from shouwang.intake.forms import form_for, form_names
from shouwang.intake.kinds import KINDS
from shouwang.intake.precheck import Refused
from shouwang.intake.reader import Opened
from shouwang.intake.templates import ID_SHEET, PROPERTY, TemplateId

LINES = 20  # of the hidden sheet


@dataclass(frozen=True)
class Said:
    """What the sender says of a file, and the store it is to go to: each must not contradict the file."""

    county: str | None = None
    table: str | None = None
    month: date | None = None
    area: str | None = None
    version: int | None = None  # the store's current one

    def completed(self, identity: TemplateId | None) -> Said:
        """Return what is said by the sender, else by the template."""
        if identity is None:
            return replace(self, county=self.county or (self.area[:6] if self.area else None))
        area = self.area or identity.area or None
        month = date.fromisoformat(f"{identity.month}-01") if identity.month else None
        county = self.county or identity.county or (area[:6] if area else None)
        return replace(self, county=county, table=identity.table, month=self.month or month, area=area)


class Foreign(Refused):
    """The template is of another county, month, version of the program, or was changed."""


def template_id(opened: Opened) -> TemplateId | None:
    """Return the identity that a file carries, None where it carries none.

    Raises:
        Refused: its two places contradict each other.
    """
    sheet = next((one for one in opened.sheets if one.name == ID_SHEET), None)
    lines = sheet.lines(LINES) if sheet else []
    inside = {line[0]: line[1] if len(line) > 1 else "" for line in lines if line}
    outside = {
        key[len(PROPERTY) :]: value for key, value in opened.properties.items() if key.startswith(PROPERTY)
    }
    names = [one.name for one in fields(TemplateId)]
    found = [{name: said.get(name, "") for name in names} for said in (inside, outside) if said.get("table")]
    if len(found) == 2 and found[0] != found[1]:
        raise Foreign("表样的标识前后不一致，多半是把几份表样拼在了一起。请重新取一份表样填写")
    return TemplateId(**found[0]) if found else None


def check_identity(identity: TemplateId | None, said: Said) -> str | None:
    """Return a warning where a template is an older cut of the one to be filled in now.

    Raises:
        Foreign: it is another one.
    """
    if identity is None:
        return None
    again = f"请用 shouwang template {identity.table} 重新取一份，把数据粘贴过去"
    if identity.table not in form_names():
        raise Foreign(f"表样是“{identity.table[:30]}”，本系统没有这张表。请重新取一份表样填写")
    label = form_for(identity.table).table.label
    if said.table is not None and said.table != identity.table:
        other = KINDS[said.table].label if said.table in KINDS else form_for(said.table).table.label
        raise Foreign(f"这是“{label}”的表样，与指明的“{other}”不一致")
    if identity.stamp != form_for(identity.table).stamp:
        raise Foreign(f"“{label}”的表样已经改过，这一份是旧的。{again}")
    if said.county is not None and identity.county and identity.county != said.county:
        raise Foreign(f"这份表样是县代码{identity.county[:6]}的，不是本数据仓的县。{again}")
    area = said.area
    if area and identity.area and not (identity.area.startswith(area) or area.startswith(identity.area)):
        raise Foreign(f"这份表样是区划{identity.area[:12]}的，与指明的{area}不一致")
    if not re.fullmatch(r"(\d{4}-(0[1-9]|1[0-2]))?", identity.month) or not re.fullmatch(
        r"\d{0,8}", identity.version
    ):
        raise Foreign(f"表样的标识被改过，读不出来。{again}")
    if said.month is not None and identity.month and identity.month != f"{said.month:%Y-%m}":
        raise Foreign(f"这份表样是{identity.month}的，与指明的{said.month:%Y-%m}不一致")
    if said.version is not None and identity.version:
        cut = int(identity.version)
        if cut > said.version:
            raise Foreign(f"表样取自第{cut}版，本数据仓只到第{said.version}版，不是本数据仓的表样。{again}")
        if cut < said.version:
            return f"表样取自第{cut}版，现在已是第{said.version}版。请核对是不是最新的情况。"
    return None
