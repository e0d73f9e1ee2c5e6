#!/usr/bin/env python3
"""Peers and pilotzones on one job: cut a layer of postcodes into contiguous care zones.

Every unit gets one zone label; zones are of one piece and count LOWER..UPPER inhabitants,
preferably PREFERRED. Each tool runs in fresh processes and the minimum time counts: `solve_s` is
layer in memory -> labels (adjacency included, imports excluded), `process_s` the whole process.
`score` re-derives every quality figure from geometry and populations.

    python bench_zones.py --layer postcodes_be.gpkg --ours --peers pymetis-best
    python bench_zones.py --synthetic 20000 --runs 1   # scale, SYNTHETIC layer
    python bench_zones.py --peers pymetis --seeds 1-20 # how steady is a tool?
"""
import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import deque
from functools import cached_property, partial
from importlib import import_module, metadata, util
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

LOWER, UPPER, PREFERRED, TARGET = 75_000, 300_000, (100_000, 150_000), 125_000
EPSILON = 0.2  # gerrychain's tolerance around the mean zone: from 99,936 for the whole country
LAYER = Path("postcodes_be.gpkg")


def synthetic_layer(n: int, seed: int = 1) -> gpd.GeoDataFrame:
    """SYNTHETIC: Voronoi cells of n jittered points over 250 x 150 km, lognormal populations."""
    rng, size = np.random.default_rng(seed), np.array([250_000, 150_000])
    cols = int(np.ceil(np.sqrt(n * size[0] / size[1])))
    rows = int(np.ceil(n / cols))
    grid = np.column_stack(np.divmod(rng.choice(rows * cols, n, replace=False), rows))
    points = (grid + rng.uniform(0, 1, (n, 2))) * size / [cols, rows]
    box = shapely.box(0, 0, *size)
    cells = np.array(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=box).geoms)
    owner, found = shapely.STRtree(cells).query(shapely.points(points), predicate="within")
    geometry = shapely.intersection(cells[found[owner.argsort()]], box)
    people = rng.lognormal(0, 1.2, n)
    people = np.maximum(1, np.round(people * 11_500_000 / people.sum())).astype(int)
    people[people.argmax()] += 11_500_000 - people.sum()
    return gpd.GeoDataFrame({"postcode": [f"S{unit:05d}" for unit in range(n)], "population": people,
                             "density": people / shapely.area(geometry) * 1e6},
                            geometry=geometry, crs="EPSG:31370")


def load(args) -> gpd.GeoDataFrame:
    layer = synthetic_layer(args.synthetic) if args.synthetic else gpd.read_file(args.layer)
    return layer[layer["region"] == args.region].reset_index(drop=True) if args.region else layer


def rook(geoms) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs i < j that share a border of positive length, and that length in metres."""
    i, j = shapely.STRtree(geoms).query(geoms, predicate="intersects")
    i, j = i[i < j], j[i < j]
    length = shapely.length(shapely.intersection(geoms[i], geoms[j]))
    return i[length > 0], j[length > 0], length[length > 0]


def components(n: int, i, j) -> np.ndarray:
    return connected_components(coo_array((np.ones(len(i)), (i, j)), shape=(n, n)), directed=False)[1]


def bridges(geoms, i, j) -> np.ndarray:
    """Links (m, 2) that join each stray component, smallest first, to the nearest unit outside it."""
    links = np.empty((0, 2), int)
    while True:
        part = components(len(geoms), np.r_[i, links[:, 0]], np.r_[j, links[:, 1]])
        if part.max(initial=0) == 0:
            return links
        inside = np.flatnonzero(part == np.bincount(part).argmin())
        outside = np.flatnonzero(part != part[inside[0]])
        pair, far = shapely.STRtree(geoms[outside]).query_nearest(geoms[inside], return_distance=True)
        best = far.argmin()
        links = np.vstack([links, [inside[pair[0, best]], outside[pair[1, best]]]])


def score(layer: gpd.GeoDataFrame, labels) -> dict:
    """Quality of a partition, from the layer's own geometry and populations only."""
    assert len(labels) == len(layer), f"{len(labels)} labels for {len(layer)} units"
    given = np.array([x is not None and x == x and x not in ("", -1) for x in labels])
    zone = np.full(len(layer), -1)
    zone[given] = np.unique(np.array(labels, object)[given].astype(str), return_inverse=True)[1]
    zones = range(zone.max() + 1)
    geoms, people = layer.geometry.to_numpy(), layer["population"].to_numpy(float)
    size = np.bincount(zone[given], weights=people[given])
    i, j, length = rook(geoms)
    links = bridges(geoms, i, j)
    a, b = np.r_[i, links[:, 0]], np.r_[j, links[:, 1]]
    same = zone[a] == zone[b]
    part = components(len(zone), a[same], b[same])
    pieces = np.array([len(np.unique(part[zone == z])) for z in zones])
    outline = np.array([shapely.union_all(geoms[zone == z]) for z in zones])
    compact = 4 * np.pi * shapely.area(outline) / shapely.length(outline) ** 2
    cut = zone[i] != zone[j]
    inside = [((size >= low) & (size <= high)).mean() for low, high in ((LOWER, UPPER), PREFERRED)]
    result = {"units": len(zone), "bridges": len(links), "zones": len(zones), "unassigned": (~given).sum(),
              "in_bounds": inside[0], "preferred": inside[1], "below": (size < LOWER).sum(),
              "above": (size > UPPER).sum(), "contiguous": (pieces == 1).mean(), "cut_edges": cut.sum(),
              "polsby_popper": np.average(compact, weights=size), "border_km": int(length[cut].sum() / 1000),
              "smallest": int(size.min()), "largest": int(size.max())}
    return {key: round(float(x), 4) if isinstance(x, np.floating) else int(x) for key, x in result.items()}


class Task:
    """What every peer gets: the same rook graph with its bridges, in the form the peer wants."""

    def __init__(self, layer, seed):
        self.layer, self.seed, self.n, self.note = layer, seed, len(layer), ""
        self.people = [int(p) for p in layer["population"]]
        self.k = max(1, round(sum(self.people) / TARGET))
        self.geoms = layer.geometry.to_numpy()
        self.xy = shapely.get_coordinates(shapely.centroid(self.geoms)) / 1000

    @cached_property
    def near(self) -> list[dict[int, int]]:
        """For each unit its neighbours, with the metres of shared border (1 for a bridge)."""
        i, j, length = rook(self.geoms)
        near: list[dict[int, int]] = [{} for _ in range(self.n)]
        for a, b, metres in [*zip(i, j, np.maximum(1, length)), *((a, b, 1) for a, b in bridges(self.geoms, i, j))]:
            near[a][int(b)] = near[b][int(a)] = int(metres)
        return near


def spopt(task, tool, attributes=("x", "y")):
    from libpysal.weights import W
    from spopt import region
    w = W({unit: list(near) for unit, near in enumerate(task.near)}, silence_warnings=True)
    frame = (task.layer.assign(x=task.xy[:, 0], y=task.xy[:, 1]), w, list(attributes))
    given = {"MaxPHeuristic": (*frame, "population", LOWER),
             "RegionKMeansHeuristic": (task.xy, task.k, w, True, task.seed)}.get(tool, (*frame, task.k))
    model = getattr(region, tool)(*given)
    model.solve()
    return model.labels_


def geoda(task, tool):
    import pygeoda
    with tempfile.NamedTemporaryFile("w", suffix=".gal") as gal:
        rows = (f"{u + 1} {len(near)}\n{' '.join(str(v + 1) for v in near)}\n" for u, near in enumerate(task.near))
        gal.write(f"0 {task.n} layer unit\n" + "".join(rows))
        gal.flush()
        w = pygeoda.read_gal(gal.name, [str(unit + 1) for unit in range(task.n)])
    xy, more = task.xy.T.tolist(), {"cpu_threads": 2, "random_seed": task.seed}
    if tool == "redcap":
        bounds = {"bound_variable": task.people, "min_bound": LOWER}
        found = pygeoda.redcap(task.k, w, xy, "fullorder-wardlinkage", **bounds, **more)["Clusters"]
    else:
        found = getattr(pygeoda, tool)(w, xy, task.people, LOWER, **more)["Clusters"]
    return [c if c > 0 else None for c in found]  # 0 means 'in no cluster'


def gerrychain(task, start="recursive_tree_part", steps=0, bursts=False):
    import networkx as nx
    from gerrychain import Graph, MarkovChain, Partition, constraints, optimization, proposals, updaters
    from gerrychain.partition import initial_partition_generators as generators
    plain = nx.Graph()
    plain.add_nodes_from((unit, {"population": p}) for unit, p in enumerate(task.people))  # in order: see below
    plain.add_edges_from((unit, other) for unit, near in enumerate(task.near) for other in near)
    graph, mean = Graph.from_networkx(plain), sum(task.people) / task.k
    plan = getattr(generators, start)(graph, range(task.k), mean, "population", EPSILON, rng=task.seed)
    if steps:
        first = Partition(graph, plan, {"cut_edges": updaters.cut_edges,
                                        "population": updaters.Tally("population", alias="population")})
        move = partial(proposals.recom, pop_col="population", pop_target=mean, epsilon=EPSILON)
        bounds = constraints.within_percent_of_ideal_population(first, EPSILON)
        began = time.perf_counter()
        if bursts:  # keeps the plan with the fewest cut edges
            search = optimization.SingleMetricOptimizer(
                move, bounds, first, lambda plan: len(plan["cut_edges"]), maximize=False, rng=task.seed)
            deque(search.short_bursts(10, steps // 10), maxlen=0)
            last = search.best_part
        else:
            chain = MarkovChain(move, bounds, initial_partition=first, total_steps=steps, rng=task.seed)
            last = deque(chain, maxlen=1)[0]
        task.note = f"{steps / (time.perf_counter() - began):.0f} steps/s"
        plan = dict(last.assignment.items())  # keyed by internal ids: ours only as nodes went in 0, 1, 2...
    return [plan[unit] for unit in range(task.n)]


def metis(task, ufactors=(100,), shifts=(0,), borders=False):
    """One call, or many: keep the fewest zones out of bounds, out of the range, the shortest borders."""
    import pymetis
    a, b, metres = np.array([(u, v, m) for u, near in enumerate(task.near) for v, m in near.items()]).T
    graph = pymetis.CSRAdjacency(np.searchsorted(a, np.arange(task.n + 1)).tolist(), b.tolist())
    plans = []
    for ufactor, shift in ((u, s) for u in ufactors for s in shifts):
        labels = np.array(pymetis.part_graph(
            task.k, graph, vweights=task.people, eweights=metres.tolist() if borders else None, recursive=False,
            options=pymetis.Options(contig=1, ufactor=ufactor, seed=task.seed + shift)).vertex_part)
        size = np.bincount(np.unique(labels, return_inverse=True)[1], weights=task.people)
        bad = [int(((size < low) | (size > high)).sum()) for low, high in ((LOWER, UPPER), PREFERRED)]
        plans.append((*bad, metres[labels[a] != labels[b]].sum(), len(plans), labels))
    return min(plans)[-1]


def ours(task, objective="compact"):
    """The same call as ``partition``, with the moment of the first valid plan in the note."""
    from pilotzones.zones.propose.board import Bounds
    from pilotzones.zones.propose.partition import plan
    from pilotzones.zones.propose.division import Wanted
    began, first = time.perf_counter(), []

    def hears(found):
        if not found.outside_bounds and not first:
            first.append(time.perf_counter() - began)
    found = plan(task.layer, Wanted(Bounds(LOWER, UPPER, PREFERRED), objective), seed=task.seed, hears=hears)
    task.note = f"first valid plan {first[0]:.2f} s"
    return found.label


PEERS = {
    "spopt-maxp": partial(spopt, tool="MaxPHeuristic"),
    "spopt-maxp-density": partial(spopt, tool="MaxPHeuristic", attributes=["density"]),
    "spopt-skater": partial(spopt, tool="Skater"),
    "spopt-kmeans": partial(spopt, tool="RegionKMeansHeuristic"),
    "spopt-ward": partial(spopt, tool="WardSpatial"),
    "pygeoda-maxp-greedy": partial(geoda, tool="maxp_greedy"),
    "pygeoda-maxp-sa": partial(geoda, tool="maxp_sa"),
    "pygeoda-redcap": partial(geoda, tool="redcap"),
    "gerrychain-tree": gerrychain,
    "gerrychain-seed": partial(gerrychain, start="recursive_seed_part"),
    "gerrychain-recom": partial(gerrychain, steps=500),
    "gerrychain-bursts": partial(gerrychain, steps=5000, bursts=True),
    "pymetis": metis,
    "pymetis-best": partial(metis, ufactors=(50, 100, 150), shifts=range(0, 20_000, 1000), borders=True),
    "pilotzones": ours,
    "pilotzones-border": partial(ours, objective="border"),
}


def child(args) -> None:
    """In a fresh process: solve once; write labels, time and peak memory (Linux) to args.json."""
    layer, seed = load(args), int(args.seeds)
    random.seed(seed), np.random.seed(seed)  # for the tools that take no seed
    import_module(args.child.partition("-")[0])
    if args.child.startswith("pilotzones"):
        import_module("pilotzones.zones.propose.partition")  # as for the peers: imports are not solving
    began = time.perf_counter()
    task = Task(layer, seed)
    labels = PEERS[args.child](task)
    seconds = time.perf_counter() - began
    peak = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
    out = {"labels": np.asarray(labels, object).tolist(), "solve_s": seconds, "peak_mb": int(peak) / 1024}
    args.json.write_text(json.dumps(out | {"note": task.note}, default=lambda x: x.item()))


def measure(name: str, seed: int, args, layer) -> dict:
    tool, runs = name.partition("-")[0], []
    row = {"peer": name, "seed": seed, "version": next((d.version for d in metadata.distributions(name=tool)), "")}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        command = [sys.executable, __file__, "--child", name, "--seeds", str(seed), "--json", str(out), "--layer",
                   str(args.layer), "--region", args.region, "--synthetic", str(args.synthetic)]
        while len(runs) < args.runs and sum(run["process_s"] for run in runs) < args.limit / 5:
            began = time.perf_counter()
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=args.limit)
            except subprocess.TimeoutExpired:
                return row | {"note": f"did not finish in {args.limit / 60:g} min"}
            if done.returncode:
                return row | {"note": "failed: " + (done.stderr.strip() or "killed").splitlines()[-1][:120]}
            runs.append(json.loads(out.read_text()) | {"process_s": time.perf_counter() - began})
    best = {key: round(min(run[key] for run in runs), 3) for key in ("solve_s", "process_s", "peak_mb")}
    return row | best | {"runs": len(runs), "note": runs[-1]["note"]} | score(layer, runs[-1]["labels"])


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--ours", action="store_true", help="run pilotzones too")
    for flag, kind, default, text in (
            ("layer", Path, LAYER, "polygons with a column population"),
            ("peers", str, ",".join(p for p in PEERS if not p.startswith("pilotzones")), "a,b,c; '' for none"),
            ("region", str, "", "flanders, wallonia or brussels only"),
            ("synthetic", int, 0, "a SYNTHETIC layer of so many units instead"),
            ("runs", int, 3, "fresh processes per tool; the minimum time counts"),
            ("seeds", str, "1", "one seed or a range, 1-20"),
            ("limit", float, 600, "seconds per run"),
            ("json", Path, None, "write the rows to this file"),
            ("child", str, "", argparse.SUPPRESS)):
        cli.add_argument(f"--{flag}", type=kind, default=default, help=text)
    args = cli.parse_args()
    if args.child:
        return child(args)
    names = [*filter(None, args.peers.split(",")), *["pilotzones", "pilotzones-border"] * args.ours]
    if set(names) - set(PEERS):
        cli.error(f"unknown peer {', '.join(set(names) - set(PEERS))}; known: {', '.join(PEERS)}")
    (first, _, last), layer, rows = args.seeds.partition("-"), load(args), []
    columns = ("peer seed solve_s process_s peak_mb zones in_bounds preferred contiguous unassigned polsby_popper "
               "cut_edges border_km smallest largest note").split()
    print(f"| {' | '.join(columns)} |\n{'|---' * len(columns)}|", flush=True)
    for name in names:
        if util.find_spec(tool := name.partition("-")[0]) is None:
            print(f"{tool} not installed", flush=True)
            continue
        for seed in range(int(first), int(last or first) + 1):
            rows.append(measure(name, seed, args, layer))
            print("|", " | ".join(str(rows[-1].get(column, "")) for column in columns), "|", flush=True)
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
