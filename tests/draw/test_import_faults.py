"""A workbook of 1,117 rows with thirty planted faults: every one is named in one pass."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pilotzones.errors import Fault
from pilotzones.findings import Case
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.workbook.companion import companion
from pilotzones.words import LANGUAGES
from pilotzones.words.faults import fault_lines
from pilotzones.zones.rulesets import read_rule_set
from pilotzones.zones.zone import Zone

ROWS = 1117
FIRST = 4
"""Row of the first unit: a title, an empty row and the headings stand above it."""

# row in the list of units, what is written in its cell of codes, and the fault that names it
PLANTED: tuple[tuple[int, object, str], ...] = (
    (12, "99999", "zone.unknown_code"),
    (31, 1302, "zone.unknown_code"),
    (57, "1O00", "zone.letter_in_code"),
    (88, "l300", "zone.letter_in_code"),
    (101, "13QO", "zone.letter_in_code"),
    (133, "1 300", "zone.code_apart"),
    (140, "1.301", "zone.code_apart"),
    (170, None, "cell.empty"),
    (204, "   ", "cell.empty"),
    (233, "#REF!", "cell.excel_error"),
    (251, "#N/A", "cell.excel_error"),
    (260, "=A1+1", "cell.formula"),
    (300, date(2026, 1, 3), "cell.turned_into_date"),
    (333, "1310-1300", "zone.range_reversed"),
    (350, "9993-9999", "zone.range_empty"),
    (377, "1300-1310-1320", "zone.range_unclear"),
    (401, "1300 Wavre - 1310 La Hulpe", "zone.range_unclear"),
    (444, "25112", "zone.code_is_municipality"),
    (480, "Xyzzy", "zone.not_understood"),
    (490, "Nivells", "zone.not_understood.near"),
    (512, "Saint-Nicolas / Buggenhout", "zone.name_several"),
    (555, 1300.5, "zone.not_understood"),
    (600, -99, "zone.unknown_code"),
    (666, "1300x", "zone.not_understood"),
    (700, "123456789012", "zone.unknown_code.alone"),
    (750, True, "zone.not_understood"),
    (811, "?", "zone.not_understood"),
    (900, "repeat 20", "zone.code_twice"),
    (950, "repeat 21", "zone.code_twice"),
    (1100, "repeat 22", "zone.code_twice"),
)


def workbook(units: UnitLayer, path: Path) -> None:
    """SYNTHETIC workbook: a hidden sheet, a title, headings, and a row for each unit."""
    book = Workbook()
    hidden = book.active
    assert isinstance(hidden, Worksheet)
    hidden.title, hidden.sheet_state = "old", "hidden"
    hidden.append(["Code postal", "x"])
    hidden.append(["0000", "y"])
    sheet = book.create_sheet("Zone")
    sheet["A1"] = "Synthetic list of units"
    for place, heading in enumerate(("N°", "Localité", "Code\nPostcode", "Population"), start=1):
        sheet.cell(FIRST - 1, place, heading)
    codes = units.codes[:ROWS]
    planted = {row: cell for row, cell, _ in PLANTED}
    for k, code in enumerate(codes):
        cell: Any = planted.get(k, int(code) if k % 2 else code)
        if isinstance(cell, str) and cell.startswith("repeat "):
            cell = codes[int(cell.removeprefix("repeat "))]
        row = FIRST + k
        sheet.cell(row, 1, k + 1)
        sheet.cell(row, 2, str(units.units["name"].iloc[k]))
        sheet.cell(row, 3, cell)
        sheet.cell(row, 4, int(units.people[k]))
    sheet.cell(FIRST + ROWS + 1, 1, "Source: synthetic, made for a test of the import.")
    book.active = 1
    book.save(path)


Ask = Callable[[Path], dict[str, Any]]


@pytest.fixture(scope="module")
def ask(node: str, draw_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """What the page reads of a file: the codes, and each fault with its row."""
    script = tmp_path_factory.mktemp("import") / "ask.mjs"
    maps = (ROOT / "maps" / "draw").as_uri()
    script.write_text(
        f"""
        import {{ readFileSync }} from "node:fs";
        import {{ openLayer }} from "{maps}/layer.js";
        import {{ readFile }} from "{maps}/files.js";
        import {{ messageText }} from "{maps}/messages.js";
        import {{ setWords }} from "{maps}/words.js";
        const data = JSON.parse(readFileSync(process.argv[2], "utf-8"));
        setWords(data.words);
        const layer = openLayer(data);
        const path = process.argv[3];
        const bytes = readFileSync(path);
        const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
        const read = await readFile(path, buffer, layer, {{}});
        const codes = read.units.map((unit) => layer.codes[unit]);
        const said = ["fr", "nl", "de", "en"].map((lang) =>
          read.faults.map((fault) => messageText(fault, layer, lang, 20)));
        console.log(JSON.stringify({{ ...read, record: null, codes, said }}));
        """,
        "utf-8",
    )

    def asked(path: Path) -> dict[str, Any]:
        done = subprocess.run(
            [node, str(script), str(draw_file), str(path)],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return json.loads(done.stdout)

    return asked


@pytest.fixture(scope="module")
def read(ask: Ask, belgium: UnitLayer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the page reads of the workbook with the planted faults."""
    path = tmp_path_factory.mktemp("planted") / "zone.xlsx"
    workbook(belgium, path)
    return ask(path)


def test_all_thirty_planted_faults_are_named_with_their_rows(
    read: dict[str, Any], belgium: UnitLayer
):
    assert len(PLANTED) == 30
    named = sorted((fault["line"], fault["id"]) for fault in read["faults"])
    assert named == sorted((FIRST + row, id) for row, _, id in PLANTED)
    bare = {row for row, _, _ in PLANTED}
    assert set(read["codes"]) == {c for k, c in enumerate(belgium.codes[:ROWS]) if k not in bare}


def test_every_fault_is_said_as_the_program_says_it(read: dict[str, Any]):
    faults = [Fault(f["id"], value=f["text"], fields=_fields(f["fields"])) for f in read["faults"]]
    for lang, said in zip(LANGUAGES, read["said"], strict=True):
        assert said == fault_lines(faults, lang, most=99)


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    found = {name: tuple(v) if isinstance(v, list) else v for name, v in given.items()}
    found.pop("value", None)
    return found


def test_a_sound_workbook_gives_every_unit_and_no_fault(
    ask: Ask, belgium: UnitLayer, tmp_path: Path
):
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["Postcode", "Gemeente"])
    for code, name in belgium.units["name_nl"].items():
        sheet.append([code, name])
    book.save(tmp_path / "zone.xlsx")
    read = ask(tmp_path / "zone.xlsx")
    assert (read["faults"], read["notices"]) == ([], [])
    assert read["codes"] == list(belgium.codes)


def test_merged_cells_and_a_choice_of_sheets_are_named(
    ask: Ask, belgium: UnitLayer, tmp_path: Path
):
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in (["Code", "x"], ["1300", 1], ["1301", 2], ["1310", 3]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.save(tmp_path / "merged.xlsx")
    faults = ask(tmp_path / "merged.xlsx")["faults"]
    assert [(fault["id"], fault["line"]) for fault in faults] == [("cell.merged", 3)]
    book.copy_worksheet(sheet).title = "Other"
    book.save(tmp_path / "two.xlsx")
    faults = ask(tmp_path / "two.xlsx")["faults"]
    assert [(f["id"], f["fields"]["sheets"]) for f in faults] == [
        ("table.sheets", ["Sheet", "Other"])
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_of_the_program_is_read_by_its_sheet_of_the_zone(
    lang: str, ask: Ask, belgium: UnitLayer, tmp_path: Path
):
    """As it is written, without results of its formulas, with three codes pasted into it."""
    case = Case(Zone("", ()), belgium, read_rule_set())
    (tmp_path / "zone.xlsx").write_bytes(companion(case, lang))
    book = load_workbook(tmp_path / "zone.xlsx")
    sheet = book.worksheets[1]
    (head,) = (row for row in range(1, 15) if sheet.cell(row, 1).value in ("Code", "Codes"))
    for k, code in enumerate(("5500", 5501, "5590"), start=1):
        sheet.cell(head + k, 1).value = code
    book.save(tmp_path / "zone.xlsx")
    read = ask(tmp_path / "zone.xlsx")
    assert (read["codes"], read["faults"]) == (["5500", "5501", "5590"], [])
