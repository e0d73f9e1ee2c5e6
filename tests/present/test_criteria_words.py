"""Criteria read back: phrases in four languages, which can be understood in one way only."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from stratification.criteria_trees import ANY_TREE, CONDITIONS, FIELDS, flags, joined
from synthetic_people import NAMES, bound, people_sheet

from pilotzones.present.criteria_words import criteria_in_words, field_name, spoken
from pilotzones.stratification.criteria import And, Criteria, Flag, Node, Not, Or, known_fields
from pilotzones.stratification.tables import KINDS
from pilotzones.words import LANGUAGES

NB, THIN = "\u00a0", "\u202f"


def said(text: str, lang: str) -> str:
    return criteria_in_words(bound(text), NAMES, lang)


def test_group_and_a_number_of_conditions_read_back_in_four_languages():
    text = "(copd or heart_failure) and n_conditions >= 2"
    assert [said(text, lang) for lang in LANGUAGES] == [
        "bronchopneumopathie chronique obstructive ou insuffisance cardiaque, et au moins 2 "
        "affections chroniques",
        "chronische obstructieve longziekte of hartfalen, en minstens 2 chronische aandoeningen",
        "chronisch-obstruktive Lungenerkrankung oder Herzinsuffizienz, und mindestens 2 chronische "
        "Erkrankungen",
        "chronic obstructive pulmonary disease or heart failure, and at least 2 chronic conditions",
    ]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("diabetes", "diabetes"),
        ("not dementia", "without dementia"),
        ("not not dementia", "dementia"),
        ("diabetes and asthma", "diabetes and asthma"),
        ("diabetes or asthma or epilepsy", "diabetes, asthma or epilepsy"),
        ("diabetes or asthma and epilepsy", "diabetes, or asthma and epilepsy"),
        ("(diabetes or asthma) and epilepsy", "diabetes or asthma, and epilepsy"),
        (
            "diabetes and (asthma or epilepsy and dementia)",
            "diabetes, and (asthma, or epilepsy and dementia)",
        ),
        (
            "(diabetes or asthma and (epilepsy or dementia)) and hiv",
            "(diabetes, or (asthma, and epilepsy or dementia)), and HIV infection",
        ),
        ("not (diabetes or asthma)", "without diabetes and without asthma"),
        ("not (diabetes and age >= 65)", "without diabetes or under 65 years old"),
        ("age < 18 or age >= 65", "under 18 years old or at least 65 years old"),
        ("n_conditions = 1", "exactly 1 chronic condition"),
        ("n_conditions in (2, 3)", "exactly 2 chronic conditions or exactly 3 chronic conditions"),
        (
            "n_conditions not in (2, 3)",
            "a number other than 2 chronic conditions and a number other than 3 chronic conditions",
        ),
        ("total_cost > 12500", "more than 12,500 euro of care a year"),
        ("total_cost > 12500.25", "more than 12,500.25 euro of care a year"),
        ("level = high", "high risk level"),
        ("level != high", "low risk level or middle risk level"),
        ("level in (high, low) and diabetes", "low risk level or high risk level, and diabetes"),
        ("sex = F", "women"),
        ("sex != F", "men"),
        ("not sex in (F, M)", "nobody"),
        ("unit in (5500, 5590)", "living in one of these units (5500, 5590)"),
        ("not unit in (5500, 5590)", "living outside these units (5500, 5590)"),
        ("unit != 5500", "living outside these units (5500)"),
        ("polypharmacy and not isolated", "polypharmacy and not living alone"),
    ],
)
def test_criteria_read_back_in_english(text: str, phrase: str):
    assert said(text, "en") == phrase


def test_numbers_and_plurals_are_those_of_the_language():
    text = "total_cost >= 12500 and hospital_stays >= 1"
    assert said(text, "fr") == (
        f"au moins 12{THIN}500 euros de soins par an et au moins 1 séjour à l’hôpital par an"
    )
    assert said(text, "nl") == (
        "minstens 12.500 euro aan zorg per jaar en minstens 1 ziekenhuisopname per jaar"
    )


@given(ANY_TREE)
def test_any_criteria_have_a_phrase_in_each_language(node: Node):
    names = {id: NAMES[id] for id in CONDITIONS}
    phrases = {lang: criteria_in_words(Criteria(node, FIELDS), names, lang) for lang in LANGUAGES}
    for lang, phrase in phrases.items():
        assert not re.search(r"[{}]|None|^\s|\s$| {2}", phrase), phrase
        assert not re.search(r"\b(and|or|at least|without|criteria\.)\b", phrase) or lang == "en"


LETTERS = {id: dict.fromkeys(LANGUAGES, f"<{id}>") for id in CONDITIONS}


def understood(phrase: str) -> Node:
    """Tree of an English phrase, by the one way in which it may be read.

    Commas with a joining word part what stands apart; in a plain list the last word joins all;
    parentheses hold a phrase of their own.
    """
    parts, words = apart(phrase)
    if len(parts) > 1:
        assert len(set(words)) == 1, phrase
        return (And if words[0] == "and" else Or)(tuple(understood(part) for part in parts))
    if phrase.startswith("("):
        return understood(phrase[1:-1])
    return listed(phrase)


def apart(phrase: str) -> tuple[list[str], list[str]]:
    parts, words, depth, start = [], [], 0, 0
    for match in re.finditer(r"[()]|, (and|or) ", phrase):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if match[1] and depth == 0:
            parts.append(phrase[start : match.start()])
            words.append(match[1])
            start = match.end()
    return [*parts, phrase[start:]], words


def listed(phrase: str) -> Node:
    match = re.fullmatch(r"(.*) (and|or) (.*?)", phrase)
    if match is None:
        bare = phrase.removeprefix("without ")
        flag = Flag(bare[1:-1])
        return Not(flag) if bare != phrase else flag
    parts = [*match[1].split(", "), match[3]]
    return (And if match[2] == "and" else Or)(tuple(listed(part) for part in parts))


def truth(node: Node, has: dict[str, bool]) -> bool:
    match node:
        case And(parts):
            return all(truth(part, has) for part in parts)
        case Or(parts):
            return any(truth(part, has) for part in parts)
        case Not(part):
            return not truth(part, has)
        case Flag(name):
            return has[name]
        case _:
            raise AssertionError("only conditions")


@given(joined(flags(*CONDITIONS), 10))
def test_phrase_is_understood_as_it_was_meant(node: Node):
    """For every person of a world with four conditions."""
    phrase = criteria_in_words(Criteria(node, FIELDS), LETTERS, "en")
    back = understood(phrase)
    for values in product([True, False], repeat=len(CONDITIONS)):
        has = dict(zip(CONDITIONS, values, strict=True))
        assert truth(back, has) == truth(node, has), phrase


def test_comma_in_the_name_of_a_condition_does_not_part_the_list():
    names = {**NAMES, "hiv": dict.fromkeys(LANGUAGES, "infection, HIV included")}
    phrase = criteria_in_words(bound("diabetes or not hiv"), names, "en")
    assert phrase == "diabetes or without infection (HIV included)"
    assert field_name("hiv", names, "en") == "infection (HIV included)"


def test_each_alternative_can_be_told_by_itself():
    criteria = people_sheet().criteria
    assert criteria is not None
    phrases = [spoken(part, criteria, NAMES, "nl") for part in criteria.alternatives]
    assert phrases[1:] == ["hoog risiconiveau", "diabetes"]


def test_every_field_has_a_name_in_each_language():
    for field in known_fields(CONDITIONS, KINDS):
        names = {field_name(field.name, NAMES, lang) for lang in LANGUAGES}
        assert all(names)
        assert field.name in CONDITIONS or len(names) > 1
