"""The Excel companion, computed by LibreOffice and held against the program."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
import pytest
from office import converted
from openpyxl.workbook.workbook import Workbook
from synthetic import case, grid_layer

from pilotzones.findings import Case, Verdict
from pilotzones.present.headline import headline
from pilotzones.present.sentences import sentence
from pilotzones.present.workbook.companion import companion
from pilotzones.words import LANGUAGES, text
from pilotzones.zones.reading import zone_from_file
from pilotzones.zones.rulesets import Population, read_rule_set
from pilotzones.zones.sheet import zone_sheet

EVIL = ('=HYPERLINK("http://x","y")', "<script>alert(1)</script>", '+1"&"' + "X" * 400, "\u202eab")
"""Names that would break a careless workbook."""
TOWNS = {f"{r}{c}": 9_000 + 7_000 * r + 1_000 * c for r in range(6) for c in range(6)}
"""People of the grid: a unit of 100 square kilometres below 15,000 is rural."""
REGIONS = {code: "flanders" if code[1] == "5" else "wallonia" for code in TOWNS}


def layer(**changes):
    return grid_layer(6, 6, population={**TOWNS, **changes}, region=REGIONS, german_speaking=["40"])


def hostile() -> Case:
    plain = layer()
    units = plain.units.copy()
    units.loc["30", ["name", "name_fr", "municipality_fr"]] = EVIL[0]
    units.loc["33", ["name", "name_fr", "municipality_fr"]] = EVIL[1]
    evil = replace(plain, units=units)
    return case(SOME, layer=evil, name=EVIL[0], others={EVIL[2]: ["33"], EVIL[3]: ["32"]})


FEW, SOME = ["31", "32"], ["31", "32", "33", "34"]
NO_BOUNDS = read_rule_set().model_copy(update={"population": Population()})
CASES: dict[str, Case] = {
    "valid": case(SOME, layer=layer(), others={"Voisin": ["50", "51"]}),
    "small": case(FEW, layer=layer(), others={}),
    "below_preferred": case(["31", "32", "00"], layer=layer(), others={}),
    "above_preferred": case([*SOME, "40"], layer=layer(), others={}),
    "high": case([*SOME, "35", "41", "42"], layer=layer(), others={}),
    "very_high": case(sorted(TOWNS), layer=layer(), others={}),
    "unknown": case([*SOME, "99"], layer=layer(), others={"Voisin": ["31"]}),
    "double": case([*SOME, "31"], layer=layer(), others={}),
    "overlap": case(SOME, layer=layer(), others={"Voisin": ["33", "43"], "Loin": ["50", "99"]}),
    "two_overlaps": case(SOME, layer=layer(), others={"A": ["33", "43"], "B": ["33", "34", "44"]}),
    "same": case(FEW, layer=layer(), others={"Rival": SOME, "Loin": ["50"]}),
    "inside": case(SOME, layer=layer(), others={"Rival": ["33", "33"]}),
    "answered": case(FEW, layer=layer(), others={"R": SOME}, answers={"Z06": True, "Z15": True}),
    "rural": case(["00", "01", "02", "31"], layer=layer(), others={}),
    "rural_yes": case(["00", "30"], layer=layer(), others={}, answers={"Z15": True, "Z06": False}),
    "rural_no": case(["00", "30"], layer=layer(), others={}, answers={"Z15": False}),
    "bare": case([*SOME, "20"], layer=layer(**{"20": None}), others={}),
    "no_round": case(SOME, layer=layer()),
    "empty": case([], layer=layer(), others={}),
    "no_bounds": case(SOME, layer=layer(), others={}, rules=NO_BOUNDS),
    "hostile": hostile(),
}
"""SYNTHETIC zones on a six by six grid, one for each way a rule can end."""
RULES = ("Z02", "Z03", "Z04", "Z05", "Z06", "Z07", "Z08", "Z15")


@dataclass(frozen=True)
class Computed:
    """What a workbook says once LibreOffice has computed it."""

    book: Workbook
    path: Path

    def rows(self, sheet: int) -> list[tuple]:
        return list(self.book.worksheets[sheet].iter_rows(values_only=True))

    def sums(self) -> dict[str, object]:
        return {str(row[0]): row[1] for row in self.rows(4)}

    def line(self, rule: str) -> tuple:
        return next(row for row in self.rows(0) if f"({rule})" in str(row[1]))


@pytest.fixture(scope="module")
def computed(tmp_path_factory) -> dict[str, Computed]:
    folder = tmp_path_factory.mktemp("books")
    paths = []
    for name, zone in CASES.items():
        path = folder / f"{name}.xlsx"
        path.write_bytes(companion(zone, "fr"))
        paths.append(path)
    paths.append(typed_by_hand(folder))
    made = converted(paths, "xlsx", folder / "computed")
    return {p.stem: Computed(openpyxl.load_workbook(p, data_only=True), p) for p in made}


def typed_by_hand(folder: Path) -> Path:
    """Codes as people paste them: numbers, texts with names, spaces, and what is no code."""
    book = openpyxl.load_workbook(folder / "empty.xlsx")
    sheet = book.worksheets[1]
    for row, typed in enumerate([31, "32 Ville 32", "\u00a033 ", "", "3*", "??", "34", 34], 8):
        sheet[f"A{row}"] = typed
    path = folder / "by_hand.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("name", CASES)
def test_verdicts_and_values_are_those_of_the_program(computed, name):
    zone = CASES[name]
    findings = {f.rule: f for f in zone_sheet(zone).findings}
    for rule in RULES:
        verdict, _, _, value, *_ = computed[name].line(rule)
        found = findings[rule]
        assert verdict.split(" ", 1)[1] == text(f"verdict.{found.verdict}", "fr"), rule
        if found.verdict is not Verdict.NOT_COMPUTABLE:
            assert value == pytest.approx(found.value), rule


@pytest.mark.parametrize("name", [name for name in CASES if name != "hostile"])
def test_sentences_are_those_of_the_program_where_no_list_is_long(computed, name):
    zone = CASES[name]
    for found in zone_sheet(zone).findings:
        lists = [v for v in (found.subjects, *found.evidence.values()) if isinstance(v, tuple)]
        if found.rule not in RULES or (max(map(len, lists)) > 1 and found.rule != "Z15"):
            continue
        said = computed[name].line(found.rule)[2]
        if found.reason in ("yes", "no"):
            id = "book.answered_yes" if found.reason == "yes" else "book.answered_no"
            assert said == text(id, "fr")
        else:
            assert said.startswith(sentence(found, zone, "fr")), found.rule


@pytest.mark.parametrize("name", [name for name in CASES if name != "empty"])
def test_the_answer_is_the_one_of_the_pages(computed, name):
    """Over the rules that a workbook applies: the worst state, with as many points."""
    found = headline(tuple(f for f in zone_sheet(CASES[name]).findings if f.rule in RULES))
    shown = computed[name].rows(0)[1][0]
    assert shown == text(f"head.{found.state}", "fr", n=len(found.findings))


def test_an_empty_zone_says_what_to_do_first(computed):
    assert computed["empty"].rows(0)[1][0] == text("book.head.empty", "fr")


def test_codes_are_read_as_people_paste_them(computed):
    sums = computed["by_hand"].sums()
    known = sum(TOWNS[code] for code in ("31", "32", "33", "34"))
    assert (sums["pz_codes"], sums["pz_people"]) == (6, known)
    assert (sums["pz_unknown"], sums["pz_repeated"], sums["pz_faulty"]) == (2, 1, 3)
    remarks = {str(row[0]).strip(): row[6] for row in computed["by_hand"].rows(1)[7:15]}
    assert remarks["3*"] == "✕ code inconnu"
    assert remarks["34"] == "✕ déjà donné plus haut"
    assert remarks["31"] == "✓"


def test_each_other_project_shows_what_it_shares(computed):
    rows = {row[0]: row[1:3] for row in computed["two_overlaps"].rows(3) if row[0]}
    assert rows[text("book.others.shared", "fr")] == (1, 2)
    people = (TOWNS["33"], TOWNS["33"] + TOWNS["34"])
    assert rows[text("book.others.people", "fr")] == people


def test_people_are_told_by_entity(computed):
    rows = {row[0]: row[3:5] for row in computed["very_high"].rows(0)}
    flemish = sum(n for code, n in TOWNS.items() if REGIONS[code] == "flanders")
    assert rows[text("region.flanders", "fr")] == (flemish, 6)
    assert rows[text("book.entity.german", "fr")] == (TOWNS["40"], 1)
    assert rows[text("region.wallonia", "fr")] == (sum(TOWNS.values()) - flemish - TOWNS["40"], 29)


@pytest.mark.parametrize("name", ["valid", "overlap", "very_high"])
def test_the_program_reads_the_zone_back(computed, name, tmp_path):
    fresh = tmp_path / "fresh.xlsx"
    fresh.write_bytes(companion(CASES[name], "de"))
    for path in (computed[name].path, fresh):
        assert zone_from_file(path, layer()).zone.codes == CASES[name].zone.codes


def formulas(book: Workbook) -> list[str]:
    cells = (c for s in book.worksheets for row in s.iter_rows() for c in row)
    return [str(c.value) for c in cells if c.data_type == "f"]


def test_hostile_names_stay_text(computed):
    book = openpyxl.load_workbook(io.BytesIO(companion(CASES["hostile"], "fr")))
    for formula in formulas(book):
        assert "HYPERLINK" not in re.sub(r'"(?:[^"]|"")*"', "", formula)
    shown = [v for s in range(4) for row in computed["hostile"].rows(s) for v in row if v]
    assert EVIL[0] in shown
    assert EVIL[1] in shown
    assert any(str(v).startswith(EVIL[2]) for v in shown)
    assert not [v for v in shown if str(v).startswith("#")]


KNOWN = {"AND", "COUNT", "COUNTIF", "COUNTIFS", "FIND", "IF", "IFERROR", "INDEX", "INT", "ISNUMBER",
    "LEFT", "LEN", "MATCH", "MAX", "MID", "MOD", "N", "NOT", "OR", "RIGHT", "ROUND", "SUBSTITUTE",
    "SUM", "SUMIFS", "SUMPRODUCT", "TRIM"}  # fmt: skip
"""Functions that Excel has had since 2007 and LibreOffice has too."""


def test_formulas_are_short_and_use_old_functions_only():
    for formula in formulas(openpyxl.load_workbook(io.BytesIO(companion(CASES["hostile"], "de")))):
        bare = re.sub(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'!', "", formula)
        assert set(re.findall(r"([A-Z]+)\(", bare)) <= KNOWN
        assert len(formula) < 8192
        assert max(map(len, re.findall(r'"((?:[^"]|"")*)"', formula)), default=0) <= 255


@pytest.mark.parametrize("name", ["valid", "very_high", "hostile"])
def test_no_cell_shows_an_error(computed, name):
    shown = [v for s in range(5) for row in computed[name].rows(s) for v in row]
    assert not [v for v in shown if isinstance(v, str) and re.match(r"#[A-Z/0]+[!?]|Err:", v)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_workbook_is_whole_in_each_language_and_the_same_every_time(lang):
    content = companion(CASES["overlap"], lang)
    assert content == companion(CASES["overlap"], lang)
    book = openpyxl.load_workbook(io.BytesIO(content))
    names = [text(f"book.sheet.{s}", lang) for s in ("answer", "zone", "units", "others", "sums")]
    assert book.sheetnames == names
    assert all(len(name) <= 31 for name in names)
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)


def test_only_cells_to_fill_in_are_unlocked():
    book = openpyxl.load_workbook(io.BytesIO(companion(CASES["valid"], "en")))
    free = {
        sheet.title: {c.column_letter for row in sheet.iter_rows() for c in row
                      if not c.protection.locked}
        for sheet in book
    }  # fmt: skip
    assert free["Answer"] == {"F"}
    assert free["My zone"] == {"A", "B"}
    assert free["Known units"] == set()
    assert free["Other projects"] == set("BCDEFGHI")
    assert free["Workings"] == set()
