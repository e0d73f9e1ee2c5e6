"""Cases of chapter Z: one row per rule and situation, with the verdict and reason expected."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rule_case import RuleCase
from synthetic import case, grid_layer

from pilotzones.findings import Case
from pilotzones.postcodes.contiguity import Link
from pilotzones.zones.rulesets import RegionRule, RuleSet, read_rule_set

ELZ, OLS, BRUSSELS = (read_rule_set(name) for name in ("elz", "ols-wallonia", "bassin-brussels"))
BRIDGE = Link("00", "22", "river")
RING = ["00", "01", "02", "10", "12", "20", "21", "22"]
ALL = sorted([*RING, "11"])


def people(total: int) -> Callable[[], Case]:
    """Zone of two units with ``total`` inhabitants, split unevenly."""
    return lambda: case(layer=grid_layer(population={"00": total - 7, "01": 7}))


def guide_without(**changes: object) -> RuleSet:
    """The Guide's rule set with bounds taken away."""
    guide = read_rule_set()
    return guide.model_copy(update={"population": guide.population.model_copy(update=changes)})


def _common(rule: str, *, needs_people: bool) -> Iterator[RuleCase]:
    """What stops every computed rule: an empty zone, an unknown unit, an unknown population."""
    known = {"others": {}}
    yield RuleCase(rule, "no units", "not-computable", "empty", lambda: case([], **known))
    yield RuleCase(
        rule, "unknown unit", "not-computable", "unknown_units", lambda: case(["00", "99"], **known)
    )
    if needs_people:
        layer = {"layer": lambda: grid_layer(population={"00": None})}
        yield RuleCase(
            rule,
            "population unknown",
            "not-computable",
            "no_population",
            lambda: case(layer=layer["layer"](), **known),
        )


def shape() -> Iterator[RuleCase]:
    yield from _common("Z01", needs_people=False)
    yield RuleCase("Z01", "two units side by side", "pass", "pass", lambda: case(["00", "01"]), 1)
    yield RuleCase("Z01", "one unit", "pass", "pass", lambda: case(["11"]), 1)
    yield RuleCase("Z01", "corners only", "fail", "pieces", lambda: case(["00", "11"]), 2)
    yield RuleCase("Z01", "opposite corners", "fail", "pieces", lambda: case(["00", "22"]), 2)
    yield RuleCase(
        "Z01",
        "joined by a declared link",
        "pass",
        "links",
        lambda: case(["00", "22"], layer=grid_layer(links=[BRIDGE])),
        1,
    )
    yield RuleCase("Z01", "a ring with an enclave", "pass", "enclaves", lambda: case(RING), 1)
    yield RuleCase(
        "Z01",
        "unit without polygon",
        "not-computable",
        "no_geometry",
        lambda: case(layer=grid_layer(no_geometry=["01"])),
    )
    yield RuleCase("Z02", "known units", "pass", "pass", lambda: case(), 0)
    yield RuleCase("Z02", "unknown unit", "fail", "unknown", lambda: case(["00", "99"]), 1)
    yield RuleCase("Z02", "unit twice", "fail", "repeated", lambda: case(["00", "01", "00"]), 1)
    yield RuleCase("Z02", "no units", "not-computable", "empty", lambda: case([]))


def size() -> Iterator[RuleCase]:
    for rule in ("Z03", "Z04", "Z05"):
        yield from _common(rule, needs_people=True)
    for total, verdict, reason in (
        (74_999, "fail", "below"),
        (75_000, "pass", "pass"),
        (75_001, "pass", "pass"),
    ):
        yield RuleCase("Z03", f"{total} people", verdict, reason, people(total), total)
    yield RuleCase(
        "Z03",
        "no bound",
        "not-computable",
        "no_bound",
        lambda: case(rules=guide_without(minimum=None)),
    )
    for total, verdict, reason in (
        (99_999, "warn", "below"),
        (100_000, "pass", "pass"),
        (100_001, "pass", "pass"),
        (149_999, "pass", "pass"),
        (150_000, "pass", "pass"),
        (150_001, "warn", "above"),
    ):
        yield RuleCase("Z04", f"{total} people", verdict, reason, people(total), total)
    yield RuleCase(
        "Z04",
        "no bound",
        "not-computable",
        "no_bound",
        lambda: case(rules=guide_without(preferred=None)),
    )
    for total, verdict, reason in (
        (199_999, "pass", "pass"),
        (200_000, "pass", "pass"),
        (200_001, "warn", "high"),
        (299_999, "warn", "high"),
        (300_000, "warn", "high"),
        (300_001, "warn", "very_high"),
    ):
        yield RuleCase("Z05", f"{total} people", verdict, reason, people(total), total)
    yield RuleCase(
        "Z05",
        "no bound",
        "not-computable",
        "no_bound",
        lambda: case(rules=guide_without(high=None)),
    )


def overlap() -> Iterator[RuleCase]:
    for rule in ("Z06", "Z07", "Z08"):
        yield from _common(rule, needs_people=False)
        yield RuleCase(rule, "round unknown", "not-computable", "no_round", lambda: case())
    alone: dict[str, list[str]] = {}
    beside, part, same = {"B": ["02"]}, {"B": ["01", "02"]}, {"B": ["00", "01"]}
    yield RuleCase("Z06", "alone, not asked", "to-declare", "open", lambda: case(others=alone), 0)
    yield RuleCase(
        "Z06", "alone, yes", "pass", "yes", lambda: case(others=alone, answers={"Z06": True}), 0
    )
    yield RuleCase(
        "Z06", "alone, no", "fail", "no", lambda: case(others=alone, answers={"Z06": False}), 0
    )
    yield RuleCase("Z06", "same zone", "fail", "same", lambda: case(others=same), 1)
    yield RuleCase(
        "Z06",
        "same zone, filed together",
        "pass",
        "yes",
        lambda: case(others=same, answers={"Z06": True}),
        1,
    )
    yield RuleCase("Z06", "part shared", "to-declare", "open", lambda: case(others=part), 0)
    yield RuleCase("Z07", "alone", "pass", "pass", lambda: case(others=alone), 0)
    yield RuleCase("Z07", "borders touch", "pass", "pass", lambda: case(others=beside), 0)
    yield RuleCase("Z07", "one unit shared", "fail", "shared", lambda: case(others=part), 1)
    yield RuleCase(
        "Z07",
        "one unit shared with two",
        "fail",
        "shared",
        lambda: case(others={"B": ["01"], "C": ["01", "02"]}),
        1,
    )
    yield RuleCase("Z08", "alone", "pass", "pass", lambda: case(others=alone), 0)
    yield RuleCase("Z08", "one unit shared", "warn", "settle", lambda: case(others=part), 1)


def regions() -> Iterator[RuleCase]:
    flanders = lambda **more: grid_layer(region="flanders", **more)  # noqa: E731
    whole = {"care-regions": {"00": "West", "01": "West", "02": "East", "12": "East"}}
    for rule in ("Z09", "Z10"):
        yield from _common(rule, needs_people=rule == "Z10")
        yield RuleCase(rule, "not in Flanders", "pass", "elsewhere", lambda: case(zonings=whole), 0)
        yield RuleCase(
            rule, "no table", "not-computable", "no_table", lambda: case(layer=flanders())
        )
        yield RuleCase(
            rule,
            "region unknown",
            "not-computable",
            "no_region",
            lambda: case(layer=grid_layer(region=None)),
        )
        yield RuleCase(
            rule,
            "rule set without care regions",
            "not-computable",
            "no_bound",
            lambda: case(layer=flanders(), rules=ELZ, zonings=whole),
        )
    yield RuleCase(
        "Z09",
        "whole care region",
        "pass",
        "pass",
        lambda: case(layer=flanders(), zonings=whole),
        0,
    )
    yield RuleCase(
        "Z09",
        "care region cut",
        "fail",
        "cut",
        lambda: case(["00", "01", "02"], layer=flanders(), zonings=whole),
        1,
    )
    yield RuleCase(
        "Z09",
        "unit not in the table",
        "not-computable",
        "unplaced",
        lambda: case(["00", "01", "11"], layer=flanders(), zonings=whole),
    )
    for total, verdict, reason in (
        (74_999, "fail", "below"),
        (75_000, "pass", "pass"),
        (75_001, "pass", "pass"),
    ):
        yield RuleCase(
            "Z10",
            f"{total} people",
            verdict,
            reason,
            lambda total=total: case(
                layer=flanders(population={"00": total, "01": 0}), zonings=whole
            ),
            total,
        )
    yield from _common("Z13", needs_people=False)
    yield RuleCase("Z13", "no criteria", "pass", "pass", lambda: case())
    yield RuleCase(
        "Z13",
        "care region cut",
        "fail",
        "cut",
        lambda: case(["00"], layer=flanders(), zonings=whole),
    )
    yield RuleCase(
        "Z13",
        "no table",
        "not-computable",
        "no_table",
        lambda: case(layer=flanders(population=50_000)),
    )
    yield RuleCase(
        "Z13",
        "region unknown",
        "not-computable",
        "no_region",
        lambda: case(layer=grid_layer(region=None)),
    )
    yield RuleCase(
        "Z13", "entity not in the rule set", "not-computable", "no_entity", lambda: case(rules=ELZ)
    )
    yield RuleCase(
        "Z10",
        "unit not in the table",
        "not-computable",
        "unplaced",
        lambda: case(["00", "01", "11"], layer=flanders(), zonings=whole),
    )
    strict = {"entity": "wallonia", "minimum": 20_001, "source": "test"}
    entities = (RegionRule.model_validate(strict),)
    bounded = read_rule_set().model_copy(update={"entities": entities})
    yield RuleCase("Z13", "below its minimum", "fail", "below", lambda: case(rules=bounded), 20_000)
    yield RuleCase(
        "Z13",
        "minimum, population unknown",
        "not-computable",
        "no_population",
        lambda: case(rules=bounded, layer=grid_layer(population={"00": None})),
    )
    ols = {"territories": {"00": "A", "01": "A", "02": "B"}}
    yield RuleCase(
        "Z13", "inside one territory", "pass", "pass", lambda: case(rules=OLS, zonings=ols)
    )
    yield RuleCase(
        "Z13",
        "across two territories",
        "fail",
        "outside",
        lambda: case(["01", "02"], rules=OLS, zonings=ols),
    )
    yield RuleCase(
        "Z13",
        "unit not in the table",
        "not-computable",
        "unplaced",
        lambda: case(["01", "11"], rules=OLS, zonings=ols),
    )
    yield from _common("Z14", needs_people=False)
    yield RuleCase("Z14", "not asked", "to-judge", "open", lambda: case())
    yield RuleCase("Z14", "zoning cut", "to-judge", "open", lambda: case(["00"], zonings=whole), 1)
    yield RuleCase("Z14", "judged well", "pass", "yes", lambda: case(answers={"Z14": True}))
    yield RuleCase("Z14", "judged ill", "fail", "no", lambda: case(answers={"Z14": False}))


def rural() -> Iterator[RuleCase]:
    # a unit has 100 km2: 14,999 people are 149.99 per km2, 15,000 are 150
    town = lambda **more: grid_layer(population=40_000, **more)  # noqa: E731
    for rule in ("Z15", "Z16"):
        yield from _common(rule, needs_people=True)
        yield RuleCase(
            rule,
            "no area",
            "not-computable",
            "no_density",
            lambda: case(layer=grid_layer(no_geometry=["00", "01"])),
        )
    yield RuleCase("Z15", "town only", "pass", "none", lambda: case(layer=town()), 0)
    for total, verdict, reason in (
        (14_999, "to-declare", "open"),
        (15_000, "pass", "none"),
        (15_001, "pass", "none"),
    ):
        yield RuleCase(
            "Z15",
            f"{total} people on 100 km2",
            verdict,
            reason,
            lambda total=total: case(["00"], layer=grid_layer(population=total)),
        )
    yield RuleCase(
        "Z15", "rural, measures told", "pass", "yes", lambda: case(answers={"Z15": True}), 1
    )
    yield RuleCase("Z15", "rural, none planned", "fail", "no", lambda: case(answers={"Z15": False}))
    yield RuleCase("Z16", "town only", "pass", "none", lambda: case(layer=town()))
    yield RuleCase("Z16", "rural, dated", "pass", "pass", lambda: case())
    yield RuleCase(
        "Z16", "rural, no date", "fail", "undated", lambda: case(layer=grid_layer(dated=None))
    )


def record() -> Iterator[RuleCase]:
    both = {"partner_count": 40, "target_size": 3_000}
    yield RuleCase("Z17", "no facts", "not-computable", "no_facts", lambda: case())
    yield RuleCase(
        "Z17", "one fact", "not-computable", "no_facts", lambda: case(facts={"target_size": 3_000})
    )
    yield RuleCase("Z17", "not judged", "to-judge", "open", lambda: case(facts=both))
    yield RuleCase(
        "Z17", "judged well", "pass", "yes", lambda: case(facts=both, answers={"Z17": True})
    )
    yield RuleCase(
        "Z17", "judged ill", "fail", "no", lambda: case(facts=both, answers={"Z17": False})
    )
    local = {"partner_count": 40, "partners_in_zone": 30}
    yield RuleCase("Z21", "no facts", "not-computable", "no_facts", lambda: case())
    yield RuleCase(
        "Z21",
        "no partner",
        "not-computable",
        "no_facts",
        lambda: case(facts={"partner_count": 0, "partners_in_zone": 0}),
    )
    yield RuleCase("Z21", "not judged", "to-judge", "open", lambda: case(facts=local), 0.75)
    yield RuleCase(
        "Z21", "judged well", "pass", "yes", lambda: case(facts=local, answers={"Z21": True})
    )
    yield RuleCase(
        "Z21", "judged ill", "fail", "no", lambda: case(facts=local, answers={"Z21": False})
    )
    yield from _common("Z22", needs_people=True)
    yield RuleCase("Z22", "named", "pass", "pass", lambda: case(), 20_000)
    yield RuleCase("Z22", "no name", "fail", "unnamed", lambda: case(name="  "))


def declared() -> Iterator[RuleCase]:
    for rule in ("Z18", "Z20", "Z23"):
        yield RuleCase(rule, "not asked", "to-declare", "open", lambda: case())
        yield RuleCase(rule, "yes", "pass", "yes", lambda rule=rule: case(answers={rule: True}))
        yield RuleCase(rule, "no", "fail", "no", lambda rule=rule: case(answers={rule: False}))


def every_case() -> tuple[RuleCase, ...]:
    """All rows of chapter Z."""
    groups = (shape, size, overlap, regions, rural, record, declared)
    return tuple(row for group in groups for row in group())
