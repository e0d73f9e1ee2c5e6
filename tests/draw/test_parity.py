"""The page and the program say the same of the same zone."""

from __future__ import annotations

from pathlib import Path

import pytest
from zone_parity import ON_THE_PAGE, differences, random_zones, synthetic_regions

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.zones.rulesets import read_rule_set


@pytest.mark.parametrize("rules", ["guide-2016", "elz", "ols-wallonia", "bassin-brussels"])
def test_page_and_program_say_the_same_of_random_zones(
    rules: str, belgium: UnitLayer, node: str, tmp_path: Path
):
    drawn = list(random_zones(belgium, 80 if rules == "guide-2016" else 25, seed=11))
    regions = synthetic_regions(belgium)
    zonings = {"care-regions": regions} if rules == "guide-2016" else {}
    found = differences(
        belgium, read_rule_set(rules), drawn, node=node, folder=tmp_path, zonings=zonings
    )
    assert not found, "\n".join(found[:20])


def test_the_random_zones_meet_every_verdict_the_page_can_give(belgium: UnitLayer):
    from pilotzones.findings import Case, evaluate
    from pilotzones.zones.zone import Round

    met: set[tuple[str, str]] = set()
    rules = read_rule_set()
    for each in random_zones(belgium, 80, seed=11):
        round_ = None if each.others is None else Round(each.others)
        zonings = {"care-regions": synthetic_regions(belgium)}
        case = Case(each.zone, belgium, rules, round=round_, zonings=zonings, answers=each.answers)
        met |= {(f.rule, str(f.verdict)) for f in evaluate(case, sorted(ON_THE_PAGE))}
    expected = {
        ("Z01", "pass"), ("Z01", "fail"), ("Z02", "pass"), ("Z02", "fail"), ("Z03", "pass"),
        ("Z03", "fail"), ("Z04", "pass"), ("Z04", "warn"), ("Z05", "pass"), ("Z05", "warn"),
        ("Z06", "pass"), ("Z06", "fail"), ("Z06", "to-declare"), ("Z07", "pass"), ("Z07", "fail"),
        ("Z08", "pass"), ("Z08", "warn"), ("Z09", "pass"), ("Z09", "fail"), ("Z10", "pass"),
        ("Z10", "fail"), ("Z15", "pass"), ("Z15", "fail"), ("Z15", "to-declare"),
    }  # fmt: skip
    assert not expected - met
