"""The accessibility statement: the parts that the European model asks for, and a contact."""

from __future__ import annotations

from html import unescape

import pytest
from synthetic_journey import SITE_PAGES

from pilotzones.present.accessibility_page import contact_words
from pilotzones.present.site import write_site
from pilotzones.words import LANGUAGES, text

PARTS = ("scope", "status", "not", "outside", "prepared", "contact", "recourse")
"""Parts of the model of Implementing Decision (EU) 2018/1523."""


def statement(folder) -> str:
    return unescape((folder / "accessibility.html").read_text("utf-8"))


def test_statement_has_every_part_of_the_model_in_four_languages(sites):
    page = statement(sites["journey"])
    for part in PARTS:
        for lang in LANGUAGES:
            assert text(f"accessibility.{part}_head", lang) in page, (part, lang)


def test_statement_names_standard_and_acts(sites):
    page = statement(sites["journey"])
    for name in ("EN 301 549", "19 juillet 2018", "2016/2102", "axe-core", "390"):
        assert name in page


def test_statement_says_that_nobody_with_a_disability_tested_it(sites):
    page = statement(sites["journey"])
    assert "Aucun test avec des personnes handicapées." in page
    assert "partiellement conformes" in page


def test_missing_contact_is_said_plainly(sites):
    assert text("accessibility.no_contact", "fr") in statement(sites["journey"])


def test_contact_of_the_project_stands_in_the_statement(tmp_path, troubled_sheet):
    page = write_site(
        troubled_sheet,
        out=tmp_path / "out",
        lang="fr",
        project_name="P",
        contact="Ada, 083 00 00 00, ada@exemple.be.",
    )
    said = statement(page.parent)
    assert 'Ada, 083 00 00 00, <a href="mailto:ada@exemple.be">ada@exemple.be</a>.' in said
    assert text("accessibility.no_contact", "fr") not in said


@pytest.mark.parametrize(
    "contact", ["<script>alert(1)</script>", 'a@b.be"onmouseover=alert(1)', "a@b.be?subject=<b>"]
)
def test_contact_stays_harmless(contact):
    made = str(contact_words(contact))
    assert "<script" not in made
    assert made.count('"') % 2 == 0
    assert "onmouseover=alert" not in made.split("</a>")[0]
    assert "<b>" not in made


def test_every_foot_leads_to_the_statement(sites):
    for site, page in SITE_PAGES:
        said = (sites[site] / f"{page}.html").read_text("utf-8")
        foot = said[said.index("<footer>") :]
        assert 'href="accessibility.html"' in foot, (site, page)
