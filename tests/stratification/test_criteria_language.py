"""Inclusion criteria as a language: what is read, what is refused and where, and who is in."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stratification.criteria_trees import ANY_TREE, CONDITIONS, FIELDS

from pilotzones.errors import Fault, InputError
from pilotzones.stratification.criteria import (
    And,
    Criteria,
    Flag,
    Node,
    Not,
    Or,
    Test,
    known_fields,
    parse,
)
from pilotzones.stratification.criteria.mask import select
from pilotzones.words import LANGUAGES
from pilotzones.words.faults import fault_lines

COPD, DIABETES, DEMENTIA = map(Flag, CONDITIONS[:3])
OLD = Test("age", ">=", 65)


def read(text: str) -> Node:
    return parse(text, FIELDS).node


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(InputError, match=r"criteria\.") as stopped:
        parse(text, FIELDS, file="pilot.toml", key="target.criteria")
    return stopped.value.faults


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("copd", COPD),
        ("not copd", Not(COPD)),
        ("copd and diabetes", And((COPD, DIABETES))),
        ("copd or diabetes and dementia", Or((COPD, And((DIABETES, DEMENTIA))))),
        ("copd and diabetes or dementia", Or((And((COPD, DIABETES)), DEMENTIA))),
        ("not copd and diabetes", And((Not(COPD), DIABETES))),
        ("not (copd or diabetes)", Not(Or((COPD, DIABETES)))),
        ("(copd or diabetes) and not dementia", And((Or((COPD, DIABETES)), Not(DEMENTIA)))),
        ("age>=65", OLD),
        ("age ≥ 65", OLD),
        ("age <> 65", Test("age", "!=", 65)),
        ("age == 65", Test("age", "=", 65)),
        ("total_cost > 12.50", Test("total_cost", ">", 12.5)),
        ("total_cost > 12.00", Test("total_cost", ">", 12)),
        ("sex = F", Test("sex", "=", "F")),
        ("sex = vrouw", Test("sex", "=", "F")),
        ("level = élevé", Test("level", "=", "high")),
        ("level in (high, laag)", Test("level", "in", ("high", "low"))),
        ("unit in (5500, 5590, 5500)", Test("unit", "in", ("5500", "5590"))),
        ("unit not in (5500)", Not(Test("unit", "in", ("5500",)))),
        ("unit = 0800", Test("unit", "=", "0800")),
        ("unit = '11001A00-'", Test("unit", "=", "11001A00-")),
        ("unit = 11001A00-", Test("unit", "=", "11001A00-")),
        ("copd = yes", COPD),
        ("copd = nee", Not(COPD)),
        ("copd != oui", Not(COPD)),
        ("COPD AND Age >= 65", And((COPD, OLD))),
        ("  copd\n  or\tdiabetes ", Or((COPD, DIABETES))),
    ],
)
def test_criteria_are_read(text: str, node: Node):
    assert read(text) == node


@pytest.mark.parametrize(
    "text",
    [
        "(copd or diabetes) and not dementia",
        "(copd ou diabetes) et non dementia",
        "(copd of diabetes) en niet dementia",
        "(copd oder diabetes) und nicht dementia",
    ],
)
def test_words_of_four_languages_join_the_same_way(text: str):
    assert read(text) == And((Or((COPD, DIABETES)), Not(DEMENTIA)))


def test_lists_take_the_french_word_too():
    assert read("unit dans (5500; 5590)") == Test("unit", "in", ("5500", "5590"))


@given(ANY_TREE)
def test_canonical_text_is_read_back_as_the_same_tree(node: Node):
    assert read(str(node)) == node


@pytest.mark.parametrize(
    ("text", "id", "at", "value"),
    [
        ("", "criteria.empty", 1, None),
        ("  ", "criteria.empty", 1, None),
        ("copd and", "criteria.field_expected", 9, None),
        ("and copd", "criteria.field_expected", 1, "and"),
        ("copd and or diabetes", "criteria.field_expected", 10, "or"),
        ("not", "criteria.field_expected", 4, None),
        ("()", "criteria.field_expected", 2, ")"),
        ("65 <= age", "criteria.field_expected", 1, "65"),
        ("copd diabetes", "criteria.join_expected", 6, "diabetes"),
        ("copd)", "criteria.join_expected", 5, ")"),
        ("(copd diabetes)", "criteria.join_expected", 7, "diabetes"),
        ("age >= 18 < 65", "criteria.join_expected", 11, "<"),
        ("total_cost > 1 300", "criteria.join_expected", 16, "300"),
        ("(copd or (diabetes)", "criteria.unclosed", 1, None),
        ("age >=", "criteria.value_expected", 7, None),
        ("age >= (65)", "criteria.value_expected", 8, "("),
        ("unit in 5500", "criteria.list_expected", 9, "5500"),
        ("unit in (5500 5590)", "criteria.list_goes_on", 15, "5590"),
        ("unit in (5500,", "criteria.value_expected", 15, None),
        ("unit in (5500", "criteria.unclosed", 9, None),
        ("unit in ()", "criteria.value_expected", 10, ")"),
        ("copd & diabetes", "criteria.sign", 6, "&"),
        ("copd and §", "criteria.sign", 10, "§"),
        ("age", "criteria.number_alone", 1, "age"),
        ("copd and level", "criteria.choice_alone", 10, "level"),
        ("copd >= 1", "criteria.flag_compared", 6, ">="),
        ("copd = 2", "criteria.flag_compared", 8, "2"),
        ("copd in (1)", "criteria.flag_compared", 6, "in"),
        ("level > low", "criteria.no_order", 7, ">"),
        ("age >= old", "criteria.not_a_number", 8, "old"),
        ("total_cost >= 1.300", "criteria.not_a_number", 15, "1.300"),
        ("age >= 17.5", "criteria.not_whole", 8, "17.5"),
        ("sex = X", "criteria.not_a_choice", 7, "X"),
        ("housebound", "criteria.unknown_field", 1, "housebound"),
        ("copt or diabetes", "criteria.unknown_field.near", 1, "copt"),
        ("poly-pharmacy", "criteria.unknown_field.near", 1, "poly-pharmacy"),
        ("not " * 41 + "copd", "criteria.too_deep", 165, "copd"),
        ("(" * 41 + "copd" + ")" * 41, "criteria.too_deep", 42, "copd"),
        ("copd or " * 600 + "copd", "criteria.too_long", 1, None),
    ],
)
def test_fault_tells_the_place_and_what_stands_there(
    text: str, id: str, at: int, value: str | None
):
    (fault,) = faults(text)
    assert (fault.id, fault.fields["at"], fault.value) == (id, at, value)
    assert (fault.file, fault.column) == ("pilot.toml", "target.criteria")


def test_forty_levels_are_read():
    assert read("not " * 40 + "copd")
    assert read("(" * 40 + "copd" + ")" * 40) == COPD


def test_every_unknown_field_and_every_wrong_value_is_told_at_once():
    found = faults("copt or agee >= 3 and sex = Q or housebound")
    assert [(f.id, f.value) for f in found] == [
        ("criteria.unknown_field.near", "copt"),
        ("criteria.unknown_field.near", "agee"),
        ("criteria.not_a_choice", "Q"),
        ("criteria.unknown_field", "housebound"),
    ]
    assert found[0].fields["near"] == "copd"
    assert "heart_failure" not in str(found[3].fields["known"])
    assert set(CONDITIONS) <= set(found[3].fields["known"] or ())


@given(st.text(max_size=40))
def test_no_text_ends_in_a_traceback(text: str):
    try:
        parse(text, FIELDS)
    except InputError as stopped:
        assert all(fault.id.startswith("criteria.") for fault in stopped.faults)


WRITTEN = st.lists(
    st.sampled_from(
        ["copd", "diabetes", "age", ">=", "=", "in", "not", "and", "or", "(", ")", ",", "65", "sex",
         "F", "unit", "yes", "level", "high", "housebound", "&"]
    ),
    max_size=12,
).map(" ".join)  # fmt: skip


@given(WRITTEN)
def test_what_is_read_is_read_again_and_what_is_refused_has_words_in_each_language(text: str):
    try:
        node = read(text)
    except InputError as stopped:
        for fault in stopped.faults:
            lines = {fault_lines([fault], lang)[0] for lang in LANGUAGES}
            assert len(lines) == len(LANGUAGES)
            assert not [line for line in lines if "None" in line or "{" in line]
    else:
        assert read(str(node)) == node


def test_fields_are_those_that_a_frame_has():
    fields = known_fields(CONDITIONS, ["drug"]).of(["cond_copd", "age", "cost_drug"])
    assert [field.name for field in fields] == ["copd", "cost_drug", "age"]
    assert fields.conditions == ("copd",)


def test_criteria_tell_their_alternatives_and_the_fields_that_they_use():
    criteria = parse("age >= 75 or copd and diabetes or sex = F", FIELDS)
    assert [str(part) for part in criteria.alternatives] == [
        "age >= 75",
        "copd and diabetes",
        "sex = F",
    ]
    assert [field.name for field in criteria.used] == ["copd", "diabetes", "age", "sex"]


def people(rows: int = 40, seed: int = 3) -> pd.DataFrame:
    """SYNTHETIC feature frame with missing values in every column that may have them."""
    rng = np.random.default_rng(seed)

    def flag() -> pd.Series:
        return pd.Series(rng.choice([True, False, None], rows), dtype="boolean")

    frame = pd.DataFrame({f"cond_{id}": flag() for id in CONDITIONS})
    for name in ("polypharmacy", "chronic_status", "isolated", "rural"):
        frame[name] = flag()
    frame["age"] = pd.array(rng.choice([0, 17, 18, 64, 65, 120, None], rows), dtype="Int64")
    frame["n_conditions"] = rng.integers(0, 5, rows)
    cents = rng.integers(0, 10**6, rows)
    frame["total_cost"] = [Decimal(int(n)) / 100 for n in cents]
    frame.loc[3, "total_cost"] = None
    frame["sex"] = rng.choice(["F", "M", None], rows)
    frame["level"] = rng.choice(["low", "middle", "high"], rows)
    frame["unit"] = rng.choice(["5500", "A b"], rows)
    return frame


def truth(node: Node, person: dict[str, object]) -> bool:
    """One person at a time, read from the definition: what is not known is not met."""
    match node:
        case And(parts):
            return all(truth(part, person) for part in parts)
        case Or(parts):
            return any(truth(part, person) for part in parts)
        case Not(part):
            return not truth(part, person)
        case Flag(name):
            return person[FIELDS[name].column] is True
        case Test(name):
            value = person[FIELDS[name].column]
            return value is not None and node.holds(value)  # type: ignore[arg-type]


@given(ANY_TREE, st.integers(0, 5))
def test_mask_is_the_truth_of_each_person(node: Node, seed: int):
    frame = people(seed=seed)
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    rows = [{k: float(v) if isinstance(v, Decimal) else v for k, v in row.items()} for row in rows]
    found = select(Criteria(node, FIELDS), frame)
    assert found.included.tolist() == [truth(node, row) for row in rows]
    assert np.array_equal(found.included, np.logical_or.reduce(found.alternatives))


def test_persons_whose_value_is_not_known_are_counted_by_field():
    frame = people()
    found = select(parse("not dementia and (age >= 65 or copd)", FIELDS), frame)
    assert dict(found.missing) == {
        name: int(frame[FIELDS[name].column].isna().sum()) for name in ("copd", "dementia", "age")
    }


def test_amount_with_cents_is_compared_exactly():
    frame = pd.DataFrame({"total_cost": [Decimal("99.99"), Decimal("100.10"), Decimal("100.11")]})
    met = select(parse("total_cost >= 100.10", FIELDS), frame).included
    assert met.tolist() == [False, True, True]


def test_field_that_the_data_does_not_have_is_named_with_those_it_has():
    frame = people().drop(columns=["rural", "isolated"])
    with pytest.raises(InputError, match=r"criteria\.not_in_data") as stopped:
        select(parse("rural or copd and isolated", FIELDS), frame)
    assert [fault.value for fault in stopped.value.faults] == ["isolated", "rural"]
    assert "copd" in (stopped.value.faults[0].fields["known"] or ())
    assert "rural" not in (stopped.value.faults[0].fields["known"] or ())
