"""The draw page in a browser: with mouse, keyboard and finger, across reloads and languages."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from draw_driver import Drawing, plain

from pilotzones.cli import main
from pilotzones.findings import Case
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.draw.page import draw_page
from pilotzones.words import LANGUAGES, text
from pilotzones.zones.rulesets import read_rule_set
from pilotzones.zones.zone import Round, Zone

pytestmark = pytest.mark.browser

TWENTY = (
    *("4560", "4570", "5330", "5334", "5360", "5361", "5362", "5363", "5364", "5370"),
    *("5372", "5374", "5376", "5377", "5530", "5580", "5590", "6900", "6940", "6990"),
)
"""Twenty postcodes around Ciney, in one piece, with 102,615 inhabitants."""
FAR, SHARED = "6880", "5500"
"""A postcode that touches none of the twenty, and one that touches them and is another's."""


TABS = ("rules", "units", "measures", "shows", "versions")
DEEDS = ("start", "list", "save", "print", "help")


@pytest.fixture(scope="module")
def page_file(belgium: UnitLayer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw page of a zone with nothing but an unknown code, beside one other project."""
    case = Case(
        Zone("Essai", ("9999",)),
        belgium,
        read_rule_set(),
        round=Round((Zone.of("Voisin", [SHARED, "5503"]),)),
    )
    path = tmp_path_factory.mktemp("draw-page") / "draw.html"
    path.write_bytes(draw_page(case, name="Essai", lang="fr"))
    return path


@pytest.fixture
def opened(chromium, page_file: Path) -> Iterator[Callable[..., Drawing]]:
    """Opens the page in a context of its own: offline, requests recorded and refused."""
    contexts = []

    def open_page(*, width: int = 1440, lang: str = "en", context: Any = None) -> Drawing:
        phone = width < 600
        context = context or chromium.new_context(
            viewport={"width": width, "height": 844 if phone else 900},
            offline=True,
            has_touch=phone,
            is_mobile=phone,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        contexts.append(context)
        drawing = Drawing(context.new_page())

        def refuse(route):
            if route.request.is_navigation_request():
                route.continue_()
            else:
                drawing.requests.append(route.request.url)
                route.abort()

        drawing.page.route("**/*", refuse)
        drawing.page.on("console", lambda message: drawing.errors.append(message.text))
        drawing.page.on("pageerror", lambda error: drawing.errors.append(str(error)))
        drawing.page.goto(f"{page_file.as_uri()}?lang={lang}")
        return drawing.ready()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def checked(monkeypatch, capsys, tmp_path: Path) -> Callable[[Path], dict[str, str]]:
    """Verdicts of ``pilotzones zone check`` on a file that the page wrote."""
    others = tmp_path / "others.csv"
    others.write_text(f"code\n{SHARED}\n5503\n", "utf-8")

    def check(path: Path) -> dict[str, str]:
        command = ["pilotzones", "zone", "check", "--file", path, "--others", others, "--json"]
        monkeypatch.setattr(sys, "argv", [*map(str, command)])
        with pytest.raises(SystemExit):
            main()
        given = json.loads(capsys.readouterr().out)
        return {found["rule"]: found["verdict"] for found in given["findings"]}

    return check


class Hand:
    """The acts of the task, each by one way of working with the page."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing

    def toggle(self, code: str) -> None:
        raise NotImplementedError

    def press(self, key: str) -> None:
        """Presses the button with this key."""
        self.drawing.page.click(f"[data-key='{key}']")

    def tab(self, name: str) -> None:
        self.drawing.page.click(f"#tab-{name}")

    def undo(self) -> None:
        self.drawing.page.click("#undo")

    def allow_shared(self) -> None:
        self.drawing.page.uncheck("[data-key='freeOnly']")

    def whole_province(self, on: bool) -> None:
        self.drawing.page.select_option("[data-key='level']", index=2 if on else 0)

    def begin(self) -> None:
        pass

    def open_save(self) -> None:
        self.drawing.page.click("#deed-save")


class Mouse(Hand):
    def begin(self) -> None:
        self.drawing.closer("5590", 3)

    def toggle(self, code: str) -> None:
        self.drawing.click(code)


class Keyboard(Hand):
    """Nothing but keys: the page is never clicked."""

    def __init__(self, drawing: Drawing) -> None:
        super().__init__(drawing)
        self.keys = drawing.page.keyboard

    def until(self, condition: str, key: str = "Tab", most: int = 120) -> None:
        for _ in range(most):
            if self.drawing.page.evaluate(f"(e => {condition})(document.activeElement)"):
                return
            self.keys.press(key)
        raise AssertionError(f"no way by {key} to {condition}")

    def toggle(self, code: str) -> None:
        self.keys.press("/")
        self.keys.type(code)
        self.keys.press("Enter")
        self.keys.press("Space")

    def press(self, key: str) -> None:
        self.until(f"e.dataset.key === '{key}'")
        self.keys.press("Enter")

    def tab(self, name: str) -> None:
        self.until("e.getAttribute('role') === 'tab'", "Shift+Tab")
        self.until(f"e.id === 'tab-{name}'", "ArrowLeft")

    def undo(self) -> None:
        self.keys.press("Control+z")

    def allow_shared(self) -> None:
        self.until("e.dataset.key === 'freeOnly'", "Shift+Tab")
        self.keys.press("Space")

    def whole_province(self, on: bool) -> None:
        self.until("!e.matches('input')", "Tab")
        for _ in range(2 if on else self.levels() - 2):
            self.keys.press("u")

    def levels(self) -> int:
        return self.drawing.page.locator("[data-key='level'] option").count()

    def open_save(self) -> None:
        self.keys.press("Control+s")


class Finger(Hand):
    def begin(self) -> None:
        """On a phone the country is small: a municipality to start from, then the map is near."""
        page = self.drawing.page
        page.tap("#deed-start")
        page.fill("#start-place", "Ciney")
        page.keyboard.press("Enter")
        page.tap("[data-key='start-set']")
        for _ in range(3):
            page.tap("#farther")

    def toggle(self, code: str) -> None:
        self.drawing.tap(code)

    def press(self, key: str) -> None:
        self.drawing.page.tap(f"[data-key='{key}']")

    def tab(self, name: str) -> None:
        self.drawing.page.tap(f"#tab-{name}")

    def undo(self) -> None:
        self.drawing.page.tap("#undo")

    def open_save(self) -> None:
        self.drawing.page.tap("#deed-save")

    def allow_shared(self) -> None:
        self.drawing.page.tap("#more")
        self.drawing.page.tap("[data-key='freeOnly']")
        self.drawing.page.tap("#more")

    def whole_province(self, on: bool) -> None:
        self.drawing.page.tap("#more")
        super().whole_province(on)
        self.drawing.page.tap("#more")


@pytest.mark.parametrize(("kind", "width"), [(Mouse, 1440), (Keyboard, 1440), (Finger, 390)])
def test_zone_is_drawn_broken_in_five_ways_repaired_and_agreed(
    opened, checked, tmp_path, kind: type[Hand], width: int
):
    drawing = opened(width=width)
    hand = kind(drawing)
    assert "9999" in drawing.page.text_content("#part-rules")
    assert drawing.verdict("Z02") == "fail"
    hand.tab("rules")
    hand.press("drop-unknown")
    hand.begin()
    for code in TWENTY:
        if code not in drawing.codes():
            hand.toggle(code)
    assert drawing.codes() == set(TWENTY)
    assert drawing.headcount() == 102_615
    assert {drawing.verdict(rule) for rule in ("Z01", "Z02", "Z03", "Z04", "Z05", "Z07")} == {
        "pass"
    }

    # apart from the rest
    hand.toggle(FAR if kind is Keyboard else "6980")
    assert drawing.verdict("Z01") == "fail"
    assert "2 pieces" in drawing.wrong()
    hand.undo()
    # too few
    for code in ("6900", "5580"):
        hand.toggle(code)
    assert drawing.verdict("Z03") == "fail"
    assert "short of the minimum" in drawing.wrong()
    hand.undo()
    hand.undo()
    # too many
    hand.whole_province(True)
    hand.toggle("5377")
    hand.toggle("5590")
    hand.whole_province(False)
    assert drawing.verdict("Z05") == "warn"
    hand.undo()
    hand.undo()
    # another project's
    hand.toggle(SHARED)
    assert SHARED not in drawing.codes()
    assert "Voisin" in drawing.said()
    hand.allow_shared()
    hand.toggle(SHARED)
    assert drawing.verdict("Z07") == "fail"
    assert SHARED in drawing.wrong()
    hand.undo()

    assert drawing.codes() == set(TWENTY)
    hand.open_save()
    with drawing.page.expect_download() as found:
        hand.press("save-csv")
    path = tmp_path / found.value.suggested_filename
    found.value.save_as(path)
    verdicts = checked(path)
    for rule in ("Z01", "Z02", "Z03", "Z04", "Z05", "Z07"):
        assert verdicts[rule] == "pass", rule
    assert not drawing.requests
    assert not drawing.errors


def test_brush_lasso_and_box_take_what_they_cover(opened):
    drawing = opened()
    mouse, keys = drawing.page.mouse, drawing.page.keyboard
    drawing.closer("5590", 4)
    keys.press("b")
    mouse.move(*drawing.place("5590"))
    mouse.down()
    mouse.move(*drawing.place("5580"), steps=6)
    mouse.up()
    assert {"5590", "5580"} <= drawing.codes()
    keys.press("x")
    x0, y0 = drawing.place("5590")
    x1, y1 = drawing.place("5580")
    mouse.move(min(x0, x1) - 3, min(y0, y1) - 3)
    mouse.down()
    mouse.move(max(x0, x1) + 3, max(y0, y1) + 3, steps=3)
    drawing.page.keyboard.press("Escape")
    mouse.up()
    before = drawing.codes()
    drawing.page.check("[data-key='way-true']")
    mouse.move(min(x0, x1) - 3, min(y0, y1) - 3)
    mouse.down()
    mouse.move(max(x0, x1) + 3, max(y0, y1) + 3, steps=3)
    mouse.up()
    assert {"5590", "5580"} <= before
    assert not {"5590", "5580"} & drawing.codes()
    drawing.page.check("[data-key='way-false']")
    keys.press("l")
    x, y = drawing.place("6900")
    mouse.move(x - 12, y - 12)
    mouse.down()
    for dx, dy in ((12, -12), (12, 12), (-12, 12)):
        mouse.move(x + dx, y + dy, steps=3)
    mouse.up()
    assert "6900" in drawing.codes()


def test_work_survives_a_killed_tab_with_its_history(opened):
    drawing = opened()
    drawing.paste("5590, 5580, 6900")
    drawing.page.click("#tab-versions")
    drawing.page.fill("#snapshot-name", "Première")
    drawing.page.click("[data-key='snapshot-save']")
    drawing.paste("5590")
    context = drawing.page.context
    drawing.page.close(run_before_unload=False)
    again = opened(context=context)
    assert again.codes() == {"5590"}
    assert "is back" in again.said()
    again.page.click("#undo")
    assert again.codes() == {"5590", "5580", "6900"}
    again.page.click("#redo")
    assert again.codes() == {"5590"}
    again.page.click("#tab-versions")
    again.page.click("[data-key='compare-0']")
    assert "2 units dropped" in plain(again.page.text_content("#dialog-body"))
    again.page.click("#dialog-close")
    again.page.click("[data-key='restore-0']")
    assert again.codes() == {"5590", "5580", "6900"}


def test_zone_file_goes_on_elsewhere_or_stands_as_another_project(opened, tmp_path):
    drawing = opened()
    drawing.paste("5590, 5580, 6900")
    drawing.page.fill("#zone-name", "Famenne")
    drawing.page.press("#zone-name", "Enter")
    drawing.page.click("#deed-save")
    path = drawing.save("json", tmp_path)
    assert path.name == "famenne.json"
    elsewhere = opened()
    elsewhere.page.set_input_files("#file", path)
    elsewhere.page.click("[data-key='open-go-on']")
    assert elsewhere.codes() == {"5590", "5580", "6900"}
    assert elsewhere.page.input_value("#zone-name") == "Famenne"
    elsewhere.page.click("#undo")
    elsewhere.page.set_input_files("#file", path)
    elsewhere.page.click("[data-key='open-other']")
    assert elsewhere.verdict("Z07") == "fail"
    again = opened(context=elsewhere.page.context)
    assert again.verdict("Z07") == "fail"


def test_every_language_shows_no_message_id_and_loses_nothing(opened):
    drawing = opened()
    drawing.paste(" ".join([*TWENTY, FAR]))
    held = drawing.codes()
    for lang in LANGUAGES:
        drawing.page.click(f".languages [data-lang='{lang}']")
        assert drawing.page.get_attribute("html", "lang") == lang
        for tab in TABS:
            drawing.page.click(f"#tab-{tab}")
            seen = drawing.page.inner_text("body")
            assert not re.search(r"\b(draw|value|head|gauge|layer)\.[a-z_]+", seen)
            assert "{" not in seen
        title = text("Z01.title", lang)
        drawing.page.click("#tab-rules")
        assert title in drawing.page.inner_text("#part-rules")
    assert drawing.codes() == held
    assert not drawing.errors


@pytest.mark.parametrize("width", [1440, 390])
def test_page_and_its_dialogs_have_no_accessibility_fault(opened, width: int):
    from axe_playwright_python.sync_playwright import Axe

    drawing = opened(width=width, lang="de")
    drawing.paste(" ".join([*TWENTY, FAR]))
    axe = Axe()
    faults = axe.run(drawing.page).response["violations"]
    wide = width > 600
    parts = [(f"#tab-{tab}", "#panel") for tab in (TABS if wide else ["units"])]
    parts += [(f"#deed-{deed}", "#dialog") for deed in (DEEDS if wide else ["start"])]
    for button, part in parts:
        drawing.page.click(button)
        faults += axe.run(drawing.page, context=part).response["violations"]
        drawing.page.keyboard.press("Escape")
    faults = [(fault["id"], fault["nodes"][0]["html"]) for fault in faults]
    assert not faults


@pytest.mark.parametrize("width", [768, 390, 360])
def test_nothing_scrolls_sideways(opened, width: int):
    drawing = opened(width=width, lang="de")
    drawing.paste(" ".join([*TWENTY, FAR]))
    for tab in TABS:
        drawing.page.click(f"#tab-{tab}")
        for part in ("html", "#panel"):
            assert drawing.page.eval_on_selector(part, "e => e.scrollWidth - e.clientWidth") <= 0
    for deed in DEEDS:
        drawing.page.click(f"#deed-{deed}")
        assert drawing.page.eval_on_selector("#dialog", "e => e.scrollWidth - e.clientWidth") <= 0
        drawing.page.keyboard.press("Escape")


def test_next_problem_goes_through_what_stands_in_the_way(opened):
    drawing = opened()
    drawing.paste(" ".join([*TWENTY, FAR]))
    drawing.page.focus("#hand")
    drawing.page.keyboard.press("n")
    assert "Point 1 of" in drawing.said()
    assert FAR in drawing.said()
    drawing.page.keyboard.press("n")
    assert "Point 2 of" in drawing.said() or "Point 1 of 1" in drawing.said()


def test_arrows_walk_over_the_map_and_space_takes_in(opened):
    drawing = opened()
    drawing.paste("5590")
    drawing.page.keyboard.press("/")
    drawing.page.keyboard.type("5590")
    drawing.page.keyboard.press("Enter")
    drawing.page.focus("#hand")
    drawing.page.keyboard.press("ArrowDown")
    walked = drawing.said()
    assert re.match(r"\d{4} ", walked)
    assert "outside the zone" in walked
    drawing.page.keyboard.press("Space")
    assert walked[:4] in drawing.codes()


def test_locked_unit_is_not_changed_and_the_page_says_why(opened):
    drawing = opened()
    drawing.paste("5590, 5580")
    drawing.page.click("#tab-units")
    drawing.page.click("[data-key='lock-all']")
    drawing.page.click("#fit")
    drawing.click("5590")
    assert drawing.codes() == {"5590", "5580"}
    assert "Locked, so left as it is" in drawing.said()


def test_stroke_that_would_tear_the_zone_is_refused_in_one_piece_mode(opened):
    drawing = opened()
    drawing.paste(" ".join(TWENTY))
    drawing.page.check("[data-key='onePiece']")
    drawing.page.keyboard.press("/")
    drawing.page.keyboard.type(FAR)
    drawing.page.keyboard.press("Enter")
    drawing.page.keyboard.press("Space")
    assert FAR not in drawing.codes()
    assert "6880" in drawing.said()


def test_paper_holds_map_verdicts_list_passport_and_sources(opened):
    drawing = opened(lang="nl")
    drawing.paste(" ".join(TWENTY))
    drawing.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    drawing.page.emulate_media(media="print")
    sheet = plain(drawing.page.inner_text("#paper"))
    assert "102.615" in sheet
    assert text("Z03.title", "nl") in sheet
    assert all(code in sheet for code in TWENTY)
    assert re.search(r"Z1[0-9A-Z]{4}-[0-9A-Z]{6}", sheet)
    assert drawing.page.evaluate("document.querySelector('#paper img').naturalWidth") > 400
    assert not drawing.page.is_visible("#panel")


def test_map_and_list_show_the_same_zone(opened):
    drawing = opened()
    drawing.paste(" ".join(TWENTY))
    drawing.page.click("#tab-units")
    drawing.still()
    shown = drawing.page.eval_on_selector_all(
        "#twin [data-inside='1'] .twin-name", "rows => rows.map(row => row.textContent.slice(0, 4))"
    )
    assert shown == sorted(TWENTY)[: len(shown)]
    assert shown
