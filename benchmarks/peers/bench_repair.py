#!/usr/bin/env python3
"""Repairs and their proofs: one zone, and a national plan with five faults.

Four zones of a valid plan lose a unit to a zone that it does not touch, one gives border units to
its neighbours until it is below the minimum. No peer package has a repair; the bar is a plain model
of the whole plan in HiGHS inside two steps, which took 8 to 18 s on such cases.

    python bench_repair.py --layer postcodes_be.gpkg --cases 1-5
"""

import argparse
import time

import geopandas as gpd
import numpy as np

from pilotzones.postcodes.layer import Origin, UnitLayer
from pilotzones.postcodes.contiguity import contiguity_of
from pilotzones.zones.propose.board import Bounds, board_of
from pilotzones.zones.propose.division import Wanted
from pilotzones.zones.propose.partition import plan
from pilotzones.zones.propose.repair import repair_zone
from pilotzones.zones.propose.round_repair import repair_round
from pilotzones.zones.zone import Zone

BOUNDS = Bounds(75_000, 300_000, (100_000, 150_000))


def damaged(label, board, seed):
    """The plan with five faults, and the units that were moved."""
    rng = np.random.default_rng(seed)
    label, start, near, _ = label.copy(), *board.csr()
    several = np.flatnonzero(np.bincount(label) > 3)
    small, *broken = rng.choice(several, 5, replace=False)
    for zone in broken:
        unit = rng.choice(np.flatnonzero(label == zone))
        touched = set(label[near[start[unit] : start[unit + 1]]])
        label[unit] = rng.choice([z for z in range(label.max() + 1) if z not in touched])
    while board.people[label == small].sum() >= BOUNDS.lower:
        edge = [(u, v) for u in np.flatnonzero(label == small)
                for v in near[start[u] : start[u + 1]] if label[v] != small]
        unit, other = edge[rng.integers(len(edge))]
        label[unit] = label[other]
    return label


def pieces(label, board):
    """Zones of more than one piece, and zones out of the bounds."""
    parts = sum(len(np.unique(board.components(label == z)[label == z])) > 1 for z in range(label.max() + 1))
    size = np.bincount(label, board.people)
    return parts, int(((size < BOUNDS.lower) | (size > BOUNDS.upper)).sum())


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--layer", default="postcodes_be.gpkg")
    cli.add_argument("--cases", default="1-5")
    args = cli.parse_args()
    frame = gpd.read_file(args.layer).set_index("postcode")
    frame.index = frame.index.astype(str).rename("code")
    frame = frame.sort_index()
    layer = UnitLayer(frame, Origin("shared"), contiguity_of(frame.geometry))
    board = board_of(layer)
    first, last = map(int, args.cases.split("-"))
    print("| case | broken, out of bounds | after | units moved | people moved | proof | out of the band | rounds | cuts | s |")
    print("|---|---|---|---|---|---|---|---|---|---|", flush=True)
    for case in range(first, last + 1):
        good = plan(layer, Wanted(BOUNDS, moves=5_000_000), seed=case).label
        bad = damaged(good, board, case)
        zones = [Zone.of(str(z), [board.codes[u] for u in np.flatnonzero(bad == z)]) for z in range(bad.max() + 1)]
        began = time.perf_counter()
        found = repair_round(layer, zones, BOUNDS, cover=True)
        seconds = time.perf_counter() - began
        after = np.empty(board.n, int)
        for z, zone in enumerate(found.zones):
            after[board.rows(zone.codes)] = z
        p = found.proof
        print(f"| plan {case} | {pieces(bad, board)} | {pieces(after, board)} | {len(found.moves)} | {found.people:,} | "
              f"{p.status}, {p.hops} | {found.outside_preferred} | {p.rounds} | {p.cuts} | {seconds:.1f} |", flush=True)
        for name, codes in (("small zone", zones[int(np.bincount(bad, board.people).argmin())].codes),):
            began = time.perf_counter()
            one = repair_zone(layer, Zone.of(name, codes), BOUNDS)
            seconds = time.perf_counter() - began
            print(f"| {name} {case} | | | {len(one.moves)} | {one.people:,} | {one.proof.status}, {one.proof.hops} | "
                  f"{one.outside_preferred} | {one.proof.rounds} | {one.proof.cuts} | {seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()
