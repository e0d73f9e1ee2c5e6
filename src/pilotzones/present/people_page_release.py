"""What of the figures was held back or rounded, and why: the facts of the release itself."""

from __future__ import annotations

from pilotzones.present.people_page_parts import Block, People
from pilotzones.present.texts import Render
from pilotzones.stratification.released import PeopleSheet
from pilotzones.words import text


def release_told(sheet: PeopleSheet) -> list[Render]:
    """Sentences on what is hidden, on what it is hidden for, and on rounding."""
    cells = sum(
        sum(column.kind != "key" for column in table.columns) * len(table.rows)
        for table in sheet.tables.values()
    )
    hidden = sum(table.hidden for table in sheet.tables.values())
    found = [_said("people.release.hidden", n=hidden, of=cells, minimum=sheet.minimum_cell)]
    found.append(_said("people.release.why"))
    if sheet.data.synthetic:
        found.append(_said("people.release.no_register"))
    elif sheet.because:
        found.append(_said("people.release.because", n=sheet.because))
    else:
        found.append(_said("people.release.first"))
    if sheet.rounding:
        found.append(_said("people.release.rounded", base=sheet.rounding))
    else:
        found.append(_said("people.release.exact"))
    return found


def _said(id: str, **fields: int) -> Render:
    return lambda lang: text(id, lang, **fields)


def release_block(people: People) -> Block:
    """The sentences as a block of their own."""
    w, sheet = people.w, people.sheet
    return Block(
        id="block-release",
        heading=w.t("people.release.heading"),
        said=tuple(w.say(line) for line in release_told(sheet)),
        foot=(
            w.t("people.foot.minimum", minimum=sheet.minimum_cell),
            w.t("people.limits.release"),
        ),
    )
