"""SYNTHETIC measures of a risk model that was never made: errors, deciles, subgroups."""

from __future__ import annotations

from synthetic_tables_made import EACH, PERSONS, SHARE, Measure, table

from pilotzones.stratification.released import Cell, SafeTable

_COMPARED = {"people": PERSONS, "predicted": EACH, "observed": EACH, "ratio": SHARE}


def evaluation() -> SafeTable:
    metrics = {
        "r2": (0.0, 0.142, 0.151, 0.158),
        "r2_capped": (0.0, 0.191, 0.204, 0.211),
        "mae": (1_801, 1_420, 1_394, 1_381),
        "cpm": (0.0, 0.21, 0.226, 0.233),
        "auc_top5": (0.5, 0.812, 0.823, 0.829),
        "capture_top5": (0.05, 0.31, 0.33, 0.34),
        "capture_top20": (0.2, 0.58, 0.6, 0.61),
        "slope": (None, 0.97, 1.02, 1.0),
        "total": (1.0, 1.01, 0.99, 1.0),
    }
    rows: list[list[Cell]] = []
    for i, model in enumerate(("mean", "glm", "boosting", "combined")):
        for metric, values in metrics.items():
            value = values[i]
            ends = [None if value is None else round(value * f, 4) for f in (0.94, 1.06)]
            rows.append([model, metric, value, *ends])
    measures: dict[str, Measure] = dict.fromkeys(("value", "low", "high"), ("mean", ""))
    return table("evaluation", ["model", "metric"], measures, rows)


def calibration(people: int) -> SafeTable:
    rows: list[list[Cell]] = []
    for decile in range(1, 11):
        predicted, ratio = round(240 * 1.42**decile), round(1 + 0.02 * (decile % 3 - 1), 3)
        n = round(people / 10)
        rows.append([str(decile), n, predicted, round(predicted * ratio), ratio])
    return table("calibration", ["decile"], _COMPARED, rows)


def subgroups(people: int) -> SafeTable:
    rows: list[list[Cell]] = []
    for trait, level, share, ratio in (
        ("sex", "F", 0.511, 1.01),
        ("sex", "M", 0.489, 0.99),
        ("increased_reimbursement", "yes", 0.187, 1.07),
        ("isolated", "yes", 0.158, 1.03),
    ):
        n = round(people * share)
        rows.append([trait, level, n, 1_850, round(1_850 * ratio), ratio])
    return table("subgroups", ["trait", "level"], _COMPARED, rows)
