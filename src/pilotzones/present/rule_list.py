"""Rules as a list for people and programs: the registry with titles and the tested cases."""

from __future__ import annotations

import json
from typing import Any

from pilotzones.assets import asset
from pilotzones.findings import rules
from pilotzones.present.sentences import demand, question, title
from pilotzones.resources import rules as _chapter_r  # noqa: F401  registers the chapter
from pilotzones.stratification import rules as _chapters_t_and_s  # noqa: F401  registers them
from pilotzones.words import LANGUAGES
from pilotzones.zones import rules as _chapter_z  # noqa: F401  registers the chapter


def rule_list() -> list[dict[str, Any]]:
    """Every rule with class, kind, severity, source, texts and the verdicts its tests ran.

    ``tested`` comes from ``models/rules_tested.json``, which the tests hold to what they execute.
    """
    tested = json.loads(asset("models", "rules_tested.json").read_text("utf-8"))
    return [
        {
            "id": rule.id,
            "chapter": rule.chapter,
            "kind": rule.kind,
            "class": rule.class_,
            "severity": str(rule.severity),
            "source": rule.source,
            "title": {lang: title(rule.id, lang) for lang in LANGUAGES},
            "demand": {lang: demand(rule.id, lang) for lang in LANGUAGES},
            "question": _questions(rule.id),
            "tested": tested.get(rule.id, []),
        }
        for rule in rules()
    ]


def _questions(id: str) -> dict[str, str] | None:
    asked = {lang: question(id, lang) for lang in LANGUAGES}
    found = {lang: words for lang, words in asked.items() if words is not None}
    return found or None
