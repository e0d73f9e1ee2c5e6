"""Rules of chapter Z that only ask: one row each, and the facts that only tell."""

from __future__ import annotations

from functools import partial

from pilotzones.findings import Case, Finding, Rule, Severity, Verdict, register
from pilotzones.zones.rules._finding import GUIDE, answered

_ASKED = (
    Rule("Z18", "hard", "A", Severity.BLOCKING, "Guide 2016, 4.3.2; 5.6 (1)"),
    Rule("Z20", "adv", "A", Severity.MINOR, GUIDE),
    Rule("Z23", "hard", "A", Severity.BLOCKING, GUIDE),
)
_FACTS = (
    Rule("Z19", "fact", "-", Severity.INFO, "Guide 2016, 2; 4.3.2"),
    Rule("Z24", "fact", "A", Severity.INFO, GUIDE),
)


def _asked(id: str, case: Case) -> Finding:
    """To declare until it is answered; then pass or fail as answered."""
    return answered(case, id, Verdict.TO_DECLARE)


for _row in _ASKED:
    register(_row, partial(_asked, _row.id))
for _row in _FACTS:
    register(_row)
