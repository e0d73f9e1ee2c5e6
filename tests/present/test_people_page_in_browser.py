"""The page of the people opened in headless Chromium with the network cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from synthetic_people import people_case, people_sheet
from synthetic_people_tables import with_cell

from pilotzones.findings import checked, evaluate
from pilotzones.present.book import Book
from pilotzones.present.maps.scene import scene_of
from pilotzones.present.people_page import people_page
from pilotzones.stratification import rules as _chapters  # noqa: F401  registers T and S
from pilotzones.stratification.released import HIDDEN, PeopleSheet
from pilotzones.words import LANGUAGES, number
from pilotzones.zones.sheet import zone_sheet

pytestmark = pytest.mark.browser

UNITS = ("00", "01", "10", "11")

OUTSIDE_THEIR_FIGURE = """() => {
  const found = [];
  for (const figure of document.querySelectorAll("svg.fig")) {
    const edge = figure.getBoundingClientRect();
    const texts = [...figure.querySelectorAll("text")].filter((node) => node.textContent);
    const boxes = texts.map((node) => node.getBoundingClientRect());
    boxes.forEach((box, i) => {
      const out = box.left < edge.left - 1 || box.right > edge.right + 1
        || box.top < edge.top - 1 || box.bottom > edge.bottom + 1;
      if (out) found.push(`${figure.id} outside: ${texts[i].textContent}`);
      boxes.slice(i + 1).forEach((other, j) => {
        const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        if (across > 1 && down > 6) {
          found.push(`${figure.id}: ${texts[i].textContent} | ${texts[i + 1 + j].textContent}`);
        }
      });
    });
  }
  return found;
}"""
OVERFLOWING_TABLES = """() => [...document.querySelectorAll(".released")].filter((table) => {
  const box = table.getBoundingClientRect();
  return box.width && box.right > table.parentElement.getBoundingClientRect().right + 1;
}).map((table) => table.caption.textContent)"""


def sheets() -> dict[str, PeopleSheet]:
    """SYNTHETIC people: all figures, some of them hidden, and only what needs no model."""
    given = {"units": UNITS, "rural": ("00", "10")}
    full = people_sheet(**given)
    hidden = {
        "pyramid": with_cell(full.tables["pyramid"], "share", HIDDEN, level="high"),
        "segments": with_cell(full.tables["segments"], "eur_share", HIDDEN, segment="two"),
        "profile": with_cell(full.tables["profile"], "target_share", HIDDEN, level="85+"),
        "calibration": with_cell(full.tables["calibration"], "ratio", HIDDEN, decile="3"),
        "criteria": with_cell(full.tables["criteria"], "only_here", HIDDEN, term="1"),
    }
    gone = dict.fromkeys(("pyramid", "evaluation", "calibration", "subgroups"))
    return {
        "full": full,
        "hidden": people_sheet(**given, tables=hidden),
        "bare": people_sheet(**given, tables=gone, model=None, criteria=None, reference=False),
    }


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("people")
    found = {}
    for name, sheet in sheets().items():
        zone = zone_sheet(people_case(sheet, codes=UNITS, name="Zone"))
        book = Book(
            zone, scene_of(zone), "fr", "Zone", findings=evaluate(zone.case, checked("T", "S"))
        )
        found[name] = folder / f"{name}.html"
        found[name].write_text(people_page(book), "utf-8")
    return found


def unfold(page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")


@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("full", 1440),
        ("full", 1280),
        ("full", 768),
        ("full", 390),
        ("hidden", 961),
        ("hidden", 360),
        ("bare", 390),
    ],
)
def test_page_fits_its_width_and_its_figures_their_words_in_every_language(
    open_page, pages, name, width
):
    opened = open_page(pages[name], width=width)
    for lang in LANGUAGES:
        opened.page.click(f"[data-lang={lang}]")
        unfold(opened.page)
        assert opened.page.evaluate("document.documentElement.scrollWidth") == width, lang
        assert opened.page.evaluate(OUTSIDE_THEIR_FIGURE) == [], lang
        assert opened.page.evaluate(OVERFLOWING_TABLES) == [], lang
    assert opened.requests == []
    assert opened.messages == []


@pytest.mark.parametrize(("name", "width"), [("full", 1440), ("hidden", 390)])
def test_axe_finds_no_violation(open_page, pages, name, width):
    opened = open_page(pages[name], width=width)
    unfold(opened.page)
    violations = Axe().run(opened.page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in violations] == []


def test_switch_of_language_changes_words_and_numbers_inside_figures(open_page, pages):
    page = open_page(pages["full"]).page
    for lang in LANGUAGES:
        page.click(f"[data-lang={lang}]")
        wrong = page.evaluate(
            """(lang) => {
              const { languages, texts } = JSON.parse(document.getElementById("texts").textContent);
              const at = languages.indexOf(lang);
              return [...document.querySelectorAll("svg.fig [data-t]")].filter(
                (node) => node.textContent !== texts[node.dataset.t][at]
              ).length;
            }""",
            lang,
        )
        assert wrong == 0
        told = page.text_content("#fig-overlap text[data-n='9240']")
        assert told == number(9_240, lang)


def test_letters_in_figures_stay_large_enough_on_a_phone(open_page, pages):
    page = open_page(pages["full"], width=360).page
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("svg.fig text")].map((node) => {
          const figure = node.ownerSVGElement;
          const scale = figure.getBoundingClientRect().width / figure.viewBox.baseVal.width;
          return parseFloat(getComputedStyle(node).fontSize) * scale;
        })"""
    )
    assert min(sizes) >= 11


def test_tables_are_folded_on_a_phone_and_open_on_a_desktop_and_on_paper(open_page, pages):
    wide = open_page(pages["full"]).page
    assert wide.locator("#block-segments table").is_visible()
    assert wide.locator("#block-segments summary").is_hidden()
    phone = open_page(pages["full"], width=390).page
    assert phone.locator("#block-segments table").is_hidden()
    phone.locator("#block-segments summary").click()
    assert phone.locator("#block-segments table").is_visible()
    other = open_page(pages["full"], width=390).page
    other.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert other.locator("details:not([open])").count() == 0


def test_page_without_script_has_every_figure_and_table(open_page, pages):
    page = open_page(pages["full"], width=390, script=False).page
    assert page.locator("svg.fig").count() == page.locator("svg.fig:visible").count() >= 10
    assert page.locator("#block-segments table").is_visible()


def test_paper_has_every_section(open_page, pages):
    page = open_page(pages["full"]).page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("nav.contents").is_hidden()
    for section in ("who", "ill", "outlook", "forgotten", "cost", "next", "data"):
        assert page.locator(f"#{section}").is_visible()
    assert len(page.pdf(format="A4")) > 50_000


def test_contents_lead_to_every_section(open_page, pages):
    page = open_page(pages["full"]).page
    links = page.locator("nav.contents a").evaluate_all(
        "(found) => found.map((link) => link.getAttribute('href'))"
    )
    assert len(links) == 8
    assert all(page.locator(link).count() == 1 for link in links)
