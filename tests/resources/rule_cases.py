"""Cases of chapter R: one row per rule and situation, with the verdict and reason expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rule_case import RuleCase
from synthetic import case, grid_layer
from synthetic_care import GAPS, ZONE, as_synthetic, care, care_case

from pilotzones.findings import Case
from pilotzones.resources.supply import CareSheet

COMPUTED = ("R01", "R03", "R04", "R06", "R07")
ALL_COMPONENTS = {"gp": tuple(range(1, 8)), "pharmacy": tuple(range(8, 15))}


def elsewhere() -> CareSheet:
    """SYNTHETIC sheet with the one list that speaks of no unit of the zone."""
    sheet = care(gaps=(), overlaps=())
    return replace(sheet, types=tuple(t for t in sheet.types if t.providers.type == "dentist"))


def nobody() -> CareSheet:
    """SYNTHETIC sheet whose lists speak of the zone and have nobody in it."""
    sheet = care()
    empty = tuple(
        replace(t, groups={**t.groups, "zone": replace(t.groups["zone"], count=0, capacity=0.0)})
        for t in sheet.types
    )
    return replace(sheet, types=empty)


def bare() -> Case:
    return case(ZONE, layer=grid_layer())


def common(rule: str) -> Iterator[RuleCase]:
    """What stops every computed rule: no list, no list of the zone, lists that are made up."""
    yield RuleCase(rule, "no lists", "not-computable", "no_care", bare)
    yield RuleCase(
        rule, "an empty sheet", "not-computable", "no_care", lambda: care_case(CareSheet(()))
    )
    yield RuleCase(
        rule, "lists of other places", "not-computable", "no_data", lambda: care_case(elsewhere())
    )
    yield RuleCase(
        rule,
        "made-up lists",
        "not-computable",
        "synthetic",
        lambda: care_case(as_synthetic(care()), answers={rule: True}),
    )


def asked(rule: str, verdict: str) -> Iterator[RuleCase]:
    yield RuleCase(rule, "not answered", verdict, "open", care_case)
    for value, said, reason in ((True, "pass", "yes"), (False, "fail", "no")):
        yield RuleCase(
            rule,
            f"answered {reason}",
            said,
            reason,
            lambda value=value: care_case(answers={rule: value}),
        )


def every_case() -> tuple[RuleCase, ...]:
    """Every case, in the order of the rule list."""
    rows = [
        *common("R01"),
        *asked("R01", "to-declare"),
        RuleCase("R01", "nobody in the zone", "fail", "none", lambda: care_case(nobody()), 0),
        *asked("R02", "to-declare"),
        *common("R03"),
        *asked("R03", "to-judge"),
        RuleCase("R03", "no gap", "pass", "none", lambda: care_case(care(gaps=())), 0),
        RuleCase("R03", "one gap", "to-judge", "open", lambda: care_case(care(gaps=GAPS[:1])), 1),
        *common("R04"),
        *asked("R04", "to-judge"),
        RuleCase("R04", "no overlap", "pass", "none", lambda: care_case(care(overlaps=())), 0),
        *asked("R05", "to-declare"),
        *common("R06"),
        RuleCase("R06", "components without a resource", "fail", "missing", care_case, 5),
        RuleCase(
            "R06",
            "a resource for each component",
            "pass",
            "pass",
            lambda: care_case(care(components=ALL_COMPONENTS)),
            14,
        ),
        RuleCase(
            "R06",
            "one component short",
            "fail",
            "missing",
            lambda: care_case(care(components={**ALL_COMPONENTS, "gp": tuple(range(1, 7))})),
            13,
        ),
        *common("R07"),
        RuleCase("R07", "gaps and no actions", "not-computable", "no_actions", care_case, 5),
        RuleCase(
            "R07",
            "no gap but an overlap",
            "not-computable",
            "no_actions",
            lambda: care_case(care(gaps=())),
            0,
        ),
        RuleCase(
            "R07",
            "nothing to act on",
            "pass",
            "none",
            lambda: care_case(care(gaps=(), overlaps=())),
            0,
        ),
    ]
    return tuple(rows)
