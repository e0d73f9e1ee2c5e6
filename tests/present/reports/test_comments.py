"""People's comments: read with all faults at once, set beside their figure, kept when it moves."""

from __future__ import annotations

from datetime import date

import pytest
from report_reading import spaced, words_of

from pilotzones.errors import InputError
from pilotzones.present.reports.comments import (
    Remark,
    commented,
    read_comments,
    targets,
    unknown_keys,
)
from pilotzones.present.reports.docx import docx_report
from pilotzones.present.reports.html import html_report
from pilotzones.present.reports.model import Comment
from pilotzones.present.reports.write import known_keys
from pilotzones.present.reports.xlsx import xlsx_report

DAY = date(2026, 11, 23)
GOOD = """
[comments."table-4a.union"]
text = "Avec le centre de jour."
by = "A. Dupont"
on = 2026-11-23
seen = 9200

[comments."Z03"]
text = "À suivre."
by = "B. Peeters"
on = 2026-11-24
"""


def remark(key: str, seen=None, text="Dit is onze opmerking.") -> Remark:
    return Remark(key, text, "A. Test", DAY, seen)


def comments_of(report) -> list[Comment]:
    return [b for b in report.blocks() if isinstance(b, Comment)]


def test_comments_are_read_with_their_value_and_row(tmp_path):
    path = tmp_path / "comments.toml"
    path.write_text(GOOD, "utf-8")
    first, second = read_comments(path)
    assert first == Remark(
        "table-4a.union", "Avec le centre de jour.", "A. Dupont", DAY, 9200, str(path), 2
    )
    assert (second.key, second.seen, second.row) == ("Z03", None, 8)


def test_a_project_without_comments_has_none(tmp_path):
    assert read_comments(tmp_path / "comments.toml") == ()


def test_all_faults_of_a_file_are_told_at_once(tmp_path):
    path = tmp_path / "comments.toml"
    path.write_text(
        '[other]\nx = 1\n[comments."a"]\ntext = ""\nby = 3\non = "23/11/2026"\nsaen = 1\n'
        '[comments."b"]\ntext = "t"\nby = "b"\non = 2026-01-01\nseen = [1]\n',
        "utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_comments(path)
    found = sorted((f.id, f.column) for f in caught.value.faults)
    assert found == [
        ("comments.needs_day", "a.on"),
        ("comments.needs_text", "a.by"),
        ("comments.needs_text", "a.text"),
        ("comments.needs_value", "b.seen"),
        ("comments.unknown_table", "other"),
        ("settings.unknown_key.known", "a.saen"),
    ]


def test_a_file_that_is_no_toml_is_a_fault(tmp_path):
    path = tmp_path / "comments.toml"
    path.write_text("[comments\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_comments(path)
    assert [f.id for f in caught.value.faults] == ["comments.broken"]


def test_a_comment_on_a_value_that_stands_is_left_as_it_is(report):
    now = targets(report)["table-4a.union"].cell.value
    (found,) = comments_of(commented(report, [remark("table-4a.union", int(now))], ()))
    assert found.was is None
    assert found.now is None


def test_a_comment_on_a_value_that_moved_says_what_it_was_and_is(report):
    (found,) = comments_of(commented(report, [remark("table-4a.union", 12_345)], ()))
    assert found.was == "12\u202f345"
    assert found.now == "9\u202f240"


@pytest.mark.parametrize("seen", [11.0, "11,0 %", "11.0%"])
def test_a_share_is_seen_in_percent_or_as_it_is_written(report, seen):
    key = next(k for k, t in targets(report).items() if k == "figure-2a")
    cell = targets(report)[key].cell
    told = round(cell.value * 100, 1)
    same = seen if not isinstance(seen, float) else told
    if isinstance(seen, str):
        same = f"{told:.1f}".replace(".", "," if "," in seen else ".") + seen[4:]
    (found,) = comments_of(commented(report, [remark(key, same)], ()))
    assert found.was is None


def test_hidden_that_stays_hidden_has_not_moved(report):
    key, target = next((k, t) for k, t in targets(report).items() if str(t.cell) == "Gone.HIDDEN")
    (found,) = comments_of(commented(report, [remark(key, "hidden")], ()))
    assert found.was is None, target
    (moved,) = comments_of(commented(report, [remark(key, 12)], ()))
    assert moved.now == "masqué"


def test_a_comment_stands_right_under_its_table(report):
    made = commented(report, [remark("table-2b.diabetes")], ())
    section = next(s for s in made.sections if s.id == "profile")
    place = next(i for i, b in enumerate(section.blocks) if isinstance(b, Comment))
    assert section.blocks[place - 1].id == "table-2b"


def test_rules_lists_and_figures_can_be_commented(report):
    keys = ["Z03", "swot-strengths", "figure-4", "map-1"]
    made = commented(report, [remark(key) for key in keys], ())
    assert {c.key for c in comments_of(made)} == set(keys)


def test_a_comment_that_finds_nothing_is_told_and_comes_at_the_end(report, journey_book):
    known = known_keys(journey_book)
    lost = [remark("table-4a.onion"), remark("qqqqqqqq")]
    near, alone = unknown_keys(lost, known)
    assert (near.id, near.fields["near"]) == ("comments.unknown_key", "table-4a.union")
    assert alone.id == "comments.unknown_key.alone"
    last = commented(report, lost, known).sections[-1]
    assert [b.key for b in last.blocks] == ["table-4a.onion", "qqqqqqqq"]


def test_a_comment_of_another_kind_of_report_is_left_to_it(journey_book):
    from pilotzones.present.reports.kinds import project_report

    zone = project_report(journey_book, "zone")
    made = commented(zone, [remark("table-4a.union")], known_keys(journey_book))
    assert not comments_of(made)


@pytest.mark.parametrize(
    ("form", "writer"), [("html", html_report), ("docx", docx_report), ("xlsx", xlsx_report)]
)
def test_every_format_shows_comment_author_and_that_it_is_to_be_read_again(form, writer, report):
    said = spaced(words_of(form, writer(commented(report, [remark("table-4a.union", 1)], ()))))
    assert "Dit is onze opmerking." in said
    assert "A. Test, le 23/11/2026" in said
    assert "c’était 1, c’est maintenant 9 240" in said
