"""Medicines of each person in one year: which conditions they tell, how many, how much.

A code tells by bits to which sums it belongs (`evidence`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import ibis

from pilotzones.stratification.conditions import Doses
from pilotzones.stratification.engine import kept, let_go, rows_of
from pilotzones.stratification.evidence import (
    BITS,
    SIGNS,
    bit,
    bit_count,
    bit_or,
    either,
    has_bit,
    in_words,
    packed,
    summed,
    word_of,
    words,
)

if TYPE_CHECKING:
    from pilotzones.stratification.conditions import Condition, Conditions, Polypharmacy

DDD = ibis.dtype("decimal(18, 4)")

ATC3 = r"^[A-Z][0-9]{2}[A-Z]"
"""A code that names an ATC class of level 3 (four characters), or a part of one."""


@dataclass(frozen=True, slots=True)
class _Sum:
    """Medicines whose doses are summed for a condition: its own, one of a group, or against it."""

    id: str
    doses: Doses
    against: bool = False


def _sums(conditions: Iterable[Condition]) -> tuple[_Sum, ...]:
    """Sums that the medicines of conditions need, in the order of their bits."""
    found: list[_Sum] = []
    for row in conditions:
        alone = (row.doses,) if row.prefixes else ()
        found += [_Sum(row.id, doses) for doses in (*alone, *row.groups)]
        found += [_Sum(row.id, Doses(row.without), against=True)] if row.without else []
    return tuple(found)


def codes_of(care: Any, conditions: Iterable[Condition]) -> Any:
    """Every code once: its class as a medicine, and the sums that it belongs to as bits.

    ``atc3`` is missing for codes that name no class; ``signs_<k>`` hold 60 sums each. Codes of
    other care are there too: to leave them out, the kind of every delivery would be asked for.
    """
    codes = care.select("code").distinct()
    signs = {
        f"{SIGNS}{k}": summed(
            (_holds(codes.code, each.doses), 1 << place) for place, each in enumerate(some)
        )
        for k, some in enumerate(in_words(_sums(conditions)))
    }
    atc3 = ibis.ifelse(codes.code.re_search(ATC3), codes.code.substr(0, 4), ibis.null("string"))
    return codes.mutate(atc3=atc3, **signs)


def told_by(codes: Any, conditions: Iterable[Condition]) -> Any:
    """Does a code of `codes_of` tell any condition, alone or with others?"""
    return either(
        has_bit(codes[f"{SIGNS}{k}"], place)
        for k, some in enumerate(in_words(_sums(conditions)))
        for place, each in enumerate(some)
        if not each.against
    )


def _holds(code: Any, doses: Doses) -> Any:
    has = code.re_search(f"^({'|'.join(doses.prefixes)})")
    return has & ~code.re_search(f"^({'|'.join(doses.excepted)})") if doses.excepted else has


def medicines(care: Any, conditions: Conditions, year: int) -> Any:
    """By person: ``atc_<k>``, the conditions told at whatever age; classes and doses of the year.

    ``polypharmacy`` is about its last months.

    A number stands for each code, since numbers are joined faster than texts. Classes are bits, not
    rows, so that the deliveries are grouped by person once; doses of conditions are summed by
    person and condition, so that only those are kept of which somebody takes enough.
    """
    begin = date(year, 12 - conditions.polypharmacy.months + 1, 1)
    drugs = care.filter(care.kind == "drug", *_in_year(care.date, year))
    codes: Any = kept(_numbered(codes_of(care, conditions.rows)))
    named = drugs.left_join(codes.select("code", "number"), "code")
    # two steps lean on this one: it is kept until both are done, in few and narrow columns
    late = (named.date >= begin).fill_null(False)
    had: Any = kept(named.select("person_id", "number", ddd=named.ddd, late=late))
    volume: Any = kept(_volume(had, codes))
    told = volume
    systems = []
    for system, part in (
        ("atc", _by_doses(had, codes, conditions)),
        ("days", _by_days(drugs, codes, conditions)),
    ):
        if part is not None:
            systems.append(system)
            told = told.left_join(part, "person_id").drop("person_id_right")
    found = {}
    for k in words(conditions):
        found[word_of("atc", k)] = nothing("int64")
        for system in systems:
            found[word_of("atc", k)] |= told[word_of(system, k)].fill_null(0)
    done = kept(
        told.select(
            "person_id",
            **found,
            n_atc3=told.n_atc3,
            ddd=told.ddd,
            polypharmacy=_many(told, conditions.polypharmacy),
        )
    )
    for step in (codes, had, volume):
        let_go(step)
    return done


def _numbered(codes: Any) -> Any:
    """Codes of `codes_of` with a ``number`` each, and the number of their ``place`` among classes.

    Codes without a class have no place.
    """
    place = ibis.dense_rank().over(ibis.window(order_by="atc3"))
    classless = codes.atc3.isnull()
    return codes.mutate(
        number=ibis.row_number().over(ibis.window(order_by="code")).cast("int32"),
        place=ibis.ifelse(classless, ibis.null("int32"), place.cast("int32")),
    )


def _volume(had: Any, codes: Any) -> Any:
    """By person: ``ddd``, ``n_atc3``, and of the last months ``late_ddd``, ``late_atc3``."""
    highest = rows_of(codes.agg(highest=codes.place.max()))["highest"][0].as_py()
    many = range(0 if highest is None else highest // BITS + 1)
    classes = {
        f"class_{k}": ibis.ifelse(codes.place // BITS == k, bit(codes.place % BITS), 0)
        for k in many
    }
    codes = codes.select("number", **classes)
    taken = had.left_join(codes, "number")
    sums = {"ddd": taken.ddd.sum(), "late_ddd": taken.ddd.sum(where=taken.late)}
    bits = {name: bit_or(taken[name]) for name in classes}
    bits |= {f"late_{name}": bit_or(taken[name], where=taken.late) for name in classes}
    found = taken.group_by("person_id").agg(
        **{name: doses.cast(DDD) for name, doses in sums.items()}, **bits
    )
    numbers = {
        f"{begin}atc3": sum(
            (bit_count(found[f"{begin}class_{k}"].fill_null(0)).cast("int32") for k in many),
            start=nothing("int32"),
        )
        for begin in ("", "late_")
    }
    return found.select(
        "person_id", "ddd", "late_ddd", n_atc3=numbers["atc3"], late_atc3=numbers["late_atc3"]
    )


def _by_doses(had: Any, codes: Any, conditions: Conditions) -> Any | None:
    """By person: ``atc_<k>``, the conditions of whose medicines enough is taken; None if none."""
    sums = _sums(conditions.rows)
    if not sums:
        return None
    least = {row.id: row.ddd for row in conditions.by("atc")}
    places = codes.mutate(sum=ibis.range(len(sums)).unnest())
    signs = [name for name in codes.columns if name.startswith(SIGNS)]
    word = ibis.cases(*((places["sum"] // BITS == k, places[n]) for k, n in enumerate(signs)))
    telling = places.filter((word & bit(places["sum"] % BITS)) > 0)
    telling = telling.select("number", sum=telling["sum"].cast("int32"))
    taken = had.inner_join(telling, "number")
    doses = taken.group_by("person_id", "sum").agg(ddd=taken.ddd.sum())
    amounts: dict[Decimal, list[int]] = {}
    for place, each in enumerate(sums):
        amounts.setdefault(least[each.id], []).append(place)
    enough = either(
        doses["sum"].isin(mine) & _enough(doses.ddd, ddd) for ddd, mine in amounts.items()
    )
    doses = doses.filter(enough)
    reached = doses.group_by("person_id").agg(
        **{
            f"sums_{k}": bit_or(bit(doses["sum"] % BITS), where=doses["sum"] // BITS == k)
            for k in range(len(signs))
        }
    )
    flags: dict[str, list[tuple[_Sum, Any]]] = {row.id: [] for row in conditions.by("atc")}
    for place, each in enumerate(sums):
        word = reached[f"sums_{place // BITS}"].fill_null(0)
        flags[each.id].append((each, has_bit(word, place % BITS)))
    told = {row.id: _takes(row, flags[row.id]) for row in conditions.by("atc")}
    return reached.select("person_id", **packed(told, conditions, "atc"))


def _takes(row: Condition, sums: Sequence[tuple[_Sum, Any]]) -> Any:
    """Enough of the medicines alone, or of every group together; not as much of those against."""
    for_it = [flag for each, flag in sums if not each.against]
    alone, groups = for_it[: bool(row.prefixes)], for_it[bool(row.prefixes) :]
    against = [flag for each, flag in sums if each.against]
    found: Any = ibis.or_(*alone, *((ibis.and_(*groups),) if groups else ()))
    return found & ~ibis.or_(*against) if against else found


def _by_days(drugs: Any, codes: Any, conditions: Conditions) -> Any | None:
    """By person: ``days_<k>``, the conditions that days with a delivery tell; None without any."""
    ids = {row.id: row.days for row in conditions.rows if row.days is not None and row.prefixes}
    places = {
        each.id: (f"{SIGNS}{k}", place)
        for k, some in enumerate(in_words(_sums(conditions.rows)))
        for place, each in reversed(list(enumerate(some)))
        if each.id in ids  # the first sum of a condition is that of its medicines alone
    }
    if not ids:
        return None
    signs = sorted({name for name, _ in places.values()})
    telling = codes.filter(ibis.or_(*(has_bit(codes[name], at) for name, at in places.values())))
    telling = telling.select("code", *signs)
    fetched = drugs.join(telling, "code").select("person_id", "date", *signs).distinct()
    told = {
        id: fetched.date.nunique(where=has_bit(fetched[name], at)) >= ids[id]
        for id, (name, at) in places.items()
    }
    return fetched.group_by("person_id").agg(**packed(told, conditions, "days"))


def _enough(doses: Any, least: Decimal) -> Any:
    return doses >= ibis.literal(least, DDD)


def _in_year(day: Any, year: int) -> tuple[Any, Any]:
    return day >= date(year, 1, 1), day <= date(year, 12, 31)


def _many(volume: Any, rule: Polypharmacy) -> Any:
    return (volume.late_atc3 >= rule.classes) & _enough(volume.late_ddd, rule.ddd)


def nothing(type_: Any) -> Any:
    """Zero of a type."""
    return ibis.literal(0, type_)
