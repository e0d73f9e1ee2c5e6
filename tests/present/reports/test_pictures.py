"""Pictures of figures: what the style sheets say is resolved for a renderer that knows little."""

from __future__ import annotations

import pytest

from pilotzones.present.reports.model import Figure
from pilotzones.present.reports.pictures import picture, size_of, standalone, style_sheet

BOX = '<svg class="fig" viewBox="0 0 20 10">{}</svg>'


def pixels(png: bytes) -> set[tuple[int, ...]]:
    """Colours of a PNG of one colour each row, read through its raw rows."""
    import struct
    import zlib

    data, place, raw = png, 8, b""
    while place < len(data):
        size, kind = struct.unpack(">I4s", data[place : place + 8])
        if kind == b"IHDR":
            width, height, depth, color = struct.unpack(">IIBB", data[place + 8 : place + 18])
        if kind == b"IDAT":
            raw += data[place + 8 : place + 8 + size]
        place += 12 + size
    assert depth == 8
    wide = {2: 3, 6: 4}[color]
    rows, stride, before = zlib.decompress(raw), width * wide + 1, bytes(width * wide)
    found = set()
    for y in range(height):
        kind, line = rows[y * stride], bytearray(rows[y * stride + 1 : (y + 1) * stride])
        for i in range(len(line)):
            left = line[i - wide] if i >= wide else 0
            corner = before[i - wide] if i >= wide else 0
            line[i] = (line[i] + _guess(kind, left, before[i], corner)) % 256
        before = bytes(line)
        found |= {tuple(line[i : i + 3]) for i in range(0, len(line), wide)}
    return found


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 4:
        around = left + up - corner
        near = [abs(around - v) for v in (left, up, corner)]
        return (left, up, corner)[near.index(min(near))]
    return (0, left, up, (left + up) // 2)[kind]


@pytest.mark.parametrize(
    ("style", "color"),
    [
        ("bar-money", (0x0B, 0x5C, 0x8A)),  # .fig .bar-money { fill: var(--zone) }
        ("level-1", (0x69, 0xA6, 0xC8)),
        ("l-k4", (0x0B, 0x4F, 0x78)),  # inside :is(rect, path):is(...)
        ("l-g2", (0xE3, 0x9F, 0x8E)),
    ],
)
def test_classes_have_the_colours_of_the_pages(style, color):
    svg = BOX.format(f'<rect class="{style}" x="-5" y="-5" width="40" height="40"/>')
    assert color in pixels(picture(svg, pixels=40))


def test_patterns_are_inside_the_picture():
    svg = BOX.format('<rect class="l-hidden" x="0" y="0" width="20" height="10"/>')
    assert "dots-hidden" in standalone(svg)
    assert (0x75, 0x82, 0x8B) in pixels(picture(svg, pixels=200))


def test_no_variable_and_no_list_of_selectors_is_left():
    every = '<svg class="fig round-map map-drawn l-rural rm-number"></svg>'
    found = style_sheet(every)
    assert found
    assert "var(" not in found
    assert ":is" not in found


def test_every_drawing_of_a_report_becomes_a_picture_of_the_size_asked_for(report):
    for block in report.blocks():
        if isinstance(block, Figure):
            for svg in block.svg()[:2]:
                width, height = size_of(picture(svg, pixels=300))
                assert width == 300
                assert height > 100
