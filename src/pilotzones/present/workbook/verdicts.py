"""The rules of a zone that a workbook can apply, as formulas over its sums.

Same verdicts, in the same order of reasons, as the rules of chapter Z; the bounds are those of the
rule set. A test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pilotzones.findings import Severity, Verdict, rules
from pilotzones.present.sentences import as_of
from pilotzones.present.workbook.formulas import Shown, chosen, constant, quoted, spoken
from pilotzones.present.workbook.look import SIGNS
from pilotzones.present.workbook.parts import Plan
from pilotzones.present.workbook.sums import Sum
from pilotzones.words import messages

ANSWERED = ("Z06", "Z15")
"""Rules that ask: the reader answers them on the first sheet."""
ELSEWHERE = ("Z01",)
"""Rules that need the map: no sum can tell whether a zone is in one piece."""
_OWN = {"answered_yes": "book.answered_yes", "answered_no": "book.answered_no"}
_WITHOUT_NEXT_STEP = ("no_round", "no_bound", "no_density", "open", "same")
"""Reasons whose next step speaks of the project file."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way a rule can end: why, the verdict, when, and the sums its sentence counts by."""

    reason: str
    verdict: Verdict
    when: str | None = None
    n: str = "codes"
    units: str = ""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as a row of the first sheet; ``measure`` is the sum it looks at."""

    id: str
    outcomes: tuple[Outcome, ...]
    measure: str = ""
    bound: str = ""
    names: str = ""
    people: str = "shared_people"

    @property
    def blocking(self) -> bool:
        """Does a failure stop the zone?"""
        return next(r for r in rules() if r.id == self.id).severity is Severity.BLOCKING


_NC, _FAIL, _WARN, _PASS = (
    Verdict.NOT_COMPUTABLE,
    Verdict.FAIL,
    Verdict.WARN,
    Verdict.PASS,
)
_EMPTY = Outcome("empty", _NC, "pz_codes=0")
_UNKNOWN = Outcome("unknown_units", _NC, "pz_unknown>0", "unknown", "unknown")
_BARE = Outcome("no_population", _NC, "pz_bare>0", "bare", "bare")
_NO_ROUND = Outcome("no_round", _NC, "pz_round=0")
_NO_BOUND = Outcome("no_bound", _NC)


def rule_lines(plan: Plan) -> tuple[RuleLine, ...]:
    """The rules that the rule set names and a workbook can apply, in the order of the list."""
    made = {line.id: line for line in (*_sizes(plan), *_overlaps(), _rural())}
    return tuple(made[id] for id in sorted(made) if id in plan.case.rules.rules)


def _sizes(plan: Plan) -> Iterator[RuleLine]:
    bounds = plan.case.rules.population
    people = (_EMPTY, _UNKNOWN, _BARE)
    wrong = (
        Outcome("unknown", _FAIL, "pz_unknown>0", "faulty", "unknown"),
        Outcome("repeated", _FAIL, "pz_repeated>0", "faulty", "repeated"),
    )
    yield RuleLine("Z02", (_EMPTY, *wrong, Outcome("pass", _PASS)), "faulty")
    enough = (Outcome("pass", _PASS, "pz_people>=pz_minimum"), Outcome("below", _FAIL))
    ends = enough if bounds.minimum is not None else (_NO_BOUND,)
    yield RuleLine("Z03", (*people, *ends), "people", "minimum")
    band = (
        Outcome("below", _WARN, "pz_people<pz_low"),
        Outcome("above", _WARN, "pz_people>pz_high"),
        Outcome("pass", _PASS),
    )
    ends = band if bounds.preferred is not None else (_NO_BOUND,)
    yield RuleLine("Z04", (*people, *ends), "people", "low")
    upper = (
        Outcome("very_high", _WARN, "pz_people>pz_very_high"),
        Outcome("high", _WARN, "pz_people>pz_first_high"),
        Outcome("pass", _PASS),
    )
    both = bounds.high is not None and bounds.very_high is not None
    yield RuleLine("Z05", (*people, *(upper if both else (_NO_BOUND,))), "people", "first_high")


def _overlaps() -> Iterator[RuleLine]:
    first = (_NO_ROUND, _EMPTY, _UNKNOWN)
    same = Outcome("same", _FAIL, 'AND(pz_rivals>0,pz_Z06_answer="")', "rivals", "rival")
    asked = (same, *_answers("Z06"))
    yield RuleLine("Z06", (*first, *asked), "rivals", names="names_rivals", people="rival_people")
    shared = Outcome("shared", _FAIL, "pz_shared>0", "shared", "shared")
    yield RuleLine(
        "Z07", (*first, shared, Outcome("pass", _PASS)), "shared", names="names_touching"
    )
    settle = Outcome("settle", _WARN, "pz_touching>0", "touching", "shared")
    ends = (settle, Outcome("pass", _PASS))
    yield RuleLine("Z08", (*first, *ends), "touching", names="names_touching")


def _rural() -> RuleLine:
    unknown = Outcome("no_density", _NC, "OR(pz_rural_unknown>0,pz_people=0,pz_area=0)")
    none = Outcome("none", _PASS, "pz_rural=0")
    outcomes = (_EMPTY, _UNKNOWN, _BARE, unknown, none, *_answers("Z15", "rural"))
    return RuleLine("Z15", outcomes, "rural_share")


def _answers(rule: str, n: str = "codes") -> tuple[Outcome, ...]:
    return (
        Outcome("answered_yes", _PASS, f'pz_{rule}_answer="yes"'),
        Outcome("answered_no", _FAIL, f'pz_{rule}_answer="no"'),
        Outcome("open", Verdict.TO_DECLARE, None, n),
    )


def reason_formula(line: RuleLine) -> str:
    """Formula of the reason of a rule."""
    return chosen((o.when, quoted(o.reason)) for o in line.outcomes)


def verdict_formula(line: RuleLine, plan: Plan) -> str:
    """Formula of the sign and word of the verdict."""
    words = [(o, quoted(verdict_words(o.verdict, plan))) for o in line.outcomes]
    return chosen((_is(line, o), word) for o, word in words)


def verdict_words(verdict: Verdict, plan: Plan) -> str:
    """Sign and word of a verdict."""
    return f"{SIGNS[verdict]} {plan.say(f'verdict.{verdict}')}"


def sentence_formula(line: RuleLine, plan: Plan, known: Mapping[str, Sum]) -> str:
    """Formula of the sentence, with what to do next where that is no matter of a project file."""
    ways: list[tuple[str | None, str]] = []
    for outcome in line.outcomes:
        fields = _fields(line, outcome, plan, known)
        id = _OWN.get(outcome.reason, f"{line.id}.{outcome.reason}")
        said = spoken(id, plan.lang, fields)
        do = f"{line.id}.{outcome.reason}.do"
        if do in messages() and outcome.reason not in _WITHOUT_NEXT_STEP:
            said = f'{said}&" "&{spoken(do, plan.lang, fields)}'
        ways.append((_is(line, outcome), said))
    return chosen(ways)


def _is(line: RuleLine, outcome: Outcome) -> str | None:
    last = outcome is line.outcomes[-1]
    return None if last else f"pz_{line.id}_reason={quoted(outcome.reason)}"


def _fields(
    line: RuleLine, outcome: Outcome, plan: Plan, known: Mapping[str, Sum]
) -> dict[str, Shown]:
    """What the fields of the sentences stand for; those of other rules do no harm."""
    very_high = outcome.reason == "very_high"
    upper = "first_high" if line.id == "Z05" else "high"
    named = {
        "value": line.measure,
        "threshold": "very_high" if very_high else line.bound or "codes",
        "n": outcome.n,
        "unit_count": "codes",
        "unknown": "list_unknown",
        "repeated": "list_repeated",
        "missing": "missing",
        "away": "away",
        "low": "low",
        "high": upper,
        "very_high": "very_high",
        "others": "others",
        "shared_population": line.people,
        "zones": line.names or "names_touching",
        "units": f"list_{outcome.units}" if outcome.units else "list_unknown",
    }
    found = {field: known[name].shown() for field, name in named.items()}
    return found | {
        "as_of": constant(as_of(plan.case.layer.origin.population_date, plan.lang)),
        "rule_set": constant(getattr(plan.case.rules.title, plan.lang)),
    }
