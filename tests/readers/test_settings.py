"""Settings files: every fault with its key and row, all at once, and what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, model_validator
from pydantic.types import Strict
from pydantic_core import PydanticCustomError
from zones.places import faults_of

from pilotzones.readers.settings import checked, key_name, read_settings
from pilotzones.readers.written import read_written, rows_of


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    size: StrictInt = 1
    label: Annotated[str, Field(min_length=1)] = "x"


class Whole(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    kind: Literal["one", "two"] = "one"
    share: Annotated[float, Field(gt=0, le=1)] = 0.5
    count: Annotated[StrictInt, Field(ge=2, lt=9)] = 2
    on: Annotated[date, Strict()] | None = None
    yes: StrictBool = True
    codes: str | list[str] = ""
    items: tuple[str, ...] = ()
    path: Path | None = None
    part: Part = Part()
    parts: dict[str, Part] = {}
    more: list[Part] = []

    @model_validator(mode="after")
    def _not_both(self) -> Whole:
        if self.codes and self.items:
            raise PydanticCustomError("zone.given_twice", "both", {"keys": ("codes", "items")})
        return self


@pytest.fixture
def settings(tmp_path):
    """Reads a text as a settings file."""

    def read(text, encoding="utf-8"):
        path = tmp_path / "a.toml"
        path.write_bytes(text.encode(encoding))
        return read_settings(path, Whole)

    return read


def brief(faults):
    return [(fault.id, fault.row, fault.column, fault.value) for fault in faults]


def test_file_is_read_into_its_model(settings):
    found = settings('name = "é"\n[parts.a]\nsize = 3\n')
    assert (found.name, found.parts["a"].size) == ("é", 3)


def test_mark_of_windows_editors_at_the_start_is_no_fault(settings):
    assert settings('\ufeffname = "x"\n').name == "x"


def test_unknown_key_comes_with_the_nearest_known(settings):
    (fault,) = faults_of(settings, 'name = "x"\nshaer = 1\n')
    assert (fault.id, fault.row, fault.column) == ("settings.unknown_key", 2, "shaer")
    assert fault.fields["near"] == "share"


def test_key_like_no_other_comes_with_all_that_are_known(settings):
    (fault,) = faults_of(settings, 'name = "x"\n[part]\nzzz = 1\n')
    assert (fault.id, fault.row) == ("settings.unknown_key.known", 3)
    assert fault.fields["known"] == ("label", "size")


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ('name = "x"\n[parts.a]\nsizze = 1\n', "parts.a.sizze"),
        ('name = "x"\n[[more]]\n[[more]]\nsizze = 1\n', "more (2).sizze"),
    ],
)
def test_known_keys_are_found_inside_tables_and_lists(settings, text, column):
    (fault,) = faults_of(settings, text)
    assert (fault.id, fault.column) == ("settings.unknown_key", column)
    assert fault.fields["near"] == "size"


def test_missing_key_is_told_at_its_section(settings):
    assert brief(faults_of(settings, "")) == [("settings.missing_key", None, "name", None)]


@pytest.mark.parametrize(
    ("line", "id", "value"),
    [
        ("name = 3", "settings.wrong_value.text", "3"),
        ('kind = "three"', "settings.wrong_value.choice", "three"),
        ('share = "x"', "settings.wrong_value.number", "x"),
        ("share = 0", "settings.out_of_range.above", "0"),
        ("share = 2.5", "settings.out_of_range.most", "2.5"),
        ("count = 1", "settings.out_of_range.least", "1"),
        ("count = 9", "settings.out_of_range.below", "9"),
        ('count = "4"', "settings.wrong_value.whole", "4"),
        ("count = 4.5", "settings.wrong_value.whole", "4.5"),
        ("count = true", "settings.wrong_value.whole", "true"),
        ('on = "2026-01-02"', "settings.wrong_value.date", "2026-01-02"),
        ("on = 20260102", "settings.wrong_value.date", "20260102"),
        ('yes = "oui"', "settings.wrong_value.flag", "oui"),
        ("yes = 1", "settings.wrong_value.flag", "1"),
        ('items = "x"', "settings.wrong_value.list", "x"),
        ("items = [1]", "settings.wrong_value.text", "1"),
        ("codes = 4", "settings.wrong_value.text_or_list", "4"),
        ("path = 4", "settings.wrong_value.text", "4"),
        ("part = 4", "settings.wrong_value.table", "4"),
        ("parts = [4]", "settings.wrong_value.table", "[4]"),
        ('part = { label = "" }', "settings.wrong_value.empty", None),
        ('codes = "1"\nitems = ["2"]', "zone.given_twice", None),
    ],
)
def test_wrong_value_is_told_with_what_is_expected(settings, line, id, value):
    base = "" if line.startswith("name") else 'name = "x"\n'
    (fault,) = faults_of(settings, base + line + "\n")
    assert (fault.id, fault.value) == (id, value)
    assert fault.row == (None if id == "zone.given_twice" else 1 + bool(base))


def test_bound_and_choices_are_told(settings):
    bound, choice = faults_of(settings, 'name = "x"\nshare = 7\nkind = "no"\n')
    assert bound.fields["bound"] == 1
    assert choice.fields["allowed"] == ("one", "two")


def test_item_of_a_list_is_counted_from_one(settings):
    (fault,) = faults_of(settings, 'name = "x"\nitems = [\n  "a",\n  3,\n]\n')
    assert (fault.column, fault.row, fault.value) == ("items (2)", 2, "3")


def test_long_value_is_cut(settings):
    (fault,) = faults_of(settings, f'name = "x"\nkind = "{"y" * 200}"\n')
    assert len(fault.value) == 60
    assert fault.value.endswith("…")


def test_all_faults_are_told_in_the_order_of_their_rows(settings):
    text = (
        "# a comment\nname = 1\n\nkinde = 1\nshare = [\n  1,\n]\n\n"
        '[part]\n# size\nsize = "1"\nlabell = 3\n\n[parts.a]\nsize = 1.5\n\n[extra]\n'
    )
    assert brief(faults_of(settings, text)) == [
        ("settings.wrong_value.text", 2, "name", "1"),
        ("settings.unknown_key", 4, "kinde", None),
        ("settings.wrong_value.number", 5, "share", "[1]"),
        ("settings.wrong_value.whole", 11, "part.size", "1"),
        ("settings.unknown_key", 12, "part.labell", None),
        ("settings.wrong_value.whole", 15, "parts.a.size", "1.5"),
        ("settings.unknown_key.known", 17, "extra", None),
    ]


@pytest.mark.parametrize(
    ("text", "id", "row"),
    [
        ('name = "x"\nkind = one\n', "settings.not_quoted", 2),
        ('name = "x"\npath = C:/zones\n', "settings.not_quoted", 2),
        ("name = “x”\n", "settings.curly_quotes", 1),
        ("name = « x »\n", "settings.curly_quotes", 1),
        ('name = "C:\\zones\\x"\n', "settings.backslash", 1),
        ('name = "C:\\Users\\x"\n', "settings.backslash", 1),
        ('name = "x"\nname = "y"\n', "settings.key_twice", 2),
        ('[part]\nsize = 1\n[part]\nlabel = "x"\n', "settings.key_twice", 3),
        ('name = "x\n', "settings.not_toml", 1),
        ("name\n", "settings.not_toml", 1),
        ("codes = [1300\n1301]\n", "settings.not_toml", 2),
        ('name = "x"\n[part\n', "settings.not_toml", 2),
        ("count = 012\n", "settings.not_toml", 1),
        ('items = ["a",\n', "settings.not_toml", 1),
        ('name = "x"\n\n# list\nitems = [\n "a",\n', "settings.not_toml", 4),
        ('name = """x\n\n', "settings.not_toml", 1),
    ],
)
def test_line_that_is_not_toml_is_told_with_its_row_and_what_to_mend(settings, text, id, row):
    (fault,) = faults_of(settings, text)
    assert (fault.id, fault.row) == (id, row)
    assert fault.value is not None


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_other_encoding_is_told(settings, encoding):
    (fault,) = faults_of(settings, 'name = "é"\n', encoding)
    assert (fault.id, fault.row) == ("settings.not_utf8", None)


def test_missing_file_and_folder_are_faults(tmp_path):
    (missing,) = faults_of(read_settings, tmp_path / "a.toml", Whole)
    (folder,) = faults_of(read_settings, tmp_path, Whole)
    assert (missing.id, folder.id) == ("file.missing", "file.folder")


def test_content_without_text_has_no_rows():
    (fault,) = faults_of(checked, {"name": 1}, Whole, file="a.toml")
    assert (fault.file, fault.row, fault.column) == ("a.toml", None, "name")


@pytest.mark.parametrize(
    ("keys", "shown"),
    [(("zone",), "zone"), (("a", "b", 0), "a.b (1)"), (("a", 1, "b"), "a (2).b")],
)
def test_way_of_keys_is_shown(keys, shown):
    assert key_name(keys) == shown


def test_first_row_of_a_text_is_after_the_line_that_opens_it(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text('[zone]\na = """\n1300\n"""\nb = """1300\n1301"""\nc = "x"\n', "utf-8")
    written = read_written(path)
    rows = [written.text_row("zone", key) for key in ("a", "b", "c", "d")]
    assert rows == [3, 5, 7, 1]
    assert written.row("other") is None


def test_row_is_that_of_the_last_table_of_its_name():
    text = "[[a]]\nb = 1\n[[a]]\n\n# c\nb = 2\n"
    assert rows_of(text, [("a", 1, "b"), ("a", 0, "b")]) == {("a", 0, "b"): 2, ("a", 1, "b"): 6}


def test_rows_are_not_looked_for_in_a_very_long_file():
    assert rows_of("a = 1\n" + "\n" * 2_000, [("a",)]) == {}


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_row_in_it(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "a.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    lines = text.count("\n") + 1
    for fault in faults_of(read_settings, path, Whole):
        assert fault.row is None or 1 <= fault.row <= lines
