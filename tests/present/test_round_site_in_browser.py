"""Pages of a call and of a partition in headless Chromium with the network cut."""

from __future__ import annotations

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from proofs.page_checks import look_at
from synthetic_calls import PARTNERS, ZONES, call_layer, call_view, settled_pairs, stranded_areas

from pilotzones.present.plan_site import write_plan_site
from pilotzones.present.round_site import write_round_site
from pilotzones.words import LANGUAGES, text
from pilotzones.zones.propose.board import Bounds
from pilotzones.zones.propose.partition import Plan

pytestmark = pytest.mark.browser

PAGES = ["call/index.html", "call/settle-1.html", "plan/index.html"]
LONG = "Zone-de-première-ligne-au-nom-fort-long"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """SYNTHETIC call with overlaps and a SYNTHETIC partition, in French."""
    out = tmp_path_factory.mktemp("calls")
    view = call_view(partners=PARTNERS)
    made = {"stranded": stranded_areas(view), "settled": settled_pairs(view)}
    write_round_site(view, out=out / "call", lang="fr", **made)
    layer = call_layer()
    label = np.repeat(np.arange(6), 6)
    sizes = np.bincount(label, layer.people).astype(int).tolist()
    plan = Plan(label, layer.codes, tuple(sizes), 2, 4, 0.4, 300.0, {"municipality": 1})
    names = [f"{LONG} {n}" for n in range(6)]
    bounds = Bounds(110_000, 130_000, (112_000, 122_000))
    write_plan_site(plan, layer, names=names, bounds=bounds, out=out / "plan", lang="fr")
    return out


@pytest.mark.parametrize(
    ("name", "width"), [*((name, 390) for name in PAGES), (PAGES[0], 1440), (PAGES[2], 768)]
)
def test_page_is_whole_asks_for_nothing_and_axe_finds_nothing(open_page, folder, name, width):
    opened = open_page(folder / name, width=width)
    for lang in LANGUAGES:
        opened.page.click(f"[data-lang={lang}]")
        assert look_at(opened.page).faults == (), lang
    violations = Axe().run(opened.page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in violations] == []
    assert opened.requests == []
    assert opened.messages == []


@pytest.mark.parametrize("name", PAGES)
def test_switch_changes_every_text(open_page, folder, name):
    page = open_page(folder / name).page
    heading = page.inner_text("h1")
    for lang in ("nl", "de", "en"):
        page.click(f"[data-lang={lang}]")
        assert page.inner_text("h1") != heading
        assert page.inner_text("nav a >> nth=0") == text("round.page", lang)
    page.click("[data-lang=fr]")
    assert page.inner_text("h1") == heading


def test_click_on_the_map_leads_to_the_row_of_the_zone(open_page, folder):
    page = open_page(folder / "call/index.html").page
    page.locator(".round-map a").nth(3).click()
    assert page.evaluate("location.hash") == "#row-4"
    assert page.locator("tr:target a").inner_text() == ZONES[3].name


def test_link_of_a_row_opens_what_the_rules_say(open_page, folder):
    page = open_page(folder / "call/index.html").page
    assert not page.locator("#zone-4").is_visible()
    page.locator("#row-4 a").click()
    assert page.locator("#zone-4").is_visible()


def test_page_without_script_is_complete(open_page, folder):
    for name in PAGES:
        page = open_page(folder / name, script=False).page
        assert page.locator("h1").inner_text()
        assert page.locator("svg.round-map, svg.small-zone").first.is_visible()


def test_numbers_that_stay_on_a_phone_do_not_overlap(open_page, folder):
    page = open_page(folder / "call/index.html", width=390).page
    shown = [n for n in page.locator(".rm-number").all() if n.is_visible()]
    boxes = [n.bounding_box() for n in shown]
    assert len(boxes) == len(ZONES)
    for row, a in enumerate(boxes):
        for b in boxes[row + 1 :]:
            apart = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
            assert apart or a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"]
