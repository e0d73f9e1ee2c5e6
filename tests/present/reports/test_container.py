"""Containers of many files: the same content, the same bytes."""

from __future__ import annotations

import io
import zipfile

from pilotzones.present.container import fixed


def made(order: list[str], when: tuple[int, ...]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name in order:
            box.writestr(zipfile.ZipInfo(name, when), f"content of {name}")
    return out.getvalue()


def test_order_and_time_of_the_making_do_not_matter():
    one = made(["b.xml", "[Content_Types].xml", "a.xml"], (2026, 1, 1, 0, 0, 0))
    other = made(["a.xml", "b.xml", "[Content_Types].xml"], (2020, 5, 5, 5, 5, 4))
    assert fixed(one) == fixed(other)


def test_the_content_is_the_same_and_the_types_come_first():
    content = made(["a.xml", "[Content_Types].xml"], (2026, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(io.BytesIO(fixed(content))) as box:
        assert box.namelist() == ["[Content_Types].xml", "a.xml"]
        assert box.read("a.xml") == b"content of a.xml"


def test_dates_of_the_core_properties_are_the_one_given():
    core = "<x><dcterms:created q='1'>2026-01-02T03:04:05Z</dcterms:created></x>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("docProps/core.xml", core)
    with zipfile.ZipFile(io.BytesIO(fixed(out.getvalue(), dated="2001-01-01T00:00:00Z"))) as box:
        assert b">2001-01-01T00:00:00Z<" in box.read("docProps/core.xml")
