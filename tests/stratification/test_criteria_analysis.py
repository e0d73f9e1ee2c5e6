"""What criteria leave out: named cases, and every person of a small world as the truth."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from stratification.case_makers import tangled
from stratification.criteria_trees import CONDITIONS, FIELDS, SMALL_TREE
from synthetic_people import bound

from pilotzones.stratification.criteria import Criteria, Node, known_fields, parse
from pilotzones.stratification.criteria.analysis import Analysis, analyse
from pilotzones.stratification.criteria.mask import select

AXES = (*CONDITIONS, "age", "level", "hospital_days", "increased_reimbursement")
VALUES = {
    **dict.fromkeys(CONDITIONS, (False, True)),
    "age": tuple(range(121)),
    "level": ("low", "middle", "high"),
    "hospital_days": (0, 1, 2, 3),
    "increased_reimbursement": (False, True),
}
SHAPE = tuple(len(VALUES[name]) for name in AXES)


def every_person() -> pd.DataFrame:
    """SYNTHETIC: every person of a world with four conditions, one row each."""
    rows = list(product(*(VALUES[name] for name in AXES)))
    frame = pd.DataFrame(rows, columns=[FIELDS[name].column for name in AXES])
    frame["n_conditions"] = frame[[f"cond_{id}" for id in CONDITIONS]].sum(axis=1)
    return frame


WORLD = every_person()
NUMBER = WORLD["n_conditions"].to_numpy().reshape(SHAPE)


def along(included: np.ndarray, name: str) -> list[bool]:
    """For each value of a field: is anybody with it included?"""
    if name == "n_conditions":
        return [bool(included[n == NUMBER].any()) for n in range(5)]
    axis = AXES.index(name)
    return included.any(axis=tuple(i for i in range(len(AXES)) if i != axis)).tolist()


def falls(included: np.ndarray, name: str) -> bool:
    """Is somebody included, and not with a higher value of this field and nothing else?

    More conditions, nothing else: further ones among those that the criteria do not name.
    """
    pairs = steps(included, name)
    return any(bool((a & ~b).any()) for a, b in pairs)


def steps(included: np.ndarray, name: str) -> list[tuple[np.ndarray, np.ndarray]]:
    axis = AXES.index(name)
    size = SHAPE[axis]
    lower, higher = (np.take(included, range(k, size - 1 + k), axis=axis) for k in (0, 1))
    return [(lower, higher)]


def ranges(ages: list[bool]) -> tuple[str, ...]:
    """Ages of which nobody is included, as ranges."""
    told, start = [], None
    for age, can in enumerate([*ages, True]):
        if not can and start is None:
            start = age
        elif can and start is not None:
            last = age - 1
            told.append(
                f"{start}+" if last == 120 else str(start) if start == last else f"{start}-{last}"
            )
            start = None
    return tuple(told)


def truth(criteria: Criteria) -> Analysis:
    """The analysis from the list of all persons."""
    found = select(criteria, WORLD)
    included = found.included.reshape(SHAPE)
    dead = tuple(i for i, part in enumerate(found.alternatives, 1) if not part.any())
    if not included.any():
        return Analysis(False, False, dead)
    used = [field.name for field in criteria.used]
    named = [name for name in used if name in CONDITIONS]
    unnamed = [name for name in CONDITIONS if name not in named]

    def lost(name: str) -> str:
        can = along(included, name)
        if any(can[i] and not can[i + 1] for i in range(len(can) - 1)):
            return "never"
        others = unnamed if name == "n_conditions" else [name]
        return "sometimes" if any(falls(included, other) for other in others) else ""

    risks = [n for n in used if n in ("n_conditions", "hospital_days", "level")]
    alone = {
        name: included[tuple(int(other == name) for other in CONDITIONS)].any()
        for name in CONDITIONS
    }
    rises = {name: any((~a & b).any() for a, b in steps(included, name)) for name in CONDITIONS}
    without = {name: np.take(included, 0, axis=AXES.index(name)).any() for name in CONDITIONS}
    return Analysis(
        possible=True,
        everyone=bool(included.all()),
        dead=dead,
        ages=ranges(along(included, "age")),
        excluded=tuple(n for n in named if lost(n) == "never"),
        put_out=tuple(n for n in named if lost(n) == "sometimes"),
        risks=tuple(n for n in risks if lost(n) == "never"),
        risks_put_out=tuple(n for n in risks if lost(n) == "sometimes"),
        vulnerable=tuple(n for n in used if n == "increased_reimbursement" and lost(n)),
        entries=tuple(n for n in CONDITIONS if alone[n] or rises[n]),
        shared=tuple(n for n in CONDITIONS if not without[n]),
    )


@settings(max_examples=250)
@given(SMALL_TREE)
def test_analysis_is_what_the_list_of_all_persons_tells(node: Node):
    criteria = Criteria(node, FIELDS)
    assert analyse(criteria) == truth(criteria)


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("diabetes or age >= 75", ()),
        ("diabetes and age >= 18", ("0-17",)),
        ("diabetes and age > 17", ("0-17",)),
        ("diabetes and age >= 1", ("0",)),
        ("diabetes and age >= 0", ()),
        ("age < 18 or age >= 75", ("18-74",)),
        ("age != 40", ("40",)),
        ("copd and age >= 18 or diabetes and age >= 65", ("0-17",)),
        ("copd and (age < 30 or age in (50, 51)) ", ("30-49", "52+")),
        ("copd and age <= 120", ()),
        ("copd and age <= 119", ("120+",)),
        ("not (copd and age < 65)", ()),
        ("not (copd or age < 65)", ("0-64",)),
    ],
)
def test_ages_that_can_never_be_included(text: str, ages: tuple[str, ...]):
    found = analyse(parse(text, FIELDS))
    assert found is not None
    assert found.ages == ages


@pytest.mark.parametrize(
    ("text", "never", "sometimes"),
    [
        ("copd and not dementia", ("dementia",), ()),
        ("copd and not dementia or diabetes", (), ("dementia",)),
        ("not (dementia or hiv)", ("dementia", "hiv"), ()),
        ("copd and not not dementia", (), ()),
        ("copd and (diabetes or not dementia)", (), ("dementia",)),
        ("copd and (dementia or not dementia)", (), ()),
        ("copd and not dementia or dementia", (), ()),
    ],
)
def test_conditions_that_shut_people_out(
    text: str, never: tuple[str, ...], sometimes: tuple[str, ...]
):
    found = analyse(parse(text, FIELDS))
    assert found is not None
    assert (found.excluded, found.put_out) == (never, sometimes)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("level != high", ("level",)),
        ("level = middle", ("level",)),
        ("level in (middle, high)", ()),
        ("n_conditions in (2, 3)", ("n_conditions",)),
        ("n_conditions >= 2", ()),
        ("hospital_days <= 10 and hospital_stays < 3", ("hospital_days", "hospital_stays")),
        ("total_cost < 12000.50", ("total_cost",)),
        ("total_cost != 5000", ("total_cost",)),
        ("expected_cost > 3000", ()),
        ("copd and not polypharmacy", ("polypharmacy",)),
        ("copd and not chronic_status", ("chronic_status",)),
    ],
)
def test_marks_of_a_high_risk_that_can_never_be_included(text: str, never: tuple[str, ...]):
    found = analyse(parse(text, FIELDS))
    assert found is not None
    assert found.risks == never


def test_number_of_conditions_is_that_of_the_conditions_a_person_has():
    impossible = analyse(parse("copd and n_conditions = 0", FIELDS))
    assert impossible is not None
    assert not impossible.possible
    everything = analyse(parse("n_conditions >= 4", FIELDS))
    assert everything is not None
    assert everything.shared == CONDITIONS
    beyond = analyse(parse("n_conditions > 4 or copd", FIELDS))
    assert beyond is not None
    assert beyond.dead == (1,)


def test_condition_that_a_second_one_needs_leads_in_too():
    found = analyse(parse("copd and n_conditions >= 2", FIELDS))
    assert found is not None
    assert found.entries == CONDITIONS
    assert found.shared == ("copd",)


def test_tangled_criteria_are_given_up_not_guessed():
    assert analyse(bound(tangled())) is None


def test_criteria_of_many_conditions_are_decided():
    """SYNTHETIC names of twenty conditions."""
    ids = [f"c{i}" for i in range(20)]
    text = " or ".join(f"{id} and n_conditions >= {2 + i % 3}" for i, id in enumerate(ids))
    found = analyse(parse(f"({text}) and not c19", known_fields(ids)))
    assert found is not None
    assert found.excluded == ("c19",)
    assert len(found.entries) == 19
