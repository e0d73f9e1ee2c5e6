"""Findings in words: the one place that turns a finding into a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

from pilotzones.findings import Case, Finding, Severity, Verdict
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.criteria_words import field_name
from pilotzones.present.names import unit_name
from pilotzones.words import LANGUAGES, listed, messages, text

_COUNTED = (
    *("pieces", "units", "zones", "regions"),
    *("conditions", "criteria", "tables", "priorities", "types", "components", "gaps"),
)

_LISTED_IN_A_STEP = 6

_OPEN = (Verdict.TO_DECLARE, Verdict.TO_JUDGE)

_URGENCY = {
    (Verdict.FAIL, Severity.BLOCKING): 0,
    (Verdict.FAIL, Severity.MAJOR): 1,
    (Verdict.WARN, Severity.MAJOR): 2,
    (Verdict.FAIL, Severity.MINOR): 3,
    (Verdict.TO_DECLARE, Severity.BLOCKING): 4,
    (Verdict.TO_JUDGE, Severity.BLOCKING): 4,
    (Verdict.NOT_COMPUTABLE, Severity.BLOCKING): 5,
    (Verdict.TO_DECLARE, Severity.MAJOR): 6,
    (Verdict.TO_JUDGE, Severity.MAJOR): 6,
    (Verdict.WARN, Severity.MINOR): 7,
}


def capital(words: str) -> str:
    """The words with a capital letter, as they stand at the head of a row or a sentence."""
    return words[:1].upper() + words[1:]


def unit_label(code: str, layer: UnitLayer, lang: str) -> str:
    """Code and name: ``5500 Dinant``; the bare code where the layer has no name."""
    name = unit_name(code, layer, lang)
    return f"{code} {name}" if name and name != code else code


def fields(finding: Finding, case: Case, lang: str) -> dict[str, Any]:
    """Named fields that the sentences of a finding may use.

    All of the finding's evidence, and: ``value``, ``threshold``; ``units`` (the subjects as code
    and name); ``n`` (the value where it counts pieces, units, conditions and the like, else the
    number of subjects); ``conditions``, ``fields`` and ``types`` of the evidence by their names;
    ``zone``; ``date`` (of the population) or the word for unknown; ``as_of``, the same as a phrase
    that follows a number of people; ``rule_set``. The day of an answer, ``on``, is a date.
    """
    counted = finding.unit in _COUNTED and isinstance(finding.value, int)
    found: dict[str, Any] = {
        "value": finding.value,
        "threshold": finding.threshold,
        "units": tuple(unit_label(code, case.layer, lang) for code in finding.subjects),
        "n": finding.value if counted else len(finding.subjects),
        "zone": case.zone.name,
        "date": case.layer.origin.population_date or text("date.unknown", lang),
        "as_of": as_of(case.layer.origin.population_date, lang),
        "rule_set": getattr(case.rules.title, lang),
    }
    found |= finding.evidence
    found |= _named(finding, case, lang)
    if isinstance(answered_on := found.get("on"), str):
        found["on"] = date.fromisoformat(answered_on)
    return found


def _named(finding: Finding, case: Case, lang: str) -> dict[str, tuple[str, ...]]:
    """Conditions, fields of the criteria and types of provider of a finding, by their names."""
    people = case.people.names if case.people else {}
    types = (case.care.names if case.care else None) or {}
    speak = {
        "conditions": lambda id: field_name(id, people, lang),
        "fields": lambda id: field_name(id, people, lang),
        "types": lambda id: types[id][lang] if id in types else id,
    }
    return {
        key: tuple(speak[key](id) for id in ids)
        for key, ids in finding.evidence.items()
        if key in speak and isinstance(ids, tuple)
    }


def as_of(day: date | None, lang: str) -> str:
    """Phrase that dates a number of people: ``au 01/01/2020``, or ``à une date inconnue``."""
    return text("date.as_of", lang, date=day) if day else text("date.as_of_unknown", lang)


def sentence(finding: Finding, case: Case, lang: str, *, most: int | None = None) -> str:
    """What the rule says of the case, in one or two sentences.

    Of lists with more than ``most`` entries the rest is counted.
    """
    return text(f"{finding.rule}.{finding.reason}", lang, **_told(finding, case, lang, most))


def _told(finding: Finding, case: Case, lang: str, most: int | None) -> dict[str, Any]:
    found = fields(finding, case, lang)
    if most is None:
        return found
    return {
        name: listed(value, lang, most) if isinstance(value, tuple) else value
        for name, value in found.items()
    }


def sentences(finding: Finding, case: Case) -> dict[str, str]:
    """The same in each language."""
    return {lang: sentence(finding, case, lang) for lang in LANGUAGES}


def title(rule: str, lang: str) -> str:
    """Short name of a rule."""
    return text(f"{rule}.title", lang)


def demand(rule: str, lang: str) -> str:
    """What the source asks, in one sentence."""
    return text(f"{rule}.demand", lang)


def question(rule: str, lang: str) -> str | None:
    """Question of a rule that has to be declared or judged; None for the others."""
    id = f"{rule}.question"
    return text(id, lang) if id in messages() else None


def next_step(finding: Finding, case: Case, lang: str) -> str | None:
    """What to do about a finding that is no pass, after the question where one is open."""
    if finding.verdict is Verdict.PASS:
        return None
    for id in (f"{finding.rule}.{finding.reason}.do", f"{finding.rule}.do"):
        if id in messages():
            do = text(id, lang, **_told(finding, case, lang, _LISTED_IN_A_STEP))
            asked = question(finding.rule, lang) if finding.verdict in _OPEN else None
            return f"{asked} {do}" if asked else do
    return None


def by_urgency(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings that ask for something, the most urgent first."""
    waiting = (f for f in findings if f.verdict is not Verdict.PASS)
    return tuple(sorted(waiting, key=lambda f: _URGENCY.get((f.verdict, f.severity), 9)))
