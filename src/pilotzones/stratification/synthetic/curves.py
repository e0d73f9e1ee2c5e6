"""What the parameter files are made of: documented sections, curves by age, shares."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, model_validator

from pilotzones.stratification.synthetic.draws import Floats

Share = Annotated[float, Field(ge=0, le=1)]
Inside = Annotated[float, Field(gt=0, lt=1)]
Positive = Annotated[float, Field(ge=0)]
Ages = Annotated[tuple[float, ...], Field(min_length=1)]
PatientShare = Literal["drug", "fee", "hospital", "bill", "none"]
Payer = Literal["federal", "region", "private"]
Kind = Literal[
    "drug",
    "visit",
    "gp",
    "specialist",
    "nursing",
    "physiotherapy",
    "hospital",
    "home_help",
    "other",
]

OLDEST = 115
"""Highest age that a curve is asked for."""


class Part(BaseModel):
    """A part of a parameter file; a key that is not known is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Section(Part):
    """A documented section: what its keys are, and where their size comes from."""

    what: Annotated[str, Field(min_length=1)]
    source: Annotated[str, Field(min_length=1)]


class Aged(Section):
    """A section with curves by age: ``ages`` and the values at each of them."""

    curves: ClassVar[tuple[str, ...]] = ()
    ages: Ages

    @model_validator(mode="after")
    def _curves(self) -> Aged:
        as_long(self.ages, *(getattr(self, name) for name in self.curves))
        return self


def as_long(ages: Ages, *values: tuple[float, ...]) -> None:
    """Nothing; ValueError where a curve has not one value for each age, or ages do not rise."""
    if any(len(each) != len(ages) for each in values):
        raise ValueError("a curve needs one value for each age")
    if list(ages) != sorted(set(ages)):
        raise ValueError("ages must rise")


def curve(ages: Ages, values: tuple[float, ...] | Floats, at: npt.NDArray[np.int64]) -> Floats:
    """Value at each age: straight lines between the points, level outside."""
    return np.interp(np.arange(OLDEST + 1.0), ages, values)[np.clip(at, 0, OLDEST)]


def logit(shares: tuple[float, ...] | Floats) -> Floats:
    """Log odds of shares."""
    share = np.asarray(shares, np.float64)
    return np.log(share / (1 - share))


def sigmoid(log_odds: Floats) -> Floats:
    """Share of log odds."""
    return 1 / (1 + np.exp(-log_odds))
