"""The population gauge in words: for the screen reader, for the mouse, and under the bar."""

from __future__ import annotations

from dataclasses import dataclass

from pilotzones.present.gauge import Gauge
from pilotzones.present.texts import Render
from pilotzones.words import number, text
from pilotzones.zones.sheet import ZoneSheet

_BANDS = {
    "below_minimum": ("gauge.band.below_minimum", "gauge.said.below_minimum"),
    "below_preferred": ("gauge.band.below_preferred", "gauge.said.below_preferred"),
    "enough": ("gauge.band.enough", "gauge.said.enough"),
    "preferred": ("gauge.band.preferred", "gauge.said.preferred"),
    "above_preferred": ("gauge.band.above_preferred", "gauge.said.above_preferred"),
    "high": ("gauge.band.high", "gauge.said.high"),
    "very_high": ("gauge.band.very_high", "gauge.said.very_high"),
}
"""Kind of a band: its name, and the sentence for a population that lies in it."""


@dataclass(frozen=True, slots=True)
class GaugeWords:
    """Label of the whole, names of the bands in their order, sentence on the population."""

    label: Render
    bands: tuple[Render, ...]
    said: Render | None


def gauge_words(gauge: Gauge, sheet: ZoneSheet) -> GaugeWords:
    """Words of a gauge; ``said`` is None when the population is not known."""
    people, kind = sheet.population, gauge.kind

    def label(lang: str) -> str:
        marks = tuple(number(bound.persons, lang) for bound in gauge.bounds)
        if people is None or kind is None:
            return text("gauge.label_unknown", lang, marks=marks)
        said = text(_BANDS[kind][1], lang)
        return text("gauge.label", lang, people=people, said=said, marks=marks)

    return GaugeWords(
        label=label,
        bands=tuple((lambda lang, id=_BANDS[band.kind][0]: text(id, lang)) for band in gauge.bands),
        said=None if kind is None else lambda lang: text(_BANDS[kind][1], lang),
    )
