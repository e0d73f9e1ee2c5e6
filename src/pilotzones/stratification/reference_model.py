"""The reference model that ships: fitted on SYNTHETIC persons only; it shows the form of the file.

It is made anew by ``python -m pilotzones.stratification.reference_model PATH``, such as
``models/risk/reference.json``.
"""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np

from pilotzones.stratification.assessment import RiskResult, assess
from pilotzones.stratification.conditions import read_conditions
from pilotzones.stratification.design import candidates
from pilotzones.stratification.engine import connect, run_folder
from pilotzones.stratification.evaluation import Scope, sampled, usable
from pilotzones.stratification.impact_file import read_impact
from pilotzones.stratification.people_frame import yearly_frames
from pilotzones.stratification.reading import PeopleFiles, read_people
from pilotzones.stratification.released import ModelCard
from pilotzones.stratification.risk_columns import with_risk_columns
from pilotzones.stratification.saved_model import saved
from pilotzones.stratification.synthetic import SyntheticSpec, generate

_YEAR: Final = 2024
_SEED: Final = 1
_UNITS: Final = {f"S{i}": (1_500 + 250 * i, i % 2 == 0) for i in range(8)}
"""Units that do not exist, with their inhabitants and whether they are rural."""
_MINIMUM: Final = 10


def reference_text() -> str:
    """The model as text, the same each time."""
    spec = SyntheticSpec(_UNITS, frozenset(_UNITS), 1.0, _YEAR, _SEED, None, False)
    with tempfile.TemporaryDirectory() as folder:
        made = generate(spec, Path(folder))
        with run_folder(Path(folder)) as run:
            files = PeopleFiles((made.persons,), made.deliveries, None, _YEAR)
            tables = read_people(files, connect(run), units=frozenset(_UNITS))
            frames = yearly_frames(tables, read_conditions())
            frames = with_risk_columns(frames, tables, read_impact())
            found = assess(frames, _YEAR, seed=_SEED, minimum=_MINIMUM)
    if found.model is None or found.card is None:
        raise RuntimeError("nothing was learnt from the synthetic persons")
    learnt = sampled(usable(frames[_YEAR - 1], Scope()), seed=_SEED)
    return saved(
        found.model,
        candidates(learnt),
        outcome="next_cost",
        minimum=_MINIMUM,
        card=card_values(found, found.card, synthetic=True),
    )


def card_values(found: RiskResult, card: ModelCard, *, synthetic: bool) -> dict[str, Any]:
    """Card of a saved model as plain values: what it is, for whom, and its measures."""
    mine = found.outcomes[
        (found.outcomes["outcome"] == "next_cost") & (found.outcomes["model"] == "combined")
    ]
    ends = mine.set_index("metric")[["value", "low", "high"]].astype(float)
    known = ends[ends["value"].notna()]
    rows = zip(known.index.astype(str), known.to_numpy(float).tolist(), strict=True)
    measures = {name: ends for name, ends in rows if np.isfinite(ends).all()}
    values = dataclasses.asdict(card)
    notes = [*card.notes, "risk.reference.synthetic"] if synthetic else [*card.notes]
    return {**values, "synthetic": synthetic, "measures": measures, "notes": notes}


def main() -> None:
    """Write the model to the path that is given."""
    path = Path(sys.argv[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(reference_text(), "utf-8")


if __name__ == "__main__":
    main()
