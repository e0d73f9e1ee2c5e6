"""The draw page as one file: layer, words, styles and script inside, no request of any kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from pilotzones import __version__
from pilotzones.assets import asset
from pilotzones.findings import Case, Finding
from pilotzones.present.book import asset_text, environment
from pilotzones.present.draw.bundle import bundle, draw_modules
from pilotzones.present.draw.pack import draw_data
from pilotzones.present.policy import PLACE, with_policy
from pilotzones.present.texts import data_block
from pilotzones.words import LANGUAGES, Text, messages, text

_ID = re.compile(r"""["'`]([a-z][a-z_]*(?:\.[A-Za-z0-9_-]+)+)["'`]""")
_PREFIX = re.compile(r"`([a-z][a-z_.]*\.)\$\{")
_RULE = re.compile(r"Z\d\d\.")


def draw_page(
    case: Case,
    *,
    name: str,
    lang: str,
    findings: Iterable[Finding] = (),
    at_home: bool = False,
) -> bytes:
    """The page, which opens with the zone of the case; further parameters as for `draw_data`.

    ``at_home``: it lies beside the other pages of the project, and leads back to the first.
    """
    script = bundle(draw_modules())
    template = environment().get_template("draw.html.j2")
    source = script + asset("maps", "draw.html.j2").read_text("utf-8")
    content: dict[str, Any] = draw_data(case, name=name, lang=lang, findings=findings)
    content["words"] = words_of(source)
    html = template.render(
        lang=lang,
        languages=LANGUAGES,
        title=text("draw.title", lang, name=name),
        page_css=asset_text("page.css"),
        draw_css=asset_text("draw.css"),
        script=Markup(script),
        data=data_block("draw-data", content),
        place_of_policy=PLACE,
        version=__version__,
        at_home=at_home,
        parts=environment().get_template("_parts.html.j2").module,
        said={each: text("draw.needs_script", each) for each in LANGUAGES},
    )
    return with_policy(html).encode()


def words_of(source: str) -> dict[str, dict[str, Text]]:
    """Messages that a script and its template name, by language and id.

    An id stands in quotes; one that is put together, such as ```draw.tool.${tool}```, brings every
    message that begins so. The sentences of chapter Z come with all their reasons.
    """
    known = messages()
    ids = {id for id in _ID.findall(source) if id in known}
    prefixes = tuple({*_PREFIX.findall(source)})
    ids |= {id for id in known if _RULE.match(id) or (prefixes and id.startswith(prefixes))}
    return {lang: {id: _plain(known[id][lang]) for id in sorted(ids)} for lang in LANGUAGES}


def _plain(message: Text) -> Text:
    return dict(message) if isinstance(message, Mapping) else message
