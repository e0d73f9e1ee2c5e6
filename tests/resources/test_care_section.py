"""The section [care]: what it takes, and every fault by key."""

from __future__ import annotations

from datetime import date

import pytest

from pilotzones.errors import InputError
from pilotzones.readers.settings import read_settings
from pilotzones.resources.care_types import care_types
from pilotzones.resources.section import CareSection
from pilotzones.words import LANGUAGES
from pilotzones.words.faults import fault_lines


def read(tmp_path, text: str) -> CareSection:
    path = tmp_path / "care.toml"
    path.write_text(text, "utf-8")
    return read_settings(path, CareSection)


def faults_of(tmp_path, text: str):
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    for lang in LANGUAGES:
        assert all("{" not in line for line in fault_lines(caught.value.faults, lang))
    return [(f.id, f.row, f.column) for f in caught.value.faults]


def test_section_takes_lists_with_columns_words_dates_and_components(tmp_path):
    found = read(
        tmp_path,
        'synthetic = true\nseed = 4\nreference = "country"\ncomponents = { gp = [3, 14] }\n'
        '[[providers]]\nfile = "lijsten\\\\artsen.xlsx"\ntype = "gp"\ncrs = 3812\n'
        'columns = { postcode = "CP", x = "X" }\ndated = 2026-01-31\ncovers = [5500, "5590"]\n'
        '[[providers]]\nfile = "x.csv"\nwords = { "arts" = "gp" }\ncovers = "zone"\n',
    )
    first, second = found.providers
    assert first.file.as_posix() == "lijsten/artsen.xlsx"
    assert first.columns.mapping() == {"postcode": "CP", "x": "X"}
    assert (first.dated, first.covers) == (date(2026, 1, 31), ("5500", "5590"))
    assert (second.words, second.covers, second.type) == ({"arts": "gp"}, "zone", None)
    assert found.components == {"gp": (3, 14)}
    assert (found.seed, found.reference) == (4, "country")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("seed = 1\n", ("providers.nothing", None, "")),
        ("synthetic = true\nsead = 1\n", ("settings.unknown_key", 2, "sead")),
        ("synthetic = true\nseed = -1\n", ("settings.out_of_range.least", 2, "seed")),
        (
            'synthetic = true\nreference = "zone"\n',
            ("settings.wrong_value.choice", 2, "reference"),
        ),
        (
            '[[providers]]\nfile = "a"\ntype = "arts"\n',
            ("providers.wrong_type", 3, "providers (1).type"),
        ),
        (
            '[[providers]]\nfile = "a"\ncovers = "region"\n',
            ("providers.wrong_covers", 3, "providers (1).covers"),
        ),
        (
            '[[providers]]\nfile = "a"\ncrs = 1234\n',
            ("settings.wrong_value.choice", 3, "providers (1).crs"),
        ),
        ('[[providers]]\ntype = "gp"\n', ("settings.missing_key", 1, "providers (1).file")),
        (
            '[[providers]]\nfile = "a"\n[providers.columns]\npostcodes = "CP"\n',
            ("settings.unknown_key", 4, "providers (1).columns.postcodes"),
        ),
        (
            "synthetic = true\ncomponents = { gp = [15] }\n",
            ("settings.out_of_range.most", 2, "components.gp (1)"),
        ),
    ],
)
def test_faults_of_the_section_are_told_by_key(tmp_path, text, fault):
    (found,) = faults_of(tmp_path, text)
    assert found[0] == fault[0]
    assert found[2] == fault[2] or (found[2] or "") == fault[2]
    assert fault[1] is None or found[1] == fault[1]


def test_unknown_type_is_answered_with_those_that_exist(tmp_path):
    path = tmp_path / "care.toml"
    path.write_text('[[providers]]\nfile = "a"\ntype = "doctor"\n', "utf-8")
    with pytest.raises(InputError) as caught:
        read_settings(path, CareSection)
    assert caught.value.faults[0].fields["known"] == tuple(care_types())
