"""Sheet of the zone: a column of codes, and beside each what is known of it."""

from __future__ import annotations

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pilotzones.findings import Verdict
from pilotzones.present.workbook import look
from pilotzones.present.workbook.formulas import Shown, chosen, grouped, quoted, spoken
from pilotzones.present.workbook.look import SIGNS, compute, write
from pilotzones.present.workbook.parts import FIRST_CODE, Plan, as_typed, given
from pilotzones.present.workbook.workings import (
    BARE,
    KEY,
    POSITION,
    SHARED,
    STATE,
    TIMES,
    hidden_columns,
    member_column,
)

NAME_CELL = "B3"
_HEADS = (
    ("table.code", False),
    ("table.name", False),
    ("table.municipality", False),
    ("table.population", True),
    ("table.rural", False),
    ("book.zone.elsewhere", False),
    ("table.remark", False),
)
_WIDTHS = {"A": 14, "B": 32, "C": 28, "D": 13, "E": 10, "F": 30, "G": 32}


def zone_sheet(sheet: Worksheet, plan: Plan) -> None:
    """Fill the sheet: title, name, heads, and rows to paste codes into."""
    write(sheet, "A1", plan.say("book.zone.title"), look.TITLE)
    write(sheet, "A2", plan.say("book.zone.lead"), look.NOTE)
    sheet.merge_cells("A2:G2")
    sheet.row_dimensions[2].height = 32
    write(sheet, "A3", plan.say("book.zone.name"))
    write(sheet, NAME_CELL, plan.case.zone.name, look.FILL_IN)
    compute(sheet, "A5", _counts(plan), look.Style(bold=True))
    for column, (id, figure) in zip("ABCDEFG", _HEADS, strict=True):
        style = look.HEAD_RIGHT if figure else look.HEAD
        write(sheet, f"{column}{FIRST_CODE - 1}", plan.say(id), style)
    plain = all(isinstance(as_typed(code), int) for code in plan.codes)
    style = look.Style(line=True, fill=True, format="" if plain else "@")
    codes = given(plan.case.zone)
    for k in range(plan.rows):
        typed = as_typed(codes[k]) if k < len(codes) else None
        write(sheet, f"A{FIRST_CODE + k}", typed, style)
        _looked_up(sheet, FIRST_CODE + k, plan)
    hidden_columns(sheet, plan)
    _manners(sheet, plan)


def _counts(plan: Plan) -> str:
    """Formula of the line of counts over the table."""
    fields = {
        name: Shown(grouped(f"pz_{name}", plan.lang), f"pz_{name}")
        for name in ("codes", "people", "faulty", "shared")
    }
    return spoken("book.zone.counts", plan.lang, fields)


def _looked_up(sheet: Worksheet, row: int, plan: Plan) -> None:
    """Formulas of what the reader sees of a code."""
    place = f"{POSITION}{row}"
    for column, source, style in (
        ("B", "u_name", _LINE),
        ("C", "u_municipality", _LINE),
        ("D", "u_people", look.FIGURE),
        ("E", "u_rural", _LINE),
    ):
        found = f'IF({place}="","",INDEX({source},{place}))'
        compute(sheet, f"{column}{row}", found, style)
    shown = (plan.at("others", f"${get_column_letter(2 + k)}$7") for k in range(plan.projects))
    names = "&".join(
        f'IF({member_column(k)}{row}=1,", "&{name},"")' for k, name in enumerate(shown)
    )
    compute(sheet, f"F{row}", f'IF({SHARED}{row}=1,MID({names},3,500),"")', _LINE)
    compute(sheet, f"G{row}", _remark(row, plan), _LINE)


_LINE = look.Style(line=True)


def _remark(row: int, plan: Plan) -> str:
    """Formula of the sign and word beside a code."""

    def said(verdict: Verdict, id: str) -> str:
        return quoted(f"{SIGNS[verdict]} {plan.say(id)}")

    return chosen(
        (
            (f'{KEY}{row}=""', quoted("")),
            (f"{STATE}{row}=0", said(Verdict.FAIL, "book.zone.unknown")),
            (f"{TIMES}{row}>1", said(Verdict.FAIL, "book.zone.twice")),
            (f"{SHARED}{row}=1", said(Verdict.FAIL, "book.zone.shared")),
            (f"{BARE}{row}=1", said(Verdict.NOT_COMPUTABLE, "book.zone.bare")),
            (None, quoted(SIGNS[Verdict.PASS])),
        )
    )


def _manners(sheet: Worksheet, plan: Plan) -> None:
    """Colours, hints on what may be typed, and how the sheet is printed."""
    last = FIRST_CODE + plan.rows - 1
    look.tint_verdicts(sheet, f"G{FIRST_CODE}:G{last}", f"$G{FIRST_CODE}")
    faulty = FormulaRule(
        formula=[f'LEFT($G{FIRST_CODE},1)="{SIGNS[Verdict.FAIL]}"'],
        font=Font(color="A3262A", bold=True),
    )
    sheet.conditional_formatting.add(f"A{FIRST_CODE}:A{last}", faulty)
    known = DataValidation(
        type="custom",
        formula1=f"COUNTIF(u_code,A{FIRST_CODE})>0",
        allow_blank=True,
        errorStyle="warning",
        showErrorMessage=True,
        showInputMessage=True,
    )
    known.errorTitle = known.promptTitle = plan.say("table.code")
    known.error = plan.say("book.zone.not_known")
    known.prompt = plan.say("book.zone.prompt")
    known.add(f"A{FIRST_CODE}:A{last}")
    sheet.add_data_validation(known)
    sheet.freeze_panes = f"B{FIRST_CODE}"
    sheet.print_title_rows = f"{FIRST_CODE - 1}:{FIRST_CODE - 1}"
    look.settle(sheet, landscape=True, footer=plan.say("book.zone.title"), widths=_WIDTHS)
