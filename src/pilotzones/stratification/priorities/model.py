"""The score of priorities, a table that everybody can read: `models/priorities.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from pilotzones.assets import asset

_Weight = Annotated[float, Field(ge=0, le=5)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Powers(_Row):
    """Weights that ship."""

    need: _Weight
    lack: _Weight
    people: _Weight


class ScoreModel(_Row):
    """Content of the file: weights, bound of the ratios, and which care meets what, other names."""

    source: str
    most: Annotated[float, Field(gt=1)]
    weights: Powers
    families: dict[str, tuple[str, ...]]
    conditions: dict[str, tuple[str, ...]]
    names: dict[str, tuple[str, ...]]

    def care_of(self, need: str, family: str) -> tuple[str, ...]:
        """Types of care that meet a need; none where neither it nor its family is known."""
        return self.conditions.get(need, self.families.get(family, ()))


@cache
def score_model() -> ScoreModel:
    """The table that ships."""
    text = asset("models", "priorities.toml").read_text("utf-8")
    return ScoreModel.model_validate(tomllib.loads(text))
