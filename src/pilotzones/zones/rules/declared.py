"""Rules of chapter Z that only ask: one row each, and the facts that only tell."""

from __future__ import annotations

from pilotzones.findings import Rule, Severity, register, register_questions
from pilotzones.zones.rules._finding import GUIDE

register_questions(
    Rule("Z18", "hard", "A", Severity.BLOCKING, "Guide 2016, 4.3.2; 5.6 (1)"),
    Rule("Z20", "adv", "A", Severity.MINOR, GUIDE),
    Rule("Z23", "hard", "A", Severity.BLOCKING, GUIDE),
)
register(Rule("Z19", "fact", "-", Severity.INFO, "Guide 2016, 2; 4.3.2"))
register(Rule("Z24", "fact", "A", Severity.INFO, GUIDE))
