"""Random criteria for property tests: trees over a few fields, as hypothesis strategies."""

from __future__ import annotations

from hypothesis import strategies as st

from pilotzones.stratification.criteria import And, Fields, Flag, Node, Not, Or, Test, known_fields

CONDITIONS = ("copd", "diabetes", "dementia", "hiv")
FIELDS: Fields = known_fields(CONDITIONS, ["drug", "hospital"])
ORDERED = ["=", "!=", "<", "<=", ">", ">="]


def joined(leaves: st.SearchStrategy[Node], size: int = 8) -> st.SearchStrategy[Node]:
    """Trees whose leaves are these."""

    def larger(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(parts, min_size=2, max_size=3).map(tuple)
        return st.one_of(several.map(And), several.map(Or), parts.map(Not))

    return st.recursive(leaves, larger, max_leaves=size)


def numbers(
    field: str, values: st.SearchStrategy[int] | st.SearchStrategy[float]
) -> st.SearchStrategy[Test]:
    compared = st.builds(Test, st.just(field), st.sampled_from(ORDERED), values)
    among = st.lists(values, min_size=1, max_size=3, unique=True).map(tuple)
    return st.one_of(compared, st.builds(Test, st.just(field), st.just("in"), among))


def choices(field: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[Test]:
    compared = st.builds(Test, st.just(field), st.sampled_from(["=", "!="]), values)
    among = st.lists(values, min_size=1, max_size=3, unique=True).map(tuple)
    return st.one_of(compared, st.builds(Test, st.just(field), st.just("in"), among))


def flags(*names: str) -> st.SearchStrategy[Flag]:
    return st.sampled_from(names).map(Flag)


def amounts() -> st.SearchStrategy[int | float]:
    """Amounts as the language writes them: two decimals, whole ones as integers."""
    cents = st.integers(0, 10**8)
    return cents.map(lambda n: n // 100 if n % 100 == 0 else n / 100)


CODES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,8}[A-Za-z0-9]", fullmatch=True)

ANY_TREE = joined(
    st.one_of(
        flags(*CONDITIONS, "polypharmacy", "chronic_status", "isolated", "rural"),
        numbers("age", st.integers(0, 130)),
        numbers("n_conditions", st.integers(0, 6)),
        numbers("total_cost", amounts()),
        choices("sex", st.sampled_from(["F", "M"])),
        choices("level", st.sampled_from(["low", "middle", "high"])),
        choices("unit", CODES),
    )
)
"""Trees over every kind of field."""

SMALL_TREE = joined(
    st.one_of(
        flags("copd", "diabetes", "dementia", "increased_reimbursement"),
        numbers("n_conditions", st.integers(0, 4)),
        numbers("age", st.sampled_from([0, 1, 17, 18, 65, 119, 120])),
        numbers("hospital_days", st.integers(0, 2)),
        choices("level", st.sampled_from(["low", "middle", "high"])),
    ),
    size=6,
)
"""Trees over fields that a grid of all persons can hold; ``hiv`` is never named."""
