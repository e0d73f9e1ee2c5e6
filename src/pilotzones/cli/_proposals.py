"""Proposals on the screen and as JSON: alternatives, repairs, places, verdicts tried, codes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from pilotzones.words import LANGUAGES, number, percent, text

if TYPE_CHECKING:
    from pilotzones.findings import Case
    from pilotzones.postcodes.layer import UnitLayer
    from pilotzones.zones.compare import Comparison
    from pilotzones.zones.propose.board import Bounds
    from pilotzones.zones.propose.clash import Clash
    from pilotzones.zones.propose.ensemble import Ensemble, Place
    from pilotzones.zones.propose.proposals import Proposal
    from pilotzones.zones.propose.repair import Repair
    from pilotzones.zones.propose.wish import Wish
    from pilotzones.zones.recode import Recoded
    from pilotzones.zones.robust import Robustness

_WIDEST = 110


def show_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Plain table on stdout; numbers stand to the right, the last column folds."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=sys.stdout, highlight=False)
    wide = min(console.width, _WIDEST) if console.is_terminal else _WIDEST
    console = Console(file=sys.stdout, highlight=False, width=wide)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in header:
        table.add_column(Text(heading), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def units_named(codes: Iterable[str], layer: UnitLayer, lang: str) -> tuple[str, ...]:
    """Codes with their names."""
    from pilotzones.present.sentences import unit_label

    return tuple(unit_label(code, layer, lang) for code in codes)


def complete_record(found: Sequence[Proposal], wish: Wish, bounds: Bounds) -> dict[str, Any]:
    """Proposals as JSON."""
    return {
        "schema": 1,
        "must": list(wish.must),
        "forbidden": list(wish.forbidden),
        "like": list(wish.like),
        "bounds": bounds_record(bounds),
        "proposals": [
            {
                "rank": rank,
                "codes": list(each.zone.codes),
                "population": each.population,
                "preferred": each.preferred,
                "score": round(each.score, 6),
                "differs": round(each.differs, 6),
                "missing": list(each.missing),
                "terms": [
                    {
                        "objective": term.objective,
                        "weight": term.weight,
                        "value": round(term.value, 6),
                        "score": round(term.score, 6),
                    }
                    for term in each.terms
                ],
                "reasons": [
                    {lang: text(f"complete.why.{r.id}", lang, **r.fields) for lang in LANGUAGES}
                    for r in each.reasons
                ],
            }
            for rank, each in enumerate(found, start=1)
        ],
    }


def bounds_record(bounds: Bounds) -> dict[str, Any]:
    """Bounds as JSON."""
    return {"lower": bounds.lower, "upper": bounds.upper, "preferred": list(bounds.preferred)}


def show_proposals(found: Sequence[Proposal], layer: UnitLayer, lang: str) -> None:
    """Each proposal with its people, its score, the reasons and its units."""
    for rank, each in enumerate(found, start=1):
        head = {"rank": rank, "people": each.population, "score": number(each.score, lang, 2)}
        click.echo(text("cli.complete.head", lang, **head, n=len(each.zone.codes)))
        for reason in each.reasons:
            click.echo("  " + text(f"complete.why.{reason.id}", lang, **reason.fields))
        click.echo("  " + ", ".join(units_named(each.zone.codes, layer, lang)))


def repair_record(found: Repair | Clash) -> dict[str, Any]:
    """A repair, or why there is none, as JSON."""
    from pilotzones.zones.propose.clash import Clash

    if isinstance(found, Clash):
        told = {"conditions": list(found.conditions), "subjects": list(found.subjects)}
        return {"schema": 1, "repair": None, "clash": told}
    return {
        "schema": 1,
        "clash": None,
        "repair": {
            "zones": [{"name": zone.name, "codes": list(zone.codes)} for zone in found.zones],
            "moves": [
                {"code": m.code, "people": m.people, "left": m.left, "joined": m.joined}
                for m in found.moves
            ],
            "units": len(found.moves),
            "people": found.people,
            "outside_preferred": found.outside_preferred,
            "proof": {
                "status": found.proof.status,
                "hops": found.proof.hops,
                "gap": found.proof.gap,
                "rounds": found.proof.rounds,
                "cuts": found.proof.cuts,
            },
        },
    }


def show_repair(found: Repair | Clash, layer: UnitLayer, lang: str) -> None:
    """What moves, and what is proved of it; or the conditions that clash."""
    from pilotzones.present.proposals_repair import clash_lines, proof_words
    from pilotzones.present.sentences import unit_label
    from pilotzones.zones.propose.clash import Clash

    if isinstance(found, Clash):
        click.echo(text("cli.repair.clash", lang))
        for line in clash_lines(found, layer):
            click.echo("  " + line(lang))
        return
    if not found.moves:
        click.echo(text("cli.repair.nothing", lang))
        return
    n = len(found.moves)
    click.echo(text("cli.repair.head", lang, n=n, people=found.people))
    for move in found.moves:
        id = "cli.repair.changes" if move.left and move.joined else "cli.repair.leaves"
        if not move.left:
            id = "cli.repair.joins"
        fields = {"unit": unit_label(move.code, layer, lang), "people": move.people}
        known = {"left": move.left or "", "joined": move.joined or ""}
        click.echo("  " + text(id, lang, **fields, **known))
    click.echo(proof_words(found.proof)(lang))


def ensemble_record(found: Ensemble) -> dict[str, Any]:
    """An ensemble as JSON."""
    return {
        "schema": 1,
        "kind": found.kind,
        "seeds": list(found.seeds),
        "bounds": bounds_record(found.bounds),
        "steps": found.steps,
        "kept": found.kept,
        "chains": found.chains,
        "seed": found.seed,
        "accepted": round(found.accepted, 6),
        "measures": [
            {
                "measure": p.measure,
                "drawn": p.drawn,
                "quantiles": [round(q, 6) for q in p.quantiles],
                "percentile": None if p.percentile is None else round(p.percentile, 6),
                "effective_samples": round(p.ess),
                "rhat": round(p.rhat, 4),
            }
            for p in found.places
        ],
    }


def show_ensemble(found: Ensemble, layer: UnitLayer, lang: str) -> None:
    """Where the zone stands, measure by measure."""
    seeds = units_named(found.seeds, layer, lang)
    head = {"n": found.kept, "chains": found.chains, "units": seeds}
    click.echo(text(f"cli.ensemble.{found.kind}", lang, **head))
    names = ("measure", "drawn", "median", "range", "below", "ess", "rhat")
    header = [text(f"cli.column.{name}", lang) for name in names]
    show_table(header, (_place_row(place, lang) for place in found.places))


def _place_row(place: Place, lang: str) -> list[str]:
    from pilotzones.present.measure_words import form_of, measure_name

    said = form_of(place.measure)
    low, middle, high = (said(place.quantiles[k], lang) for k in (1, 3, 5))
    return [
        measure_name(place.measure, lang),
        "–" if place.drawn is None else said(place.drawn, lang),
        middle,
        f"{low} – {high}",
        "–" if place.percentile is None else percent(place.percentile, lang, 0),
        number(round(place.ess), lang),
        number(place.rhat, lang, 3),
    ]


def robust_record(found: Sequence[Robustness]) -> dict[str, Any]:
    """Verdicts under other assumptions as JSON."""
    return {
        "schema": 1,
        "findings": [
            {
                "rule": each.finding.rule,
                "verdict": str(each.finding.verdict),
                "fragile": each.fragile,
                "scenarios": [
                    {
                        "id": scenario.id,
                        "fields": _plain(scenario.fields),
                        "assumption": scenario.assumption,
                        "verdict": str(verdict),
                        "value": finding.value,
                    }
                    for scenario, verdict, finding in each.verdicts
                ],
                "margin": None
                if each.margin is None
                else {"fewer": each.margin.fewer, "more": each.margin.more},
            }
            for each in found
        ],
    }


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        k: list(v) if isinstance(v, tuple) else str(v) if hasattr(v, "isoformat") else v
        for k, v in fields.items()
    }


def show_robust(found: Sequence[Robustness], case: Case, lang: str) -> None:
    """Each verdict, robust or fragile, with what flips it."""
    from pilotzones.present.proposals_robust import scenario_words
    from pilotzones.present.sentences import title

    fragile = sum(each.fragile for each in found)
    click.echo(text("cli.robust.head", lang, zone=case.zone.name, n=fragile, all=len(found)))
    names = ("rule", "verdict", "firm", "flips")
    show_table(
        [text(f"cli.column.{name}", lang) for name in names],
        (
            [
                f"{each.finding.rule} {title(each.finding.rule, lang)}",
                text(f"verdict.{each.finding.verdict}", lang),
                text("robust.fragile" if each.fragile else "robust.robust", lang),
                "; ".join(dict.fromkeys(scenario_words(s)(lang) for s in each.flips)),
            ]
            for each in found
        ),
    )


def compare_record(found: Comparison) -> dict[str, Any]:
    """A comparison as JSON."""
    changes = {change.zone.name: change for change in found.changes}
    return {
        "schema": 1,
        "drawings": [
            {
                "name": zone.name,
                "codes": list(zone.codes),
                "measures": {
                    str(k): None if v != v else v for k, v in found.measures.iloc[at].items()
                },
                "verdicts": {f.rule: str(f.verdict) for f in found.findings[at]},
                "gained": list(changes[zone.name].gained) if at else [],
                "lost": list(changes[zone.name].lost) if at else [],
            }
            for at, zone in enumerate(found.zones)
        ],
    }


def show_comparison(found: Comparison, layer: UnitLayer, lang: str) -> None:
    """Measures side by side, verdicts that differ, who is gained and lost."""
    from pilotzones.present.measure_words import form_of, measure_name

    names = [zone.name for zone in found.zones]
    rows = [
        [measure_name(name, lang), *(_said(form_of(name), float(v), lang) for v in values)]
        for name, values in ((str(name), found.measures[name]) for name in found.measures.columns)
    ]
    for findings in zip(*found.findings, strict=True):
        verdicts = [text(f"verdict.{f.verdict}", lang) for f in findings]
        if len(set(verdicts)) > 1:
            rows.append([findings[0].rule, *verdicts])
    show_table([text("cli.column.measure", lang), *names], rows)
    for change in found.changes:
        for id, codes, people in (
            ("gained", change.gained, change.gained_people),
            ("lost", change.lost, change.lost_people),
        ):
            fields = {"zone": change.zone.name, "n": len(codes), "people": people or 0}
            if codes:
                units = units_named(codes, layer, lang)
                click.echo(text(f"cli.compare.{id}", lang, **fields, units=units))


def _said(form: Callable[[float, str], str], value: float, lang: str) -> str:
    """A value in the reader's form; a dash where it is not known."""
    return "–" if value != value else form(value, lang)


def recode_record(found: Recoded) -> dict[str, Any]:
    """Codes followed from one date to another as JSON."""
    return {
        "schema": 1,
        "from_date": found.from_date.isoformat(),
        "to_date": found.to_date.isoformat(),
        "from_set": found.from_set.isoformat(),
        "to_set": found.to_set.isoformat(),
        "before": list(found.before),
        "after": list(found.after),
        "people_before": found.people_before,
        "people_after": found.people_after,
        "grown": list(found.grown),
        "differences": [
            {"code": came.code, "into": came.into, "people": came.people}
            for came in found.differences
        ],
    }


def show_recoded(found: Recoded, lang: str) -> None:
    """The codes before and after, each step, and what came along."""
    dates = {"from_set": found.from_set, "to_set": found.to_set}
    counts = {"before": len(found.before), "n": len(found.after)}
    click.echo(text("cli.recode.head", lang, **dates, **counts))
    for step in found.steps:
        for old, new in step.renumbered:
            click.echo("  " + text("cli.recode.renumbered", lang, old=old, new=new))
        for new, old in step.merged:
            click.echo("  " + text("cli.recode.merged", lang, old=old, new=new))
    for came in found.differences:
        fields = {"code": came.code, "into": came.into, "people": came.people or 0}
        id = "cli.recode.came" if came.people is not None else "cli.recode.came_unknown"
        click.echo("  " + text(id, lang, **fields))
    if found.people_before is not None and found.people_after is not None:
        people = {"before": found.people_before, "after": found.people_after}
        click.echo(text("cli.recode.people", lang, **people))
    click.echo(", ".join(found.after))
