"""Sheet of the other projects: a column each, with what it shares with the zone above its codes."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pilotzones.findings import Verdict
from pilotzones.present.workbook import look
from pilotzones.present.workbook.formulas import quoted
from pilotzones.present.workbook.look import compute, write
from pilotzones.present.workbook.parts import (
    FIRST_OTHER,
    KNOWN_CELL,
    SAME_LAND,
    Plan,
    as_typed,
    given,
)
from pilotzones.present.workbook.workings import (
    key_of,
    member_column,
    others_position,
    position_of,
)

NAMED, SHOWN_AS, GIVEN, UNKNOWN, SHARED, PEOPLE = 6, 7, 8, 9, 10, 11
"""Rows above the codes; the one with the names as shown is hidden."""
_LABELS = {
    NAMED: "book.others.name",
    GIVEN: "book.others.given",
    UNKNOWN: "book.others.unknown",
    SHARED: "book.others.shared",
    PEOPLE: "book.others.people",
    SAME_LAND: "book.others.same",
    FIRST_OTHER: "book.others.codes",
}
_ABSENT = "-1"
"""Place of a code that the layer lacks."""


def others_names(plan: Plan) -> dict[str, str]:
    """Rows of this sheet by the name that formulas give them."""
    return {
        "o_names": plan.of_others(SHOWN_AS),
        "o_given": plan.of_others(GIVEN),
        "o_shared": plan.of_others(SHARED),
        "o_same": plan.of_others(SAME_LAND),
        "o_known": plan.at("others", KNOWN_CELL),
    }


def others_sheet(sheet: Worksheet, plan: Plan) -> None:
    """Fill the sheet: title, the question, and a column for each project."""
    write(sheet, "A1", plan.say("book.others.title"), look.TITLE)
    write(sheet, "A2", plan.say("book.others.lead"), look.NOTE)
    sheet.merge_cells("A2:G2")
    sheet.row_dimensions[2].height = 32
    write(sheet, "A4", plan.say("book.others.known"), look.Style(bold=True, wrap=True))
    sheet.row_dimensions[4].height = 32
    known = plan.say("table.yes") if plan.case.round is not None else None
    write(sheet, KNOWN_CELL.replace("$", ""), known, look.FILL_IN)
    for row, id in _LABELS.items():
        write(sheet, f"A{row}", plan.say(id), look.HEAD if row == NAMED else look.NOTE)
    for k in range(plan.projects):
        _figures(sheet, k, plan)
        _codes(sheet, k, plan)
    _manners(sheet, plan)


def _figures(sheet: Worksheet, k: int, plan: Plan) -> None:
    """Name of a project, and the figures under it."""
    others = plan.case.round.others if plan.case.round else ()
    column, hidden = get_column_letter(2 + k), others_position(k, plan)
    name = others[k].name if k < len(others) else None
    head = look.Style(bold=True, fill=True, line=True, wrap=True)
    write(sheet, f"{column}{NAMED}", name, head)
    numbered = quoted(plan.say("book.others.numbered", n=k + 1))
    named = f"{column}{NAMED}"
    compute(sheet, f"{column}{SHOWN_AS}", f'IF({named}="",{numbered},LEFT({named},120))')
    mine = plan.of_zone(member_column(k))
    counts = {
        GIVEN: f"COUNT({hidden})",
        UNKNOWN: f"COUNTIF({hidden},{_ABSENT})",
        SHARED: f"COUNTIFS(z_times,1,{mine},1)",
        PEOPLE: f"SUMIFS(z_people,z_times,1,{mine},1)",
    }
    given_ = f"{column}{GIVEN}"
    for row, formula in counts.items():
        shown = formula if row == GIVEN else f'IF({given_}=0,"",{formula})'
        compute(sheet, f"{column}{row}", shown, look.FIGURE)
    outside = f'SUMPRODUCT(({hidden}<>"")*(COUNTIF(z_place,{hidden})=0))'
    whole = f"OR({outside}=0,{column}{SHARED}=pz_codes)"
    yes, no = quoted(plan.say("table.yes")), quoted(plan.say("table.no"))
    same = f'IF(OR({given_}=0,pz_codes=0),"",IF({whole},{yes},{no}))'
    compute(sheet, f"{column}{SAME_LAND}", same, look.Style(line=True, right=True))


def _codes(sheet: Worksheet, k: int, plan: Plan) -> None:
    others = plan.case.round.others if plan.case.round else ()
    codes = given(others[k]) if k < len(others) else ()
    column = get_column_letter(2 + k)
    hidden = others_position(k, plan).rsplit("!", 1)[1].split("$")[1]
    for i in range(plan.rows):
        row = FIRST_OTHER + i
        typed = as_typed(codes[i]) if i < len(codes) else None
        write(sheet, f"{column}{row}", typed, look.FILL_IN)
        key = key_of(f"{column}{row}", plan)
        found = position_of(key, _ABSENT)
        compute(sheet, f"{hidden}{row}", f'IF({column}{row}="","",IF({key}="","",{found}))')
    sheet.column_dimensions[hidden].hidden = True


def _manners(sheet: Worksheet, plan: Plan) -> None:
    """The choice of answers, colours, and how the sheet is printed."""
    yes, no = plan.say("table.yes"), plan.say("table.no")
    choice = DataValidation(type="list", formula1=f'"{yes},{no}"', allow_blank=True)
    choice.add(KNOWN_CELL.replace("$", ""))
    sheet.add_data_validation(choice)
    widths = {"A": 34.0} | {get_column_letter(2 + k): 18.0 for k in range(plan.projects)}
    sheet.row_dimensions[SHOWN_AS].hidden = True
    sheet.row_dimensions[NAMED].height = 48
    sheet.freeze_panes = f"B{FIRST_OTHER}"
    sheet.print_title_rows = f"{NAMED}:{NAMED}"
    look.settle(sheet, landscape=True, footer=plan.say("book.others.title"), widths=widths)
    last = get_column_letter(1 + plan.projects)
    for row in (UNKNOWN, SHARED):
        look.warn_above_zero(sheet, f"B{row}:{last}{row}", f"B{row}", Verdict.FAIL)
