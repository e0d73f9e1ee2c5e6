"""The tests that take long: exhaustive searches, recovery of known truth, killed runs of Spark.

They are marked ``long`` where they stand, beside the short ones on the same thing.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from proofs.frame import ROOT, Outcome, Proof


def prove(proof: Proof) -> Outcome:
    """How many tests ran, were skipped, and failed, by file."""
    found = proof.step("tests", lambda: _run(proof.folder))
    counts = {"tests": len(found), "skipped": sum(each["skipped"] for each in found)}
    for each in found:
        counts[each["file"]] = counts.get(each["file"], 0) + 1
    faults = [f"{each['name']}: {each['fault']}" for each in found if each["fault"]]
    if not found:
        faults.append("no test ran")
    return Outcome(counts, tuple(faults), ("pytest",))


def _run(folder: Path) -> list[dict[str, Any]]:
    folder.mkdir(parents=True, exist_ok=True)
    report = folder / "tests.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-m", "long", f"--junitxml={report}"]
    subprocess.run(command, cwd=ROOT, stdout=sys.stderr, check=False)
    if not report.is_file():
        return []
    return [
        {
            "file": case.get("classname", "").replace(".", "/") + ".py",
            "name": case.get("name", ""),
            "skipped": case.find("skipped") is not None,
            "fault": next((bad.get("message", "")[:200] for bad in case if bad.tag in _BAD), ""),
        }
        for case in ElementTree.parse(report).iter("testcase")
    ]


_BAD = ("failure", "error")
