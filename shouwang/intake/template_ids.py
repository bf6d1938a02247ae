"""What a template says of itself, read back: is it ours, this county's, and the one to be filled in now?"""

from __future__ import annotations

import re
import zipfile
from dataclasses import fields
from datetime import date
from pathlib import Path

from shouwang.intake.forms import form_for, form_names
from shouwang.intake.old_checking import Checked
from shouwang.intake.precheck import Refused
from shouwang.intake.reader import Opened
from shouwang.intake.templates import ID_SHEET, PROPERTY, TemplateId


class Foreign(Refused):
    """The template is of another county, month, version of the program, or was changed."""


def carries_template(path: Path) -> bool:
    """Say whether a workbook's properties name it as one of our templates, without opening the rest of it."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("docProps/custom.xml") as part:
            return f'"{PROPERTY}table"'.encode() in part.read(1 << 16)
    except (OSError, KeyError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile):
        return False


def template_id(opened: Opened) -> TemplateId | None:
    """Return the identity that a file carries, None where it carries none.

    Raises:
        Refused: its two places contradict each other.
    """
    sheet = next((one for one in opened.sheets if one.name == ID_SHEET), None)
    inside = {row[0]: row[1] if len(row) > 1 else "" for row in sheet.rows if row} if sheet else {}
    outside = {
        key[len(PROPERTY) :]: value for key, value in opened.properties.items() if key.startswith(PROPERTY)
    }
    names = [one.name for one in fields(TemplateId)]
    found = [{name: said.get(name, "") for name in names} for said in (inside, outside) if said.get("table")]
    if len(found) == 2 and found[0] != found[1]:
        raise Foreign("表样的标识前后不一致，多半是把几份表样拼在了一起。请重新取一份表样填写")
    return TemplateId(**found[0]) if found else None


def check_identity(
    checked: Checked,
    identity: TemplateId | None,
    said: tuple[str | None, str | None, date | None, str | None, int | None],
) -> None:
    """Raise Refused where a template is not the one to be filled in now; warn where it is an older cut of it."""
    if identity is None:
        return
    county, table, month, area, version = said
    again = f"请用 shouwang template {identity.table} 重新取一份，把数据粘贴过去"
    if identity.table not in form_names():
        raise Foreign(f"表样是“{identity.table[:30]}”，本系统没有这张表。请重新取一份表样填写")
    label = form_for(identity.table).table.label
    if table is not None and table != identity.table:
        raise Foreign(f"这是“{label}”的表样，与指明的“{form_for(table).table.label}”不一致")
    if identity.stamp != form_for(identity.table).stamp:
        raise Foreign(f"“{label}”的表样已经改过，这一份是旧的。{again}")
    if county is not None and identity.county and identity.county != county:
        raise Foreign(f"这份表样是县代码{identity.county[:6]}的，不是本数据仓的县。{again}")
    if area and identity.area and not (identity.area.startswith(area) or area.startswith(identity.area)):
        raise Foreign(f"这份表样是区划{identity.area[:12]}的，与指明的{area}不一致")
    if not re.fullmatch(r"(\d{4}-(0[1-9]|1[0-2]))?", identity.month) or not re.fullmatch(
        r"\d{0,8}", identity.version
    ):
        raise Foreign(f"表样的标识被改过，读不出来。{again}")
    if month is not None and identity.month and identity.month != f"{month:%Y-%m}":
        raise Foreign(f"这份表样是{identity.month}的，与指明的{month:%Y-%m}不一致")
    if version is not None and identity.version:
        cut = int(identity.version)
        if cut > version:
            raise Foreign(f"表样取自第{cut}版，本数据仓只到第{version}版，不是本数据仓的表样。{again}")
        if cut < version:
            checked.add("F11", f"表样取自第{cut}版，现在已是第{version}版。请核对是不是最新的情况。")
