"""Public reference rates, as a table to read and change: `models/public_rates.toml`."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator

from pilotzones.assets import asset
from pilotzones.errors import Fault, InputError
from pilotzones.readers.files import reading
from pilotzones.stratification.age_groups import OLDEST, Group, overlapping
from pilotzones.stratification.rule_file import Row


class Rate(Row):
    """Share of the persons of a group who have it, with its year and source."""

    indicator: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    rate: Annotated[float, Field(gt=0, lt=1)]
    year: Annotated[int, Field(ge=1990, le=2100)]
    source: Annotated[str, Field(min_length=1)]
    sex: Literal["F", "M", ""] = ""
    from_age: Annotated[int, Field(ge=0, le=OLDEST)] = 0
    to_age: Annotated[int, Field(ge=0, le=OLDEST)] = OLDEST
    region: Literal["flanders", "wallonia", "brussels", ""] = ""

    @property
    def group(self) -> Group:
        """Ages and sex that it holds for."""
        return Group(self.from_age, self.to_age, self.sex)

    @property
    def everyone(self) -> bool:
        """Does it hold for people of any age and sex?"""
        return self.group == Group()


class Spread(Row):
    """How far units may be from the reference: standard deviation of their ratio to it."""

    sd: Annotated[float, Field(gt=0, le=1)]
    source: Annotated[str, Field(min_length=1)]


class PublicRates(Row):
    """Content of the file."""

    spread: Spread
    rate: Annotated[tuple[Rate, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _apart(self) -> PublicRates:
        by: dict[tuple[str, str], list[Group]] = defaultdict(list)
        for row in self.rate:
            by[row.indicator, row.region].append(row.group)
        for (indicator, _), groups in by.items():
            if len(set(groups)) < len(groups) or overlapping(groups):
                raise ValueError(f"{indicator}: two rates hold for one person")
        return self

    @property
    def indicators(self) -> tuple[str, ...]:
        """Indicators in the order of the file."""
        return tuple(dict.fromkeys(row.indicator for row in self.rate))

    def of(self, indicator: str, region: str | None = None) -> tuple[Rate, ...]:
        """Rates of an indicator that hold in a region: its own, else those of the country."""
        mine = [row for row in self.rate if row.indicator == indicator]
        own = [row for row in mine if row.region and row.region == region]
        return tuple(own or [row for row in mine if not row.region])


def read_public_rates(path: Path | None = None) -> PublicRates:
    """The rates of a file, or those that ship.

    Raises
    ------
    InputError
        The file is not of this form (``area.rates_form``).
    """
    path = path or asset("models", "public_rates.toml")
    try:
        with reading(path):
            content = tomllib.loads(path.read_text("utf-8"))
        return PublicRates.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(place) for place in first["loc"])
        fields = {"reason": f"{where}: {first['msg']}" if where else str(first["msg"])}
        raise InputError(Fault("area.rates_form", file=str(path), fields=fields)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        fields = {"reason": str(error)}
        raise InputError(Fault("area.rates_form", file=str(path), fields=fields)) from None
