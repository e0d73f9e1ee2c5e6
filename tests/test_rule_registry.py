"""The registry of rules: the cases that the tests run, and the official rule list it must match."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

import pytest
from conftest import ROOT
from rule_case import verdicts_run
from rule_reasons import PACKAGES

from pilotzones.findings import rules

TESTED = ROOT / "models" / "rules_tested.json"
CASES = [
    row
    for room in sorted({package.__name__.split(".")[1] for package in PACKAGES.values()})
    for row in import_module(f"{room}.rule_cases").every_case()
]


def test_rules_tested_json_tells_the_cases_that_ran(request: pytest.FixtureRequest):
    """Regenerate with ``python3 tasks.py test --write-tested-rules``."""
    found = verdicts_run(CASES)
    if request.config.getoption("--write-tested-rules"):
        TESTED.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    assert json.loads(TESTED.read_text("utf-8")) == found


@pytest.mark.real_data
@pytest.mark.parametrize("chapter", PACKAGES)
def test_registry_agrees_with_the_rule_list(chapter: str, shared_data: Path):
    """Kind, class and severity of each row of the chapter in RULES.md."""
    text = (shared_data.parent / "RULES.md").read_text("utf-8")
    severity = {"B": "blocking", "M": "major", "m": "minor", "i": "info"}
    listed = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(rf"{chapter}\d\d", cells[0]):
            kind = cells[2].split(" ")[0]
            listed[cells[0]] = (kind, class_of(cells[5]), severity[cells[4]])
    ours = {r.id: (r.kind, r.class_, str(r.severity)) for r in rules(chapter)}
    assert ours == listed


def class_of(cell: str) -> str:
    """Class as the rule list gives it; of a row in parts (S05), the classes of all its parts."""
    if cell.startswith("("):
        return "+".join(dict.fromkeys(re.findall(r"\b[DAJ]\b", cell)))
    return cell.split(" ")[0]
