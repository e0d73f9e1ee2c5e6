"""The page of care: the answer, the comparison in words, the gaps with their reasons, the files."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from html import unescape

import pytest
from synthetic_care import SHORTAGE, as_synthetic, care, care_case
from synthetic_journey import journey_findings

from pilotzones.errors import Fault
from pilotzones.present.book import Book
from pilotzones.present.care_answer import (
    head_of_care,
    measured_types,
    people_by_type,
    people_in,
    without_in_reach,
)
from pilotzones.present.care_exports import gaps_csv, supply_csv
from pilotzones.present.care_page import care_page
from pilotzones.present.care_tables import (
    gap_rows,
    shortage_rows,
    source_rows,
    type_blocks,
    type_rows,
)
from pilotzones.present.maps.scene import scene_of
from pilotzones.present.texts import Texts
from pilotzones.words import LANGUAGES, text
from pilotzones.zones.sheet import zone_sheet


def plain(markup):
    return unescape(markup.striptags()) if markup is not None else None


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_answer_names_what_is_lacking_for_most_people():
    head = head_of_care(care(), Texts("en"))
    assert head.title("en") == text("care.head.worst", "en", type="GP", people=20_000)
    assert head.people == 30_000
    assert plain(head.reason) == ("10,000 inhabitants have no provider in reach for: pharmacy.")
    assert plain(head.shortage) == text("care.lede.short", "en", value=67.5, bound=120.0)
    assert head.made_up is None


def test_people_of_gaps_are_counted_once_for_each_unit():
    assert people_in(care().gaps) == 30_000
    assert people_by_type(care()) == {"gp": 20_000, "pharmacy": 20_000, "hospital": 10_000}


def test_without_any_gap_the_answer_counts_the_types_that_were_measured():
    sheet = care(gaps=())
    assert measured_types(sheet) == ("gp", "pharmacy", "hospital")
    head = head_of_care(sheet, Texts("en"))
    assert head.title("en") == text("care.head.none", "en", n=3)
    assert head.people is None


def test_list_that_says_nothing_of_the_zone_is_no_measure():
    only = care(types=(care().types[3],), gaps=(), shortage=())
    assert head_of_care(only, Texts("en")).title("en") == text("care.head.nothing", "en")
    row = type_rows(only, Texts("en"))[0]
    assert (row.count, row.access, row.without, row.lacking) == (None, None, None, None)
    assert plain(row.compared) == text("theme.sign.no_data", "en")


def test_service_for_a_whole_zone_leaves_nobody_without():
    pharmacy = care().types[1]
    providers = replace(pharmacy.providers, type="mutuality")
    services = care(types=(replace(pharmacy, providers=providers),))
    assert without_in_reach(care()) == {"pharmacy": 10_000}
    assert without_in_reach(services) == {}


@pytest.mark.parametrize(
    ("types", "id"), [(as_synthetic(care()).types, "care.made_up.all"), (None, None)]
)
def test_made_up_lists_are_said_loud(types, id):
    sheet = care() if types is None else care(types=types)
    said = head_of_care(sheet, Texts("en")).made_up
    assert plain(said) == (None if id is None else text(id, "en"))


def test_single_made_up_list_is_named():
    types = list(care().types)
    types[0] = as_synthetic(care()).types[0]
    said = head_of_care(care(types=tuple(types)), Texts("en")).made_up
    assert plain(said) == text("care.made_up.some", "en", names=("GP",))


def compared(access, reference=100.0):
    supply = care().types[0]
    groups = dict(supply.groups)
    groups["zone"] = replace(groups["zone"], access=access)
    groups["region"] = replace(groups["region"], access=reference)
    sheet = care(types=(replace(supply, groups=groups),))
    return type_rows(sheet, Texts("en"))[0]


@pytest.mark.parametrize(
    ("access", "id", "verdict"),
    [
        (110.0, "care.compare.more_good", "pass"),
        (109.9, "care.compare.unclear", ""),
        (90.1, "care.compare.unclear", ""),
        (90.0, "care.compare.less_bad", "warn"),
        (None, "care.compare.no_reference", ""),
    ],
)
def test_access_is_called_higher_or_lower_from_a_tenth_of_the_reference(access, id, verdict):
    row = compared(access)
    assert plain(row.compared) == text(id, "en", group="the Region")
    assert row.verdict == verdict


def test_nearer_is_good_and_farther_is_not():
    block = type_blocks(care(), Texts("en"))[1]
    nearest = next(row for row in block.rows if "distance" in plain(row.name))
    assert plain(nearest.compared) == text("care.compare.farther_bad", "en", group="the Region")
    assert [plain(cell) for cell in nearest.cells] == ["1.0", "11.0", "5.0", "0.8", "0.8"]


def test_groups_that_are_missing_have_no_data():
    supply = care().types[0]
    fewer = {id: g for id, g in supply.groups.items() if id not in ("rural", "region")}
    block = type_blocks(care(types=(replace(supply, groups=fewer),)), Texts("en"))[0]
    assert [cell is None for cell in block.rows[0].cells] == [False, True, False, True, False]


def test_gap_tells_its_reason_with_value_and_reference():
    sheet = zone_sheet(care_case())
    found = gap_rows(sheet, care(), {"10": 3}, Texts("en"))
    assert [plain(gap.reason) for gap in found] == [
        "none in reach; reference: 42.0 per 100,000 inhabitants (the Region)",
        "far below the reference: 40.0 per 100,000 inhabitants instead of 100.0 (the Region)",
        "far below the reference: 18.0 per 100,000 inhabitants instead of 42.0 (the Region)",
        "below the reference: 60.0 per 100,000 inhabitants instead of 100.0 (the Region)",
        "too far: the nearest is 14.0 km away, compared with 8.1 km (the Region)",
    ]
    assert [gap.number for gap in found] == [3, 3, None, None, None]
    assert [plain(gap.need) for gap in found] == ["1.30", "1.30", None, None, "0.90"]


def test_shortage_rule_is_told_for_the_zone_and_each_municipality():
    found = shortage_rows(zone_sheet(care_case()), care(), Texts("fr"))
    assert [row.verdict for row in found] == ["fail", "pass", "fail", "fail", "not-computable"]
    assert [plain(row.area) for row in found][:2] == ["Toute la zone", "Commune 00"]
    assert found[4].people is None
    assert len(found) == len(SHORTAGE)


def test_sources_say_date_and_what_was_left_out():
    found = source_rows(care(), Texts("en"))
    assert [plain(row.dated) for row in found[:2]] == ["undated", "8 March 2022"]
    assert plain(found[0].left_out) == "1 closed, 1 without a known place"
    assert plain(found[0].used) == "69"
    made_up = source_rows(as_synthetic(care()), Texts("en"))
    assert {plain(row.source) for row in made_up} == {text("care.list.made_up", "en")}


def test_page_shows_what_the_lists_left_out():
    notice = Fault("providers.no_date", "SYNTHETIC-pharmacy.csv")
    many = tuple(replace(notice, row=row) for row in range(2, 40))
    sheet = zone_sheet(care_case(care(notices=many)))
    page = care_page(Book(sheet, scene_of(sheet), "en", "P"))
    body = page[page.index("<body") : page.index('id="texts"')]
    assert body.count("SYNTHETIC-pharmacy.csv, row") == 10
    assert text("fault.most", "en", n=38, most=10) in unescape(body)


def test_page_lists_the_rules_on_resources_and_no_others(journey_sheet):
    book = Book(journey_sheet, None, "en", "P", findings=journey_findings(journey_sheet))
    page = care_page(book)
    rules = {f.rule for f in book.findings}
    shown = {rule for rule in rules if f'<span class="rule-id">{rule}' in page}
    assert shown == {rule for rule in rules if rule.startswith("R")}


def test_page_of_care_needs_a_care_sheet(demo_sheet):
    with pytest.raises(ValueError, match="needs a care sheet"):
        care_page(Book(demo_sheet, None, "en", "P"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_supply_file_has_every_unit_and_type_and_never_a_bare_nought(lang):
    sheet = zone_sheet(care_case())
    table = rows(supply_csv(sheet, care(), lang))
    assert len(table) == 4 * 4
    state, access = text("care.column.state", lang), text("care.column.access", lang)
    dentist = [
        row for row in table if row[text("care.type", lang)] == care().names["dentist"][lang]
    ]
    assert {row[state] for row in dentist} == {text("theme.sign.no_data", lang)}
    assert {row[access] for row in dentist} == {""}
    without = [row for row in table if row[state] == text("theme.sign.none_in_reach", lang)]
    assert [row[text("table.code", lang)] for row in without] == ["10"]


def test_gaps_file_has_the_reason_in_words_and_the_source():
    sheet = zone_sheet(care_case())
    table = rows(gaps_csv(sheet, care(), "fr"))
    assert [row["Code"] for row in table] == ["10", "10", "01", "01", "11"]
    assert table[0]["Pourquoi"].startswith("aucun à portée")
    assert table[0]["Source"] == "Source\u00a0: synthetic, 08/03/2022."
    assert [row["Besoin"] for row in table] == ["1,30", "1,30", "", "", "0,90"]
