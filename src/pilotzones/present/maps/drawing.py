"""The map as a fixed drawing (SVG): for paper, and for a page without its script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import shapely
from markupsafe import Markup
from shapely.geometry.base import BaseGeometry

from pilotzones.present.maps.layer import Label, MapLayer
from pilotzones.present.maps.scene import Scene
from pilotzones.present.texts import Texts

WIDTH = 640
_MARGIN = 0.14
"""Share of the zone's larger side that is shown around it."""
_LETTER_PX, _LINE_PX = 7.2, 15.0
_PHONE_LETTERS = 1.7
"""How much larger the names are written where the drawing is small."""
_LONGEST = 28
"""Longest name that is written; a longer one is cut, with dots."""


class Plane:
    """Turns metres of EPSG:31370 into whole pixels of the drawing; ``scale`` is pixels a metre."""

    def __init__(self, zone: BaseGeometry, width: int = WIDTH, margin: float = _MARGIN) -> None:
        west, south, east, north = zone.bounds
        around = max(east - west, north - south) * margin or 1000.0
        self.west, self.north = west - around, north + around
        self.scale = width / (east - west + 2 * around)
        self.height = round((north - south + 2 * around) * self.scale)
        self.frame = shapely.box(self.west, south - around, east + around, self.north)

    def point(self, at: shapely.Point) -> tuple[int, int]:
        """One point as pixels."""
        x, y = self.pixels(shapely.get_coordinates(at))[0].tolist()
        return x, y

    def pixels(self, xy: npt.NDArray[np.float64]) -> npt.NDArray[np.int_]:
        """Points as whole pixels, each once where neighbours fall together."""
        moved = np.c_[xy[:, 0] - self.west, self.north - xy[:, 1]] * self.scale
        rounded = np.rint(moved).astype(int)
        kept = np.r_[True, np.any(np.diff(rounded, axis=0) != 0, axis=1)]
        return rounded[kept]


def plane_of(scene: Scene) -> Plane:
    """Plane of the drawing of a scene."""
    return Plane(scene.merged(scene.sheet.case.zone.codes))


def drawing(scene: Scene, layers: tuple[MapLayer, ...], w: Texts) -> Markup:
    """Drawing of the layers around the zone, as wide as its place allows."""
    plane = plane_of(scene)
    paths = [_path(layer, plane) for layer in layers if layer.shapes]
    names = _names([label for layer in layers for label in layer.labels], plane, w)
    label = w.attr("aria-label", "map.label", zone=scene.sheet.case.zone.name)
    pattern = Markup('<svg class="drawing" role="img" {} viewBox="0 0 {} {}">{}{}</svg>')
    return pattern.format(
        label, WIDTH, plane.height, Markup("").join(paths), Markup("").join(names)
    )


def small_drawing(scene: Scene, layers: tuple[MapLayer, ...], width: int = 260) -> Markup:
    """Drawing of the zone alone, without names, for a row of many."""
    zone = scene.merged(scene.sheet.case.zone.codes)
    plane = Plane(zone, width, margin=0.03)
    paths = [_path(layer, plane) for layer in layers if layer.shapes]
    pattern = Markup('<svg class="small-map" aria-hidden="true" viewBox="0 0 {} {}">{}</svg>')
    return pattern.format(width, plane.height, Markup("").join(paths))


def _path(layer: MapLayer, plane: Plane) -> Markup:
    near = [s.geometry for s in layer.shapes if shapely.intersects(s.geometry, plane.frame)]
    lines = (line for geometry in near for line in _lines(geometry, plane))
    return Markup('<path class="l-{}" d="{}"/>').format(layer.id, "".join(lines))


def _lines(geometry: BaseGeometry, plane: Plane) -> Iterable[str]:
    """Rings and lines of a geometry as path data, in relative steps."""
    for part in shapely.get_parts(geometry):
        polygon = part.geom_type == "Polygon"
        for ring in shapely.get_rings(part) if polygon else [part]:
            points = plane.pixels(shapely.get_coordinates(ring))
            if len(points) < (4 if polygon else 2):
                continue
            steps = " ".join(f"{dx} {dy}" for dx, dy in np.diff(points, axis=0).tolist())
            start = " ".join(str(v) for v in points[0].tolist())
            yield f"M{start}l{steps}{'z' if polygon else ''}"


def _names(labels: Sequence[Label], plane: Plane, w: Texts) -> Iterable[Markup]:
    """Names in the frame that keep apart; those that do so on a phone too have a class for it."""
    on_phone = set(_apart(labels, plane, w.lang, larger=_PHONE_LETTERS))
    for number in _apart(labels, plane, w.lang, larger=1.0):
        label = labels[number]
        x, y = plane.point(label.at)
        shown = _short(label.name(w.lang))
        kind = label.kind if number in on_phone else f"{label.kind} fine"
        yield Markup('<text class="{} l-places" x="{}" y="{}" data-t="{}">{}</text>').format(
            kind, x, y, w.index(lambda lang, n=label.name: _short(n(lang))), shown
        )


def _apart(labels: Sequence[Label], plane: Plane, lang: str, *, larger: float) -> Iterable[int]:
    """Numbers of the names that do not overlap, first come first served."""
    taken: list[BaseGeometry] = []
    for number, label in enumerate(labels):
        x, y = plane.point(label.at)
        half = len(_short(label.name(lang))) * _LETTER_PX * larger / 2
        box = shapely.box(x - half, y - _LINE_PX * larger, x + half, y + _LINE_PX / 3)
        inside = x - half >= 0 and x + half <= WIDTH and y - _LINE_PX > 0 and y < plane.height
        if inside and not any(box.intersects(other) for other in taken):
            taken.append(box)
            yield number


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
