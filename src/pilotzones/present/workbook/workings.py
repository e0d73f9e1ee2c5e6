"""Hidden columns beside the codes of the zone: what each code is.

They are empty where no code stands, so that the program reads no row there; the lists, which grow
from row to row, stand on the hidden sheet.
"""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pilotzones.present.workbook.formulas import chosen, quoted
from pilotzones.present.workbook.look import compute
from pilotzones.present.workbook.parts import FIRST_CODE, FIRST_OTHER, SAME_LAND, Plan

KEY, POSITION, TIMES, STATE, BARE, AREA, FLAG, ENTITY, SHARED, RIVAL = "HIJKLMNOPQ"
LISTS = {"unknown": "D", "repeated": "E", "bare": "F", "shared": "G", "rival": "H"}
"""Columns of the hidden sheet, in the rows of the codes."""
_MEMBER = 18
"""First column that says whether another project has the unit too."""
_LISTED = 240
"""Signs after which a list of codes goes on as an ellipsis."""
_NAMES = {
    "z_place": POSITION,
    "z_people": "D",
    "z_times": TIMES,
    "z_state": STATE,
    "z_bare": BARE,
    "z_area": AREA,
    "z_flag": FLAG,
    "z_entity": ENTITY,
    "z_shared": SHARED,
    "z_rival": RIVAL,
}


def zone_names(plan: Plan) -> dict[str, str]:
    """Columns of the sheet of the zone by the name that formulas give them."""
    return {name: plan.of_zone(column) for name, column in _NAMES.items()}


def member_column(project: int) -> str:
    """Column of another project, counted from 0."""
    return get_column_letter(_MEMBER + project)


def list_end(plan: Plan, name: str) -> str:
    """Cell in which a growing list is complete."""
    return plan.at("sums", f"${LISTS[name]}${FIRST_CODE + plan.rows - 1}")


def key_of(cell: str, plan: Plan) -> str:
    """Formula of the code in a cell: number or text, with or without a name behind it."""
    whole = f'TRIM(SUBSTITUTE({cell}&"","\u00a0"," "))'
    if plan.spaced:
        return whole
    return f'LEFT({whole},FIND(" ",{whole}&" ")-1)'


def position_of(key: str, otherwise: str) -> str:
    """Formula of the row of a code among all units.

    What is found has to be the same: in ``MATCH`` a star or a question mark stands for anything.
    """
    match = f"MATCH({key},u_code,0)"
    return f"IFERROR(IF(INDEX(u_code,{match})={key},{match},{otherwise}),{otherwise})"


def hidden_columns(sheet: Worksheet, plan: Plan) -> None:
    """Fill the hidden columns of every row."""
    for row in range(FIRST_CODE, FIRST_CODE + plan.rows):
        _what_it_is(sheet, row, plan)
        _where_else(sheet, row, plan)
    last = _MEMBER + plan.projects
    for k in range(8, last):
        sheet.column_dimensions[get_column_letter(k)].hidden = True


def _what_it_is(sheet: Worksheet, row: int, plan: Plan) -> None:
    key, place = f"{KEY}{row}", f"{POSITION}{row}"
    compute(sheet, key, key_of(f"A{row}", plan))
    compute(sheet, place, f'IF({key}="","",{position_of(key, quoted(""))})')
    known = f"COUNTIF({POSITION}${FIRST_CODE}:{place},{place})"
    unknown = f"SUMPRODUCT(--({KEY}${FIRST_CODE}:{key}={key}))"
    compute(sheet, f"{TIMES}{row}", f'IF({key}="","",IF({place}="",{unknown},{known}))')
    compute(sheet, f"{STATE}{row}", f'IF({key}="","",IF({place}="",0,1))')
    compute(sheet, f"{BARE}{row}", f'IF({place}="","",IF(ISNUMBER(D{row}),0,1))')
    for column, source in ((AREA, "u_area"), (FLAG, "u_flag"), (ENTITY, "u_entity")):
        found = f"INDEX({source},{place})"
        found = f'{found}&""' if column == ENTITY else found
        compute(sheet, f"{column}{row}", f'IF({place}="","",{found})')


def _where_else(sheet: Worksheet, row: int, plan: Plan) -> None:
    place = f"{POSITION}{row}"
    for k in range(plan.projects):
        theirs = others_position(k, plan)
        there = f'IF({place}="","",IF(COUNTIF({theirs},{place})>0,1,0))'
        compute(sheet, f"{member_column(k)}{row}", there)
    members = f"{member_column(0)}{row}:{member_column(plan.projects - 1)}{row}"
    same = f"({plan.of_others(SAME_LAND)}={quoted(plan.say('table.yes'))})"
    compute(sheet, f"{SHARED}{row}", f'IF({place}="","",IF(SUM({members})>0,1,0))')
    compute(sheet, f"{RIVAL}{row}", f'IF({place}="","",IF(SUMPRODUCT({members}*{same})>0,1,0))')


def others_position(project: int, plan: Plan) -> str:
    """Hidden column with the rows, among all units, of the codes of another project."""
    column = get_column_letter(2 + plan.projects + 1 + project)
    last = FIRST_OTHER + plan.rows - 1
    return plan.at("others", f"${column}${FIRST_OTHER}:${column}${last}")


def growing_lists(sheet: Worksheet, plan: Plan) -> None:
    """Fill the lists: in each row what was listed so far, and this row's code where it belongs."""
    for row in range(FIRST_CODE, FIRST_CODE + plan.rows):
        for name, (condition, entry) in _listed(row, plan).items():
            column = LISTS[name]
            if row == FIRST_CODE:
                compute(sheet, f"{column}{row}", f'IF({condition},{entry},"")')
                continue
            before = f"{column}{row - 1}"
            grown = chosen(
                (
                    (f"NOT({condition})", f'{before}&""'),
                    (f'RIGHT({before},1)="…"', before),
                    (f"LEN({before})>{_LISTED}", f'{before}&", …"'),
                    (None, f'{before}&IF({before}="","",", ")&{entry}'),
                )
            )
            compute(sheet, f"{column}{row}", grown)


def _listed(row: int, plan: Plan) -> dict[str, tuple[str, str]]:
    """When the code of a row belongs to a list, and how it is written there."""

    def at(column: str) -> str:
        return plan.at("zone", f"${column}{row}")

    first, label = f"{at(TIMES)}=1", f'{at(KEY)}&" "&{at("B")}'
    return {
        "unknown": (f"AND({first},{at(STATE)}=0)", at(KEY)),
        "repeated": (f"{at(TIMES)}=2", at(KEY)),
        "bare": (f"AND({first},{at(BARE)}=1)", label),
        "shared": (f"AND({first},{at(SHARED)}=1)", label),
        "rival": (f"AND({first},{at(RIVAL)}=1)", label),
    }
