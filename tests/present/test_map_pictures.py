"""Maps as pictures: whole in one file, with legend, scale, source and date inside."""

from __future__ import annotations

import re
import struct
from xml.etree import ElementTree

import pytest

from pilotzones.present.maps.drawing import WIDTH, plane_of
from pilotzones.present.maps.pictures import map_pictures
from pilotzones.present.maps.scene import scene_of
from pilotzones.present.site import write_site
from pilotzones.words import text

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def pictures(journey_sheet) -> dict[str, bytes]:
    return map_pictures(scene_of(journey_sheet), "fr")


def words_of(svg: bytes) -> str:
    root = ElementTree.fromstring(svg)
    return " ".join("".join(node.itertext()) for node in root.iter(f"{SVG}text"))


def test_zone_and_each_theme_have_a_picture(pictures):
    names = {name.removeprefix("maps/") for name in pictures}
    assert {"zone.svg", "zone.png", "need.svg", "need.png", "access-gp.svg"} <= names


def test_picture_needs_nothing_outside_itself(pictures):
    for name, content in pictures.items():
        if name.endswith(".svg"):
            said = content.decode()
            assert not re.search(r"(?:href|src)\s*=|@import|url\((?!#)", said), name
            for pattern in re.findall(r"url\(#([\w-]+)\)", said):
                assert f'id="{pattern}"' in said, f"{name}: {pattern}"


def test_title_legend_scale_source_and_date_stand_in_the_picture(pictures):
    zone = words_of(pictures["maps/zone.svg"])
    for id in ("layer.zone", "layer.outline", "map.north"):
        assert text(id, "fr") in zone
    assert re.search(r"\d km", zone)
    assert text("notice.synthetic_people", "fr") in words_of(pictures["maps/need.svg"])
    assert "2020" in zone


def test_classes_are_painted_by_rules_inside_the_picture(pictures):
    said = pictures["maps/need.svg"].decode()
    style = said[said.index("<style>") : said.index("</style>")]
    for sign in set(re.findall(r'class="l-(k\d|hidden)"', said)):
        assert f".l-{sign} {{ fill" in style
    assert "var(" not in style


def test_scale_bar_is_as_long_as_it_says(journey_sheet, pictures):
    said = pictures["maps/zone.svg"].decode()
    found = re.search(r'class="picture-scale" d="M\d+ \d+v6h(\d+)v-6"/><text[^>]*>([^<]*)km', said)
    assert found is not None
    metres = float(found[2].strip().replace(",", ".")) * 1000
    plane = plane_of(scene_of(journey_sheet))
    assert int(found[1]) == pytest.approx(metres * plane.scale, abs=1)
    assert int(found[1]) <= WIDTH * 0.3


def test_png_is_the_picture_in_more_pixels(pictures):
    svg = ElementTree.fromstring(pictures["maps/zone.svg"])
    content = pictures["maps/zone.png"]
    assert content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", content[16:24])
    assert width == pytest.approx(1.5 * int(svg.attrib["width"]), abs=1)
    assert height == pytest.approx(1.5 * int(svg.attrib["height"]), abs=1)


def test_same_zone_gives_the_same_pictures(troubled_sheet):
    assert map_pictures(scene_of(troubled_sheet), "nl") == map_pictures(
        scene_of(troubled_sheet), "nl"
    )


def test_hostile_names_stay_text(hostile_sheet):
    for name, content in map_pictures(scene_of(hostile_sheet), "fr").items():
        if name.endswith(".svg"):
            root = ElementTree.fromstring(content)
            assert not list(root.iter(f"{SVG}script")), name
            assert not [k for node in root.iter() for k in node.attrib if k.startswith("on")]


def test_site_offers_the_files(tmp_path, troubled_sheet):
    extra = map_pictures(scene_of(troubled_sheet), "fr")
    first = write_site(
        troubled_sheet, out=tmp_path / "out", lang="fr", project_name="P", extra=extra
    )
    page = (first.parent / "sheet.html").read_text("utf-8")
    for file in ("zone.gpkg", "maps/zone.svg", "maps/zone.png"):
        assert f'href="{file}"' in page
        assert (first.parent / file).stat().st_size > 3000
