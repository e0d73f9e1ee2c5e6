"""The map of the call: every zone with its number, overlaps and stranded areas marked."""

from __future__ import annotations

from pilotzones.present.figures.round_map import RoundMap, Spots, round_map
from pilotzones.present.reports.model import Figure, Paragraph, Section
from pilotzones.present.reports.round import RoundSubject
from pilotzones.present.reports.round_figures import with_legend
from pilotzones.present.round_overlaps import shared_codes
from pilotzones.present.round_zones import patches

ORDER = 20
_LEGEND = {
    "zone": "round.legend.zone",
    "shared": "round.legend.shared",
    "stranded": "round.legend.stranded",
    "free": "round.legend.free",
    "blocked": "report.round.legend.blocked",
}


def sections(subject: RoundSubject) -> tuple[Section, ...]:
    """The map; a sentence where no unit has a shape."""
    heading, made = subject.t("report.round.map"), _map(subject)
    if made is None:
        return (Section("map-call", heading, (Paragraph(subject.t("map.none")),), new_page=True),)
    words = {sign: subject.t(_LEGEND[sign]) for sign in made.signs}
    figure = Figure(
        id="map-1",
        number=1,
        label="map",
        caption=subject.t("report.round.map.caption"),
        svg=lambda: (with_legend(made, words),),
        told=subject.t("round.map.instead"),
        about=subject.about("report.limits.map_zone"),
        width=170.0,
    )
    return (Section("map-call", heading, (figure,), new_page=True),)


def _map(subject: RoundSubject) -> RoundMap | None:
    cut_off = tuple(sorted({code for one in subject.stranded or () for code in one.codes}))
    spots = Spots(shared_codes(subject.view), cut_off)
    return round_map(patches(subject.view.sheets), subject.layer, spots, subject.texts)
