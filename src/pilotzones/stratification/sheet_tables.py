"""All raw tables of a sheet: what was found of the people, in the form that the gate takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from pilotzones.errors import InputError
from pilotzones.stratification.assessment import RiskResult
from pilotzones.stratification.comparison import (
    ages,
    consumption,
    morbidity,
    profile,
    rural,
)
from pilotzones.stratification.concentration import concentration
from pilotzones.stratification.conditions import Conditions
from pilotzones.stratification.criteria import Criteria, known_fields, parse
from pilotzones.stratification.criteria.mask import Selection, select
from pilotzones.stratification.engine import given, quiet
from pilotzones.stratification.expected_cases import expected_cases
from pilotzones.stratification.inefficiency import inefficiency_raws
from pilotzones.stratification.ledger_table import ledger_raw, told_by_raw
from pilotzones.stratification.margins import (
    condition_margins,
    consumption_margins,
    rural_margins,
)
from pilotzones.stratification.measured import numbers
from pilotzones.stratification.model_tables import calibration_raw, evaluation_raw, subgroups_raw
from pilotzones.stratification.overlap import commonest, overlap
from pilotzones.stratification.people_frame import with_levels, with_prediction, with_target
from pilotzones.stratification.raw import Amount, Line, Raw
from pilotzones.stratification.reading import PeopleTables
from pilotzones.stratification.risk_sheet import risk_raws
from pilotzones.stratification.section import StrataSection
from pilotzones.stratification.spending import spending_tables
from pilotzones.stratification.strata import Pyramid, pyramid
from pilotzones.stratification.strata_tables import (
    EXPECTED,
    concentration_raws,
    pyramid_raw,
    segments_raw,
)
from pilotzones.stratification.tables import KINDS
from pilotzones.stratification.target_group import TARGET, target_tables
from pilotzones.stratification.unit_table import rural_lines, units_raws
from pilotzones.stratification.without_care import without_care

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend


@dataclass(frozen=True, slots=True)
class Asked:
    """What the tables are made for: the zone's units, the conditions, the target group, levels."""

    units: tuple[str, ...]
    conditions: Conditions
    criteria: Criteria | None
    uptake: tuple[float, float] | None
    rural: Mapping[str, bool | None]
    strata: StrataSection
    minimum: int
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Prepared:
    """People of the base year with all that the tables ask of them.

    ``selection`` says who of the zone is in the target group; None without criteria.
    """

    frame: pd.DataFrame
    levels: Pyramid | None
    selection: Selection | None


def prepared(frame: pd.DataFrame, risk: RiskResult, asked: Asked) -> Prepared:
    """The people with what is expected of them, their level and whether they are in the target.

    Parameters
    ----------
    frame
        People of the base year, as `base_frame` gives them.
    """
    frame = with_prediction(frame, risk.predicted)
    levels = _levels(frame, asked.strata)
    if levels is not None:
        frame = with_levels(frame, levels.levels)
    selection = None
    if asked.criteria is not None:
        selection = select(asked.criteria, _zone(frame))
        frame = with_target(frame, selection.included)
    return Prepared(frame, levels, selection)


def raw_tables(
    people: Prepared, risk: RiskResult, tables: PeopleTables, con: Backend, asked: Asked
) -> list[Raw]:
    """Every raw table of a sheet, with the sums among them; only the gate may take them."""
    frame = people.frame
    raws = [*_compared(frame, tables, asked), *_stratified(frame, people.levels, asked)]
    raws += [without_care(_zone(frame)), overlap(_zone(frame), commonest(frame, asked.conditions))]
    due = expected_cases(frame, asked.units, minimum=asked.minimum)
    raws += [] if due is None else [due]
    if people.selection is not None:
        raws += _targeted(frame, people.selection, tables, con, asked)
    if risk.card is not None:
        raws += [
            evaluation_raw(risk.evaluation),
            calibration_raw(risk.calibration),
            subgroups_raw(risk.subgroups),
            *risk_raws(frame, risk, asked.strata.capacity, seed=asked.seed),
        ]
    with quiet():
        raws.append(ledger_raw(tables, asked.conditions, minimum=asked.minimum))
        told = told_by_raw(tables, asked.conditions, _zone(frame))
    return [*raws, told] if len(told.frame) else raws


def part_tables(
    people: Prepared, tables: PeopleTables, con: Backend, asked: Asked, units: tuple[str, ...]
) -> list[Raw]:
    """Those raw tables of some units whose cells are sums over units; none where nobody lives.

    The cells are named as those of a zone of these units. Levels are cut from the whole zone, so
    there is no target group where its criteria name them.
    """
    frame = people.frame
    mine = frame[frame["unit"].astype(str).isin(units).to_numpy(bool)].reset_index(drop=True)
    if mine.empty:
        return []
    mine = mine.assign(in_zone=True).drop(columns=["level", "in_target"], errors="ignore")
    asked = replace(asked, units=units)
    selection = None
    if asked.criteria is not None and not levelled(asked.criteria):
        selection = select(asked.criteria, mine)
        mine = with_target(mine, selection.included)
    raws = list(_compared(mine, tables, asked, everywhere=True))
    raws += [without_care(mine), overlap(mine, commonest(frame, asked.conditions))]
    raws += [segments_raw(mine), *units_raws(mine, units, asked.rural), *_expected(mine)]
    if selection is not None:
        raws += _targeted(mine, selection, tables, con, asked)
    return raws


def criteria_tables(
    people: Prepared, tables: PeopleTables, con: Backend, asked: Asked, text: str
) -> list[Raw]:
    """`part_tables` of the whole zone with the target group of other criteria.

    None where the criteria cannot be read any more, or ask for what the data does not have.
    """
    try:
        criteria = parse(text, known_fields(asked.conditions.ids, KINDS))
        return part_tables(people, tables, con, replace(asked, criteria=criteria), asked.units)
    except InputError:
        return []


def _expected(people: pd.DataFrame) -> Iterator[Raw]:
    """What is expected of all of them; the pyramid says it of a zone."""
    if "predicted" in people.columns:
        eur = numbers(people["predicted"])
        row = {"eur": eur.sum(), "who": (eur > 0).sum(), "most": eur.max(initial=0.0)}
        column = Amount("eur", "who", "most", cell=EXPECTED, shown=False)
        yield Raw("expected", (), (column,), pd.DataFrame([row]))


def levelled(criteria: Criteria) -> bool:
    """Do the criteria name the level of the pyramid?"""
    return any(field.column == "level" for field in criteria.used)


def same_trait(criteria: Criteria | None) -> str:
    """Trait of the zone that the criteria come to, as the cells name it; empty for none.

    Examples
    --------
    >>> from pilotzones.stratification.criteria import known_fields, parse
    >>> fields = known_fields(["copd"])
    >>> [same_trait(parse(text, fields)) for text in ("copd", "n_conditions >= 2", "age > 40")]
    ['has=copd', 'has=two_or_more', '']
    """
    text = str(criteria)
    if criteria is None or len(criteria.used) != 1:
        return ""
    if text in _SEVERAL:
        return f"has={_SEVERAL[text]}"
    column = criteria.used[0].column
    ill = text == criteria.used[0].name and (column.startswith("cond_") or text == "polypharmacy")
    return f"has={column.removeprefix('cond_')}" if ill else ""


_SEVERAL = {
    f"n_conditions {test}": name
    for name, tests in (
        ("any", (">= 1", "> 0", "!= 0")),
        ("two_or_more", (">= 2", "> 1")),
        ("three_or_more", (">= 3", "> 2")),
    )
    for test in tests
}


def _zone(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["in_zone"].to_numpy(bool)]


def _levels(frame: pd.DataFrame, strata: StrataSection) -> Pyramid | None:
    """Levels of the people of the zone; None without a model."""
    if "predicted" not in frame.columns:
        return None
    zone = _zone(frame)
    expected = pd.Series(zone["predicted"].to_numpy(), index=zone["person_id"].to_numpy())
    shares = {name: getattr(strata, name) for name in ("high", "middle")}
    given = {name: share for name, share in shares.items() if share is not None}
    return pyramid(zone, expected, shares=given or None, capacity=strata.capacity)


def _compared(
    frame: pd.DataFrame, tables: PeopleTables, asked: Asked, *, everywhere: bool = False
) -> Iterator[Raw]:
    """Tables that set groups side by side; ``everywhere``: rural rows also where nobody is."""
    yield profile(frame)
    yield ages(frame)
    yield morbidity(frame, asked.conditions.ids)
    yield condition_margins(frame, asked.conditions.ids)
    uses = consumption(frame, tables.kinds)
    yield from (uses, consumption_margins(frame, uses))
    yield from inefficiency_raws(frame)
    parts = _rural(frame, everywhere=everywhere)
    yield from (parts, rural_margins(frame, parts))
    if len(parts.frame):
        told = {"people", "chronic_n", "multi_n"}
        told |= {"target_n"} if "in_target" in frame.columns else set()
        told |= {"expected"} if "predicted" in frame.columns else set()
        yield rural_lines(asked.units, asked.rural, told)


def _rural(frame: pd.DataFrame, *, everywhere: bool) -> Raw:
    """The rural part beside the rest; nothing is expected of anybody without a model."""
    if "predicted" in frame.columns:
        return rural(frame, everywhere=everywhere)
    found = rural(frame.assign(predicted=np.nan), everywhere=everywhere)
    return replace(found, frame=found.frame.assign(expected=np.nan))


def _stratified(frame: pd.DataFrame, levels: Pyramid | None, asked: Asked) -> Iterator[Raw]:
    zone = _zone(frame)
    if levels is not None:
        yield pyramid_raw(zone, levels.table.set_index("level")["lower_eur"])
    yield segments_raw(zone)
    yield from concentration_raws(zone, concentration(zone))
    yield from units_raws(zone, asked.units, asked.rural)


def _targeted(
    frame: pd.DataFrame,
    selection: Selection,
    tables: PeopleTables,
    con: Backend,
    asked: Asked,
) -> list[Raw]:
    target = frame[frame["in_target"].to_numpy(bool)]
    costs = {
        kind: Decimal(str(round(float(target[f"cost_{kind}"].sum()), 2)))
        for kind in tables.kinds
        if f"cost_{kind}" in target.columns
    }
    with quiet():
        rows = pa.Table.from_pandas(target[["person_id"]], preserve_index=False)
        chosen = given(con, "target", rows)
        spent = spending_tables(tables.deliveries, chosen, tables.year, costs=costs)
    return [*target_tables(selection, uptake=asked.uptake), *spent, *_same(asked.criteria)]


def _same(criteria: Criteria | None) -> Iterator[Raw]:
    """Where the target group is everybody with one trait, both numbers are one; shows nothing."""
    trait = same_trait(criteria)
    if trait:
        yield Raw("target_trait", (), (), pd.DataFrame(), (Line(TARGET, (f"zone|{trait}",)),))
