"""The section of completions: zones that hold, side by side, ranked, each with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.compare_section import change_lines
from pilotzones.present.figures.drawing import as_whole_percent
from pilotzones.present.figures.small_zones import Drawn, SmallZones, small_zones
from pilotzones.present.grid import Grid, Line, head
from pilotzones.present.measure_words import form_of
from pilotzones.present.names import unit_name
from pilotzones.present.proposals_repair import zone_words
from pilotzones.present.proposals_words import objective_name, option_name
from pilotzones.present.sentences import unit_label
from pilotzones.present.texts import Render, Texts
from pilotzones.present.values import counted_units
from pilotzones.words import text
from pilotzones.zones.compare import Change, change_of
from pilotzones.zones.propose.sheet import Options
from pilotzones.zones.zone import Zone

if TYPE_CHECKING:
    from pilotzones.zones.propose.proposals import Proposal, Reason, Term


@dataclass(frozen=True, slots=True)
class OptionView:
    """One proposal: its name, its people, its reasons in sentences, the units that change."""

    name: Markup
    people: Markup
    reasons: tuple[Markup, ...]
    changes: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class OptionsView:
    """Proposals ready to be set: a sentence, what was asked, the maps, the ranking."""

    head: Markup
    title: Render
    wish: tuple[Markup, ...]
    options: tuple[OptionView, ...]
    maps: SmallZones | None
    ranking: Grid
    against: bool


def options_view(
    found: Options, drawn: Zone | None, layer: UnitLayer, w: Texts, *, id: str
) -> OptionsView:
    """View of the proposals of a wish, each set against the drawn zone where there is one."""
    title = options_title(found, layer)
    changes = [change_of(drawn or one.zone, one.zone, layer) for one in found.proposals]
    drawings = [
        _drawing(number, change, found.wish.must, layer) for number, change in enumerate(changes, 1)
    ]
    return OptionsView(
        head=w.say(title),
        title=title,
        wish=tuple(w.say(line) for line in wish_lines(found, layer)),
        options=tuple(
            OptionView(
                w.say(option_name(number)),
                w.t("value.persons", n=one.population),
                tuple(
                    w.say(line)
                    for line in [
                        *reason_lines(one, layer),
                        *([swaps(change, layer)] if drawn else ()),
                    ]
                ),
                tuple(w.say(line) for line in (change_lines(change, layer) if drawn else ())),
            )
            for number, (one, change) in enumerate(zip(found.proposals, changes, strict=True), 1)
        ),
        maps=small_zones(drawings, layer, w, id=id),
        ranking=_ranking(found.proposals, w),
        against=drawn is not None,
    )


def _drawing(number: int, change: Change, must: tuple[str, ...], layer: UnitLayer) -> Drawn:
    codes, gained, lost = change.zone.codes, change.gained, change.lost
    return Drawn(
        option_name(number),
        zone_words(codes, layer, gained, lost),
        codes,
        gained,
        lost,
        seeds=tuple(code for code in codes if code in must and code not in gained),
    )


def swaps(change: Change, layer: UnitLayer) -> Render:
    """How much a proposal gains and loses against the drawn zone."""
    kind, people = layer.origin.kind, (change.gained_people, change.lost_people)
    known = None not in people
    return lambda lang: text(
        "proposals.swaps" if known else "proposals.swaps_unknown",
        lang,
        gained=counted_units(len(change.gained), kind, lang),
        lost=counted_units(len(change.lost), kind, lang),
        **({"people_gained": people[0], "people_lost": people[1]} if known else {}),
    )


def best_line(found: Options, drawn: Zone, layer: UnitLayer) -> Render:
    """The proposal ranked first, and how it differs from the drawn zone."""
    best, kind = found.proposals[0], layer.origin.kind
    change = change_of(drawn, best.zone, layer)
    return lambda lang: text(
        "proposals.best",
        lang,
        people=best.population,
        gained=counted_units(len(change.gained), kind, lang),
        lost=counted_units(len(change.lost), kind, lang),
    )


def options_title(found: Options, layer: UnitLayer) -> Render:
    """How many zones hold, around which units."""
    n, must = len(found.proposals), found.wish.must
    return lambda lang: text(
        "complete.head", lang, n=n, units=tuple(unit_name(code, layer, lang) for code in must)
    )


def wish_lines(found: Options, layer: UnitLayer) -> list[Render]:
    """What was asked: units that must be in, must not, and would be liked."""
    asked = (
        ("complete.must", found.wish.must),
        ("complete.forbidden", found.wish.forbidden),
        ("complete.like", found.wish.like),
    )
    return [_units(id, codes, layer) for id, codes in asked if codes]


def reason_lines(one: Proposal, layer: UnitLayer) -> list[Render]:
    """Why a proposal stands in the list, a sentence each."""
    said = [reason_words(reason) for reason in one.reasons]
    if one.differs < 1:
        share = one.differs
        said.append(
            lambda lang: text("complete.differs", lang, share=as_whole_percent(share, lang))
        )
    if one.missing:
        said.append(_units("complete.missing", one.missing, layer))
    return said


def _units(id: str, codes: tuple[str, ...], layer: UnitLayer) -> Render:
    return lambda lang: text(
        id, lang, n=len(codes), units=tuple(unit_label(code, layer, lang) for code in codes)
    )


def reason_words(reason: Reason) -> Render:
    """Sentence of a reason; a measured value is told in the form of its measure."""
    measure = reason.id.removeprefix("most.")

    def said(lang: str) -> str:
        fields = dict(reason.fields)
        value = fields.get("value")
        if isinstance(value, int | float):
            fields["value"] = form_of(measure)(value, lang)
        return text(f"complete.why.{reason.id}", lang, **fields)

    return said


def _ranking(proposals: tuple[Proposal, ...], w: Texts) -> Grid:
    """A row for each proposal: people, the score, and the score of each objective."""
    terms = proposals[0].terms if proposals else ()
    heads = [
        head(lambda lang: text("table.population", lang), w),
        head(lambda lang: text("complete.score", lang), w),
        *(head(_objective_head(term), w) for term in terms),
    ]
    lines = tuple(
        Line(
            w.say(option_name(number)),
            (
                w.number(one.population),
                w.say(_score(one.score)),
                *(w.say(_term(term)) for term in one.terms),
            ),
        )
        for number, one in enumerate(proposals, 1)
    )
    return Grid(w.t("complete.ranking"), w.t("complete.rank"), tuple(heads), lines)


def _objective_head(term: Term) -> Render:
    return lambda lang: text(
        "complete.objective", lang, name=objective_name(term.objective, lang), weight=term.weight
    )


def _score(score: float) -> Render:
    return lambda lang: as_whole_percent(score, lang)


def _term(term: Term) -> Render:
    """Score of an objective with the value that it was given for."""
    kind = term.objective.partition(":")[0]

    def said(lang: str) -> str:
        value = form_of(kind if kind != "column" else term.objective)(term.value, lang)
        return text("complete.term", lang, score=as_whole_percent(term.score, lang), value=value)

    return said
