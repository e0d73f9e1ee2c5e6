"""What changed since an earlier run, in sentences: figures, verdicts, units, what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pilotzones.findings import Case, Finding, Severity, Verdict
from pilotzones.present.care_words import type_name
from pilotzones.present.changes import Changes, FigureMove, VerdictMove, Way, changes_between
from pilotzones.present.history import Entry, Figure, RuleState, Snapshot
from pilotzones.present.sentences import capital, title, unit_label
from pilotzones.present.texts import Render
from pilotzones.present.values import counted_units, measured
from pilotzones.words import number, percent, text

_FIGURES = {
    "population": ("changes.figure.population", "count"),
    "units": ("changes.figure.units", "count"),
    "area_km2": ("changes.figure.area", "decimal"),
    "density": ("changes.figure.density", "decimal"),
    "pieces": ("changes.figure.pieces", "count"),
    "enclaves": ("changes.figure.enclaves", "count"),
    "shared_people": ("changes.figure.shared_people", "count"),
    "rural_share": ("changes.figure.rural_share", "share"),
    "chronic_n": ("changes.figure.chronic_n", "count"),
    "chronic_share": ("changes.figure.chronic_share", "share"),
    "multi_n": ("changes.figure.multi_n", "count"),
    "high_n": ("changes.figure.high_n", "count"),
    "target_n": ("changes.figure.target_n", "count"),
    "cost_per_person": ("changes.figure.cost_per_person", "count"),
    "target_cost_per_person": ("changes.figure.target_cost_per_person", "count"),
    "gps_per_100000": ("changes.figure.gps_per_100000", "decimal"),
    "lacking": ("changes.figure.lacking", "count"),
}
"""Message of the name of each figure, and how it is written."""
_OF_TYPES = {"without": "changes.figure.without", "count": "changes.figure.count"}
_BASIS = {
    "units_layer": "changes.basis.units_layer",
    "population_date": "changes.basis.population_date",
    "rule_set": "changes.basis.rule_set",
    "people_data": "changes.basis.people_data",
    "people_year": "changes.basis.people_year",
    "minimum_cell": "changes.basis.minimum_cell",
    "criteria": "changes.basis.criteria",
}
_WORDS = {
    "synthetic": "changes.basis.synthetic",
    "persons": "changes.basis.persons",
    "aggregates": "changes.basis.aggregates",
    "public-rates": "changes.basis.public",
}
_WAYS: dict[Way, str] = {
    "worse": "changes.said.worse",
    "better": "changes.said.better",
    "other": "changes.said.other",
}
_TOLD = ("target_n", "chronic_n", "lacking", "gps_per_100000")
"""Figures that a sentence tells, beside the population."""
_UNITS = {
    "added": ("changes.said.added", "changes.said.added_many"),
    "dropped": ("changes.said.dropped", "changes.said.dropped_many"),
}
"""Messages of units that came or went: where they are few, and where they are many."""
_UNITS_NAMED = 6


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since an earlier entry."""

    day: date
    was: Snapshot
    now: Snapshot
    found: Changes


def since(entry: Entry, now: Snapshot) -> Since:
    """What changed from an entry to the snapshot of today."""
    return Since(entry.day, entry.snapshot, now, changes_between(entry.snapshot, now))


def sentences_of(what: Since, case: Case) -> Iterator[Render]:
    """A sentence each: verdicts, population, units, headline figures, what they rest on."""
    found = what.found
    for way in _WAYS:
        moved = found.of_way(way)
        if moved:
            yield _verdicts(way, moved)
    people = found.figure("population")
    if people is not None:
        yield lambda lang: figure_sentence(people, case, lang)
    for way, codes in (("added", found.added), ("dropped", found.dropped)):
        if codes:
            yield _units(way, tuple(codes), case)
    for name in _TOLD:
        move = found.figure(name)
        if move is not None:
            yield lambda lang, move=move: figure_sentence(move, case, lang)
    if found.basis:
        yield lambda lang: text("changes.said.basis", lang, n=len(found.basis))
    rest = len(found.figures) + len(found.values)
    if rest and not (found.verdicts or found.added or found.dropped or found.basis):
        yield lambda lang: text("changes.said.values", lang, n=rest)


def heading(what: Since) -> Render:
    """What changed, as the heading of the page."""
    found = what.found
    moved = len(found.verdicts)
    if moved:
        return lambda lang: text("changes.head.verdicts", lang, n=moved, date=what.day)
    if found.added or found.dropped:
        return lambda lang: text("changes.head.units", lang, date=what.day)
    return lambda lang: text("changes.head.figures", lang, date=what.day)


def _verdicts(way: Way, moved: tuple[VerdictMove, ...]) -> Render:
    return lambda lang: text(
        _WAYS[way],
        lang,
        n=len(moved),
        rules=tuple(f"{title(move.rule, lang)} ({move.rule})" for move in moved),
    )


def _units(way: str, codes: tuple[str, ...], case: Case) -> Render:
    """Number of the units; their names where they are few."""
    few, many = _UNITS[way]

    def said(lang: str) -> str:
        counted = counted_units(len(codes), case.layer.origin.kind, lang)
        if len(codes) > _UNITS_NAMED:
            return text(many, lang, units=counted)
        names = tuple(unit_label(code, case.layer, lang) for code in codes)
        return text(few, lang, units=counted, names=names)

    return said


def figure_sentence(move: FigureMove, case: Case, lang: str) -> str:
    """A figure that moved, in a sentence."""
    return text(
        "changes.said.figure",
        lang,
        name=capital(figure_name(move.figure, case, lang)),
        was=figure_words(move.figure, move.was, lang),
        now=figure_words(move.figure, move.now, lang),
    )


def figure_name(name: str, case: Case, lang: str) -> str:
    """Name of a figure; one of a type of care has that of the type."""
    if name in _FIGURES:
        return text(_FIGURES[name][0], lang)
    head, _, type = name.partition(".")
    if head not in _OF_TYPES:
        return name
    return text(_OF_TYPES[head], lang, type=type_name(case.care, type, lang))


def figure_words(name: str, value: Figure, lang: str) -> str:
    """A figure as it is written; hidden and missing in words."""
    if value is None:
        return text("changes.none", lang)
    if value == "hidden" or isinstance(value, str):
        return text("released.hidden", lang)
    form = _FIGURES[name][1] if name in _FIGURES else "count"
    if form == "share":
        return percent(value, lang)
    return number(value, lang, 1 if form == "decimal" else 0)


def difference_words(move: FigureMove, lang: str) -> str:
    """By how much a figure is higher or lower; empty where one of the two is no number."""
    was, now = move.was, move.now
    if not isinstance(was, int | float) or not isinstance(now, int | float):
        return ""
    more = now > was
    form = _FIGURES[move.figure][1] if move.figure in _FIGURES else "count"
    if form == "share":
        id = "changes.more_points" if more else "changes.less_points"
        return text(id, lang, n=number(abs(now - was) * 100, lang, 1))
    id = "changes.more" if more else "changes.less"
    return text(id, lang, n=number(abs(now - was), lang, 1 if form == "decimal" else 0))


def basis_name(name: str, case: Case, lang: str) -> str:
    """Name of something that the figures rest on."""
    if name in _BASIS:
        return text(_BASIS[name], lang)
    type = type_name(case.care, name.removeprefix("list."), lang)
    return text("changes.basis.list", lang, type=type)


def basis_words(name: str, value: str | None, lang: str) -> str:
    """What it was or is: a date in the reader's form, a word, or as it is."""
    if not value:
        return text("changes.none", lang)
    if name == "population_date":
        return text("changes.day", lang, date=date.fromisoformat(value))
    return text(_WORDS[value], lang) if value in _WORDS else value


def state_value(rule: str, state: RuleState | None, kind: str, lang: str) -> str:
    """What a rule measured, with its unit; empty where it measured nothing."""
    if state is None or state.value is None:
        return ""
    value = state.value
    plain = Finding(rule, Verdict(state.verdict), Severity.INFO, "", value, None, state.unit)
    return measured(plain, kind, lang)
