"""Rules of chapters T and S that only ask: one row each, and the facts that only tell."""

from __future__ import annotations

from pilotzones.findings import Rule, Severity, register, register_questions
from pilotzones.stratification.rules._people import GUIDE

register_questions(
    Rule("T05", "hard", "A", Severity.BLOCKING, GUIDE),
    Rule("T10", "hard", "J", Severity.MAJOR, "Guide 2016, 4.3.3; 5.6 (2)"),
    Rule("T14", "hard", "A", Severity.MAJOR, "Guide 2016, 4.3.3; 5.6 (12)"),
    Rule("T15", "adv", "A", Severity.MINOR, "Guide 2016, 4.3.3; 5.4"),
    Rule("T19", "hard", "A", Severity.MAJOR, "Guide 2016, 2; 7"),
    Rule("T21", "hard", "A+J", Severity.MAJOR, "Guide 2016, 2"),
    Rule("S07", "hard", "A", Severity.BLOCKING, "Guide 2016, 2"),
    Rule("S08", "hard", "A", Severity.MAJOR, "Guide 2016, 5.3.3"),
    Rule("S09", "hard", "A", Severity.MINOR, "Guide 2016, 5.4"),
    Rule("S10", "hard", "A", Severity.MAJOR, "Guide 2016, 5.4"),
)
register(Rule("T03", "fact", "-", Severity.INFO, GUIDE))
register(Rule("T16", "fact", "-", Severity.INFO, GUIDE))
register(Rule("T17", "fact", "-", Severity.INFO, "Guide 2016, 2"))
register(Rule("T20", "fact", "-", Severity.INFO, "Guide 2016, 2; slides 2016, 6"))
register(Rule("T22", "fact", "A", Severity.INFO, GUIDE))
