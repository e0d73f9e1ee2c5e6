"""`python3 tasks.py proof NAME [--anew]`: the long proofs, each a module of this folder."""

from __future__ import annotations

import sys
from datetime import date
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
FRAME = {"__main__", "browsing", "frame", "page_checks", "quoted"}
"""Modules that are no proof."""


def names() -> list[str]:
    """Names of the proofs."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in FRAME)


def main(arguments: list[str]) -> int:
    """Exit code: 0 where the proof holds, 1 where it found faults, 2 where nothing was asked."""
    given = [argument for argument in arguments if not argument.startswith("-")]
    unknown = {a for a in arguments if a.startswith("-")} - {"--anew"}
    if len(given) != 1 or given[0] not in names() or unknown:
        sys.stderr.write(f"{__doc__}\n\nProofs: {', '.join(names())}\n")
        return 2
    sys.path.insert(0, str(HERE.parent))  # the tests share their makers of data
    frame, module = import_module("proofs.frame"), import_module(f"proofs.{given[0]}")
    proof = frame.Proof.begin(given[0], anew="--anew" in arguments)
    outcome = module.prove(proof)
    path = proof.end(outcome, day=date.today())
    told = [*outcome.faults, f"{path.relative_to(frame.ROOT)}: {dict(outcome.counts)}"]
    sys.stderr.write("".join(f"{line}\n" for line in told))
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
