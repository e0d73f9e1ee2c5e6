"""The six questions of the page of the people, each with its blocks; then what is to be known."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from pilotzones.present.data_level import better_data
from pilotzones.present.people_page_areas import areas_section, better_section, smoothed_block
from pilotzones.present.people_page_forgotten import (
    avoidable_block,
    fairness_block,
    gaps_block,
    without_block,
)
from pilotzones.present.people_page_head import shape_of_people
from pilotzones.present.people_page_input import ledger_block, told_by_block, totals_block
from pilotzones.present.people_page_needs import (
    consumption_block,
    morbidity_block,
    profile_block,
    rural_block,
)
from pilotzones.present.people_page_next import next_block
from pilotzones.present.people_page_outlook import (
    capacity_block,
    explanation_block,
    outcomes_block,
    transfer_block,
)
from pilotzones.present.people_page_parts import Block, People, Section
from pilotzones.present.people_page_release import release_block
from pilotzones.present.people_page_risk import (
    concentration_block,
    no_pyramid,
    pyramid_block,
    segments_block,
)
from pilotzones.present.people_page_signs import signs_block
from pilotzones.present.people_page_target import criteria_block, spending_block
from pilotzones.present.people_page_trust import (
    calibration_block,
    evaluation_block,
    model_said,
)
from pilotzones.present.people_page_who import ages_block, together_block, who_told

QUESTIONS = {
    "who": ("people.question.who", "people.question.who.short"),
    "ill": ("people.question.ill", "people.question.ill.short"),
    "outlook": ("people.question.outlook", "people.question.outlook.short"),
    "forgotten": ("people.question.forgotten", "people.question.forgotten.short"),
    "cost": ("people.question.cost", "people.question.cost.short"),
    "next": ("people.question.next", "people.question.next.short"),
    "data": ("people.question.data", "people.question.data.short"),
}
"""Questions in their order, each with its message and a short one; the last is on the data."""


def question_sections(people: People) -> list[Section]:
    """A section for each question that has something to show or to say.

    Without persons there are estimates by unit only, and what better data would change.
    """
    w = people.w
    if people.sheet.data.level != "persons":
        estimates = (areas_section(people), better_section(people))
        return [section for section in estimates if section is not None]
    made = (
        ("who", _who(people), (ages_block, profile_block, rural_block)),
        (
            "ill",
            shape_of_people(people),
            (morbidity_block, together_block, segments_block, smoothed_block),
        ),
        (
            "outlook",
            _outlook(people),
            (
                *(pyramid_block, capacity_block, explanation_block, outcomes_block),
                *(calibration_block, evaluation_block, transfer_block),
            ),
        ),
        (
            "forgotten",
            (),
            (fairness_block, without_block, gaps_block, avoidable_block),
        ),
        ("cost", (), (concentration_block, consumption_block, signs_block, spending_block)),
        ("next", _next(people), (next_block, criteria_block)),
        ("data", _better(people), (release_block, told_by_block, ledger_block, totals_block)),
    )
    found = []
    for id, lines, makers in made:
        blocks: Sequence[Block] = [b for make in makers if (b := make(people)) is not None]
        heading, short = QUESTIONS[id]
        if blocks or lines:
            found.append(Section(id, w.t(short), w.t(heading), tuple(lines), tuple(blocks)))
    return found


def _who(people: People) -> tuple[Markup, ...]:
    told = who_told(people)
    return () if told is None else (people.w.say(told),)


def _outlook(people: People) -> tuple[Markup, ...]:
    why = no_pyramid(people)
    return (*((people.w.t(why),) if why else ()), *model_said(people))


def _next(people: People) -> tuple[Markup, ...]:
    """How to give criteria, where there are none."""
    return () if people.table("criteria") is not None else (people.w.t("people.target.none"),)


def _better(people: People) -> tuple[Markup, ...]:
    """What better data than these would change."""
    return tuple(people.w.t(id) for id in better_data(people.sheet))
