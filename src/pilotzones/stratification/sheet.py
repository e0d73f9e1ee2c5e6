"""The people of a zone from their files to released tables: the one way out of this room.

Tables of a sheet, by id: ``profile age_sex morbidity consumption inefficiency`` (zone, target
group, region and country side by side), ``segments concentration overlap without_care``, ``units``
(every unit of the zone), ``expected_cases`` (by unit, where people outside are known),
``small_areas`` (smoothed shares of the units, made of released tables), ``rural``, ``ledger``
(codes that told nothing), ``told_by`` (which codes told the conditions); with at least two years of
deliveries also ``pyramid evaluation calibration subgroups outcomes fairness explanation``,
``avoidable gaps`` (what could be mended, by level), with case managers ``capacity`` and with a
model from elsewhere ``drift transfer``; with criteria of a target group also ``criteria
criteria_overlap spending excluded``, and ``uptake`` with a declared range. Without persons: see
`pilotzones.stratification.area_sheet`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.readers.written import Written
from pilotzones.stratification.area_sheet import area_sheet
from pilotzones.stratification.assessment import RiskResult, assess
from pilotzones.stratification.conditions import Conditions, read_conditions
from pilotzones.stratification.criteria import Criteria, known_fields, parse
from pilotzones.stratification.engine import connect, run_folder
from pilotzones.stratification.evaluation import Scope
from pilotzones.stratification.impact_file import read_impact
from pilotzones.stratification.inefficiency import with_inefficiencies
from pilotzones.stratification.inefficiency_file import read_inefficiency
from pilotzones.stratification.people_frame import Place, base_frame, yearly_frames
from pilotzones.stratification.publication import Ready, published
from pilotzones.stratification.reading import PeopleFiles, PeopleTables, read_people
from pilotzones.stratification.released import HIDDEN, Cell, DataLevel, PeopleSheet
from pilotzones.stratification.risk_columns import with_risk_columns
from pilotzones.stratification.saved_model import SavedModel
from pilotzones.stratification.section import (
    PeopleSection,
    StrataSection,
    TargetSection,
    resolved,
)
from pilotzones.stratification.sheet_tables import (
    Asked,
    criteria_tables,
    part_tables,
    prepared,
    raw_tables,
)
from pilotzones.stratification.spark import on_engine, refuse_engine_without_parts
from pilotzones.stratification.synthetic import SyntheticSpec, generate, spec_from_layer
from pilotzones.stratification.tables import KINDS
from pilotzones.stratification.transfer import elsewhere, noted, transfer_raws
from pilotzones.stratification.unit_estimates import unit_estimates

if TYPE_CHECKING:
    import pandas as pd
    from ibis.backends.duckdb import Backend

Progress = Callable[[str], None]
"""Hears the message id of each long step as it begins."""
SEED = 1
"""Seed of a synthetic population and of the models, where none is given."""


@dataclass(frozen=True, slots=True)
class PeopleRequest:
    """What the stratification of one zone is asked for.

    Parameters
    ----------
    layer, zone
        The unit layer and the codes of the zone's units.
    people, strata, target
        The sections of the project file; paths are taken from ``folder``.
    rural
        Rural flag by unit code; None where it is not known.
    region
        Region by unit code, for the reference.
    folder
        Folder of the project file.
    written
        The project file as written, so that a fault in the criteria has its row.
    """

    layer: UnitLayer
    zone: tuple[str, ...]
    people: PeopleSection
    strata: StrataSection = field(default_factory=StrataSection)
    target: TargetSection | None = None
    rural: Mapping[str, bool | None] = field(default_factory=lambda: MappingProxyType({}))
    region: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    folder: Path = Path()
    written: Written | None = None

    @property
    def seed(self) -> int:
        """Seed of the synthetic population and of the models."""
        return SEED if self.people.seed is None else self.people.seed


def people_sheet(request: PeopleRequest, *, progress: Progress | None = None) -> PeopleSheet:
    """Released tables of the people of a zone; nothing else of them leaves.

    Rows of persons lie in one folder made for the run, which is gone at the end, also after an
    error.

    Raises
    ------
    MissingPartError
        The engine asked for is not installed.
    InputError
        Faults of the criteria and of the table of conditions; else those of the files of persons
        and deliveries, without any value of a person; else a person of the zone with a weight, or
        nobody in the zone.
    """
    hear = progress or (lambda _: None)
    conditions, criteria = _declared(request)
    if request.people.level != "persons":
        return area_sheet(request, conditions, criteria, hear)
    model = elsewhere(
        resolved(request.people, request.folder).risk_model, request.people.minimum_cell
    )
    refuse_engine_without_parts(request.people.engine)
    with run_folder() as folder:
        con = connect(folder, memory_limit=request.people.memory_limit)
        try:
            return _sheet(request, (conditions, criteria), (folder, con), hear, model)
        finally:
            con.disconnect()


def _declared(request: PeopleRequest) -> tuple[Conditions, Criteria | None]:
    """Conditions and criteria: what is wrong with them is said before any long step."""
    section = resolved(request.people, request.folder)
    conditions = read_conditions(section.conditions)
    if request.target is None:
        return conditions, None
    fields = known_fields(conditions.ids, KINDS, uncounted=conditions.uncounted)
    try:
        return conditions, parse(request.target.criteria, fields)
    except InputError as error:
        raise InputError([_placed(fault, request.written) for fault in error.faults]) from None


def _placed(fault: Fault, written: Written | None) -> Fault:
    if written is None or fault.file:
        return fault
    row = written.text_row("target", "criteria")
    return replace(fault, file=written.file, row=row, column="target.criteria")


def _sheet(
    request: PeopleRequest,
    declared: tuple[Conditions, Criteria | None],
    run: tuple[Path, Backend],
    hear: Progress,
    model: SavedModel | None,
) -> PeopleSheet:
    folder, con = run
    files = _files(request, folder, hear)
    hear("people.step.reading")
    read = read_people(files, con, units=request.layer.codes)
    with on_engine(read, request.people.engine, folder) as tables:
        return _computed(request, declared, tables, hear, model)


def _computed(
    request: PeopleRequest,
    declared: tuple[Conditions, Criteria | None],
    tables: PeopleTables,
    hear: Progress,
    model: SavedModel | None,
) -> PeopleSheet:
    conditions, criteria = declared
    section = request.people
    con: Any = tables.deliveries.get_backend()  # that of DuckDB, or of Spark
    hear("people.step.features")
    rules, signs = read_impact(), read_inefficiency()
    frames = with_risk_columns(yearly_frames(tables, conditions), tables, rules)
    place = Place(frozenset(request.zone), request.region, request.rural)
    frame = base_frame(frames[tables.year], place, tables.given)
    frame = with_inefficiencies(frame, tables, signs, rules)
    hear("people.step.risk")
    risk = _assessed(request, frames, tables.year)
    hear("people.step.tables")
    asked = Asked(
        units=request.zone,
        conditions=conditions,
        criteria=criteria,
        uptake=_uptake(request),
        rural=place.rural,
        strata=request.strata,
        minimum=section.minimum_cell,
        seed=request.seed,
    )
    try:
        people = prepared(frame, risk, asked)
        raws = raw_tables(people, risk, tables, con, asked)
        raws += transfer_raws(model, frames, tables.year, _scope(request), seed=request.seed)
    except InputError as error:  # criteria that ask for what the data does not have
        raise InputError([_placed(fault, request.written) for fault in error.faults]) from None
    sources = {row.id: row.source for row in conditions.rows if row.source}
    sources |= {"polypharmacy": conditions.polypharmacy.source}
    sources |= signs.sources
    hear("people.step.gate")
    ready = Ready(
        raws=raws,
        frame=people.frame,
        asked=asked,
        strata=(request.strata, request.seed, rules, signs),
        counting=lambda units: part_tables(people, tables, con, asked, units),
        by_criteria=lambda text: criteria_tables(people, tables, con, asked, text),
    )
    out = published(ready, section, request.folder)
    released = dict(out.gate.tables)
    smooth = unit_estimates(released, request.layer, minimum=section.minimum_cell)
    released |= {} if smooth is None else {smooth.id: smooth}
    return PeopleSheet(
        data=_level(request, tables),
        tables=MappingProxyType(released),
        names=MappingProxyType({row.id: row.names for row in conditions.rows}),
        families=MappingProxyType({row.id: row.family for row in conditions.rows}),
        minimum_cell=section.minimum_cell,
        criteria=criteria,
        model=noted(risk.card, model),
        totals=MappingProxyType(
            _released_totals(tables.totals, section.minimum_cell, out.gate.held)
        ),
        capacity=request.strata.capacity,
        notices=tables.notices,
        sources=MappingProxyType(sources),
        gaps=MappingProxyType({gap.id: gap.names for gap in rules.gaps}),
        gap_sources=MappingProxyType({gap.id: gap.source for gap in rules.gaps}),
        because=out.gate.because,
        register=out.told,
        rounding=section.rounding,
    )


def _released_totals(
    totals: Mapping[str, int], minimum: int, held: frozenset[str] = frozenset()
) -> dict[str, Cell]:
    """Rows of the input by what became of them; small numbers are hidden, and what gives them away.

    What was read is what was kept and what was left out: with one of these hidden, the first is
    hidden too. Where the number of people of the zone is held back, that of the file is too.
    """
    found: dict[str, Cell] = {k: HIDDEN if 0 < n < minimum else n for k, n in totals.items()}
    if "zone" in held:
        found["persons"] = HIDDEN
    for kind in ("persons", "deliveries", "diagnoses"):
        if any(n is HIDDEN for key, n in found.items() if key.startswith(kind)):
            found[f"{kind}_read"] = HIDDEN
    return found


def _files(request: PeopleRequest, folder: Path, hear: Progress) -> PeopleFiles:
    """The user's files, or those of a synthetic population in the folder of the run."""
    section = resolved(request.people, request.folder)
    if not section.synthetic:
        return PeopleFiles(
            persons=section.persons or (),
            deliveries=section.deliveries or (),
            mapping=section.mapping,
            year=section.base_year,
            diagnoses=section.diagnoses or (),
        )
    hear("people.step.synthetic")
    made = generate(_spec(request), folder / "synthetic")
    return PeopleFiles(
        (made.persons,), made.deliveries, None, section.base_year, diagnoses=(made.diagnoses,)
    )


def _spec(request: PeopleRequest) -> SyntheticSpec:
    rural = {code: bool(flag) for code, flag in request.rural.items()}
    year, seed = request.people.base_year, request.seed
    spec = spec_from_layer(request.layer, request.zone, rural, year=year, seed=seed)
    share = request.people.outside_share
    return spec if share is None else replace(spec, outside_share=share)


def _assessed(request: PeopleRequest, frames: Mapping[int, pd.DataFrame], year: int) -> RiskResult:
    scope = _scope(request)
    return assess(
        frames,
        year,
        seed=request.seed,
        zone=scope.zone,
        rural=scope.rural,
        minimum=scope.minimum,
    )


def _scope(request: PeopleRequest) -> Scope:
    rural = [code for code, flag in request.rural.items() if flag]
    return Scope(request.zone, rural, request.people.minimum_cell)


def _uptake(request: PeopleRequest) -> tuple[float, float] | None:
    return request.target.uptake if request.target else None


def _level(request: PeopleRequest, tables: PeopleTables) -> DataLevel:
    """Where the figures come from: the names of the files as the project has them."""
    section = request.people
    given = (section.persons, section.deliveries, section.diagnoses)
    files = tuple(path for paths in given for path in paths or ())
    return DataLevel(
        level="persons",
        synthetic=section.synthetic,
        year=tables.year,
        years=tables.years,
        files=tuple(path.as_posix() for path in files),
        seed=request.seed if section.synthetic else None,
    )
