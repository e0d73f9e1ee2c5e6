"""One layer of a map, as values: what is drawn, how it is called, where the legend has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import shapely
from shapely.geometry.base import BaseGeometry

from pilotzones.present.texts import Render

Sign = Literal["area", "line", "text"]
"""Sign of a layer in the legend: a filled square, a line, or a letter."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Geometry in EPSG:31370; ``unit`` is its number on the page where it is one unit."""

    geometry: BaseGeometry
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """Name at a point of EPSG:31370; ``kind`` tells names of places from those of projects."""

    at: shapely.Point
    name: Render
    kind: Literal["place", "project"] = "place"


@dataclass(frozen=True, slots=True)
class MapLayer:
    """What one module of ``layers`` makes of a scene.

    Parameters
    ----------
    id
        Name of the layer: class ``l-<id>`` of its shapes, drawn by the style sheet.
    shapes, labels
        What is drawn.
    legend
        Words of the legend, which is the switch too; None for what is always there.
    sign
        Sign of the legend, drawn with the layer's own class.
    rank
        Place in the legend, the lowest first: a reader looks for the zone before its surroundings.
    touchable
        Shapes answer to the mouse: those of the units, and of nothing else.
    """

    id: str
    shapes: tuple[Shape, ...] = ()
    labels: tuple[Label, ...] = ()
    legend: Render | None = None
    sign: Sign = "area"
    rank: int = 0
    touchable: bool = False


Draw = Callable[..., MapLayer | None]
"""A layer module's ``layer(scene)``; None where the scene has nothing of that kind."""
