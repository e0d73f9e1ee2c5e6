"""The page of the people: only what was released, in four languages, with or without its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import pytest
from synthetic import grid_layer
from synthetic_people import NAMES, people_case, people_sheet
from synthetic_people_tables import with_cell

from pilotzones.errors import Fault
from pilotzones.findings import Case, checked, evaluate
from pilotzones.present.book import Book
from pilotzones.present.differences import Difference, difference
from pilotzones.present.figures.drawing import as_percent
from pilotzones.present.maps.scene import scene_of
from pilotzones.present.people_page import people_page
from pilotzones.present.people_page_head import head_of_people
from pilotzones.present.people_page_parts import People
from pilotzones.present.people_page_words import euros, trait_level
from pilotzones.present.texts import Texts
from pilotzones.stratification import rules as _chapters  # noqa: F401  registers T and S
from pilotzones.stratification.released import HIDDEN, Cell, PeopleSheet, SafeTable
from pilotzones.words import LANGUAGES, messages, number, percent, text
from pilotzones.words.faults import fault_lines
from pilotzones.zones.sheet import zone_sheet

UNITS = ("00", "01", "10", "11")
EVIL = ("<script>alert(1)</script>", '"><img src=x onerror=alert(2)>')
"""Names that would break a careless page."""


def book_of(sheet: PeopleSheet | None, lang: str = "en", **given: object) -> Book:
    """Book of a SYNTHETIC zone of four units with these people, and the findings on them."""
    case = (
        people_case(sheet, codes=UNITS, **given) if sheet else replace(people_case(), people=None)
    )
    zone = zone_sheet(case)
    found = evaluate(zone.case, checked("T", "S")) if sheet else ()
    return Book(zone, scene_of(zone), lang, "Project", findings=found)


def made(lang: str = "en", **given: object) -> PeopleSheet:
    del lang
    return people_sheet(units=UNITS, rural=("00", "10"), **given)  # type: ignore[arg-type]


@cache
def page(lang: str = "en") -> str:
    return people_page(book_of(made(), lang))


@cache
def page_of_hidden(lang: str) -> str:
    """Page of a sheet whose every measure is held back."""
    full = made()
    tables = {id: every_cell(table, HIDDEN) for id, table in full.tables.items()}
    return people_page(book_of(made(tables=tables), lang))


def every_cell(table: SafeTable, value: Cell) -> SafeTable:
    keys = [column.kind == "key" for column in table.columns]
    rows = tuple(
        tuple(cell if key else value for cell, key in zip(row, keys, strict=True))
        for row in table.rows
    )
    return replace(table, rows=rows, hidden=sum(not key for key in keys) * len(rows))


class _Reader(HTMLParser):
    """Texts of the parts of a page that tell released figures, apart from the axes of figures."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[tuple[str, str]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag not in ("path", "rect", "circle", "use", "br", "meta", "link", "input"):
            self.stack.append((tag, f"{given.get('class') or ''} {given.get('id') or ''}"))

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        inside = any("block" in style.split() for _, style in self.stack)
        axis = any("axis" in style.split() for _, style in self.stack)
        if inside and not axis and data.strip():
            self.found.append(data)


def told(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    return reader.found


def plain(html: str) -> str:
    return " ".join(told(html))


NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?%?")


def forms(value: float) -> Iterator[str]:
    """Ways in which a page may tell a number, in English."""
    yield from (number(value, "en", decimals) for decimals in (0, 1, 2))
    yield from (percent(value, "en", decimals) for decimals in (0, 1, 2))
    yield number(value / 1e6, "en", 1)


def of_tables(sheet: PeopleSheet) -> set[str]:
    cells = [cell for table in sheet.tables.values() for row in table.rows for cell in row]
    allowed = {form for cell in cells if isinstance(cell, int | float) for form in forms(cell)}
    for cell in cells:
        if isinstance(cell, str):
            allowed |= set(NUMBER.findall(cell.replace("-", " ")))
    return allowed


def of_words() -> set[str]:
    """Numbers that stand in the sentences themselves: bounds, sources, published figures."""
    found: set[str] = set()
    for id, each in messages().items():
        if id.startswith(("people.", "figure.", "group.")):
            forms_ = each["en"] if isinstance(each["en"], str) else " ".join(each["en"].values())
            found |= set(NUMBER.findall(re.sub(r"\{[^}]*\}", " ", str(forms_))))
    return found


def test_every_number_under_the_figures_is_in_a_released_table():
    """Beside them only what is no figure of people: years, seed, minimum, counts of the input."""
    sheet = made()
    allowed = of_tables(sheet) | of_words() | set(UNITS) | {"1", "2", "3", "4"}
    allowed |= {*map(str, sheet.data.years), str(sheet.data.seed), str(sheet.minimum_cell)}
    allowed |= {number(n, "en") for n in sheet.totals.values()}
    allowed |= {str(table.hidden) for table in sheet.tables.values()}
    allowed |= {str(sum(table.hidden for table in sheet.tables.values()))}  # held back in all
    cells = (len(t.rows) * sum(c.kind != "key" for c in t.columns) for t in sheet.tables.values())
    allowed.add(number(sum(cells), "en"))
    allowed |= {"3", "60", "6", "40,000", "2"}  # capacity, model card, criteria
    allowed |= {percent(float(str(u)), "en", 0) for u in sheet.tables["uptake"].column("uptake")}
    allowed |= {percent(float(str(t)) / 100, "en", 0) for t in (1, 5, 10, 20, 50, 100)}
    strange = [n for words in told(page()) for n in NUMBER.findall(words) if n not in allowed]
    assert not strange


@pytest.mark.parametrize("id", sorted(made().tables))
def test_every_table_of_the_sheet_is_on_the_page(id):
    """Each number of each table, at the precision that its column is told with."""
    table, shown = made().tables[id], set(NUMBER.findall(plain(page())))
    measures = [column for column in table.columns if column.kind != "key"]
    for column in measures:
        for cell in table.column(column.name):
            if isinstance(cell, int | float):
                assert shown & set(forms(cell)), (id, column.name, cell)


def test_hidden_page_has_the_word_for_every_cell_and_no_number_of_a_person():
    """Nothing of the full page's figures is left when each of them is held back."""
    sheet = made()
    for lang in LANGUAGES:
        assert text("figure.hidden", lang) in plain(page_of_hidden(lang))
    words = [w for w in told(page_of_hidden("en")) if "0–17" not in w]
    shown = {n for w in words for n in NUMBER.findall(w)}
    secret = {
        number(cell, "en")
        for table in sheet.tables.values()
        for row in table.rows
        for cell in row
        if isinstance(cell, int | float) and cell >= 1000
    }
    assert len(secret) > 100
    assert not shown & (secret - of_words() - {number(n, "en") for n in sheet.totals.values()})
    assert not shown & {"0", "0.0", "0.0%", "0.00"}


def test_hidden_cells_of_the_page_are_as_many_as_those_of_the_tables():
    """One cell held back is one more word on the page, in its table and in its figure."""
    full = made()
    table = with_cell(full.tables["segments"], "stays_per_1000", HIDDEN, segment="two")
    once = people_page(book_of(made(tables={"segments": table})))
    assert once.count('class="gone gone-hidden"') == page().count('class="gone gone-hidden"') + 1
    assert "1 hidden cell, which is not a zero" in once


def test_missing_is_no_data_and_not_hidden():
    table = with_cell(made().tables["segments"], "stays_per_1000", None, segment="two")
    shown = people_page(book_of(made(tables={"segments": table})))
    assert shown.count('class="gone gone-no-data"') == page().count('class="gone gone-no-data"') + 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_synthetic_people_are_called_so_at_the_head_of_the_page(lang):
    shown = page(lang)
    said = text("people.made_up", lang)
    assert f">{said}<" in shown
    assert shown.index(said) > shown.index("</h1>")
    official = text("term.synthetic-population", lang).lower()
    assert official in said.lower()


def test_real_people_are_not_called_synthetic():
    data = replace(made().data, synthetic=False, seed=None, files=("/home/anna/persons.csv",))
    shown = people_page(book_of(made(data=data)))
    assert text("people.made_up", "en") not in shown
    assert text("people.model.recovery_lead", "en") not in shown
    assert "persons.csv" in shown
    assert "anna" not in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_model_on_synthetic_people_is_a_recovery_test_and_never_called_exact(lang):
    shown = plain(page(lang)) + page(lang)[page(lang).index("<h1>") :]
    assert text("people.model.recovery_lead", lang) in shown
    ids = [
        id for id in messages() if id.startswith(("people.model", "people.metric", "people.eval"))
    ]
    words = " ".join(str(messages()[id][lang]) for id in ids).lower()
    assert not re.search(r"accura|exactitude|précision|nauwkeurig|genauigkeit", words)


def test_model_without_signal_is_said_to_be_no_better_than_the_mean():
    card = made().model
    assert card is not None
    shown = people_page(book_of(made(model=replace(card, signal=False))))
    said = text("people.model.no_signal", "en")
    assert said in shown
    assert said not in page()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_without_a_model_says_why_and_keeps_the_rest(lang):
    gone = dict.fromkeys(("pyramid", "evaluation", "calibration", "subgroups"))
    shown = people_page(book_of(made(tables=gone, model=None), lang))
    assert text("people.pyramid.no_model", lang) in shown
    assert text("people.model.none", lang) in shown
    assert 'id="fig-pyramid"' not in shown
    assert 'id="fig-concentration"' in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_without_criteria_says_how_to_give_some(lang):
    shown = people_page(book_of(made(criteria=None), lang))
    assert text("people.head.no_target", lang) in shown
    assert "pilot.toml" in shown
    assert 'id="fig-overlap"' not in shown
    assert 'id="fig-profile"' in shown


def test_page_without_people_outside_names_what_it_cannot_compare_with():
    shown = people_page(book_of(made(reference=False)))
    assert "No data to compare with: Region and country." in shown
    assert text("people.difference.unclear", "en") not in shown


def test_page_of_an_empty_sheet_is_still_a_page():
    empty = made(tables=dict.fromkeys(made().tables), criteria=None, model=None, totals={})
    for lang in LANGUAGES:
        shown = people_page(book_of(replace(empty, criteria=None), lang))
        assert text("people.lede.no_conditions", lang) in shown


def test_page_needs_people():
    with pytest.raises(ValueError, match="needs a people sheet"):
        people_page(book_of(None))


def test_same_people_give_the_same_bytes():
    assert people_page(book_of(made())) == page()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_says_source_year_people_and_limits_under_every_figure(lang):
    shown = page(lang)
    feet = re.findall(r'<p class="foot">(.*?)</p>', shown)
    assert len(feet) == shown.count('<section class="block"')
    for foot in feet:
        assert text("people.foot.minimum", lang, minimum=10) in foot
        if text("people.limits.release", lang) in foot:  # speaks of all the tables, of no figure
            continue
        assert "2022" in foot
        assert text("people.source.synthetic", lang, seed=7) in foot


def answer(size: int, lang: str = "en", **given: object) -> str:
    sheet = people_sheet(units=UNITS, target=size, **given)  # type: ignore[arg-type]
    case = people_case(sheet, codes=UNITS)
    found = evaluate(case, checked("T", "S"))
    return head_of_people(People(case, sheet, found, Texts(lang))).title(lang)


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (999, "the target group has only 999 people, too few for the Guide"),
        (1_000, "the target group has 1,000 people, hardly enough for the Guide"),
        (1_999, "the target group has 1,999 people, hardly enough for the Guide"),
        (2_000, "the target group has 2,000 people, enough for the Guide"),
    ],
)
def test_answer_tells_the_target_group_as_the_rules_see_it(size, said):
    assert answer(size) == f"About 1 in\u00a04 people lives with a chronic condition; {said}"


def test_answer_of_a_hidden_target_group_has_no_number():
    table = with_cell(made().tables["criteria"], "people", HIDDEN, term="union")
    assert answer(9_240, tables={"criteria": table}).endswith("the target group is hidden")


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0949, "9.5% of the people"),
        (0.095, "About 1 in\u00a010"),
        (0.246, "About 1 in\u00a04"),
        (0.29, "About 3 in\u00a010"),
        (0.33, "About 1 in\u00a03"),
        (0.949, "About 9 in\u00a010"),
        (0.95, "95.0% of the people"),
    ],
)
def test_answer_pictures_the_share_of_people_with_a_condition(share, said):
    table = with_cell(made().tables["morbidity"], "zone_share", share, condition="any")
    assert answer(9_240, tables={"morbidity": table}).startswith(said)


def test_other_rule_set_is_not_called_the_guide():
    case = people_case(made(), codes=UNITS)
    other = replace(case, rules=case.rules.model_copy(update={"id": "elz"}))
    found = evaluate(other, checked("T", "S"))
    said = head_of_people(People(other, made(), found, Texts("en"))).title("en")
    assert said.endswith("the target group has 9,240 people")


def case_with_hostile_names() -> Case:
    layer = grid_layer(3, 3)
    units = layer.units.assign(name=EVIL[0], name_fr=EVIL[1], name_nl=EVIL[0])
    names = {id: dict.fromkeys(LANGUAGES, EVIL[i % 2]) for i, id in enumerate(NAMES)}
    return people_case(made(names=names), codes=UNITS, layer=replace(layer, units=units))


def test_names_from_files_stay_text():
    zone = zone_sheet(case_with_hostile_names())
    shown = people_page(Book(zone, scene_of(zone), "fr", EVIL[0]))
    body = shown[shown.index("<body") :]
    assert "<script>alert" not in body
    assert "<img" not in body


@pytest.mark.parametrize(
    ("zone", "reference", "people", "found"),
    [
        (0.11, 0.10, None, Difference.HIGHER),
        (0.1099, 0.10, None, Difference.UNCLEAR),
        (0.09, 0.10, None, Difference.LOWER),
        (0.0901, 0.10, None, Difference.UNCLEAR),
        (0.12, 0.10, 864, Difference.UNCLEAR),
        (0.12, 0.10, 866, Difference.HIGHER),
        (0.08, 0.10, 866, Difference.LOWER),
        (0.0, 0.0, 100, Difference.UNCLEAR),
        (HIDDEN, 0.1, 100, Difference.HIDDEN),
        (0.1, HIDDEN, 100, Difference.HIDDEN),
        (None, 0.1, 100, Difference.NO_DATA),
        (0.1, None, 100, Difference.NO_DATA),
    ],
)
def test_difference_is_clear_from_a_tenth_on_and_beyond_chance(zone, reference, people, found):
    """0.02 against 1.96 x sqrt(0.1 x 0.9 / n): clear from n = 864.36 on."""
    assert difference(zone, reference, people) is found


def test_conditions_are_told_as_higher_lower_or_unclear_with_what_that_means():
    shown = plain(page())
    higher = shown.index("More frequent here than in the country: unfavourable")
    lower = shown.index("Less frequent here than in the country: favourable")
    unclear = shown.index("No clear difference")
    assert higher < shown.index("Chronic obstructive pulmonary disease: ", higher) < lower
    assert lower < shown.index("HIV infection: 0.06% against 0.14%", lower) < unclear


@pytest.mark.parametrize("value", [999_999.0, 1_000_000.0])
def test_amounts_are_told_in_millions_from_a_million_on(value):
    said = euros(value, "en").replace("\u00a0", " ")
    assert said == ("999,999 €" if value < 1e6 else "1.0 million euros")
    assert as_percent(0.5, "en") == "50.0%"


@pytest.mark.parametrize(
    ("trait", "level", "said"),
    [
        ("age", "65-74", "65–74 years"),
        ("sex", "F", "Women"),
        ("isolated", "yes", "Lives alone"),
        ("isolated", "no", "Does not live alone"),
        ("isolated", "unknown", "Lives alone: unknown"),
        ("n_conditions", "3+", "Conditions: 3+"),
        ("cond_copd", "yes", "Chronic obstructive pulmonary disease"),
        ("new_trait", "yes", "new_trait"),
    ],
)
def test_traits_of_profile_and_subgroups_have_words(trait, level, said):
    assert trait_level(made(), trait, level)("en") == said


LEDGER = made().tables["ledger"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("A02B", "Medicines A02B"),
        ("?", "Medicines, malformed or missing codes"),
        ("other", "Medicines, other codes"),
        ("", "Medicines"),
    ],
)
def test_codes_of_the_ledger_have_words(code, said):
    rows = [[code if cell == "A02B" else cell for cell in row] for row in LEDGER.rows]
    ledger = replace(LEDGER, rows=tuple(map(tuple, rows)))
    assert said in told(people_page(book_of(made(tables={"ledger": ledger}))))


TOTALS = (
    "persons_read",
    "persons_unknown_unit",
    "persons",
    "deliveries_read",
    "deliveries_unknown_person",
    "deliveries_unknown_unit",
    "deliveries_other_years",
    "deliveries",
)


def test_rows_of_the_input_are_told_in_words():
    """The keys are those of the reading; one that has no words would stand there as it is."""
    shown = plain(people_page(book_of(made(totals=dict.fromkeys(TOTALS, 1_234)))))
    assert not re.search(r"(persons|deliveries)_\w+", shown)
    assert shown.count("1,234") == len(TOTALS)


def test_sources_of_the_conditions_and_notices_on_the_files_are_told():
    notice = Fault("input.persons_unknown_unit", fields={"n": 1_234})
    sheet = made(sources={"copd": "IMA, pseudo-pathologies 2022"}, notices=(notice,))
    shown = told(people_page(book_of(sheet)))
    assert "IMA, pseudo-pathologies 2022" in shown
    assert fault_lines([notice], "en")[0] in shown


def block_of(sheet: PeopleSheet, lang: str = "en") -> str:
    """Words of the block of smoothed shares; empty where there is none."""
    found = re.search(r'id="block-small-areas".*', people_page(book_of(sheet, lang)), re.DOTALL)
    if found is None:
        return ""
    return re.sub(r"<[^>]+>", " ", found[0].partition("</section>")[0])


def hidden_in(unit: str) -> PeopleSheet:
    """The made-up sheet with one hidden count, estimated from the others."""
    at = {"unit": unit, "indicator": "any"}
    found = with_cell(made().tables["small_areas"], "cases", HIDDEN, **at)
    return made(tables={"small_areas": with_cell(found, "method", "others", **at)})


def test_smoothed_shares_stand_under_the_question_who_is_ill_with_their_intervals():
    shown = page()
    places = [shown.index(f'id="{id}"') for id in ("ill", "block-small-areas", "outlook")]
    assert places == sorted(places)
    words = " ".join(block_of(made()).split())
    row = next(r for r in made().tables["small_areas"].records() if r["unit"] == "00")
    for name in ("rate", "rate_low", "rate_high"):
        assert as_percent(row[name], "en") in words
    assert text("area.units.no_ranking", "en") in words
    places = [words.index(f" {unit} ") for unit in UNITS]
    assert places == sorted(places), "by code, never by share"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_standardised_is_said(lang: str):
    words = " ".join(block_of(made(), lang).split())
    for message, names in (
        ("area.persons.outside", ("people.count.any", "people.count.two_or_more")),
        ("area.persons.zone", ("people.col.target_share",)),
    ):
        said = text(message, lang, indicators="|").partition("|")[2].strip()
        assert " ".join(said.split()) in words
        assert text(names[0], lang) in words


def test_unit_with_a_hidden_count_says_that_its_estimate_is_of_the_others():
    said, method = (text(id, "en") for id in ("area.persons.hidden", "area.method.others"))
    plain, held = (" ".join(block_of(s).split()) for s in (made(), hidden_in("10")))
    assert said in held
    assert method in held
    assert said not in plain
    assert method not in plain


def test_no_raw_share_of_a_unit_stands_beside_the_smoothed_one():
    found = re.search(r'id="block-units".*', page(), re.DOTALL)
    assert found is not None
    words = found[0].partition("</section>")[0]
    assert "%" not in words.partition("</table>")[0]


def test_page_without_smoothed_shares_has_no_block_for_them():
    assert block_of(made(tables={"small_areas": None})) == ""
