"""SYNTHETIC released tables with made-up numbers that hang together: nobody stands behind them.

They are made here directly, past the disclosure gate, so that rules and pages can be tested on any
cell: known, hidden or missing.
"""

from __future__ import annotations

from dataclasses import dataclass

from synthetic_model_tables import calibration, evaluation, subgroups
from synthetic_risk_tables import age_sex, risk_tables
from synthetic_tables_made import (
    AMOUNT,
    EACH,
    MINIMUM,
    PER_1000,
    PERSONS,
    RATIO,
    SHARE,
    STAYS,
    Measure,
    table,
    with_cell,
    without,
)

from pilotzones.stratification.released import HIDDEN, Cell, SafeTable

__all__ = ["EUR", "GROUPS", "MINIMUM", "RATES", "Maker", "table", "with_cell", "without"]

GROUPS = ("zone", "target", "region", "country")

RATES = {
    "diabetes": (0.068, 0.71, 0.061),
    "copd": (0.031, 0.27, 0.026),
    "heart_failure": (0.024, 0.23, 0.0215),
    "ischaemic_heart": (0.047, 0.24, 0.049),
    "asthma": (0.042, 0.11, 0.041),
    "depression": (0.083, 0.17, 0.079),
    "dementia": (0.012, 0.046, 0.0125),
    "parkinson": (0.0075, 0.021, 0.0072),
    "epilepsy": (0.011, 0.018, 0.0108),
    "hiv": (0.0006, 0.0009, 0.0014),
}
"""Share of the zone, of the target group, and of the country that has each condition."""
_SEVERAL = {
    "any": (0.246, 0.94, 0.231),
    "two_or_more": (0.071, 0.55, 0.064),
    "three_or_more": (0.019, 0.21, 0.0165),
    "polypharmacy": (0.058, 0.39, 0.054),
}
_AGES = {
    "0-17": (0.202, 0.021, 0.205),
    "18-44": (0.331, 0.104, 0.344),
    "45-64": (0.268, 0.287, 0.262),
    "65-74": (0.107, 0.256, 0.102),
    "75-84": (0.063, 0.223, 0.058),
    "85+": (0.029, 0.109, 0.029),
}
_TRAITS = {
    ("sex", "F"): (0.511, 0.524, 0.508),
    ("sex", "M"): (0.489, 0.476, 0.492),
    ("increased_reimbursement", "yes"): (0.187, 0.263, 0.182),
    ("chronic_status", "yes"): (0.094, 0.412, 0.091),
    ("isolated", "yes"): (0.158, 0.241, 0.152),
    ("rural", "yes"): (0.318, 0.331, None),
}
EUR = {
    "drug": (318.4, 1_184.2, 301.9),
    "visit": (21.6, 44.0, 20.8),
    "gp": (118.9, 262.5, 115.2),
    "specialist": (287.3, 689.0, 292.4),
    "nursing": (146.0, 701.3, 139.7),
    "physiotherapy": (74.8, 168.1, 76.3),
    "hospital": (908.1, 3_301.7, 884.6),
    "home_help": (39.2, 187.4, 41.0),
}
"""Mean euro of a person and year in the zone, the target group and the country."""
_EACH_ZONE = sum(zone for zone, _, _ in EUR.values())


@dataclass(frozen=True, slots=True)
class Maker:
    """Tables of a zone that does not exist, from a few numbers.

    ``rural`` are the rural units, None where that is not known; ``terms`` is the number of
    alternatives of the criteria, 0 where there is no target group.
    """

    units: tuple[str, ...]
    rural: tuple[str, ...] | None
    people: int
    target: int
    terms: int

    def every_table(self) -> tuple[SafeTable, ...]:
        """Tables of the contract; without a target group, none that speaks only of it."""
        found = (
            self.profile(),
            self.morbidity(),
            self.consumption(),
            self.inefficiency(),
            self.pyramid(),
            self.segments(),
            self.concentration(),
            self.by_unit(),
            self.estimates(),
            self.by_part(),
            self.ledger(),
            evaluation(),
            calibration(self.people),
            subgroups(self.people),
            age_sex(self.people, self.target),
            *risk_tables(self.people),
        )
        if not self.terms:
            return found
        return (
            *found,
            self.criteria(),
            self.overlap(),
            self.uptake(),
            self.spending(),
            self.excluded(),
        )

    def profile(self) -> SafeTable:
        levels = {("age", band): shares for band, shares in _AGES.items()} | _TRAITS
        rows: list[list[Cell]] = []
        for (trait, level), (zone, target, country) in levels.items():
            region = None if country is None else round(country * 1.004, 4)
            counts = [round(self.people * zone), round(self.target * target)]
            rows.append([trait, level, counts[0], zone, counts[1], target, region, country])
        measures = {
            "zone_n": PERSONS,
            "zone_share": SHARE,
            "target_n": PERSONS,
            "target_share": SHARE,
            "region_share": SHARE,
            "country_share": SHARE,
        }
        return table("profile", ["trait", "level"], measures, rows)

    def morbidity(self) -> SafeTable:
        rows: list[list[Cell]] = []
        for id, (zone, target, country) in (RATES | _SEVERAL).items():
            n, region = round(self.target * target), round(country * 1.01, 5)
            cells: list[Cell] = [HIDDEN, HIDDEN] if n < MINIMUM else [n, target]
            standard = [round(share * 0.985, 5) for share in (zone, region)]
            whole = round(self.people * zone)
            rows.append([id, whole, cells[0], zone, cells[1], region, country, *standard, country])
        measures = {
            "zone_n": PERSONS,
            "target_n": PERSONS,
            **{f"{group}_share": SHARE for group in GROUPS},
            **{f"{group}_std": SHARE for group in ("zone", "region", "country")},
        }
        return table("morbidity", ["condition"], measures, rows)

    def consumption(self) -> SafeTable:
        means = {
            "total": tuple(round(sum(row[i] for row in EUR.values()), 1) for i in range(3)),
            **EUR,
            "hospital_days_per_1000": (1_243.0, 5_410.0, 1_204.0),
            "stays_per_1000": (171.0, 612.0, 166.0),
            "atc3": (2.4, 7.1, 2.3),
        }
        rows = [[id, z, t, round(c * 0.99, 1), c] for id, (z, t, c) in means.items()]
        return table("consumption", ["measure"], dict.fromkeys(GROUPS, EACH), rows)

    def inefficiency(self) -> SafeTable:
        """Four signs: one clearly higher, one clearly lower, one unclear, one hidden."""
        rows: list[list[Cell]] = []
        for id, of, zone, target, country, error in (
            ("long_stays", 0.13, 148.0, 171.3, 121.0, 0.03),
            ("readmission", 0.13, 7.9, 9.8, 9.6, 0.05),
            ("polypharmacy", 1.0, 5.7, 39.0, 5.4, 0.02),
            ("repeated", 0.0001, 12.5, None, 11.8, 0.4),
        ):
            among, ratio = round(self.people * of), zone / country
            cells: list[Cell] = [round(among * zone / 100), among, round(zone, 2)]
            ends = [round(zone * f, 2) for f in (1 - 2 * error, 1 + 2 * error)]
            over = [round(ratio * f, 2) for f in (1, 1 - 2.2 * error, 1 + 2.2 * error)]
            mine: list[Cell] = [
                round(self.target * of * (target or 0) / 100),
                round(self.target * of),
            ]
            held = id == "repeated"
            if held:
                cells, ends, over = [HIDDEN] * 3, [HIDDEN] * 2, [HIDDEN] * 3  # type: ignore[list-item]
                mine = [HIDDEN, HIDDEN]
            wide = [round(country * f, 2) for f in (1, 0.99, 1.01)]
            region = [round(country * f, 2) for f in (1.01, 1, 1.02)]
            crude = HIDDEN if held else target
            std = cells[2]
            rows.append(
                [id, *cells, std, *ends, *mine, crude, None, None, None, *region, *wide, *over]
            )
        rate: Measure = ("mean", "per 100")
        measures = {
            name: ("count", "events") if name.endswith(("_n", "_of")) else rate
            for name in (
                *("zone_n", "zone_of", "zone_rate", "zone_std", "zone_low", "zone_high"),
                *("target_n", "target_of", "target_rate", "target_std", "target_low"),
                *("target_high", "region_std", "region_low", "region_high"),
                *("country_std", "country_low", "country_high"),
                *("ratio", "ratio_low", "ratio_high"),
            )
        }
        return table("inefficiency", ["measure"], measures, rows)

    def pyramid(self) -> SafeTable:
        rows: list[list[Cell]] = []
        for level, share, cost, stays, lower in (
            ("high", 0.05, 0.46, 812, 9_412),
            ("middle", 0.15, 0.31, 402, 3_120),
            ("low", 0.8, 0.23, 71, 0),
        ):
            n, eur = round(self.people * share), round(self.people * _EACH_ZONE * cost)
            expected, each = round(eur * 0.97), round(eur * 0.97 / n)
            events = round(n * stays / 1000)
            rows.append([level, n, share, eur, cost, expected, each, events, stays, lower])
        measures = {
            "people": PERSONS,
            "share": SHARE,
            "eur": AMOUNT,
            "eur_share": SHARE,
            "expected_eur": AMOUNT,
            "expected_per_person": EACH,
            "stays": STAYS,
            "stays_per_1000": PER_1000,
            "lower_eur": AMOUNT,
        }
        return table("pyramid", ["level"], measures, rows)

    def segments(self) -> SafeTable:
        rows: list[list[Cell]] = []
        for id, share, cost, stays in (
            ("none", 0.754, 0.31, 88),
            ("one", 0.175, 0.28, 262),
            ("two", 0.052, 0.22, 540),
            ("three", 0.014, 0.13, 811),
            ("four_or_more", 0.005, 0.06, 1_120),
        ):
            n, eur = round(self.people * share), round(self.people * _EACH_ZONE * cost)
            rows.append([id, n, share, eur, cost, round(eur / n), stays])
        measures = {
            "people": PERSONS,
            "share": SHARE,
            "eur": AMOUNT,
            "eur_share": SHARE,
            "eur_per_person": EACH,
            "stays_per_1000": PER_1000,
        }
        return table("segments", ["segment"], measures, rows)

    def concentration(self) -> SafeTable:
        shares = {1: 0.241, 5: 0.502, 10: 0.664, 20: 0.812, 50: 0.968, 100: 1.0}
        total = self.people * _EACH_ZONE
        rows: list[list[Cell]] = [
            [str(top), round(self.people * top / 100), round(total * share), share]
            for top, share in shares.items()
        ]
        measures = {"people": PERSONS, "eur": AMOUNT, "eur_share": SHARE}
        return table("concentration", ["top"], measures, rows)

    def by_unit(self) -> SafeTable:
        """Units of rising size and need; the last of several has a hidden cell."""
        weights = [1 + (i % 5) for i in range(len(self.units))]
        rows: list[list[Cell]] = []
        for i, (unit, weight) in enumerate(zip(self.units, weights, strict=True)):
            n = round(self.people * weight / sum(weights))
            target = round(self.target * weight / sum(weights))
            chronic = round(0.22 + 0.03 * (i % 4), 4)
            held = i == len(self.units) - 1 and len(self.units) > 2
            rural = None if self.rural is None else "yes" if unit in self.rural else "no"
            rows.append(
                [
                    unit,
                    rural,
                    n,
                    round(n * chronic),
                    chronic,
                    round(n * chronic * 0.3),
                    HIDDEN if held else round(n * 0.05),
                    1_760 + 110 * (i % 4),
                    target,
                    round(target / n, 4) if n else None,
                ]
            )
        measures = {
            "people": PERSONS,
            "chronic_n": PERSONS,
            "chronic_share": SHARE,
            "multi_n": PERSONS,
            "high_n": PERSONS,
            "expected_per_person": EACH,
            "target_n": PERSONS,
            "target_share": SHARE,
        }
        return table("units", ["unit", "rural"], measures, rows)

    def estimates(self) -> SafeTable:
        """Made-up smoothed shares near those of the units, with wide intervals in small ones."""
        units = self.by_unit()
        counts = {"any": "chronic_n", "two_or_more": "multi_n", "target": "target_n"}
        rows: list[list[Cell]] = []
        for id in counts if self.terms else ("any", "two_or_more"):
            for row in units.records():
                people, cases = row["people"], row[counts[id]]
                assert isinstance(people, int), "made-up people are never hidden"
                assert isinstance(cases, int), "nor are these counts"
                reach = 2 / max(cases, 1) ** 0.5
                rate = cases / people if people else 0.0
                ends = [round(rate * f, 4) for f in (1, 1 - reach / 2, 1 + reach / 2)]
                ratio = [round(1.1 * f, 2) for f in (1, 1 - reach / 2, 1 + reach / 2)]
                reference = "zone" if id == "target" else "outside"
                keys: list[Cell] = [row["unit"], id, "poisson-gamma", reference]
                rows.append([*keys, people, cases, *ends, *ratio, cases])
        measures = {
            "people": PERSONS,
            "n": PERSONS,
            **dict.fromkeys(("rate", "rate_low", "rate_high"), SHARE),
            **dict.fromkeys(("ratio", "ratio_low", "ratio_high"), RATIO),
            "cases": PERSONS,
        }
        return table("small_areas", ["unit", "indicator", "method", "reference"], measures, rows)

    def by_part(self) -> SafeTable:
        rows: list[list[Cell]] = []
        part, mine = round(self.people * 0.318), round(self.target * 0.331)
        if self.rural:
            for name, n, target, others in (
                ("rural", part, mine, [0.261, 0.078, 1_902, 183]),
                (
                    "other",
                    self.people - part,
                    self.target - mine,
                    [0.239, 0.068, 1_831, 165],
                ),
            ):
                rows.append([name, n, *others, target, round(target / n, 4)])
        measures = {
            "people": PERSONS,
            "chronic_share": SHARE,
            "multi_share": SHARE,
            "expected_per_person": EACH,
            "stays_per_1000": PER_1000,
            "target_n": PERSONS,
            "target_share": SHARE,
        }
        return table("rural", ["part"], measures, rows)

    def criteria(self) -> SafeTable:
        rows: list[list[Cell]] = [["1", self.target, self.target]]
        if self.terms > 1:
            rows = [[str(i + 1), n, round(n * 0.7)] for i, n in enumerate(self._sizes())]
        rows.append(["union", self.target, None])
        return table("criteria", ["term"], {"people": PERSONS, "only_here": PERSONS}, rows)

    def overlap(self) -> SafeTable:
        """Pairs of alternatives; of three or more, the first with the last is hidden."""
        sizes = self._sizes()
        last = (0, self.terms - 1) if self.terms > 2 else None
        rows: list[list[Cell]] = [
            [str(a + 1), str(b + 1), HIDDEN if (a, b) == last else round(sizes[b] * 0.2)]
            for a in range(self.terms)
            for b in range(a + 1, self.terms)
        ]
        return table("criteria_overlap", ["term_a", "term_b"], {"people": PERSONS}, rows)

    def _sizes(self) -> list[int]:
        each = self.target * 1.3 / self.terms
        return [round(each * (1 - 0.1 * i)) for i in range(self.terms)]

    def uptake(self) -> SafeTable:
        rows: list[list[Cell]] = [[str(part), round(self.target * part)] for part in (0.4, 0.7)]
        return table("uptake", ["uptake"], {"people": PERSONS}, rows)

    def spending(self) -> SafeTable:
        rows: list[list[Cell]] = []
        for kind, (_, mean, _) in EUR.items():
            split = {"insurer": 0.86, "patient": 0.14}
            if kind == "home_help":
                split = {"patient": 0.2, "region": 0.8}
            for payer, part in split.items():
                eur = round(self.target * mean * part)
                small = (kind, payer) == ("visit", "patient")
                each = round(eur / self.target, 1) if self.target else None
                rows.append([kind, payer, *([HIDDEN, HIDDEN] if small else [eur, each])])
        return table("spending", ["kind", "payer"], {"eur": AMOUNT, "eur_per_person": EACH}, rows)

    def excluded(self) -> SafeTable:
        rows: list[list[Cell]] = [
            ["excluded", round(self.target * 61.3)],
            ["supplements", round(self.target * 148.9)],
        ]
        return table("excluded", ["reason"], {"eur": AMOUNT}, rows)

    def ledger(self) -> SafeTable:
        rows: list[list[Cell]] = [
            ["drug", "A02B", 18_204, 9_120, 1_204_800, 402_113],
            ["drug", "J01C", 9_310, 6_877, 61_230, 98_410],
            ["drug", "other", 31_740, 15_310, 2_410_117, 1_310_882],
            ["specialist", "", 210_442, 48_120, None, 9_120_334],
        ]
        measures: dict[str, Measure] = {
            "rows": ("count", "deliveries"),
            "people": PERSONS,
            "ddd": ("amount", "ddd"),
            "eur": AMOUNT,
        }
        return table("ledger", ["kind", "code"], measures, rows)
