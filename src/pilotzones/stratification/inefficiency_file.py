"""What counts as a sign of inefficiency, as a table that a doctor can read and change.

`models/inefficiency.toml` has the definitions of table 6, with the source of each.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from pilotzones.stratification.rule_file import Row, read_rules, refuse_other_languages

_Source = Annotated[str, Field(min_length=1)]
_Days = Annotated[int, Field(ge=1, le=365)]


class StayRule(Row):
    """Stays from which a mean is taken for one reason and age band; with fewer, at any age."""

    least: Annotated[int, Field(ge=1)]
    source: _Source


class ReadmissionRule(Row):
    """Days after discharge within which an unplanned stay is a readmission."""

    days: _Days
    source: _Source


class Examination(Row):
    """Examinations that are one and the same: numbers of the nomenclature."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    names: dict[str, str]
    codes: Annotated[tuple[str, ...], Field(min_length=1)]
    source: _Source

    @model_validator(mode="after")
    def _whole(self) -> Examination:
        refuse_other_languages(self.names)
        if any(len(code) != 6 or not code.isdigit() for code in self.codes):
            raise ValueError("a number of the nomenclature has six figures")
        return self


class RepeatRule(Row):
    """Days within which a second examination of the same group is a repeat."""

    days: _Days
    source: _Source
    groups: Annotated[tuple[Examination, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _apart(self) -> RepeatRule:
        codes = [code for group in self.groups for code in group.codes]
        ids = [group.id for group in self.groups]
        if len(set(codes)) < len(codes) or len(set(ids)) < len(ids):
            raise ValueError("a group or a number stands twice")
        return self


class InefficiencyRules(Row):
    """Content of the file."""

    stay: StayRule
    readmission: ReadmissionRule
    repeated: RepeatRule

    @property
    def sources(self) -> dict[str, str]:
        """Where the definition of each sign can be looked up, by its id."""
        items = (f"{each.names['en']}: {each.source}" for each in self.repeated.groups)
        return {
            "long_stays": self.stay.source,
            "readmission": self.readmission.source,
            "repeated": " ".join((self.repeated.source, *items)),
        }


def read_inefficiency(path: Path | None = None) -> InefficiencyRules:
    """The table of a file, or the one that ships.

    Raises
    ------
    InputError
        The file is not a table of this form (``inefficiency.form``).
    """
    return read_rules(
        InefficiencyRules, path, shipped="inefficiency.toml", fault="inefficiency.form"
    )
