"""Map 1: the zone among its neighbours, with all that its rules look at."""

from __future__ import annotations

from pilotzones.present.groups import groups
from pilotzones.present.maps.layers import map_layers
from pilotzones.present.maps.page_map import legend
from pilotzones.present.reports.map_figures import Key, zone_map
from pilotzones.present.reports.model import Block, Fact, Facts, Figure, Paragraph, Section
from pilotzones.present.reports.subject import Subject, bare

ORDER = 20
KINDS = ("zone", "whole")


def sections(subject: Subject) -> tuple[Section, ...]:
    """The map, and what it shows in colour as lists."""
    heading, scene = subject.t("map.title"), subject.book.scene
    if scene is None:
        return (Section("map-zone", heading, (Paragraph(subject.t("map.none")),), new_page=True),)
    layers, w = map_layers(scene), subject.texts
    keys = [Key(row.layer, bare(row.words), row.sign) for row in legend(layers, w)]
    zone = subject.sheet.case.zone.name
    told = "; ".join(key.words for key in keys)
    figure = Figure(
        id="map-1",
        number=1,
        label="map",
        caption=subject.t("report.map_zone.caption", zone=zone),
        svg=lambda: (zone_map(scene, layers, keys, subject.texts),),
        told=subject.t("report.map_zone.told", zone=zone, shown=told),
        about=subject.about_zone("report.limits.map_zone"),
        width=160.0,
    )
    listed = tuple(
        Fact(bare(group.title), tuple(bare(line) for line in group.lines))
        for group in groups(subject.sheet, w)
    )
    blocks: tuple[Block, ...] = (figure, Facts(listed)) if listed else (figure,)
    return (Section("map-zone", heading, blocks, new_page=True),)
