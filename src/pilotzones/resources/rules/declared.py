"""Rules of chapter R that only ask: one row each, and the fact that only tells."""

from __future__ import annotations

from pilotzones.findings import Rule, Severity, register, register_questions
from pilotzones.resources.rules._ready import GUIDE

register_questions(
    Rule("R02", "adv", "A", Severity.MINOR, f"{GUIDE}; annex 13"),
    Rule("R05", "adv", "A", Severity.MINOR, GUIDE),
)
register(Rule("R08", "fact", "-", Severity.INFO, GUIDE))
