"""The method page: every rule of the registry and every measure, from the program itself."""

from __future__ import annotations

import inspect
from html import unescape
from importlib import import_module

import pytest

from pilotzones.findings import rules
from pilotzones.present.docstrings import explained, explained_rules
from pilotzones.present.method_registry import MEASURES
from pilotzones.words import text


def page_of(sites, name: str) -> str:
    return unescape((sites[name] / "method.html").read_text("utf-8"))


def test_page_lists_every_rule_with_demand_and_source(sites):
    page = page_of(sites, "journey")
    for rule in rules():
        assert f'id="rule-{rule.id}"' in page
        assert text(f"{rule.id}.title", "fr") in page
        assert text(f"{rule.id}.demand", "fr") in page
        assert rule.source in page


def test_computed_rules_bring_the_words_of_their_function_marked_as_english(sites):
    page = page_of(sites, "journey")
    found = explained_rules()
    assert {rule.id for rule in rules() if rule.class_ == "D" and rule.kind != "fact"} <= set(found)
    for told in found.values():
        assert f'lang="en">{told.words} <code>{told.file}</code>' in page


def test_words_of_a_rule_are_those_that_python_sees(sites):
    from pilotzones.zones.rules.size import population_minimum

    whole = inspect.getdoc(population_minimum)
    assert whole is not None
    assert explained_rules()["Z03"].words == whole.split("\n\n")[0]
    assert explained_rules()["Z03"].file == "zones/rules/size.py"


@pytest.mark.parametrize(("id", "name"), MEASURES)
def test_measure_is_explained_by_something_that_the_program_has(id, name):
    told = explained(name)
    assert told.words.endswith((".", ";"))
    parts = name.split(".")
    module = import_module(f"pilotzones.{told.file.removesuffix('.py').replace('/', '.')}")
    if len(parts) > told.file.count("/") + 1:
        assert callable(getattr(module, parts[-1]))


def test_measures_of_people_and_care_stand_only_where_a_project_has_them(sites):
    zone, whole = page_of(sites, "demo"), page_of(sites, "journey")
    assert explained("resources.access.e2sfca").words in whole
    assert explained("resources.access.e2sfca").words not in zone
    assert explained("zones.measures.pieces_of").words in zone


def test_unknown_name_is_refused():
    with pytest.raises(KeyError):
        explained("zones.measures.nothing")
    with pytest.raises(KeyError):
        explained("nowhere.at_all")


def test_rule_that_is_not_applied_is_called_so(sites):
    page = page_of(sites, "demo")
    entry = page[page.index('id="rule-T02"') :].split("</li>")[0]
    assert text("method.not_applied", "fr") in entry
    applied = page[page.index('id="rule-Z01"') :].split("</li>")[0]
    assert text("method.not_applied", "fr") not in applied
