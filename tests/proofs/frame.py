"""The frame of every proof: steps that survive being stopped, and one dated file at the end."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "docs" / "proofs"
"""Results that are committed, and that numbers in the documentation come from."""
_SOURCES = ("src", "maps", "models", "postcodes", "tests/proofs")


@dataclass
class Proof:
    """A proof that runs.

    Parameters
    ----------
    name
        Name of the proof, which is that of its module.
    folder
        Where it may write: steps that are done, pictures, anything large. Not committed.
    """

    name: str
    folder: Path
    _done: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def begin(cls, name: str, *, anew: bool = False) -> Proof:
        """Proof with the steps of an earlier run that was stopped, if nothing changed since."""
        proof = cls(name, ROOT / "out" / "proof" / name)
        kept = proof._steps
        if not anew and kept.is_file():
            earlier = json.loads(kept.read_text("utf-8"))
            if earlier["sources"] == fingerprint():
                proof._done = earlier["steps"]
        return proof

    @property
    def _steps(self) -> Path:
        return self.folder / "steps.json"

    def step(self, key: str, work: Callable[[], Any]) -> Any:
        """Result of a step (anything that JSON holds), taken from an earlier run where it is."""
        if key not in self._done:
            sys.stderr.write(f"  {key}\n")
            self._done[key] = work()
            self.folder.mkdir(parents=True, exist_ok=True)
            content = {"sources": fingerprint(), "steps": self._done}
            aside = self._steps.with_suffix(".part")
            aside.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
            aside.replace(self._steps)
        return self._done[key]

    def end(self, outcome: Outcome, *, day: date, kept: Path = KEPT) -> Path:
        """Write the dated result; the steps are done with."""
        content = {
            "proof": self.name,
            "date": day.isoformat(),
            "versions": versions(outcome.packages),
            "counts": dict(outcome.counts),
            "faults": list(outcome.faults),
        }
        path = kept / f"{self.name}-{day.isoformat()}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
        self._steps.unlink(missing_ok=True)
        return path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a proof found: counts by name, faults as sentences, and packages that it leaned on."""

    counts: Mapping[str, int | float | str]
    faults: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()


_FINGERPRINT: list[str] = []


def fingerprint() -> str:
    """Fingerprint of the program and of the proofs: results of another state are not taken."""
    if not _FINGERPRINT:
        known = hashlib.sha256()
        for folder in _SOURCES:
            paths = (ROOT / folder).rglob("*")
            for path in sorted(p for p in paths if p.is_file() and "__pycache__" not in p.parts):
                known.update(path.relative_to(ROOT).as_posix().encode())
                known.update(path.read_bytes())
        _FINGERPRINT.append(known.hexdigest())
    return _FINGERPRINT[0]


def versions(packages: Iterable[str]) -> dict[str, str]:
    """Versions of Python and of the packages named."""
    from pilotzones import __version__

    found = {"pilotzones": __version__, "python": platform.python_version()}
    return found | {name: version(name) for name in packages}
