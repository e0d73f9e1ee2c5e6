"""Faults in words: where first, then what, in four languages."""

from __future__ import annotations

import string

import pytest

from pilotzones.errors import Fault
from pilotzones.words import LANGUAGES, messages
from pilotzones.words.faults import fault_lines

CHAPTERS = ("fault", "file", "table", "row", "column", "mapping", "cell", "geo")
LETTER_O = Fault("cell.letter_o", "units.csv", 14, "population", "12.5OO")


def line(fault, lang="en"):
    (found,) = fault_lines([fault], lang)
    return found


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("fr", "units.csv, ligne 14, colonne population\u00a0: «\u00a012.5OO\u00a0» – Il y a une"),
        ("nl", "units.csv, rij 14, kolom population: “12.5OO” – Er staat een letter O"),
        ("de", "units.csv, Zeile 14, Spalte population: „12.5OO“ – Hier steht ein Buchstabe O"),
        ("en", "units.csv, row 14, column population: “12.5OO” – A letter O stands where a zero"),
    ],
)
def test_line_gives_place_value_and_sentence_in_each_language(lang, expected):
    assert line(LETTER_O, lang).startswith(expected)


def test_fault_without_a_place_is_its_sentence_alone():
    assert line(Fault("table.empty")) == (
        "This file is empty. Give a table with a row of headings and data."
    )


def test_fault_with_a_value_and_no_place_begins_with_the_value():
    assert line(Fault("cell.not_integer", value="x")).startswith("“x” – This is not")


def test_row_numbers_are_not_grouped():
    assert "ligne 12345," in line(Fault("cell.empty", "u.csv", 12345, "a"), "fr")
    doubled = Fault("table.doubled_key", "u.csv", 12346, "a", "5500", {"first": 12345})
    assert "schon in Zeile 12345 und" in line(doubled, "de")


def test_long_values_are_cut_and_stay_on_one_line():
    shown = line(Fault("cell.not_integer", value="a\nb\x1b[31m" + "x" * 100))
    assert "a b [31mxx" in shown
    assert "…”" in shown
    assert "\x1b" not in shown


def test_of_many_faults_the_first_are_shown_and_the_total_given():
    lines = fault_lines([LETTER_O] * 1234, "fr", most=3)
    assert len(lines) == 4
    assert lines[-1] == ("1\u202f234 fautes au total\u202f; les 3 premières sont affichées.")


def test_as_many_faults_as_are_shown_need_no_total():
    assert len(fault_lines([LETTER_O] * 20, "en")) == 20


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_of_the_readers_renders(lang):
    ids = [id for id in messages() if id.split(".")[0] in CHAPTERS[1:]]
    for id in ids:
        form = messages()[id][lang]
        if not isinstance(form, str):
            continue
        names = [name for _, name, _, _ in string.Formatter().parse(form) if name]
        rendered = line(Fault(id, "f.csv", 2, "c", None, dict.fromkeys(names, "5500")), lang)
        assert rendered.startswith("f.csv, ")
        assert "{" not in rendered
