#!/usr/bin/env python3
"""Ensembles side by side: reversible recombination of pilotzones and ReCom of gerrychain.

Both walk through partitions of one layer, four chains from the same four plans, zones within 20 %
of the mean. What is measured is the zone of one unit in each plan: population, Polsby-Popper score,
rural share (municipalities below 150 inhabitants per square kilometre). Effective samples are the
bulk measure of Vehtari et al. 2021 (rank-normalised, split chains, Geyer's initial monotone
sequence), R-hat the rank-normalised split one; both by arviz-stats. The two target different
laws: ours the product of the numbers of spanning trees, exactly; ReCom a law near it, not known.

    python bench_ensemble.py --layer postcodes_be.gpkg --unit 5590 --ours 200000 --peer 10000
"""

import argparse
import time

import geopandas as gpd
import numpy as np
from arviz_stats.base.array import array_stats
from bench_zones import Task

from pilotzones.zones.propose._recom import TAKEN
from pilotzones.zones.propose.board import Bounds, board_of
from pilotzones.zones.propose.ensemble import partitions
from pilotzones.zones.propose.partition import plan
from pilotzones.zones.propose.division import Wanted

CHAINS, KEPT, EPSILON, TARGET = 4, 2000, 0.2, 125_000


def measures(label, unit, board, rural):
    inside = label == label[unit]
    people = board.people[inside].sum()
    both = inside[board.a] & inside[board.b]
    length = (board.perimeter_mm[inside].sum() - 2 * board.border_mm[both].sum()) / 100
    return people, 4 * np.pi * board.area_dm2[inside].sum() / length**2, board.people[inside & rural].sum() / people


def table(name, chains, seconds, steps, note=""):
    values = np.array(chains, float).transpose(2, 0, 1)  # measure, chain, draw
    cells = []
    for each in values:
        ess = float(np.asarray(array_stats.ess(each, chain_axis=0, draw_axis=1)))
        rhat = float(np.asarray(array_stats.rhat(each, chain_axis=0, draw_axis=1)))
        cells.append(f"{ess:.0f} ({ess / seconds:.2f}/s), {rhat:.3f}")
    print(f"| {name} | {steps} | {steps / seconds:.0f} | {seconds:.1f} | {' | '.join(cells)} | {note} |", flush=True)


def ours(starts, unit, board, rural, bounds, steps):
    partitions(board, starts[0], bounds, steps=100, seed=0, kept=10)  # compiled, or read from its cache
    began, chains, counts = time.perf_counter(), [], np.zeros(2, int)
    for chain, start in enumerate(starts):
        labels, own = partitions(board, start, bounds, steps=steps, seed=chain, kept=KEPT)
        counts += own
        chains.append(labels)
    seconds = time.perf_counter() - began
    drawn = [[measures(label, unit, board, rural) for label in labels] for labels in chains]
    note = f"taken {counts[TAKEN] / counts[0]:.2f}"
    table("pilotzones", drawn, seconds, int(counts[0] * 1.1), note)


def peer(starts, unit, board, rural, mean, steps, layer):
    from functools import partial

    import networkx as nx
    from gerrychain import Graph, MarkovChain, Partition, constraints, proposals, updaters

    task = Task(layer, 1)
    plain = nx.Graph()
    plain.add_nodes_from((u, {"population": p}) for u, p in enumerate(task.people))
    plain.add_edges_from((u, v) for u, near in enumerate(task.near) for v in near)
    graph = Graph.from_networkx(plain)
    chains, spent, every = [], 0.0, max(1, steps // KEPT)
    for chain, start in enumerate(starts):
        first = Partition(graph, dict(enumerate(start.tolist())),
                          {"population": updaters.Tally("population", alias="population")})
        move = partial(proposals.recom, pop_col="population", pop_target=mean, epsilon=EPSILON)
        bounds = constraints.within_percent_of_ideal_population(first, EPSILON)
        walk = MarkovChain(move, bounds, initial_partition=first, total_steps=steps, rng=chain)
        drawn, began = [], time.perf_counter()
        for number, state in enumerate(walk):
            if number % every == 0:
                drawn.append(np.array([state.assignment[u] for u in range(board.n)]))
        spent += time.perf_counter() - began
        chains.append([measures(label, unit, board, rural) for label in drawn])
    table("gerrychain ReCom", chains, spent, steps * len(starts))


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for flag, kind, default in (("layer", str, "postcodes_be.gpkg"), ("unit", str, "5590"),
                                ("ours", int, 200_000), ("peer", int, 10_000)):
        cli.add_argument(f"--{flag}", type=kind, default=default)
    args = cli.parse_args()
    layer = gpd.read_file(args.layer)
    board = board_of(layer, bridged=True)
    place = layer.groupby("nis5")[["population", "area_km2"]].transform("sum")
    rural = (place["population"] / place["area_km2"] < 150).to_numpy()
    unit = int(np.flatnonzero(layer["postcode"].astype(str) == args.unit)[0])
    k = round(board.people.sum() / TARGET)
    mean = board.people.sum() / k
    bounds = Bounds(int(np.ceil(mean * (1 - EPSILON))), int(mean * (1 + EPSILON)), (100_000, 149_000))
    starts = [plan(layer, Wanted(bounds, moves=3_000_000), seed=seed).label for seed in range(CHAINS)]
    print("| sampler | steps | steps/s | s | population: ESS (per s), R-hat | Polsby-Popper | rural share | |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    ours(starts, unit, board, rural, bounds, args.ours)
    peer(starts, unit, board, rural, mean, args.peer, layer)


if __name__ == "__main__":
    main()
