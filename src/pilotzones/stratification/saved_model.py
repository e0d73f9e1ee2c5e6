"""Risk models as JSON: numbers and names alone, so that reading one runs no code.

A file holds the schema of its features, the model, how its people were spread (for the check of
drift) and its card. It is refused where its form or version is another, where a leaf or a bin
stands for fewer rows than the minimum, and where the data do not match its schema.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.stratification.bins import FEW_VALUES, Bins
from pilotzones.stratification.boosting import Boosting
from pilotzones.stratification.calibration import Calibration
from pilotzones.stratification.disclosure import LOWEST_MINIMUM
from pilotzones.stratification.drift import Baseline, baseline_of
from pilotzones.stratification.risk import RiskModel
from pilotzones.stratification.trees import Tree, Trees, fewest_rows
from pilotzones.stratification.two_part import Part, TwoPart

FORMAT: Final = "pilotzones.risk"
VERSION: Final = 2
_DIGITS: Final = 12
"""Significant digits of numbers: predictions are the same to as many."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One column of the schema: ``flag`` (0 or 1), ``whole`` or ``number``, and its bounds."""

    name: str
    type: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SavedModel:
    """A model from a file. It predicts nobody here before it has been refitted: see `refit`."""

    model: RiskModel
    outcome: str
    schema: tuple[Feature, ...]
    baseline: Baseline
    minimum: int
    card: Mapping[str, Any]

    def refuse(self, data: pd.DataFrame, *, file: str | None = None) -> None:
        """Nothing; InputError with every fault where the data do not match the schema.

        Faults: ``model_file.no_column``, ``model_file.not_numbers``, ``model_file.other_type``
        (broken numbers in a column of whole ones, or more than two values in a flag).
        """
        faults = [fault for one in self.schema if (fault := _mismatch(one, data, file))]
        if faults:
            raise InputError(faults)


def _mismatch(feature: Feature, data: pd.DataFrame, file: str | None) -> Fault | None:
    if feature.name not in data.columns:
        return Fault("model_file.no_column", file=file, column=feature.name)
    values = pd.to_numeric(data[feature.name], errors="coerce").to_numpy(float, na_value=np.nan)
    if not np.isfinite(values).all():
        return Fault("model_file.not_numbers", file=file, column=feature.name)
    if feature.type != "number" and (type_of(values) == "number" or _beyond(feature, values)):
        return Fault("model_file.other_type", file=file, column=feature.name)
    return None


def _beyond(feature: Feature, values: np.ndarray) -> bool:
    return feature.type == "flag" and not np.isin(values, (0.0, 1.0)).all()


def type_of(values: np.ndarray) -> str:
    """Type of a column: ``flag``, ``whole`` (whole numbers, not many) or ``number``."""
    if np.isin(values, (0.0, 1.0)).all():
        return "flag"
    whole = (values == np.floor(values)).all() and len(np.unique(values)) <= FEW_VALUES
    return "whole" if whole else "number"


def saved(
    model: RiskModel, possible: pd.DataFrame, *, outcome: str, minimum: int, card: Mapping[str, Any]
) -> str:
    """The model as text, to be written to a file.

    Parameters
    ----------
    possible
        Columns that it was fitted on, for the schema and the spread of people.
    card
        Plain values: see `ModelCard`; whether its people are synthetic has to be among them.
    """
    if "synthetic" not in card:
        raise ValueError("a card says whether its people are synthetic")
    x = possible[list(model.columns)]
    bins = model.boosting.bins
    schema = [
        {"name": name, "type": type_of(x[name].to_numpy(float)), "low": low, "high": high}
        for name, low, high in zip(model.columns, bins.low, bins.high, strict=True)
    ]
    spread = baseline_of(x, minimum=minimum)
    content = {
        "format": FORMAT,
        "version": VERSION,
        "outcome": outcome,
        "minimum": minimum,
        "card": dict(card),
        "schema": schema,
        "people": {
            "count": spread.people,
            "edges": spread.edges,
            "shares": spread.shares,
        },
        "model": _of_model(model),
    }
    return json.dumps(_rounded(content), indent=1, sort_keys=True, allow_nan=False) + "\n"


def _rounded(value: Any) -> Any:
    """The same with numbers of few digits, as JSON knows them."""
    if isinstance(value, Mapping):
        return {str(key): _rounded(each) for key, each in value.items()}
    if isinstance(value, np.ndarray):
        return _rounded(value.tolist())
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    if isinstance(value, float | np.floating):
        return float(f"{float(value):.{_DIGITS}g}")
    return value


def _of_model(model: RiskModel) -> dict[str, Any]:
    def part(one: Part | None) -> dict[str, Any] | None:
        if one is None:
            return None
        errors = np.sqrt(np.clip(np.diag(one.covariance), 0, None))
        return {
            "names": one.names,
            "kept": one.kept,
            "estimates": one.estimates,
            "std_errors": errors,
            "low": one.low,
            "high": one.high,
        }

    bins, two = model.boosting.bins, model.two_part
    return {
        "kind": model.kind,
        "columns": model.columns,
        "use": part(two.use),
        "amount": part(two.amount),
        "users": two.users,
        "bins": {"edges": bins.edges, "low": bins.low, "high": bins.high, "rows": bins.rows},
        "members": [
            {
                "start": each.start,
                "link": each.link,
                "trees": [[tree.questions, tree.values, tree.rows] for tree in each.trees],
            }
            for each in model.boosting.members
        ],
        "weight": model.weight,
        "levels": model.levels,
        "calibration": {
            "predicted": model.calibration.predicted,
            "expected": model.calibration.expected,
            "highest": model.calibration.highest,
        },
        "merged": model.merged,
    }


def read_model(path: Path, *, minimum: int = LOWEST_MINIMUM) -> SavedModel:
    """The model of a file.

    Raises
    ------
    InputError
        The file is no model (``model_file.form``), of another version (``model_file.version``),
        or has a leaf or a bin of fewer rows than ``minimum`` (``model_file.small_cell``).
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        if content["format"] != FORMAT:
            raise ValueError(content["format"])
        version = content["version"]
    except (OSError, ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise InputError(Fault("model_file.form", file=path.name)) from error
    if version != VERSION:
        fields = {"found": str(version), "known": str(VERSION)}
        raise InputError(Fault("model_file.version", file=path.name, fields=fields))
    try:
        found = _saved_of(content)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise InputError(Fault("model_file.form", file=path.name)) from error
    smallest = min(
        fewest_rows(found.model.boosting.members), *found.model.boosting.bins.rows, found.minimum
    )
    if smallest < minimum:
        fields = {"n": smallest, "minimum": minimum}
        raise InputError(Fault("model_file.small_cell", file=path.name, fields=fields))
    return found


def _saved_of(content: Mapping[str, Any]) -> SavedModel:
    model = _model_of(content["model"])
    schema = tuple(
        Feature(str(f["name"]), str(f["type"]), float(f["low"]), float(f["high"]))
        for f in content["schema"]
    )
    if tuple(f.name for f in schema) != model.columns:
        raise ValueError("the schema has other columns than the model")
    people = content["people"]
    spread = Baseline(
        model.columns, _tuples(people["edges"]), _tuples(people["shares"]), int(people["count"])
    )
    return SavedModel(
        model, str(content["outcome"]), schema, spread, int(content["minimum"]), content["card"]
    )


def _tuples(lists: list[list[float]]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(map(float, each)) for each in lists)


def _model_of(content: Mapping[str, Any]) -> RiskModel:
    bins = content["bins"]
    curve = content["calibration"]
    columns = tuple(map(str, content["columns"]))
    glm, trees = map(float, content["levels"])
    amount = _part_of(content["amount"])
    if amount is None:
        raise ValueError("a model needs an amount")
    members = tuple(_trees_of(each, len(columns)) for each in content["members"])
    return RiskModel(
        kind=content["kind"],
        columns=columns,
        two_part=TwoPart(_part_of(content["use"]), amount, float(content["users"])),
        boosting=Boosting(
            Bins(
                _tuples(bins["edges"]),
                np.array(bins["low"], float),
                np.array(bins["high"], float),
                tuple(map(int, bins["rows"])),
            ),
            members,
        ),
        weight=float(content["weight"]),
        calibration=Calibration(
            np.array(curve["predicted"], float),
            np.array(curve["expected"], float),
            float(curve["highest"]),
        ),
        levels=(glm, trees),
        merged=tuple(map(str, content["merged"])),
    )


def _part_of(content: Mapping[str, Any] | None) -> Part | None:
    if content is None:
        return None
    return Part(
        names=tuple(map(str, content["names"])),
        kept=tuple(map(int, content["kept"])),
        estimates=np.array(content["estimates"], float),
        covariance=np.diag(np.array(content["std_errors"], float) ** 2),
        low=float(content["low"]),
        high=float(content["high"]),
    )


def _trees_of(content: Mapping[str, Any], columns: int) -> Trees:
    link = content["link"]
    if link not in ("log", "logit"):
        raise ValueError("no such link")
    trees = []
    for questions, values, rows in content["trees"]:
        asked = tuple((int(column), int(most), int(gone)) for column, most, gone in questions)
        if any(not 0 <= column < columns or not 0 < gone < 256 for column, _, gone in asked):
            raise ValueError("a question about no column")
        if not len(values) == len(rows) == len(asked) + 1:
            raise ValueError("a tree without its leaves")
        trees.append(Tree(asked, tuple(map(float, values)), tuple(map(int, rows))))
    return Trees(float(content["start"]), link, tuple(trees))
