"""The book of pages of one zone: what they share, the frame around each, and their navigation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pilotzones import __version__
from pilotzones.assets import asset
from pilotzones.findings import Finding
from pilotzones.present.changes_words import Since
from pilotzones.present.history import Entry
from pilotzones.present.maps.scene import Scene
from pilotzones.present.measures import when
from pilotzones.present.notices import attribution, notices
from pilotzones.present.policy import PLACE, with_policy
from pilotzones.present.texts import Render, Texts, data_block
from pilotzones.words import LANGUAGES
from pilotzones.zones.sheet import ZoneSheet

if TYPE_CHECKING:
    from pilotzones.zones.propose.sheet import Proposals


@dataclass(frozen=True, slots=True)
class Book:
    """What all pages of a zone share.

    ``sheet.case`` carries the people and the care that there are. ``findings`` are those of the
    chapters T, S and R, beside the zone's own in ``sheet``. ``note`` is a sentence that stands at
    the head of each page, ``day`` the date that the pages were made on; both may be None.
    ``proposals`` is what was computed beside the sheet: its page is there when this is. ``files``
    are the names of further files of the site, made elsewhere. ``earlier`` are the figures of
    earlier runs, ``since`` what changed since the newest of them that says something else.
    ``contact`` is how readers reach the project; None where it does not say.
    """

    sheet: ZoneSheet
    scene: Scene | None
    lang: str
    project_name: str
    note: Render | None = None
    day: date | None = None
    findings: tuple[Finding, ...] = ()
    proposals: Proposals | None = None
    files: tuple[str, ...] = ()
    earlier: tuple[Entry, ...] = ()
    since: Since | None = None
    contact: str | None = None

    @property
    def every_finding(self) -> tuple[Finding, ...]:
        """Findings of all chapters, those of the zone first."""
        return (*self.sheet.findings, *self.findings)

    def of_chapters(self, letters: str) -> tuple[Finding, ...]:
        """Findings of the chapters named by their letters, such as ``TS``."""
        return tuple(f for f in self.every_finding if f.rule[0] in letters)


@dataclass(frozen=True, slots=True)
class PageLink:
    """One entry of the navigation: name of the page, its file, the words."""

    name: str
    file: str
    words: Markup


def navigation(book: Book, w: Texts) -> tuple[PageLink, ...]:
    """The pages that there are, in the order of the journey."""
    case = book.sheet.case
    found = [
        ("index", "page.index", True),
        ("zone", "page.zone", True),
        ("proposals", "page.proposals", book.proposals is not None),
        ("draw", "page.draw", "draw.html" in book.files),
        ("people", "page.people", case.people is not None),
        ("care", "page.care", case.care is not None),
        ("method", "page.method", True),
    ]
    return tuple(PageLink(name, f"{name}.html", w.t(id)) for name, id, there in found if there)


def foot_links(book: Book, w: Texts) -> tuple[PageLink, ...]:
    """The pages that every foot leads to."""
    found = [
        ("changes", "page.changes", book.since is not None),
        ("glossary", "page.glossary", True),
        ("accessibility", "page.accessibility", True),
    ]
    return tuple(PageLink(name, f"{name}.html", w.t(id)) for name, id, there in found if there)


@cache
def environment() -> Environment:
    """Where templates come from; what they print is escaped."""
    loader = FileSystemLoader(asset("maps"), encoding="utf-8")
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def asset_text(name: str) -> Markup:
    """A style sheet or script of the pages, ready to be set into one."""
    return Markup(asset("maps", name).read_text("utf-8").strip())


def frame(book: Book, w: Texts) -> dict[str, Any]:
    """Fields that every page uses.

    A page adds ``page`` (its name), ``title`` (of the window: a function of the language) and,
    where it has a style sheet of its own, ``own_css``.
    """
    sheet = book.sheet
    return {
        "w": w,
        "lang": book.lang,
        "languages": LANGUAGES,
        "place_of_policy": PLACE,
        "page_css": asset_text("page.css"),
        "themes_css": Markup(""),
        "own_css": Markup(""),
        "page_js": asset_text("page.js"),
        "project_name": book.project_name,
        "navigation": navigation(book, w),
        "foot_links": foot_links(book, w),
        "note": w.say(book.note) if book.note else None,
        "notices": [w.say(notice) for notice in notices(sheet)],
        "parts": environment().get_template("_parts.html.j2").module,
        "when": when(sheet),
        "attribution": [w.say(line) for line in attribution(sheet.case.layer.origin)],
        "rule_set": w.t(
            "sheet.rule_set",
            title=lambda lang: getattr(sheet.case.rules.title, lang),
            version=sheet.case.rules.version,
        ),
        "made": w.t("page.made_on", version=__version__, date=book.day)
        if book.day
        else w.t("page.made_with", version=__version__),
        "version": __version__,
        "sheet": sheet,
        "data_block": data_block,
    }


def window_title(render: Render, book: Book) -> Render:
    """Title of a window: what the page says, and of which zone."""
    return lambda lang: f"{render(lang)} – {book.sheet.case.zone.name}"


def render(template: str, fields: dict[str, Any]) -> str:
    """A finished page with its policy."""
    return with_policy(environment().get_template(template).render(fields))
