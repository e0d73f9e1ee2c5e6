"""The page of the official terms: all of them, in four languages, found by a few letters."""

from __future__ import annotations

from html import unescape

import pytest
from axe_playwright_python.sync_playwright import Axe

from pilotzones.present.glossary_page import terms
from pilotzones.words import LANGUAGES, messages


def test_page_has_every_term_in_every_language(sites):
    page = unescape((sites["journey"] / "glossary.html").read_text("utf-8"))
    listed = [id for id in messages() if id.startswith("term.")]
    assert len(listed) >= 52
    for id in listed:
        for lang in LANGUAGES:
            assert f">{messages()[id][lang]}</td>" in page, f"{id} {lang}"


def test_terms_are_sorted_by_the_language_of_the_page(sites):
    page = unescape((sites["journey"] / "glossary.html").read_text("utf-8"))
    places = [page.index(f">{term[0]}</td>") for term in sorted(terms(), key=lambda t: t[0])]
    assert places[0] < places[-1]


def rows(page) -> list[str]:
    return page.eval_on_selector_all(
        "#terms tbody tr:not([hidden])", "rows => rows.map(row => row.cells[0].textContent)"
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Krankenhaus", {"hôpital"}),
        ("HOPITAL", {"hôpital"}),
        ("huisarts", {"médecin généraliste"}),
        ("zone pilote", {"zone pilote (zone d’action du projet)"}),
    ],
)
def test_few_letters_in_any_language_find_a_term(sites, open_page, asked, found):
    page = open_page(sites["journey"] / "glossary.html").page
    page.fill("#term", asked)
    assert set(rows(page)) == found
    assert page.inner_text("#terms-found").startswith(str(len(found)))


def test_letters_that_no_term_has_are_told(sites, open_page):
    page = open_page(sites["journey"] / "glossary.html").page
    page.fill("#term", "qqq")
    assert rows(page) == []
    assert page.inner_text("#terms-found") == "Aucune notion ne contient ces lettres."
    page.fill("#term", "")
    assert len(rows(page)) == len(terms())


def test_table_is_sorted_again_by_the_language_that_is_chosen(sites, open_page):
    page = open_page(sites["journey"] / "glossary.html").page
    first = page.inner_text("#terms tbody tr:first-child td[lang=de]")
    page.click('button[data-lang="de"]')
    again = page.inner_text("#terms tbody tr:first-child td[lang=de]")
    assert (first, again) == ("zu erklären / zu beurteilen / nicht berechenbar", "Apotheke")


def test_page_has_no_automatic_finding(sites, open_page):
    opened = open_page(sites["journey"] / "glossary.html", width=390)
    found = Axe().run(opened.page)
    assert found.violations_count == 0, found.generate_report()
