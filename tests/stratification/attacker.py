"""An attacker of released tables, written apart from the gate, and SYNTHETIC table sets for him.

He knows every released number, which cells are sums of which, what is a part of what, and that
nothing is below 0. He does not use the gate's audit: what he can find out exactly follows from one
point inside the polytope of all tables that fit, and the null space of the sums.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import linalg
from scipy.optimize import linprog

from pilotzones.stratification.disclosure import release_all
from pilotzones.stratification.raw import Amount, Count, Figure, Line, Ratio, Raw
from pilotzones.stratification.released import HIDDEN, SafeTable


@dataclass(frozen=True)
class Known:
    """What the attacker has in hand: names, sums, told numbers; NaN where he knows nothing."""

    names: tuple[str, ...]
    sums: np.ndarray
    told: np.ndarray
    hidden: np.ndarray
    truth: np.ndarray

    @property
    def system(self) -> tuple[np.ndarray, np.ndarray]:
        """Sums over the unknown cells, and what they come to."""
        unknown = np.isnan(self.told)
        right = -self.sums[:, ~unknown] @ self.told[~unknown]
        used = (self.sums[:, unknown] != 0).any(axis=1)
        return self.sums[:, unknown][used], right[used]


def known(raws: Sequence[Raw], tables: Mapping[str, SafeTable]) -> Known:
    """What the released tables say, by the names of the cells."""
    truth: dict[str, float] = {}
    told: dict[str, float] = {}
    hidden: set[str] = set()
    lines = [line for raw in raws for line in raw.lines]
    for raw in raws:
        numbers = [c for c in raw.columns if isinstance(c, Count | Amount)]
        for column in numbers:
            for name, value, seen in zip(
                raw.names(column),
                raw.frame[column.name],
                _seen(raw, column, tables.get(raw.id)),
                strict=True,
            ):
                truth[name] = float(value)
                if seen is HIDDEN:
                    hidden.add(name)
                elif seen is not None:
                    told[name] = float(seen)
        lines += _rests(raw, truth)
    assert not hidden & set(told), "one table shows what another hides"
    return _matrix(lines, truth, told, hidden)


def _seen(raw: Raw, column: Count | Amount, table: SafeTable | None) -> list:
    """What the table says of each cell; an exact number where only a ratio shows it."""
    rows = range(len(raw.frame))
    if table is None:
        return [None for _ in rows]
    if column.shown:
        return list(table.column(column.name))
    for other in raw.columns:
        if isinstance(other, Ratio) and column.name in (other.top, other.bottom):
            return _through(raw, column, table.column(other.name))
        if isinstance(other, Figure) and column.name in other.guards:
            return _through(raw, column, table.column(other.name))
    return [None for _ in rows]


def _through(raw: Raw, column: Count | Amount, shown: Sequence) -> list:
    return [
        None if cell is HIDDEN or cell is None else value
        for cell, value in zip(shown, raw.frame[column.name], strict=True)
    ]


def _rests(raw: Raw, truth: dict[str, float]) -> list[Line]:
    lines = []
    counts = {c.name: c for c in raw.columns if isinstance(c, Count)}
    for column in counts.values():
        for of in column.of:
            for part, whole in zip(raw.names(column), raw.names(counts[of]), strict=True):
                rest = f"rest of {whole} without {part}"
                truth[rest] = truth[whole] - truth[part]
                lines.append(Line(whole, (part, rest)))
    return lines


def _matrix(lines, truth, told, hidden) -> Known:
    names = tuple(truth)
    place = {name: k for k, name in enumerate(names)}
    sums = np.zeros((len(lines), len(names)))
    for k, line in enumerate(lines):
        sums[k, place[line.total]] = -1
        for part in line.parts:
            sums[k, place[part]] += 1
    return Known(
        names,
        sums,
        np.array([told.get(name, np.nan) for name in names]),
        np.array([name in hidden for name in names]),
        np.array([truth[name] for name in names]),
    )


def determined(attack: Known) -> set[str]:
    """Cells, beside those that are told, whose value follows exactly."""
    unknown = np.flatnonzero(np.isnan(attack.told))
    sums, right = attack.system
    n = len(unknown)
    if not n:
        return set()
    positive = linprog(
        np.r_[np.zeros(n), -np.ones(n)],
        A_ub=np.hstack([-np.eye(n), np.eye(n)]),
        b_ub=np.zeros(n),
        A_eq=np.hstack([sums, np.zeros_like(sums)]) if len(sums) else None,
        b_eq=right if len(sums) else None,
        bounds=[(0, None)] * n + [(0, 1e-3)] * n,
        method="highs",
    )
    assert positive.x is not None, "the released tables contradict each other"
    free = positive.x[n:] > 1e-6
    fixed = {attack.names[k] for k in unknown[~free]}
    if free.any() and len(sums):
        kernel = linalg.null_space(sums[:, free], rcond=1e-9)
        still = np.abs(kernel).max(axis=1, initial=0.0) < 1e-7
        fixed |= {attack.names[k] for k in unknown[free][still]}
    return fixed


def width(attack: Known, name: str) -> float:
    """Width of what is left of one cell."""
    unknown = np.flatnonzero(np.isnan(attack.told))
    sums, right = attack.system
    aim = (unknown == attack.names.index(name)).astype(float)
    ends = []
    for sign in (1, -1):
        done = linprog(
            sign * aim,
            A_eq=sums if len(sums) else None,
            b_eq=right if len(sums) else None,
            bounds=(0, None),
            method="highs",
        )
        ends.append(np.inf if done.status == 3 else sign * done.fun)
    return ends[1] - ends[0]


def table_set(seed: int, *, units: int = 6, levels: int = 4, rich: bool = True) -> list[Raw]:
    """SYNTHETIC tables of 60 to 400 persons: units, levels and a trait, linked by their margins.

    Rich ones have a part of the trait, amounts with their contributors, and means.
    """
    rng = np.random.default_rng(seed)
    units, levels = int(rng.integers(2, units + 1)), int(rng.integers(2, levels + 1))
    n = int(rng.integers(60, 400))
    unit = rng.choice(units, n, p=rng.dirichlet(np.full(units, 0.7)))
    level = rng.choice(levels, n, p=rng.dirichlet(np.full(levels, 0.6)))
    ill = rng.random(n) < rng.uniform(0.02, 0.98)
    both = ill & (rng.random(n) < 0.6)
    eur = np.round(rng.lognormal(3, rng.uniform(0.5, 2.5), n)) * (rng.random(n) < 0.8)

    def row(where: str, number: int, among: np.ndarray) -> dict[str, object]:
        return {
            "where": where,
            "number": number,
            "people": int(among.sum()),
            "ill": int(ill[among].sum()),
            "both": int(both[among].sum()),
            "eur": float(eur[among].sum()),
            "eur_n": int((eur[among] > 0).sum()),
            "eur_max": float(eur[among].max(initial=0.0)),
        }

    def table(id: str, rows: list[dict[str, object]], lines: list[Line]) -> Raw:
        frame = pd.DataFrame(rows)
        return Raw(id, ("number",), _RICH if rich else _PLAIN, frame, tuple(lines))

    return [
        table("units", [row(f"u{k}", k, unit == k) for k in range(units)], _sums("u", units, rich)),
        table(
            "levels", [row(f"l{k}", k, level == k) for k in range(levels)], _sums("l", levels, rich)
        ),
        table("zone", [row("zone", 0, np.ones(n, bool))], []),
        _crossed(unit, level, (units, levels)),
    ]


_PLAIN = (
    Count("people", cell="people {where}"),
    Count("ill", of=("people",), cell="ill {where}"),
)
_RICH = (
    *_PLAIN,
    Count("both", of=("ill", "people"), cell="both {where}"),
    Amount("eur", "eur_n", "eur_max", cell="eur {where}"),
    Ratio("each", "eur", "people", "mean", "eur per person", decimals=0),
)


def _sums(letter: str, number: int, rich: bool) -> list[Line]:
    measures = ("people", "ill", "both", "eur") if rich else ("people", "ill")
    return [Line(f"{m} zone", tuple(f"{m} {letter}{k}" for k in range(number))) for m in measures]


def _crossed(unit: np.ndarray, level: np.ndarray, sizes: tuple[int, int]) -> Raw:
    units, levels = sizes
    rows = [
        {"unit": u, "level": k, "people": int(((unit == u) & (level == k)).sum())}
        for u in range(units)
        for k in range(levels)
    ]
    lines = [
        Line(f"people u{u}", tuple(f"people u{u} l{k}" for k in range(levels)))
        for u in range(units)
    ]
    lines += [
        Line(f"people l{k}", tuple(f"people u{u} l{k}" for u in range(units)))
        for k in range(levels)
    ]
    column = Count("people", cell="people u{unit} l{level}")
    return Raw("crossed", ("unit", "level"), (column,), pd.DataFrame(rows), tuple(lines))


def attacked(seed: int) -> tuple[int, list[str]]:
    """Hidden cells of a small SYNTHETIC table set, and which of them the attacker finds.

    Small rests that no table shows are secrets too.
    """
    minimum = (5, 10)[seed % 2]
    raws = table_set(seed, units=3, levels=2, rich=seed % 5 == 0)
    attack = known(raws, release_all(raws, minimum=minimum))
    secret = {name for name, gone in zip(attack.names, attack.hidden, strict=True) if gone}
    rests = {
        name
        for name, value in zip(attack.names, attack.truth, strict=True)
        if name.startswith("rest") and 0 < value < minimum
    }
    return len(secret), sorted(determined(attack) & (secret | rests))
