"""Command ``round partition``: a region or the country divided into zones that all hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say
from pilotzones.cli._work import Units, units_options

if TYPE_CHECKING:
    from pilotzones.postcodes.layer import UnitLayer
    from pilotzones.zones.propose.partition import Plan
    from pilotzones.zones.propose.wholes import Whole

_PATH = click.Path(path_type=Path)
_REGIONS = ("flanders", "wallonia", "brussels")


@click.command("partition", cls=Command, help=say("cli.round.partition.help"))
@click.option("--region", type=click.Choice(_REGIONS), default=None, help=say("cli.option.region"))
@click.option(
    "--objective",
    type=click.Choice(["compact", "border"]),
    default="compact",
    help=say("cli.option.aim"),
)
@click.option("--keep-whole", "keep", default="", help=say("cli.option.keep_whole"))
@click.option("--prefer-whole", "prefer", default="", help=say("cli.option.prefer_whole"))
@click.option("--care-regions", type=_PATH, default=None, help=say("cli.option.care_regions"))
@click.option("--fixed", type=_PATH, multiple=True, help=say("cli.option.fixed"))
@click.option("--moves", type=click.IntRange(0), default=None, help=say("cli.option.moves"))
@click.option("--seed", type=click.IntRange(0), default=1, help=say("cli.option.seed"))
@click.option("--rules", default=None, help=say("cli.option.rules"))
@units_options
@click.option("--out", type=_PATH, default=None, help=say("cli.option.pages"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@lang_option
def partition(
    *, out: Path | None, as_json: bool, lang: str | None, units: Units, **given: Any
) -> None:
    """Divide the units into zones and say how good the division is."""
    from pilotzones.cli._progress import progress
    from pilotzones.cli._show import show_json
    from pilotzones.zones.propose.board import bounds_of
    from pilotzones.zones.propose.division import Wanted
    from pilotzones.zones.propose.partition import plan
    from pilotzones.zones.propose.wholes import whole_by
    from pilotzones.zones.round import round_from
    from pilotzones.zones.rulesets import DEFAULT, read_rule_set

    lang = lang or chosen_language()
    rules, layer = read_rule_set(given["rules"] or DEFAULT), units.open()
    fixed = round_from(given["fixed"], layer).zones if given["fixed"] else ()
    layer = _of_region(layer, given["region"])
    wholes = (
        *(whole_by(layer, level) for level in _levels(given["keep"])),
        *(whole_by(layer, level, weight=1.0) for level in _levels(given["prefer"])),
        *_care_regions(given["care_regions"], layer),
    )
    wanted = Wanted(bounds_of(rules), given["objective"], wholes, fixed, given["moves"])
    with progress(lang) as hear:
        found = plan(
            layer,
            wanted,
            seed=given["seed"],
            hears=lambda p: hear(
                "cli.partition.so_far", n=len(p.populations), off=p.outside_preferred
            ),
        )
    names = _names(found, layer, lang, [zone.name for zone in fixed])
    if out is not None:
        from pilotzones.present.plan_site import write_plan_site

        page = write_plan_site(found, layer, names=names, bounds=wanted.bounds, out=out, lang=lang)
        click.echo(say("cli.page", path=str(page)), err=True)
    if as_json:
        show_json(_record(found, names))
    else:
        _show(found, names, layer, lang)


def _levels(given: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in given.split(",") if part.strip())


def _care_regions(path: Path | None, layer: UnitLayer) -> tuple[Whole, ...]:
    """Regions of the user's table, each kept whole."""
    from pilotzones.zones.propose.wholes import Whole
    from pilotzones.zones.round import round_from

    if path is None:
        return ()
    regions = round_from(path, layer).zones
    return (
        Whole("care-region", {code: region.name for region in regions for code in region.codes}),
    )


def _of_region(layer: UnitLayer, region: str | None) -> UnitLayer:
    """The units of one region, with the links between them."""
    from pilotzones.errors import Fault, InputError
    from pilotzones.postcodes.layer import make_layer

    if region is None:
        return layer
    chosen = layer.units[layer.units["region"] == region]
    if chosen.empty:
        raise InputError(Fault("cli.no_such_region", value=region))
    return make_layer(chosen, layer.origin, links=layer.contiguity.links)


def _names(plan: Plan, layer: UnitLayer, lang: str, fixed: list[str]) -> list[str]:
    """Zones named by their most peopled unit, numbered where two would have the same name."""
    from pilotzones.present.names import unit_name

    people = dict(zip(layer.codes, layer.people.tolist(), strict=True))
    found = list(fixed)
    for zone in plan.zones()[len(fixed) :]:
        first = min(zone.codes, key=lambda code: (-people[code], code))
        name = unit_name(first, layer, lang) or first
        found.append(name if name not in found else f"{name} ({first})")
    return found


def _record(plan: Plan, names: list[str]) -> dict[str, Any]:
    return {
        "schema": 1,
        "zones": [
            {"name": zone.name, "codes": list(zone.codes), "population": people}
            for zone, people in zip(plan.zones(names), plan.populations, strict=True)
        ],
        "outside_bounds": plan.outside_bounds,
        "outside_preferred": plan.outside_preferred,
        "polsby_popper": round(plan.polsby_popper, 6),
        "border_km": round(plan.border_km, 3),
        "splits": dict(plan.splits),
        "bridges": [list(pair) for pair in plan.bridges],
        "alone": list(plan.alone),
        "cut_off": [list(codes) for codes in plan.cut_off],
        "moves": plan.moves,
    }


def _show(plan: Plan, names: list[str], layer: UnitLayer, lang: str) -> None:
    """How good the division is, what has to be said of it, and one line per zone."""
    from pilotzones.cli._proposals import show_table, units_named
    from pilotzones.words import listed, number, text

    inside = len(plan.populations) - plan.outside_preferred
    fields = {"n": len(plan.populations), "inside": inside, "out": plan.outside_bounds}
    shape = {"score": number(plan.polsby_popper, lang, 3), "km": round(plan.border_km)}
    click.echo(text("cli.partition.head", lang, **fields, **shape))
    for pair in plan.bridges:
        units = units_named(pair, layer, lang)
        click.echo(text("cli.partition.bridge", lang, one=units[0], other=units[1]))
    for code in plan.alone:
        click.echo(text("cli.partition.alone", lang, unit=units_named((code,), layer, lang)[0]))
    for codes in plan.cut_off:
        click.echo(text("cli.partition.cut_off", lang, units=units_named(codes, layer, lang)))
    for name, count in plan.splits.items():
        level = text(f"plan.level.{name}", lang)
        click.echo(text("cli.partition.split", lang, level=level, n=count))
    rows = (
        [zone.name, number(people, lang), listed(zone.codes, lang, 12)]
        for zone, people in zip(plan.zones(names), plan.populations, strict=True)
    )
    show_table([text(f"cli.column.{name}", lang) for name in ("zone", "population", "units")], rows)
