"""Numbers of the project file that the rules of chapters T and S know."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictInt

from pilotzones.readers.kinds import Section

Count = Annotated[StrictInt, Field(ge=0)]


class PeopleFacts(Section):
    """Facts that no data of persons tells; what is left out leaves its rule not computable."""

    partners_with_action: Annotated[
        Count | None, Field(description="partners with a sub-group or an action (T09)")
    ] = None
    patient_eur_planned: Annotated[
        float | None,
        Field(ge=0, description="own share of a patient with the project, euro a year (T12)"),
    ] = None
    priority_count: Annotated[Count | None, Field(description="priorities of the zone (S11)")] = (
        None
    )
    priorities_with_action: Annotated[
        Count | None, Field(description="those of them that an action answers (S11)")
    ] = None
