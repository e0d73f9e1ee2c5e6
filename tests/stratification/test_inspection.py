"""The audit of a finished folder: one planted leak of each kind, and nothing where there is none.

The folders are SYNTHETIC.
"""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from stratification.release_attacks import History, scenario
from stratification.test_earlier import ONE_MORE, three_and_one

from pilotzones.errors import InputError
from pilotzones.stratification.inspection.bounds import Unknowns
from pilotzones.stratification.inspection.folder import Inspected, Wanted, inspect
from pilotzones.stratification.inspection.layout import Relation, Table, cells_of_tables, relations
from pilotzones.stratification.inspection.releases import changed, differences
from pilotzones.stratification.inspection.traces import (
    absolute_path,
    left_over,
    national_number,
    person_column,
    pseudonym,
    searchable,
)
from pilotzones.stratification.register import opened

NUMBER = "85073003328"
"""SYNTHETIC national number with a right check number."""
HIDDEN = "hidden"
UNITS = (("5500", 40, 20), ("5501", HIDDEN, HIDDEN), ("5570", HIDDEN, HIDDEN), ("5580", 300, 70))
"""Unit, people, those with a condition; two units are hidden."""


def column(name: str, kind: str = "count", unit: str = "persons") -> dict[str, str]:
    return {"name": name, "kind": kind, "unit": unit}


def site(folder: Path, units: Sequence[tuple[Any, ...]] = UNITS, **data: Any) -> Path:
    """SYNTHETIC folder with two linked tables: units, and everybody of the zone (400)."""
    out = folder / "out"
    (out / "people").mkdir(parents=True)
    heads = [column("unit", "key", ""), column("people"), column("chronic_n")]
    top = [column("top", "key", ""), column("people")]
    content = {
        "schema": 1,
        "data": {"synthetic": False, "minimum_cell": 10, "files": ["persons.csv"], **data},
        "tables": {
            "units": {"columns": heads, "rows": [list(row) for row in units]},
            "concentration": {"columns": top, "rows": [["100", 400]]},
        },
    }
    (out / "people.json").write_text(json.dumps(content), "utf-8")
    words = {HIDDEN: "verborgen"}
    lines = [";".join(str(words.get(c, c)) for c in row) + ";bron" for row in units]
    csv = "\r\n".join(["unit;people;chronic_n;Bron", *lines, ""])
    (out / "people" / "units.csv").write_text(csv, "utf-8-sig")
    (out / "index.html").write_text("<html><body><p>400 persons</p></body></html>", "utf-8")
    names = ("index.html", "people.json", "people/units.csv")
    (out / ".pilotzones").write_text("".join(f"{name}\n" for name in names), "utf-8")
    return out


def ids(found: Inspected) -> list[str]:
    return sorted({leak.id for leak in found.leaks})


def audited(out: Path, **wanted: Any) -> list[str]:
    return ids(inspect(out, Wanted(**wanted)))


def test_folder_without_a_leak_has_none(tmp_path: Path):
    found = inspect(site(tmp_path), Wanted())
    assert not found.leaks
    assert not found.notices
    assert (found.files, found.cells, found.hidden) == (4, 9, 4)


def test_folder_that_is_not_there_is_a_fault(tmp_path: Path):
    with pytest.raises(InputError, match=r"audit\.no_folder"):
        inspect(tmp_path / "nowhere", Wanted())


def test_small_number_is_found_in_the_json_and_in_the_csv(tmp_path: Path):
    units = (("5500", 43, 20), ("5501", 4, 0), ("5570", 53, 30), ("5580", 300, 70))
    found = inspect(site(tmp_path, units), Wanted())
    assert ids(found) == ["leak.small"]
    assert {leak.file for leak in found.leaks} == {"people.json", "people/units.csv"}
    assert {(leak.fields["line"], leak.fields["head"]) for leak in found.leaks} == {(2, "people")}


def test_higher_minimum_finds_more(tmp_path: Path):
    units = (("5500", 40, 20), ("5501", 30, 15), ("5570", 30, 12), ("5580", 300, 70))
    out = site(tmp_path, units)
    assert not audited(out)
    assert "leak.small" in audited(out, minimum=20)


def test_hidden_cell_that_the_total_gives_away_is_found(tmp_path: Path):
    """400 less 40, 56 and 300 is 4: the one hidden unit has no company."""
    units = (("5500", 40, 20), ("5501", HIDDEN, 0), ("5570", 56, 30), ("5580", 300, 70))
    found = inspect(site(tmp_path, units), Wanted())
    assert ids(found) == ["leak.bounds"]
    (leak,) = found.leaks
    assert (leak.fields["table"], leak.fields["line"], leak.fields["head"]) == (
        "units",
        2,
        "people",
    )
    assert "4" not in map(str, leak.fields.values()), "the number itself is not said"


def test_hidden_cells_whose_sum_is_too_small_are_found(tmp_path: Path):
    """400 less 40 and 353: both hidden units are within 0 to 7."""
    units = (("5500", 40, 20), ("5501", HIDDEN, 0), ("5570", HIDDEN, 0), ("5580", 353, 70))
    assert audited(site(tmp_path, units)) == ["leak.bounds"]


def test_rest_of_a_whole_that_is_small_is_found(tmp_path: Path):
    """300 persons of whom 295 are ill: the 5 others are told."""
    units = (("5500", 40, 20), ("5501", 30, 15), ("5570", 30, 12), ("5580", 300, 295))
    assert audited(site(tmp_path, units)) == ["leak.rest"]


def test_cell_that_one_file_hides_and_another_shows_is_found(tmp_path: Path):
    out = site(tmp_path)
    path = out / "people" / "units.csv"
    text = path.read_text("utf-8-sig")
    path.write_text(text.replace("5501;verborgen", "5501;30"), "utf-8-sig")
    assert audited(out) == ["leak.differs"]


def test_tables_that_were_changed_contradict_each_other(tmp_path: Path):
    units = (("5500", 40, 20), ("5501", HIDDEN, 0), ("5570", HIDDEN, 0), ("5580", 390, 70))
    assert audited(site(tmp_path, units)) == ["leak.contradiction"]


def test_rounded_tables_are_attacked_within_their_rounding(tmp_path: Path):
    """40 + 30 + 30 + 300 may be 400 or not: no contradiction, and nothing exact follows."""
    units = (("5500", 45, 20), ("5501", HIDDEN, 10), ("5570", HIDDEN, 10), ("5580", 300, 70))
    assert not audited(site(tmp_path, units, rounding=5))


def test_minimum_below_five_is_one_itself(tmp_path: Path):
    assert audited(site(tmp_path, minimum_cell=3)) == ["leak.minimum"]


TRACES = {
    "leak.national_number": f"patient {NUMBER[:2]}.07.30-033.28",
    "leak.pseudonym": "see AB12CD for the rest",
    "leak.path": "made from /home/somebody/claims.csv",
}


@pytest.mark.parametrize("id", TRACES)
@pytest.mark.parametrize("kind", ["json", "csv", "html", "attribute", "data", "txt", "geojson"])
def test_trace_of_a_person_or_a_machine_is_found_in_every_kind_of_file(tmp_path, id, kind):
    out, text = site(tmp_path), TRACES[id]
    forms = {
        "json": ("more.json", json.dumps({"a": [{"note": text}]})),
        "csv": ("more.csv", f"a;b\r\n1;{text}\r\n"),
        "html": ("more.html", f"<p>one</p><!-- {text} -->"),
        "attribute": ("more.html", f'<p title="{text}">one</p>'),
        "data": (
            "more.html",
            f'<script type="application/json" id="x">{json.dumps([text])}</script>',
        ),
        "txt": ("more.txt", text),
        "geojson": (
            "more.geojson",
            json.dumps({"features": [{"properties": {"n": text}, "geometry": None}]}),
        ),
    }
    name, content = forms[kind]
    (out / name).write_text(content, "utf-8")
    found = inspect(out, Wanted(pseudonyms=frozenset({"AB12CD", "p77"})))
    assert [(leak.id, leak.file) for leak in found.leaks] == [(id, name)]
    said = " ".join(str(leak.fields) for leak in found.leaks)
    assert NUMBER not in said
    assert "AB12CD" not in said


def test_pseudonym_in_the_name_of_a_file_is_found(tmp_path: Path):
    out = site(tmp_path)
    (out / "AB12CD").mkdir()
    (out / "AB12CD" / "a.txt").write_text("x", "utf-8")
    assert audited(out, pseudonyms=frozenset({"AB12CD"})) == []
    (out / "AB12CD.txt").write_text("x", "utf-8")
    assert audited(out, pseudonyms=frozenset({"AB12CD.txt"})) == ["leak.pseudonym"]


def test_coordinates_and_decimals_are_no_national_numbers():
    assert not national_number(["50.4672315789", "4,8712345678", "85073003328.5"])
    assert national_number([NUMBER, "x"])


def test_paths_of_many_machines_are_told_from_addresses_and_shares():
    for path in ("/home/a/b.csv", "C:\\Users\\a\\b.xlsx", "\\\\server\\share\\x", "file:///tmp/x"):
        assert absolute_path([f"from {path}"]), path
    for text in ("https://x.be/home/a", "km/h", "a/b", "</tmp>", "people/units.csv", "1/2", "/"):
        assert not absolute_path([text]), text


def test_pseudonyms_that_anything_could_be_are_not_looked_for():
    assert searchable({"12", "1234567", "12345678", "p01", "p0001"}) == {"12345678", "p0001"}
    assert pseudonym(["n=p0001;"], frozenset({"p0001"}))
    assert not pseudonym(["p00012", "xp0001"], frozenset({"p0001"}))


@pytest.mark.parametrize(
    "name",
    ["~$report.docx", "a.tmp", "b.part", "rows.parquet", "x.bak", "pilotzones-register.jsonl"],
)
def test_left_over_file_is_found(tmp_path: Path, name: str):
    out = site(tmp_path)
    (out / name).write_bytes(b"")
    assert audited(out) == ["leak.left_over"]
    assert left_over(name)


def test_table_with_a_row_for_each_person_is_found(tmp_path: Path):
    out = site(tmp_path)
    (out / "all.csv").write_text("person_id;age\r\n1;40\r\n", "utf-8")
    assert audited(out) == ["leak.persons"]
    assert person_column(["INSZ"])
    assert not person_column(["id", "person", "unit", "people"])


def test_file_that_the_program_did_not_write_is_told(tmp_path: Path):
    out = site(tmp_path)
    (out / "mine.txt").write_text("mine", "utf-8")
    found = inspect(out, Wanted())
    assert [(n.id, n.file) for n in found.notices] == [("audit.unlisted", "mine.txt")]


def workbook(path: Path, hide: str) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Shown"
    sheet.append(["unit", "remark"])
    sheet.append(["5500", "none"])
    other = book.create_sheet("Other")
    other["A1"] = "x"
    if hide == "sheet":
        other.sheet_state = "veryHidden"
    elif hide == "columns":
        sheet.column_dimensions["B"].hidden = True
    elif hide == "rows":
        sheet.row_dimensions[2].hidden = True
    elif hide == "comment":
        sheet["A1"].comment = Comment("who is it?", "me")
    book.save(path)


@pytest.mark.parametrize("hide", ["sheet", "columns", "rows", "comment"])
def test_what_a_workbook_hides_is_found(tmp_path: Path, hide: str):
    out = site(tmp_path)
    workbook(out / "tables.xlsx", "nothing")
    assert audited(out) == []
    workbook(out / "tables.xlsx", hide)
    assert audited(out) == [f"leak.hidden_{hide}"]


def test_numbers_of_a_workbook_are_held_against_the_json(tmp_path: Path):
    out = site(tmp_path)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "units"
    for row in (("unit", "people", "chronic_n"), *UNITS):
        sheet.append(row)
    book.save(out / "tables.xlsx")
    assert audited(out) == []
    sheet["B3"] = 4
    book.save(out / "tables.xlsx")
    assert audited(out) == ["leak.differs", "leak.small"]


def test_trace_in_a_workbook_and_in_a_document_is_found(tmp_path: Path):
    out = site(tmp_path)
    book = Workbook()
    book["Sheet"]["C7"] = int(NUMBER)
    book.save(out / "a.xlsx")
    document = Document()
    document.add_paragraph(f"Patient {NUMBER}")
    document.save(str(out / "b.docx"))
    found = inspect(out, Wanted())
    assert [(leak.id, leak.file) for leak in found.leaks] == [
        ("leak.national_number", "a.xlsx"),
        ("leak.national_number", "b.docx"),
    ]


@pytest.mark.parametrize(
    ("kind", "xml"),
    [
        ("text", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>"),
        ("change", "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"),
    ],
)
def test_what_a_document_hides_is_found(tmp_path: Path, kind: str, xml: str):
    out = site(tmp_path)
    document = Document()
    document.add_paragraph("shown")
    document.save(str(out / "b.docx"))
    assert audited(out) == []
    with zipfile.ZipFile(out / "b.docx") as file:
        parts = {name: file.read(name) for name in file.namelist()}
    body = parts["word/document.xml"].decode().replace("</w:p>", f"{xml}</w:p>", 1)
    with zipfile.ZipFile(out / "b.docx", "w") as file:
        for name, content in parts.items():
            file.writestr(name, body if name == "word/document.xml" else content)
    assert audited(out) == [f"leak.hidden_{kind}"]


def geopackage(path: Path, *, extra: bool = False, gone: bool = False) -> None:
    con = sqlite3.connect(path)
    con.execute("CREATE TABLE gpkg_contents (table_name TEXT)")
    con.execute("INSERT INTO gpkg_contents VALUES ('units')")
    con.execute("CREATE TABLE units (code TEXT, people INTEGER)")
    con.execute("INSERT INTO units VALUES ('5500', 40)")
    if extra:
        con.execute("CREATE TABLE persons_raw (x TEXT)")
    if gone:
        con.execute("CREATE TABLE t (x TEXT)")
        con.executemany("INSERT INTO t VALUES (?)", [("y" * 900,)] * 50)
        con.execute("DROP TABLE t")
    con.commit()
    con.close()


@pytest.mark.parametrize(
    ("how", "leak"),
    [
        ({}, []),
        ({"extra": True}, ["leak.hidden_table"]),
        ({"gone": True}, ["leak.hidden_rows_deleted"]),
    ],
)
def test_what_a_geopackage_hides_is_found(tmp_path: Path, how, leak):
    out = site(tmp_path)
    geopackage(out / "zone.gpkg", **how)
    assert audited(out) == leak


def register(folder: Path, history: History) -> Any:
    path = folder / "register.jsonl"
    with opened(path) as found:
        for each in history.releases:
            found.add(each)
        return found


def test_releases_that_give_a_unit_away_together_are_found(tmp_path: Path):
    """Without a register, 93 with HIV less 90: the audit finds the 3 of the fourth unit."""
    persons, naive, careful = three_and_one(), History(), History()
    for zone in ONE_MORE.values():
        naive.release(persons, zone, register=False)
        careful.release(persons, zone)
    found = differences(naive.releases, naive.releases[-1])
    assert found is not None
    assert ("zone|has=hiv", ("u3",)) in [(each.cell, each.units) for each in found]
    assert differences(careful.releases, careful.releases[-1]) == []


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 8])
def test_releases_of_the_gate_have_no_difference_to_find(seed: int):
    _, history, _ = scenario(seed)
    assert differences(history.releases, history.releases[-1]) == []
    assert not changed(history.releases, history.releases[-1])


def test_releases_of_data_that_differ_are_not_set_beside_each_other():
    history, persons = History(), three_and_one()
    history.release(persons, ONE_MORE["more"], register=False)
    history.release(pd.concat([persons, persons]), ONE_MORE["zone"], register=False)
    assert differences(history.releases, history.releases[-1]) is None


def test_release_that_differs_by_a_few_persons_is_found():
    history = History()
    persons = three_and_one()
    for each in (persons, persons.iloc[2:]):
        history.release(each, ONE_MORE["zone"], register=False)
    assert "zone" in changed(history.releases, history.releases[-1])


def test_folder_that_its_register_does_not_know_is_found(tmp_path: Path):
    history = History()
    history.release(three_and_one(), ONE_MORE["zone"])
    found = inspect(site(tmp_path), Wanted(register=register(tmp_path, history)))
    assert ids(found) == ["leak.unregistered"]


def test_interval_is_what_the_relations_leave():
    """a + b = 20, a >= c = 12: a is 12 to 20, b 0 to 8, and a is at most 8 more than c."""
    told = {"all": (20.0, 20.0), "c": (12.0, 12.0)}
    rules = [Relation("all", ("a", "b")), Relation("a", ("c",), least=True)]
    unknowns = Unknowns(told, rules)
    assert unknowns.agree
    for name, less, ends in (("a", None, (12, 20)), ("b", None, (0, 8)), ("a", "c", (0, 8))):
        found = unknowns.interval(name, less)
        assert (found.low, found.high) == pytest.approx(ends, abs=1e-5)
    assert not Unknowns({**told, "b": (15.0, 15.0)}, rules).agree


def test_cells_of_tables_have_the_names_of_the_gate():
    table = Table("profile", ("trait", "level", "zone_n", "target_n"), (("sex", "F", 50, HIDDEN),))
    cells = cells_of_tables([table])
    assert cells["zone|sex=F"].value == 50
    assert cells["target|sex=F"].value is None
    assert Relation("zone|sex=F", ("target|sex=F",), least=True) in relations(cells)
