"""SYNTHETIC released tables of models that were never made: outcomes, verdicts, capacity, gaps."""

from __future__ import annotations

from synthetic_tables_made import AMOUNT, EACH, PER_1000, PERSONS, SHARE, STAYS, Measure, table

from pilotzones.stratification.released import HIDDEN, Cell, SafeTable

_ENDS: dict[str, Measure] = dict.fromkeys(("value", "low", "high"), ("mean", ""))
_LEVELS = {"high": 0.05, "middle": 0.15, "low": 0.8}
GAPS = {
    "influenza_vaccine": {
        "fr": "pas de vaccin contre la grippe",
        "nl": "geen griepvaccin",
        "de": "keine Grippeimpfung",
        "en": "no influenza vaccine",
    }
}
GAP_SOURCES = {"influenza_vaccine": "Superior Health Council, advice on influenza."}


def risk_tables(people: int) -> tuple[SafeTable, ...]:
    """All of them, for a zone of so many people."""
    return (
        outcomes(),
        fairness(people),
        explanation(people),
        capacity(people),
        without_care(people),
        avoidable(people),
        gaps(people),
        overlap(people),
        transfer(),
        drift(),
    )


def age_sex(people: int, target: int) -> SafeTable:
    rows: list[list[Cell]] = []
    for age, share in (("0-17", 0.2), ("18-44", 0.33), ("45-64", 0.27), ("65-74", 0.11)):
        for sex, part in (("F", 0.51), ("M", 0.49)):
            mine = round(share * part, 4)
            hidden = (age, sex) == ("0-17", "M")
            of_target: list[Cell] = [HIDDEN, HIDDEN] if hidden else [round(target * mine), mine]
            rows.append([age, sex, round(people * mine), mine, *of_target, mine, mine + 0.002])
    measures = {
        "zone_n": PERSONS,
        "zone_share": SHARE,
        "target_n": PERSONS,
        "target_share": SHARE,
        "region_share": SHARE,
        "country_share": SHARE,
    }
    return table("age_sex", ["age", "sex"], measures, rows)


def outcomes() -> SafeTable:
    rows: list[list[Cell]] = []
    for outcome, scheme, top in (
        ("next_cost", "out-of-time", 0.341),
        ("cost", "cross-validated", 0.302),
        ("admission", "out-of-time", 0.252),
        ("persistence", "out-of-time", 0.113),
    ):
        mae = 1_381 if scheme == "cross-validated" or outcome == "next_cost" else 0.094
        for metric, value in (
            *(("r2", 0.158), ("r2_capped", 0.211), ("mae", mae), ("cpm", 0.233)),
            *(("auc_top5", 0.829), ("capture_top1", 0.121), ("capture_top5", top)),
            *(("capture_top20", 0.612), ("slope", 1.02), ("total", 0.99)),
        ):
            ends = [round(value * f, 3) for f in (0.94, 1.06)]
            rows.append([outcome, scheme, "combined", metric, value, *ends])
    return table("outcomes", ["outcome", "scheme", "model", "metric"], _ENDS, rows)


def fairness(people: int) -> SafeTable:
    rows: list[list[Cell]] = [
        ["sex", "F", "even", round(people * 0.511), 1.01, 0.99, 1.03],
        ["sex", "M", "even", round(people * 0.489), 0.99, 0.97, 1.01],
        ["increased_reimbursement", "yes", "under", round(people * 0.187), 1.07, 1.03, 1.11],
        ["isolated", "yes", "unclear", round(people * 0.158), 1.03, 0.96, 1.09],
        ["cond_copd", "yes", "over", round(people * 0.031), 0.88, 0.82, 0.94],
        ["cond_hiv", "yes", "unclear", HIDDEN, HIDDEN, HIDDEN, HIDDEN],
    ]
    ratios: dict[str, Measure] = dict.fromkeys(("ratio", "low", "high"), ("mean", ""))
    return table("fairness", ["trait", "level", "verdict"], {"people": PERSONS} | ratios, rows)


def explanation(people: int) -> SafeTable:
    rows: list[list[Cell]] = [
        [level, group, round(people * share), part, 9_120]
        for level, share in _LEVELS.items()
        for group, part in (("age_sex", 2_210), ("conditions", 1_310), ("use", 5_600))
    ]
    measures = {"people": PERSONS, "contribution": EACH, "whole": EACH}
    return table("explanation", ["level", "group"], measures, rows)


def capacity(people: int) -> SafeTable:
    rows: list[list[Cell]] = [
        ["within", 180, 61_230, 44_140, 0.351, HIDDEN, 0.339, 0.311, 52_700],
        ["next", 60, 50_110, 41_020, 0.334, 0.412, 0.333, 0.302, 49_300],
        ["rest", people - 240, 1_911, 1_871, 0.081, 0.069, 0.187, 0.318, 400],
    ]
    measures = {
        "people": PERSONS,
        "expected_per_person": EACH,
        "cost_per_person": EACH,
        **dict.fromkeys(("old_share", "several_share", "reduced_share", "rural_share"), SHARE),
        "lower_eur": AMOUNT,
    }
    return table("capacity", ["place"], measures, rows)


def without_care(people: int) -> SafeTable:
    rows: list[list[Cell]] = [
        ["everybody", "yes", people, 6_712, 0.0796],
        ["age", "0-17", round(people * 0.2), 2_914, 0.1728],
        ["age", "85+", round(people * 0.029), HIDDEN, HIDDEN],
        ["isolated", "yes", round(people * 0.158), 611, 0.0459],
    ]
    measures = {"people": PERSONS, "without": PERSONS, "share": SHARE}
    return table("without_care", ["trait", "level"], measures, rows)


def avoidable(people: int) -> SafeTable:
    rows: list[list[Cell]] = []
    for (level, share), stays in zip(_LEVELS.items(), (1_412, 1_733, 1_190), strict=True):
        n = round(people * share)
        for what, part in (("unplanned", 1.0), ("avoidable", 0.42), ("other", 0.58)):
            events = round(stays * part)
            rows.append([level, what, n, events, round(events / n * 1_000, 1)])
    measures = {"people": PERSONS, "stays": STAYS, "stays_per_1000": PER_1000}
    return table("avoidable", ["level", "what"], measures, rows)


def gaps(people: int) -> SafeTable:
    rows: list[list[Cell]] = []
    for (level, share), part in zip(_LEVELS.items(), (0.512, 0.633, 0.741), strict=True):
        meant = round(people * share * 0.4)
        rows.append([level, "influenza_vaccine", meant, round(meant * part), part])
    measures = {"meant": PERSONS, "open": PERSONS, "share": SHARE}
    return table("gaps", ["level", "gap"], measures, rows)


def overlap(people: int) -> SafeTable:
    rows: list[list[Cell]] = []
    for together, share in (
        *(("none", 0.83), ("diabetes", 0.051), ("copd", 0.021), ("depression", 0.066)),
        *(("diabetes+copd", 0.007), ("diabetes+depression", 0.012), ("copd+depression", 0.005)),
    ):
        rows.append([together, round(people * share), share])
    rows.append(["diabetes+copd+depression", HIDDEN, HIDDEN])
    return table("overlap", ["together"], {"people": PERSONS, "share": SHARE}, rows)


def transfer() -> SafeTable:
    rows: list[list[Cell]] = []
    for when, verdict, values in (
        ("before", "recalibrate", {"slope": 0.61, "total": 1.42, "mae": 1_744}),
        ("after", "fits", {"slope": 1.02, "total": 1.01, "mae": 1_402}),
    ):
        for metric, value in values.items():
            ends = [round(value * f, 2) for f in (0.95, 1.05)]
            rows.append([when, metric, "refitted", verdict, value, *ends])
    return table("transfer", ["when", "metric", "how", "verdict"], _ENDS, rows)


def drift() -> SafeTable:
    rows: list[list[Cell]] = [
        ["age", "stable", 0.021],
        ["log_total_cost", "shifted", 0.412],
        ["cond_copd", "moved", 0.133],
    ]
    return table("drift", ["feature", "verdict"], {"index": ("mean", "")}, rows)
