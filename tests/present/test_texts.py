"""Texts of a page in four languages, and data that no browser runs."""

from __future__ import annotations

import json
import re

from pilotzones.present.texts import Texts, data_block
from pilotzones.words import LANGUAGES, all_languages


def test_text_that_differs_by_language_keeps_all_its_renderings():
    w = Texts("nl")
    said = w.t("page.sheet")
    assert said == f'<span data-t="0">{all_languages("page.sheet")["nl"]}</span>'
    assert w.content() == [tuple(all_languages("page.sheet")[lang] for lang in LANGUAGES)]


def test_text_that_is_the_same_everywhere_is_written_as_it_is():
    w = Texts("fr")
    assert w.say(lambda _lang: "Dinant") == "<bdi>Dinant</bdi>"
    assert w.content() == []


def test_same_text_has_one_number():
    w = Texts("fr")
    assert w.t("page.sheet") == w.t("page.sheet")
    w.t("page.method")
    assert len(w.content()) == 2


def test_field_may_depend_on_the_language():
    w = Texts("en")
    said = w.t("layer.others", names=lambda lang: (lang,))
    assert "other project: en" in said


def test_markup_in_a_field_stays_text_in_elements_and_attributes():
    w = Texts("fr")
    evil = '"><script>alert(1)</script>'
    assert "<script" not in w.t("layer.others", names=(evil,))
    attribute = w.attr("aria-label", "map.label", zone=evil)
    assert attribute.count('"') == 4
    assert "<script" not in attribute


def test_number_keeps_its_digits_for_the_script():
    shown = Texts("de").number(1234567.25, 1)
    assert shown == '<span data-n="1234567.2">1.234.567,2</span>'


def test_data_block_cannot_be_left_from_inside():
    evil = ["</script><script>alert(1)</script>", "<!--", "\u2028", "&amp;"]
    block = data_block("texts", evil)
    inner = re.fullmatch(r'<script type="application/json" id="texts">(.*)</script>', block)[1]
    assert not re.search("[<>&\u2028]", inner)
    assert json.loads(inner) == evil
