"""The answer at the head of the page: chosen from the findings, the worst first."""

from __future__ import annotations

import pytest

from pilotzones.findings import Finding, Severity, Verdict
from pilotzones.present.headline import State, headline

B, M, S, INFO = Severity.BLOCKING, Severity.MAJOR, Severity.MINOR, Severity.INFO


def found(*pairs):
    return tuple(Finding(f"Z{i:02}", v, s, "pass") for i, (v, s) in enumerate(pairs, 1))


@pytest.mark.parametrize(
    ("pairs", "state", "rules"),
    [
        ([], State.FIT, []),
        ([(Verdict.PASS, B)], State.FIT, ["Z01"]),
        ([(Verdict.WARN, S), (Verdict.PASS, B)], State.WARNED, ["Z01"]),
        ([(Verdict.WARN, S), (Verdict.TO_DECLARE, S)], State.OPEN, ["Z02"]),
        ([(Verdict.TO_JUDGE, M), (Verdict.NOT_COMPUTABLE, M)], State.OPEN, ["Z01", "Z02"]),
        ([(Verdict.TO_DECLARE, B), (Verdict.FAIL, S)], State.FAILED, ["Z02"]),
        ([(Verdict.NOT_COMPUTABLE, B), (Verdict.FAIL, M)], State.UNKNOWN, ["Z01"]),
        ([(Verdict.FAIL, B), (Verdict.NOT_COMPUTABLE, B)], State.BLOCKED, ["Z01"]),
    ],
)
def test_state_is_that_of_the_worst_finding(pairs, state, rules):
    said = headline(found(*pairs))
    assert said.state is state
    if state is not State.FIT:
        assert [finding.rule for finding in said.findings] == rules


@pytest.mark.parametrize("severity", list(Severity))
def test_missing_input_never_makes_a_zone_fit(severity):
    said = headline(found((Verdict.NOT_COMPUTABLE, severity)))
    assert said.state in (State.UNKNOWN, State.OPEN)
