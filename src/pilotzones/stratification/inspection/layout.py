"""Cells of released tables by name, and what everybody knows of how they add up.

Nothing of it comes from the program that made the tables: a stranger knows the same from their
headings. The names are those of the gate, so that a release register and a folder speak of the same
cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

HIDDEN = "hidden"
AGES = ("0-17", "18-44", "45-64", "65-74", "75-84", "85+")
_SEXES = ("F", "M")
_LEVELS = ("high", "middle", "low")
_SEGMENTS = ("none", "one", "two", "three", "four_or_more")
_SEVERAL = {"any": 1, "two_or_more": 2, "three_or_more": 3}
_PARTS = ("rural", "other")
_GROUPS = ("zone", "target")


@dataclass(frozen=True, slots=True)
class Table:
    """A released table as it is read: names of the columns, rows of plain values.

    ``kinds`` says what each column is, where the file does (key, count, amount, mean, share);
    empty otherwise.
    """

    id: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    kinds: tuple[str, ...] = ()

    def records(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Number of each row, and its values by column."""
        for number, row in enumerate(self.rows, start=1):
            yield number, dict(zip(self.columns, row, strict=False))


@dataclass(frozen=True, slots=True)
class Seen:
    """A cell of persons or events: where it stands, and its number; None where it is hidden."""

    table: str
    row: int
    column: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Relation:
    """A whole that is the sum of parts, or at least as much as they (``least``)."""

    whole: str
    parts: tuple[str, ...]
    least: bool = False


def _keyed(prefix: str, key: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda row: f"{prefix}={row[key]}"


def _trait(group: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda row: f"{group}|{row['trait']}={row['level']}"


NAMES: Mapping[str, Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "profile": {f"{group}_n": _trait(group) for group in _GROUPS},
    "morbidity": {f"{group}_n": _keyed(f"{group}|has", "condition") for group in _GROUPS},
    "segments": {"people": _keyed("zone|segment", "segment")},
    "pyramid": {"people": _keyed("zone|level", "level")},
    "units": {
        "people": _keyed("zone|unit", "unit"),
        **{n: _keyed(f"{n}|unit", "unit") for n in ("chronic_n", "multi_n", "high_n", "target_n")},
    },
    "rural": {
        "people": _keyed("zone|rural", "part"),
        "target_n": _keyed("target|rural", "part"),
    },
    "criteria": {
        "people": lambda r: "target" if r["term"] == "union" else f"target|term={r['term']}",
        "only_here": _keyed("target|only", "term"),
    },
    "criteria_overlap": {"people": lambda r: f"target|both={r['term_a']}+{r['term_b']}"},
    "concentration": {"people": lambda r: "zone" if r["top"] == "100" else f"zone|top={r['top']}"},
}
"""Name of the cell of each column of persons, from its row, by table."""


def cells_of_tables(tables: Iterable[Table]) -> dict[str, Seen]:
    """Cells of persons of the tables, by name; one that two tables tell is told."""
    found: dict[str, Seen] = {}
    for table in tables:
        named = NAMES.get(table.id, {})
        for number, row in table.records():
            for column, name_of in named.items():
                value = row.get(column)
                if value is None or (isinstance(value, str) and value != HIDDEN):
                    continue
                name = name_of(row)
                told = None if value == HIDDEN else float(value)
                before = found.get(name)
                if before is None or before.value is None:
                    found[name] = Seen(table.id, number, column, told)
    return found


def relations(names: Iterable[str]) -> list[Relation]:
    """What holds among cells of these names, as far as it can be read off them."""
    every = list(dict.fromkeys(names))
    known = set(every)
    units = [name.partition("|unit=")[2] for name in every if name.startswith("zone|unit=")]
    found = [*_sums(known), *_of_units(units), *_ill(every), *_of_target(every)]
    # a whole that nobody tells is a number all the same; a part has to be there
    return [each for each in found if each.parts]


def _sums(known: set[str]) -> Iterator[Relation]:
    for group in _GROUPS:
        for trait, levels in (("age", AGES), ("sex", _SEXES)):
            parts = tuple(f"{group}|{trait}={level}" for level in levels)
            if known & set(parts):
                yield Relation(group, parts)
        parts = tuple(f"{group}|rural={part}" for part in _PARTS)
        if known & set(parts):
            # of some units it may not be known whether they are rural
            yield Relation(group, parts, least=True)
            yield Relation(f"{group}|rural=yes", parts[:1])
    segments = tuple(f"zone|segment={name}" for name in _SEGMENTS)
    if known & set(segments):
        yield Relation("zone", segments)
        for name, least in _SEVERAL.items():
            yield Relation(f"zone|has={name}", segments[least:])
    levels = tuple(f"zone|level={name}" for name in _LEVELS)
    if known & set(levels):
        yield Relation("zone", levels)


def _of_units(units: Sequence[str]) -> Iterator[Relation]:
    """Numbers of the units make up those of the zone; each is a part of the unit's people."""
    wholes = {
        "zone": "zone",
        "chronic_n": "zone|has=any",
        "multi_n": "zone|has=two_or_more",
        "high_n": "zone|level=high",
        "target_n": "target",
    }
    for name, whole in wholes.items():
        yield Relation(whole, tuple(f"{name}|unit={unit}" for unit in units))
    for unit in units:
        yield Relation(f"chronic_n|unit={unit}", (f"multi_n|unit={unit}",), least=True)
        for name in ("chronic_n", "high_n", "target_n"):
            yield Relation(f"zone|unit={unit}", (f"{name}|unit={unit}",), least=True)


def _ill(every: Sequence[str]) -> Iterator[Relation]:
    """Who has one condition has any; who has any is one of the people."""
    for group in _GROUPS:
        start = f"{group}|has="
        mine = [name for name in every if name.startswith(start)]
        any_ = f"{start}any"
        for name in mine:
            if name == any_:
                yield Relation(group, (name,), least=True)
            elif name == f"{start}three_or_more":
                yield Relation(f"{start}two_or_more", (name,), least=True)
            elif name == f"{start}polypharmacy":
                yield Relation(group, (name,), least=True)
            else:
                yield Relation(any_, (name,), least=True)


def _of_target(every: Sequence[str]) -> Iterator[Relation]:
    """The target group is a part of the zone, trait by trait; its criteria are parts of it."""
    if "target" in every:
        yield Relation("zone", ("target",), least=True)
    for name in every:
        _, sign, trait = name.partition("target|")
        if not sign:
            continue
        key, _, value = trait.partition("=")
        if key in ("age", "sex", "has", "rural"):
            yield Relation(f"zone|{trait}", (name,), least=True)
        elif key in ("increased_reimbursement", "chronic_status", "isolated"):
            yield Relation(f"zone|{trait}", (name,), least=True)
            yield Relation("target", (name,), least=True)
        elif key == "term":
            yield Relation("target", (name,), least=True)
        elif key == "only":
            yield Relation(f"target|term={value}", (name,), least=True)
        elif key == "both":
            for term in value.split("+"):
                yield Relation(f"target|term={term}", (name,), least=True)
