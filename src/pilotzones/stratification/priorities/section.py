"""What a project file says of priorities and of needs as people tell them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from pydantic.types import Strict

from pilotzones.readers.kinds import FileName, Section
from pilotzones.stratification.priorities.model import score_model
from pilotzones.stratification.priorities.values import Weights

_Weight = Annotated[float, Strict(), Field(ge=0, le=5)]


class PrioritiesSection(Section):
    """The group's own ranking, and the weights of the score that is set beside it."""

    file: Annotated[
        FileName | None,
        Field(description="your ranking (csv, xlsx): rank, priority; also who, why if you like"),
    ] = None
    need: Annotated[_Weight | None, Field(description="weight of the need (1 if left out)")] = None
    lack: Annotated[
        _Weight | None, Field(description="weight of the lack of care (1 if left out)")
    ] = None
    people: Annotated[
        _Weight | None, Field(description="weight of the number of people (0.5 if left out)")
    ] = None

    @property
    def weights(self) -> Weights:
        """Weights of the project, with those that ship where it names none."""
        model = score_model()
        given = self.model_dump(include={"need", "lack", "people"}, exclude_none=True)
        powers = model.weights.model_dump() | given
        return Weights(**powers, most=model.most, own=bool(given))


class NeedsSection(Section):
    """Needs as patients and providers tell them (S05b)."""

    file: Annotated[FileName, Field(description="table (csv, xlsx): who, what, where, source")]
