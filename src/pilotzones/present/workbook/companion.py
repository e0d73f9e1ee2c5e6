"""The whole workbook as bytes: the same for the same zone, whatever the day."""

from __future__ import annotations

import io
import re
from functools import partial

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection

from pilotzones.findings import Case
from pilotzones.present.container import fixed
from pilotzones.present.notices import attribution, layer_notices
from pilotzones.present.workbook.answer_sheet import answer_sheet
from pilotzones.present.workbook.others_sheet import others_names, others_sheet
from pilotzones.present.workbook.parts import FIRST_UNIT, SHEETS, Plan
from pilotzones.present.workbook.sums import sums
from pilotzones.present.workbook.sums_sheet import sums_sheet
from pilotzones.present.workbook.units_sheet import unit_names, units_sheet
from pilotzones.present.workbook.verdicts import rule_lines
from pilotzones.present.workbook.workings import zone_names
from pilotzones.present.workbook.zone_sheet import zone_sheet

_DAY = "2016-01-01T00:00:00Z"
_FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"( s="[0-9]+")?><f>')


def companion(case: Case, lang: str) -> bytes:
    """Workbook of a zone (it may be empty) with its layer, its rule set and its round.

    The answers of the case to the rules that ask are filled in.
    """
    plan = Plan.of(case, lang)
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = {name: book.create_sheet(plan.sheet(name)) for name in SHEETS}
    origin = case.layer.origin
    others = case.round.others if case.round else ()
    names = (case.zone.name, *(zone.name for zone in others))
    said = layer_notices(origin, names, to_verify=case.rules.to_verify)
    told = tuple(say(lang) for say in (*said, *attribution(origin)))
    lines, known = rule_lines(plan), sums(plan)
    named = sums_sheet(sheets["sums"], plan, lines, known)
    answer_sheet(sheets["answer"], plan, lines, {each.name: each for each in known}, told)
    zone_sheet(sheets["zone"], plan)
    units_sheet(sheets["units"], plan, told)
    others_sheet(sheets["others"], plan)
    for name, place in (named | unit_names(plan) | zone_names(plan) | others_names(plan)).items():
        book.defined_names[name] = DefinedName(name, attr_text=place)
    book.security = WorkbookProtection(lockStructure=True)
    book.calculation.fullCalcOnLoad = True
    book.properties.title = plan.say("book.title")
    book.properties.creator = "pilotzones"
    written = io.BytesIO()
    book.save(written)
    codes = f"A{FIRST_UNIT}:A{FIRST_UNIT + len(plan.codes) - 1}"
    return fixed(written.getvalue(), dated=_DAY, revised=partial(_part, codes))


def _part(codes: str, name: str, content: bytes) -> bytes:
    """A part as it is written: formulas whose result so far is an empty text."""
    if name == "docProps/app.xml":  # or LibreOffice would trust results that are not there yet
        return content.replace(b"Microsoft Excel", b"pilotzones")
    if name.startswith("xl/worksheets/sheet"):
        content = _FORMULA.sub(rb'<c r="\1"\2 t="str"><f>', content)
        if name.endswith("sheet3.xml"):  # codes of all units are texts: Excel need not warn
            mark = f'<ignoredErrors><ignoredError sqref="{codes}" numberStoredAsText="1"/>'
            content = content.replace(
                b"</headerFooter>", b"</headerFooter>" + mark.encode() + b"</ignoredErrors>"
            )
    return content
