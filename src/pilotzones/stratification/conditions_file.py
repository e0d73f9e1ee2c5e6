"""Files with conditions of the house's form (TOML): read, and held against their own examples."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, LiteralString

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pilotzones.readers.settings import read_settings
from pilotzones.stratification.conditions import (
    SYSTEMS,
    YEARLY_DDD,
    Condition,
    Family,
    Polypharmacy,
    plain,
)
from pilotzones.stratification.conditions_codes import (
    CHAPTERS,
    LANGUAGES,
    categories,
    is_code,
    is_id,
    is_prefix,
)


def _id(text: str) -> str:
    if not is_id(text):
        raise PydanticCustomError("conditions.bad_id", " ", {})
    return text


def _prefix(text: str) -> str:
    if not is_prefix(text):
        raise PydanticCustomError("conditions.bad_prefix", " ", {})
    return text


def _item(text: str) -> str:
    if not is_code(text, "nomenclature"):
        raise PydanticCustomError("conditions.bad_item", " ", {})
    return text


def _icd10(text: str) -> tuple[str, ...]:
    """Codes of one entry: a begin of codes, or all categories of a range."""
    found = categories(text)
    if not found and not is_code(text, "icd10"):
        raise PydanticCustomError("conditions.bad_icd10", " ", {})
    return found or (plain(text),)


def _icpc2(text: str) -> str:
    if not is_code(text, "icpc2"):
        raise PydanticCustomError("conditions.bad_icpc2", " ", {})
    return plain(text)


def _chapter(text: str) -> str:
    if len(text) != 1 or text not in CHAPTERS:
        raise PydanticCustomError("conditions.bad_chapter", " ", {"chapters": tuple(CHAPTERS)})
    return text


def _of_medicines(value: Any) -> Any:
    """One code alone is that of a medicine."""
    return {"atc": value} if isinstance(value, str) else value


_BAD: dict[str, LiteralString] = {
    "atc": "conditions.bad_code",
    "nomenclature": "conditions.bad_item",
    "icd10": "conditions.bad_icd10",
    "icpc2": "conditions.bad_icpc2",
}


def _examples(value: dict[str, str]) -> dict[str, str]:
    for system, code in value.items():
        if system not in SYSTEMS:
            raise PydanticCustomError("settings.unknown_key.known", " ", {"known": SYSTEMS})
        if not is_code(code, system):
            raise PydanticCustomError(_BAD[system], " ", {})
    return value


Id = Annotated[str, AfterValidator(_id)]
Prefix = Annotated[str, AfterValidator(_prefix)]
Prefixes = Annotated[tuple[Prefix, ...], Field(min_length=1)]
Text = Annotated[str, StringConstraints(min_length=1)]
Age = Annotated[int, Field(ge=0, le=130)]
Some = Annotated[int, Field(ge=1, le=366)]
Doses = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=4)]
Examples = Annotated[dict[str, str], BeforeValidator(_of_medicines), AfterValidator(_examples)]


class _Row(BaseModel):
    """One table ``[[condition]]`` of the file; the examples stand last, to see all codes."""

    model_config = ConfigDict(extra="forbid")

    id: Id
    family: Family
    fr: Text
    nl: Text
    de: Text
    en: Text
    chapter: Annotated[str, AfterValidator(_chapter)] = ""
    within: str = ""
    atc: tuple[Prefix, ...] = ()
    atc_except: tuple[Prefix, ...] = ()
    together: Annotated[tuple[Prefixes, ...], Field(min_length=2)] | None = None
    without: tuple[Prefix, ...] = ()
    ddd: Doses = YEARLY_DDD
    days: Some | None = None
    min_age: Age | None = None
    max_age: Age | None = None
    nomenclature: tuple[Annotated[str, AfterValidator(_item)], ...] = ()
    nomenclature_days: Some = 1
    icd10: tuple[Annotated[str, AfterValidator(_icd10)], ...] = ()
    icpc2: tuple[Annotated[str, AfterValidator(_icpc2)], ...] = ()
    years: Annotated[int, Field(ge=1, le=130)] | None = None
    conditions: Annotated[int, Field(ge=2)] | None = None
    chapters: Annotated[int, Field(ge=1, le=len(CHAPTERS))] | None = None
    source: Text
    matches: Annotated[Examples, Field(validate_default=True)] = Field(default_factory=dict)
    differs: Annotated[Examples, Field(validate_default=True)] = Field(
        default_factory=dict, alias="not"
    )

    @field_validator("matches", "differs")
    @classmethod
    def _as_said(cls, value: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        """The examples, where each does what it is there for, and each system has one."""
        if any(name not in info.data for name in _NEEDED):
            return value  # a fault of its own, told already
        row = _condition(info.data)
        lacking = tuple(system for system in row.ways if system not in value)
        extra = tuple(system for system in value if system not in row.ways)
        if lacking or extra:
            told = "conditions.no_example" if lacking else "conditions.example_without_codes"
            fields = {"condition": row.id, "systems": lacking or extra}
            raise PydanticCustomError(told, " ", fields)
        wanted = info.field_name == "matches"
        wrong = [code for s, code in value.items() if row.tells(code, s) is not wanted]  # pyright: ignore[reportArgumentType]
        if wrong:
            told = "conditions.no_match" if wanted else "conditions.false_match"
            fields = {"condition": row.id, "code": ", ".join(wrong)}
            raise PydanticCustomError(told, " ", fields)
        return value

    @model_validator(mode="after")
    def _holds_together(self) -> _Row:
        row = self.condition()
        if self.min_age is not None and self.max_age is not None and self.min_age > self.max_age:
            raise PydanticCustomError("conditions.ages", " ", {"condition": self.id})
        if not row.ways and row.least is None:
            raise PydanticCustomError("conditions.no_way", " ", {"condition": self.id})
        if row.least is not None and (row.ways or row.within):
            raise PydanticCustomError("conditions.number_alone", " ", {"condition": self.id})
        return self

    def condition(self) -> Condition:
        """The same as a noun of the room."""
        return _condition(dict(self))


_PLAIN_FIELDS = {
    "atc": "prefixes",
    "atc_except": "excepted",
    "nomenclature": "items",
    "nomenclature_days": "item_days",
    "conditions": "least",
}
"""Fields of a condition whose key in the file has another name."""


_EXAMPLES = ("source", "matches", "differs")
_NEEDED = tuple(name for name in _Row.model_fields if name not in _EXAMPLES)
"""Fields that say what tells a condition."""


def _condition(data: Mapping[str, Any]) -> Condition:
    """Condition of the fields of a row; the examples may still be missing."""
    given = {_PLAIN_FIELDS.get(name, name): data[name] for name in _NEEDED}
    given |= {name: data[name] for name in _EXAMPLES if name in data}
    given["names"] = MappingProxyType({lang: given.pop(lang) for lang in LANGUAGES})
    given["together"] = given["together"] or ()
    given["icd10"] = tuple(code for entry in given["icd10"] for code in entry)
    for name in ("matches", "differs"):
        given[name] = MappingProxyType(given.get(name, {}))
    return Condition(**given)


class _Polypharmacy(BaseModel):
    """Table ``[polypharmacy]`` of the file."""

    model_config = ConfigDict(extra="forbid")

    months: Annotated[int, Field(ge=1, le=12)]
    classes: Annotated[int, Field(ge=1)]
    ddd: Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=4)]
    source: Text


class _File(BaseModel):
    """A table of conditions; without ``[polypharmacy]`` that of the program holds."""

    model_config = ConfigDict(extra="forbid")

    condition: Annotated[tuple[_Row, ...], Field(min_length=1)]
    polypharmacy: _Polypharmacy | None = None

    @model_validator(mode="after")
    def _each_once(self) -> _File:
        ids = [row.id for row in self.condition]
        twice = sorted({id for id in ids if ids.count(id) > 1})
        if twice:
            raise PydanticCustomError("conditions.twice", " ", {"ids": tuple(twice)})
        whole = {row.id for row in self.condition if not row.within and row.conditions is None}
        lost = [row for row in self.condition if row.within and row.within not in whole]
        if lost:
            fields = {"ids": tuple(row.id for row in lost)}
            raise PydanticCustomError("conditions.within_what", " ", fields)
        number = [row for row in self.condition if row.chapters is not None]
        if number and any(not row.chapter for row in self.condition if row.id in whole):
            ids = [row.id for row in self.condition if row.id in whole and not row.chapter]
            raise PydanticCustomError("conditions.no_chapter", " ", {"ids": tuple(ids)})
        return self


def table_of_toml(path: Path) -> tuple[tuple[Condition, ...], Polypharmacy | None]:
    """Conditions of a file of the house's form, and what it says of polypharmacy.

    Raises
    ------
    InputError
        Every fault of the file, with key and row.
    """
    file = read_settings(path, _File)
    rule = file.polypharmacy
    found = Polypharmacy(rule.months, rule.classes, rule.ddd, rule.source) if rule else None
    return tuple(row.condition() for row in file.condition), found
