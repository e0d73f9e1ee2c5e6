"""Tables of the page of care: supply by type and group, gaps, surplus, shortage, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.present.care_answer import people_by_type
from pilotzones.present.care_words import capacity_name, group_name, km, reason_name, type_name
from pilotzones.present.differences import Difference, difference
from pilotzones.present.names import municipality_name
from pilotzones.present.sentences import unit_label
from pilotzones.present.texts import Render, Texts
from pilotzones.resources.supply import CareSheet, Gap, GroupSupply, Overlap, Shortage, TypeSupply
from pilotzones.words import number, text
from pilotzones.zones.sheet import ZoneSheet

GROUPS = ("zone", "rural", "other", "region", "country")
"""Groups side by side, in this order."""
_GOOD = {
    (Difference.HIGHER, True): ("care.compare.more_good", "pass"),
    (Difference.LOWER, True): ("care.compare.less_bad", "warn"),
    (Difference.HIGHER, False): ("care.compare.farther_bad", "warn"),
    (Difference.LOWER, False): ("care.compare.nearer_good", "pass"),
}


@dataclass(frozen=True, slots=True)
class TypeRow:
    """One type at a glance; ``verdict`` colours the words of the comparison.

    ``capacity`` is what its access counts, None for providers.
    """

    name: Markup
    capacity: Markup | None
    synthetic: bool
    count: Markup | None
    access: Markup | None
    reference: Markup | None
    compared: Markup
    verdict: str
    without: Markup | None
    lacking: Markup | None


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure of a type in each of ``GROUPS``; None where there is no data."""

    name: Markup
    cells: tuple[Markup | None, ...]
    compared: Markup
    verdict: str


@dataclass(frozen=True, slots=True)
class TypeBlock:
    """One type, measure by measure."""

    name: Markup
    rows: tuple[MeasureRow, ...]


@dataclass(frozen=True, slots=True)
class GapRow:
    """One gap: the unit (with its number on the map), the type, the reason with its figures."""

    unit: Markup
    number: int | None
    type: Markup
    reason: Markup
    sign: str
    people: Markup
    rural: bool | None
    need: Markup | None


@dataclass(frozen=True, slots=True)
class ShortageRow:
    """The shortage rule in one area; ``verdict`` is that of the rule."""

    area: Markup
    people: Markup | None
    density: Markup | None
    gps: Markup | None
    per_100000: Markup | None
    bound: Markup
    verdict: str
    words: Markup
    whole: bool


def type_rows(care: CareSheet, w: Texts) -> tuple[TypeRow, ...]:
    """Types at a glance: those that fall short for most people first, then as they were given."""
    lacking = people_by_type(care)
    order = sorted(care.types, key=lambda supply: -lacking.get(supply.providers.type, 0))
    return tuple(_type_row(care, supply, lacking, w) for supply in order)


def _type_row(care: CareSheet, supply: TypeSupply, lacking: dict[str, int], w: Texts) -> TypeRow:
    type, capacity = supply.providers.type, supply.providers.capacity_unit
    zone, reference = supply.groups.get("zone"), supply.groups.get(supply.reference)
    known = zone is not None and zone.people > 0
    compared, verdict = _compared(supply, _access, True, w)
    return TypeRow(
        name=w.say(lambda lang: type_name(care, type, lang)),
        capacity=_unless_providers(capacity, w),
        synthetic=supply.providers.synthetic,
        count=w.number(zone.count) if zone is not None and known else None,
        access=_decimal(zone.access if zone is not None and known else None, w),
        reference=_decimal(reference.access if reference is not None else None, w),
        compared=compared,
        verdict=verdict,
        without=w.number(zone.people_without) if zone is not None and known else None,
        lacking=w.number(lacking.get(type, 0)) if known else None,
    )


def _unless_providers(capacity: str, w: Texts) -> Markup | None:
    if capacity == "providers":
        return None
    return w.say(lambda lang: capacity_name(capacity, lang))


def _access(group: GroupSupply) -> float | None:
    return group.access


def compared_words(supply: TypeSupply, lang: str) -> str:
    """Access of the zone beside the reference, in words of one language."""
    zone, reference = supply.groups.get("zone"), supply.groups.get(supply.reference)
    if zone is None or reference is None or supply.reference == "zone" or not zone.people:
        return text("care.compare.no_reference", lang)
    found = difference(zone.access, reference.access)
    if (found, True) in _GOOD:
        return text(_GOOD[found, True][0], lang, group=group_name(supply.reference, lang))
    unclear = found is Difference.UNCLEAR
    return text("care.compare.unclear" if unclear else "care.compare.no_reference", lang)


def _compared(
    supply: TypeSupply, value: Callable[[GroupSupply], float | None], more: bool, w: Texts
) -> tuple[Markup, str]:
    """The zone beside the reference in words, and whether that is good."""
    zone, reference = supply.groups.get("zone"), supply.groups.get(supply.reference)
    if zone is None or reference is None or supply.reference == "zone" or not zone.people:
        known = zone is not None and zone.people > 0
        return w.t("care.compare.no_reference" if known else "theme.sign.no_data"), ""
    found = difference(value(zone), value(reference))
    if (found, more) in _GOOD:
        id, verdict = _GOOD[found, more]
        return w.t(id, group=lambda lang: group_name(supply.reference, lang)), verdict
    unclear = found is Difference.UNCLEAR
    return w.t("care.compare.unclear" if unclear else "care.compare.no_reference"), ""


def type_blocks(care: CareSheet, w: Texts) -> tuple[TypeBlock, ...]:
    """Every type with data on the zone, group beside group."""
    return tuple(
        TypeBlock(
            w.say(lambda lang, type=supply.providers.type: type_name(care, type, lang)),
            _measure_rows(supply, w),
        )
        for supply in care.types
        if "zone" in supply.groups and supply.groups["zone"].people
    )


def _measure_rows(supply: TypeSupply, w: Texts) -> tuple[MeasureRow, ...]:
    capacity = supply.providers.capacity_unit

    def row(
        name: Render,
        value: Callable[[GroupSupply], float | None],
        form: tuple[int, bool | None],
    ) -> MeasureRow:
        decimals, more = form
        cells = tuple(
            _number(value(supply.groups[id]) if id in supply.groups else None, decimals, w)
            for id in GROUPS
        )
        compared, verdict = (Markup(""), "") if more is None else _compared(supply, value, more, w)
        return MeasureRow(w.say(name), cells, compared, verdict)

    return (
        row(_named("care.measure.count"), lambda group: group.count, (0, None)),
        row(
            lambda lang: text("care.measure.supply", lang, capacity=capacity_name(capacity, lang)),
            lambda group: group.per_100000,
            (1, True),
        ),
        row(_named("care.measure.access"), _access, (1, True)),
        row(
            _named("care.measure.nearest"),
            lambda group: None if group.nearest_m is None else group.nearest_m / 1000,
            (1, False),
        ),
        row(_named("care.measure.without"), lambda group: group.people_without, (0, None)),
    )


def _named(id: str) -> Render:
    return lambda lang: text(id, lang)


def gap_rows(sheet: ZoneSheet, care: CareSheet, numbers: dict[str, int], w: Texts) -> list[GapRow]:
    """Gaps in their order: the largest shortfall of most people first."""
    layer = sheet.case.layer
    return [
        GapRow(
            unit=w.say(lambda lang, gap=gap: unit_label(gap.unit, layer, lang)),
            number=numbers.get(gap.unit),
            type=w.say(lambda lang, gap=gap: type_name(care, gap.type, lang)),
            reason=w.say(lambda lang, gap=gap: gap_words(gap, lang)),
            sign=gap.reason.replace("_", "-"),
            people=w.number(gap.people),
            rural=gap.rural,
            need=None if gap.need is None else w.number(gap.need, 2),
        )
        for gap in care.gaps
    ]


def gap_words(gap: Gap, lang: str) -> str:
    """The reason of a gap with the value and the reference that make it."""
    reason, group = reason_name(gap.reason, lang), group_name(gap.reference, lang)
    if gap.measure == "nearest_m":
        return text(
            "care.gap.nearest",
            lang,
            reason=reason,
            value=km(gap.value, lang),
            reference=km(gap.reference_value, lang),
            group=group,
        )
    reference = number(gap.reference_value, lang, 1)
    if gap.reason == "none_in_reach":
        return text("care.gap.none", lang, reason=reason, reference=reference, group=group)
    value = number(gap.value, lang, 1)
    return text(
        "care.gap.access", lang, reason=reason, value=value, reference=reference, group=group
    )


def surplus_lines(sheet: ZoneSheet, care: CareSheet, w: Texts) -> tuple[Markup, ...]:
    """Units with far more of one type than the reference, one sentence each."""
    return tuple(w.say(lambda lang, o=o: _surplus(o, sheet, care, lang)) for o in care.overlaps)


def _surplus(overlap: Overlap, sheet: ZoneSheet, care: CareSheet, lang: str) -> str:
    said = text(
        "care.surplus",
        lang,
        unit=unit_label(overlap.unit, sheet.case.layer, lang),
        type=type_name(care, overlap.type, lang),
        count=overlap.count,
        value=number(overlap.value, lang, 1),
        reference=number(overlap.reference_value, lang, 1),
        group=group_name(overlap.reference, lang),
    )
    if not overlap.close:
        return said
    return f"{said} {text('care.surplus_close', lang, n=overlap.close)}"


def shortage_rows(sheet: ZoneSheet, care: CareSheet, w: Texts) -> tuple[ShortageRow, ...]:
    """The shortage rule: the zone first, then its municipalities as they were given."""
    return tuple(_shortage_row(area, sheet, w) for area in care.shortage)


def _shortage_row(area: Shortage, sheet: ZoneSheet, w: Texts) -> ShortageRow:
    verdict = {True: "fail", False: "pass", None: "not-computable"}[area.short]
    id = {True: "care.short.yes", False: "care.short.no", None: "care.short.unknown"}[area.short]
    return ShortageRow(
        area=w.say(area_name(area.area, sheet)),
        people=None if area.people is None else w.number(area.people),
        density=None if area.density_per_km2 is None else w.number(area.density_per_km2),
        gps=None if area.gps is None else w.number(area.gps),
        per_100000=_decimal(area.per_100000, w),
        bound=w.number(area.bound),
        verdict=verdict,
        words=w.t(id),
        whole=area.area == "zone",
    )


def area_name(area: str, sheet: ZoneSheet) -> Render:
    """Name of an area of the shortage rule: the whole zone, or a municipality."""
    if area == "zone":
        return lambda lang: text("care.area.zone", lang)
    units = sheet.case.layer.units
    inside = units.index[units["municipality"].astype("string") == area]
    if len(inside) == 0:
        return lambda _lang: area
    return lambda lang: municipality_name(str(inside[0]), sheet.case.layer, lang)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Where the list of a type comes from, and what became of its rows."""

    type: Markup
    source: Markup
    dated: Markup
    used: Markup
    left_out: Markup
    synthetic: bool


_LEFT_OUT = {
    "closed": "care.rows.closed",
    "unplaced": "care.rows.unplaced",
    "outside": "care.rows.outside",
    "other_types": "care.rows.other_types",
}


def source_rows(care: CareSheet, w: Texts) -> tuple[SourceRow, ...]:
    """Sources in the order of the types."""
    return tuple(_source_row(care, supply, w) for supply in care.types)


def _source_row(care: CareSheet, supply: TypeSupply, w: Texts) -> SourceRow:
    providers = supply.providers
    counts = Counter({k: n for k, n in (providers.counts or {}).items() if k in _LEFT_OUT and n})

    def left_out(lang: str) -> str:
        return ", ".join(text(_LEFT_OUT[k], lang, n=n) for k, n in sorted(counts.items()))

    return SourceRow(
        type=w.say(lambda lang: type_name(care, providers.type, lang)),
        source=w.t("care.list.made_up")
        if providers.synthetic
        else w.say(lambda _: providers.source),
        dated=w.say(lambda lang: text("care.dated", lang, date=providers.dated))
        if providers.dated
        else w.t("care.undated"),
        used=w.number(len(providers.places)),
        left_out=w.say(left_out) if counts else Markup(""),
        synthetic=providers.synthetic,
    )


def _decimal(value: float | None, w: Texts) -> Markup | None:
    return _number(value, 1, w)


def _number(value: float | None, decimals: int, w: Texts) -> Markup | None:
    return None if value is None else w.number(value, decimals)
