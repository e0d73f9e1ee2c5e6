"""What changed since an earlier run: the kept figures, what differs, the page that says it."""

from __future__ import annotations

import json
from datetime import date
from html import unescape

import pytest
from axe_playwright_python.sync_playwright import Axe
from synthetic_journey import journey_findings
from synthetic_people_tables import with_cell

from pilotzones.errors import OutputError
from pilotzones.present.changes import changes_between
from pilotzones.present.changes_words import sentences_of, since
from pilotzones.present.history import (
    Entry,
    RuleState,
    Snapshot,
    before,
    read_history,
    write_history,
)
from pilotzones.present.site import write_site
from pilotzones.present.snapshot import snapshot_of
from pilotzones.stratification.released import HIDDEN

DAY = date(2026, 11, 12)


def snapshot(**parts) -> Snapshot:
    """SYNTHETIC snapshot of a zone of two units."""
    plain = {
        "zone": "Zone",
        "units": {"5500": 13000, "5590": 17000},
        "basis": {"rule_set": "guide-2016 2016-01"},
        "figures": {"population": 30000, "target_n": "hidden"},
        "rules": {"Z03": RuleState(verdict="fail", value=30000, threshold=75000, unit="persons")},
    }
    return Snapshot(**plain | parts)


def test_figures_of_a_run_are_kept_and_read_again(tmp_path):
    path = write_history(tmp_path / "history", snapshot(), DAY, ())
    assert path == tmp_path / "history" / "2026-11-12.json"
    assert read_history(tmp_path / "history").entries == (Entry(DAY, snapshot()),)


def test_run_with_the_same_figures_adds_no_file(tmp_path):
    write_history(tmp_path, snapshot(), DAY, ())
    entries = read_history(tmp_path).entries
    assert write_history(tmp_path, snapshot(), date(2026, 12, 1), entries) is None
    assert [path.name for path in tmp_path.iterdir()] == ["2026-11-12.json"]


def test_runs_of_one_day_keep_their_order(tmp_path):
    for people in range(12):
        write_history(tmp_path, snapshot(figures={"population": people}), DAY, ())
    read = read_history(tmp_path).entries
    assert [entry.snapshot.figures["population"] for entry in read] == list(range(12))


def test_file_that_cannot_be_read_is_told_and_the_others_are_read(tmp_path):
    write_history(tmp_path, snapshot(), DAY, ())
    (tmp_path / "2026-01-01.json").write_text("{")
    (tmp_path / "2026-01-02.json").write_text('{"schema": 2}')
    (tmp_path / "2026-13-40.json").write_text("{}")
    (tmp_path / "notes.txt").write_text("mine")
    read = read_history(tmp_path)
    assert [entry.day for entry in read.entries] == [DAY]
    assert [fault.id for fault in read.notices] == ["history.unreadable"] * 2


def test_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "history").write_text("")
    with pytest.raises(OutputError, match=r"out\.unwritable"):
        write_history(tmp_path / "history", snapshot(), DAY, ())


def test_run_is_held_against_the_newest_entry_that_says_something_else():
    old, new = snapshot(figures={"population": 1}), snapshot()
    entries = (Entry(date(2026, 1, 1), old), Entry(DAY, new))
    assert before(entries, new) == entries[0]
    assert before(entries, old) == entries[1]
    assert before(entries[1:], new) is None


def test_snapshot_holds_released_values_and_hidden_as_a_word(journey_sheet):
    table = journey_sheet.case.people.tables["criteria"]
    assert table.number("people", term="union") is not None
    found = snapshot_of(journey_sheet, journey_findings(journey_sheet))
    assert found.figures["target_n"] == table.number("people", term="union")
    assert set(found.rules) >= {"Z01", "T02", "R01"}
    tables = {**journey_sheet.case.people.tables}
    tables["criteria"] = with_cell(table, "people", HIDDEN, term="union")
    hidden = _with_tables(journey_sheet, tables)
    assert snapshot_of(hidden).figures["target_n"] == "hidden"
    assert "hidden" in json.dumps(snapshot_of(hidden).model_dump(by_alias=True))


def _with_tables(sheet, tables):
    from dataclasses import replace

    people = replace(sheet.case.people, tables=tables)
    return replace(sheet, case=replace(sheet.case, people=people))


def test_verdicts_that_move_are_better_worse_or_neither():
    moves = {
        "Z01": ("fail", "pass", "better"),
        "Z02": ("warn", "fail", "worse"),
        "Z03": ("to-declare", "to-judge", "other"),
        "Z04": ("pass", "not-computable", "worse"),
    }
    was = snapshot(rules={rule: RuleState(verdict=old) for rule, (old, _, _) in moves.items()})
    now = snapshot(rules={rule: RuleState(verdict=new) for rule, (_, new, _) in moves.items()})
    found = changes_between(was, now)
    assert {m.rule: m.way for m in found.verdicts} == {r: way for r, (_, _, way) in moves.items()}


def test_same_verdict_of_another_value_is_no_move_of_a_verdict():
    now = snapshot(rules={"Z03": RuleState(verdict="fail", value=40000, unit="persons")})
    found = changes_between(snapshot(), now)
    assert found.verdicts == ()
    assert [move.rule for move in found.values] == ["Z03"]


def test_units_and_figures_that_differ_are_found():
    now = snapshot(units={"5500": 13000, "5580": 8000}, figures={"population": 21000})
    found = changes_between(snapshot(), now)
    assert dict(found.added) == {"5580": 8000}
    assert dict(found.dropped) == {"5590": 17000}
    assert [(m.figure, m.was, m.now) for m in found.figures] == [
        ("population", 30000, 21000),
        ("target_n", "hidden", None),
    ]


def test_same_snapshot_has_no_changes():
    found = changes_between(snapshot(), snapshot())
    assert not (found.verdicts or found.values or found.added or found.dropped)
    assert not (found.figures or found.basis)


def told(sheet, was: Snapshot) -> list[str]:
    what = since(Entry(DAY, was), snapshot_of(sheet))
    return [line("en") for line in sentences_of(what, sheet.case)]


def test_sentences_say_which_way_and_by_how_much(troubled_sheet):
    now = snapshot_of(troubled_sheet)
    rules = {**now.rules, "Z01": RuleState(verdict="pass", value=1, unit="pieces")}
    units = {code: n for code, n in now.units.items() if code != "55"} | {"00": 4000}
    was = now.model_copy(
        update={"rules": rules, "units": units, "figures": {**now.figures, "population": 1000}}
    )
    said = told(troubled_sheet, was)
    assert said[0] == "One verdict is worse: In one piece (Z01)."
    assert said[1] == "Number of inhabitants: none, against 1,000 before."
    assert "Added to the zone" in said[2] and "(55" in said[2]
    assert "Dropped from the zone" in said[3] and "(00" in said[3]


def site_since(sheet, out, was: Snapshot, **options):
    entries = (Entry(DAY, was),)
    return write_site(
        sheet, out=out, lang="en", project_name="P", earlier=entries, **options
    ).parent


def test_first_page_says_what_changed_and_leads_to_the_details(tmp_path, troubled_sheet):
    was = snapshot_of(troubled_sheet).model_copy(update={"figures": {"population": 1}})
    site = site_since(troubled_sheet, tmp_path / "out", was)
    first = unescape((site / "index.html").read_text("utf-8"))
    assert "What has changed since 12 November 2026" in first
    assert 'href="changes.html"' in first
    assert "Figures that have changed" in (site / "changes.html").read_text("utf-8")


def test_repeated_run_makes_the_same_pages(tmp_path, troubled_sheet):
    now = snapshot_of(troubled_sheet)
    was = Entry(DAY, now.model_copy(update={"figures": {}}))
    again = (was, Entry(date(2026, 11, 20), now))
    pages = []
    for name, entries in (("a", (was,)), ("b", again)):
        page = write_site(
            troubled_sheet, out=tmp_path / name, lang="fr", project_name="P", earlier=entries
        )
        pages.append({f.name: f.read_bytes() for f in page.parent.iterdir() if f.is_file()})
    assert pages[0] == pages[1]


@pytest.mark.parametrize("same", [True, False])
def test_project_without_another_earlier_run_has_no_page_of_changes(tmp_path, troubled_sheet, same):
    entries = (Entry(DAY, snapshot_of(troubled_sheet)),) if same else ()
    page = write_site(
        troubled_sheet, out=tmp_path / "out", lang="fr", project_name="P", earlier=entries
    )
    assert not (page.parent / "changes.html").exists()
    assert "changes.html" not in page.read_text("utf-8")


@pytest.mark.parametrize("width", [1440, 390])
def test_page_has_no_automatic_finding(tmp_path, troubled_sheet, open_page, width):
    now = snapshot_of(troubled_sheet)
    rules = {**now.rules, "Z01": RuleState(verdict="pass"), "Z03": RuleState(verdict="fail")}
    was = now.model_copy(update={"rules": rules, "units": {"00": 1}, "figures": {"population": 1}})
    site = site_since(troubled_sheet, tmp_path / "out", was)
    for name in ("changes", "index"):
        opened = open_page(site / f"{name}.html", width=width)
        found = Axe().run(opened.page)
        assert found.violations_count == 0, found.generate_report()
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_history_stays_harmless(tmp_path, troubled_sheet):
    evil = "<script>alert(1)</script>"
    was = snapshot_of(troubled_sheet).model_copy(
        update={
            "units": {evil: 1},
            "basis": {"units_layer": evil, f"list.{evil}": evil},
            "figures": {evil: 2, f"count.{evil}": 3},
            "zone": evil,
        }
    )
    site = site_since(troubled_sheet, tmp_path / "out", was)
    assert evil not in (site / "changes.html").read_text("utf-8")
    assert evil not in (site / "index.html").read_text("utf-8")
