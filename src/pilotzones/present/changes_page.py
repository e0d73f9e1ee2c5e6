"""The page on what changed since an earlier run, in detail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from pilotzones.findings import Case
from pilotzones.present import changes_words as words
from pilotzones.present.book import Book, asset_text, frame, render, window_title
from pilotzones.present.changes import Way
from pilotzones.present.history import Entry, RuleState, Snapshot
from pilotzones.present.sentences import capital, title, unit_label
from pilotzones.present.texts import Texts
from pilotzones.words import text

PAGE = "changes.html"
_RUNS_SHOWN = 12
_WAYS: tuple[tuple[Way, str], ...] = (
    ("worse", "changes.worse"),
    ("better", "changes.better"),
    ("other", "changes.other"),
)


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A rule with its verdicts before and now; None where it was not applied."""

    rule: str
    title: Markup
    was: str | None
    now: str | None
    value_was: Markup
    value_now: Markup


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Something with what it was and is, and the difference in words."""

    name: Markup
    was: Markup
    now: Markup
    difference: Markup


@dataclass(frozen=True, slots=True)
class UnitGone:
    """A unit that was added or dropped, with its people where they are known."""

    name: Markup
    people: Markup | None


@dataclass(frozen=True, slots=True)
class Run:
    """A line of the table of runs."""

    day: date | None
    units: Markup
    people: Markup | None
    target: Markup | None
    counts: Mapping[str, int]


def changes_page(book: Book, what: words.Since) -> str:
    """Verdicts, units, figures and values that moved, what they rest on, and earlier runs."""
    w, case, found = Texts(book.lang), book.sheet.case, what.found
    rows = {way: _verdict_rows(what, way, case, w) for way, _ in _WAYS}
    fields = frame(book, w) | {
        "page": "changes",
        "own_css": asset_text("changes.css"),
        "title": window_title(lambda lang: text("page.changes", lang), book),
        "heading": w.say(words.heading(what)),
        "sentences": [w.say(line) for line in words.sentences_of(what, case)],
        "verdicts": [(w.t(id), rows[way]) for way, id in _WAYS if rows[way]],
        "added": _units(found.added, case, w),
        "dropped": _units(found.dropped, case, w),
        "figures": list(_figures(what, case, w)),
        "values": list(_values(what, case, w)),
        "basis": list(_basis(what, case, w)),
        "runs": _runs(book.earlier, what.now, w),
        "since": what.day,
    }
    return render("changes.html.j2", fields)


def _verdict_rows(what: words.Since, way: Way, case: Case, w: Texts) -> list[VerdictRow]:
    return [
        VerdictRow(
            rule=move.rule,
            title=w.say(lambda lang, rule=move.rule: title(rule, lang)),
            was=move.was.verdict if move.was else None,
            now=move.now.verdict if move.now else None,
            value_was=_value(move.rule, move.was, case, w),
            value_now=_value(move.rule, move.now, case, w),
        )
        for move in what.found.of_way(way)
    ]


def _value(rule: str, state: RuleState | None, case: Case, w: Texts) -> Markup:
    kind = case.layer.origin.kind
    return w.say(lambda lang: words.state_value(rule, state, kind, lang))


def _figures(what: words.Since, case: Case, w: Texts) -> Iterator[MoveRow]:
    for move in what.found.figures:
        yield MoveRow(
            w.say(lambda lang, m=move: capital(words.figure_name(m.figure, case, lang))),
            w.say(lambda lang, m=move: words.figure_words(m.figure, m.was, lang)),
            w.say(lambda lang, m=move: words.figure_words(m.figure, m.now, lang)),
            w.say(lambda lang, m=move: words.difference_words(m, lang)),
        )


def _values(what: words.Since, case: Case, w: Texts) -> Iterator[MoveRow]:
    """Values of rules whose verdict is the same; those that read the same are left out."""
    for move in what.found.values:
        was, now = (_value(move.rule, state, case, w) for state in (move.was, move.now))
        if was != now:
            name = w.say(lambda lang, rule=move.rule: f"{title(rule, lang)} ({rule})")
            yield MoveRow(name, was, now, Markup(""))


def _basis(what: words.Since, case: Case, w: Texts) -> Iterator[MoveRow]:
    for move in what.found.basis:
        yield MoveRow(
            w.say(lambda lang, m=move: words.basis_name(m.name, case, lang)),
            w.say(lambda lang, m=move: words.basis_words(m.name, m.was, lang)),
            w.say(lambda lang, m=move: words.basis_words(m.name, m.now, lang)),
            Markup(""),
        )


def _units(codes: Mapping[str, int | None], case: Case, w: Texts) -> list[UnitGone]:
    return [
        UnitGone(
            w.say(lambda lang, code=code: unit_label(code, case.layer, lang)),
            None if people is None else w.number(people),
        )
        for code, people in sorted(codes.items())
    ]


def _runs(earlier: Sequence[Entry], now: Snapshot, w: Texts) -> list[Run]:
    """The newest runs that said something else than the one before them, the newest first."""
    told = [_run(None, now, w)]
    for entry in reversed(earlier):
        if entry.snapshot != now or len(told) > 1:
            told.append(_run(entry.day, entry.snapshot, w))
    return told[:_RUNS_SHOWN]


def _run(day: date | None, snapshot: Snapshot, w: Texts) -> Run:
    people = snapshot.figures.get("population")
    target = snapshot.figures.get("target_n")
    return Run(
        day=day,
        units=w.number(len(snapshot.units)),
        people=w.number(people) if isinstance(people, int | float) else None,
        target=None
        if target is None
        else w.say(lambda lang: words.figure_words("target_n", target, lang)),
        counts=Counter(state.verdict for state in snapshot.rules.values()),
    )
