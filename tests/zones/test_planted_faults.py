"""A long Excel file with thirty faults of many kinds: each is named, with its row, in one pass."""

from __future__ import annotations

from datetime import datetime

import openpyxl
import pytest

from pilotzones.errors import InputError
from pilotzones.postcodes.open import open_layer
from pilotzones.words import LANGUAGES
from pilotzones.words.faults import fault_lines
from pilotzones.zones.reading import zone_from_file

LAYER = open_layer()
ROWS = 1_117
FIRST = 4
"""Row of the first code: over it a title, an empty row and the head."""
TWICE = (int(LAYER.codes[20]), int(LAYER.codes[21]))
PLANTED: dict[int, tuple[object, str]] = {
    12: ("9999", "zone.unknown_code"),
    57: (1001, "zone.unknown_code"),
    90: ("15OO", "zone.letter_in_code"),
    131: ("l500", "zone.letter_in_code"),
    160: ("1 500", "zone.code_apart"),
    201: ("1.500", "zone.code_apart"),
    245: (None, "cell.empty"),
    280: ("   ", "cell.empty"),
    310: ("#N/A", "cell.excel_error"),
    333: ("#REF!", "cell.excel_error"),
    360: ("=1500+0", "cell.formula"),
    390: (1500.5, "zone.not_understood"),
    415: (datetime(2026, 11, 23), "cell.turned_into_date"),
    444: (True, "zone.not_understood"),
    470: ("1500-1400", "zone.range_reversed"),
    501: ("1300-1325-1330", "zone.range_unclear"),
    530: ("1500 Halle - 1501", "zone.range_unclear"),
    560: ("0001-0002", "zone.range_empty"),
    590: ("Nulle-Part", "zone.not_understood"),
    620: ("Dinnant", "zone.not_understood.near"),
    650: ("91034", "zone.code_is_municipality"),
    680: ("Celles", "zone.name_several"),
    710: (TWICE[0], "zone.code_twice"),
    740: (TWICE[1], "zone.code_twice"),
    770: ("12345678", "zone.unknown_code.alone"),
    800: ("Rochefort-Dinant", "zone.not_understood.near"),
    830: ("B-1500x", "zone.not_understood"),
    860: (0, "zone.unknown_code"),
    900: ("", "cell.merged"),
    1100: ("=HYPERLINK()", "cell.formula"),
}
"""Cell and fault by row."""


@pytest.fixture(scope="module")
def faults(tmp_path_factory):
    """Faults of a SYNTHETIC list of nearly all postcodes."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "Zone du projet (fictive)"
    sheet.append([])
    sheet.append(["Code postal", "Remarque"])
    for code in LAYER.codes[:ROWS]:
        sheet.append([int(code), None])
    for row, (value, id) in PLANTED.items():
        sheet.cell(row, 1).value = value
        if id in ("cell.empty", "cell.merged"):  # a row without anything in it is no fault
            sheet.cell(row, 2).value = "à compléter"
    sheet.merge_cells("A899:A900")
    path = tmp_path_factory.mktemp("planted") / "zone.xlsx"
    book.save(path)
    with pytest.raises(InputError) as error:
        zone_from_file(path, LAYER)
    return error.value.faults


def test_each_fault_is_named_with_its_row_and_reason_and_nothing_else_is(faults):
    assert len(PLANTED) == 30
    assert {fault.row: fault.id for fault in faults} == {
        row: id for row, (_, id) in PLANTED.items()
    }
    assert len(faults) == len(PLANTED)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fault_is_shown_with_its_row(faults, lang):
    lines = fault_lines(faults, lang)
    assert len(lines) == len(PLANTED)
    for row, line in zip(sorted(PLANTED), lines, strict=True):
        assert f" {row}" in line.split("zone.xlsx", 1)[1]
