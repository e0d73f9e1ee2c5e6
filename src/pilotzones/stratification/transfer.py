"""A model from elsewhere beside the people of a zone: how far they differ, and how it errs here.

It expects nothing of anybody here as it is (`pilotzones.stratification.refit`): levels and expected
costs are those of the model fitted on the people themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from pilotzones.stratification.evaluation import FEWEST, Scope, in_zone, usable
from pilotzones.stratification.raw import Raw
from pilotzones.stratification.refit import refitted
from pilotzones.stratification.released import ModelCard
from pilotzones.stratification.risk_tables import drift_raw, transfer_raw
from pilotzones.stratification.saved_model import SavedModel, read_model


def elsewhere(path: Path | None, minimum: int) -> SavedModel | None:
    """The model of a file; None where the project names none.

    Raises
    ------
    InputError
        As `read_model`.
    """
    return None if path is None else read_model(path, minimum=minimum)


def noted(card: ModelCard | None, model: SavedModel | None) -> ModelCard | None:
    """The card of the model here, with what has to be said of the one from elsewhere."""
    if card is None or model is None or not model.card.get("synthetic"):
        return card
    return replace(card, notes=(*card.notes, "risk.reference.synthetic"))


def transfer_raws(
    model: SavedModel | None,
    frames: Mapping[int, pd.DataFrame],
    year: int,
    scope: Scope,
    *,
    seed: int,
) -> list[Raw]:
    """Tables ``drift`` and ``transfer`` on the people of the zone in the year before ``year``.

    None without a model, and with fewer than 500 people whose next year is known.

    Raises
    ------
    InputError
        The data do not match the schema of the model.
    """
    frame = frames.get(year - 1)
    if model is None or frame is None or "next_cost" not in frame.columns:
        return []
    people = in_zone(usable(frame, scope), scope)
    if len(people) < FEWEST:
        return []
    found = refitted(model, people, scope, seed=seed)
    measured = int(found.drift["people"].iloc[0])
    return [drift_raw(found.drift), transfer_raw(found.before, found.after, found.how, measured)]
