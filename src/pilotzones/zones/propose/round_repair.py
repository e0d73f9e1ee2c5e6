"""Repair of many zones: the provably smallest change to a round or a partition.

Faulty zones far apart are mended apart. Be ``c_i`` the changes, besides those due anyway, of the
smallest repair of a cluster of faulty zones while every other faulty zone stays as it is, proved by
the argument of ``pilotzones.zones.propose.reach``, and be the shortest walk between any two
clusters at least ``c_i + c_j`` units: no unit is at a walk of at most ``c_i`` from one and of at
most ``c_j`` from the other. Then no repair of all has fewer changes than the sum:

1. In a repair of all, the groups of changes (see ``reach``) that hold zones of one cluster only are
   a repair of that cluster: at least ``c_i``.
2. A group that binds several clusters leads out of each of them, so it holds units at walks of 1,
   2, ... ``c_i`` from each, and these are different units: at least the sum of their ``c_i``.

A smallest repair of all thus changes only units at a walk of at most ``c_i`` from a cluster. It
binds two of them only where their walk is just ``c_i + c_j``: such clusters are solved together
once more, for the further aims, with the number of changes known. Where the walk is longer, each is
decided on its own. Where it is shorter, the clusters are one, and are solved as one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.zones.propose.board import Bounds, board_of
from pilotzones.zones.propose.clash import Clash, clash_of
from pilotzones.zones.propose.exact import solve
from pilotzones.zones.propose.joint import PARTS, Joint, Part
from pilotzones.zones.propose.reach import Reach
from pilotzones.zones.propose.repair import Repair, after_of, repair_of, require_held
from pilotzones.zones.propose.task import FAR, Task
from pilotzones.zones.propose.widening import Search, alone, search, task_of
from pilotzones.zones.zone import Zone


def repair_round(
    layer: UnitLayer,
    zones: Sequence[Zone],
    bounds: Bounds,
    *,
    pinned: Sequence[tuple[str, str]] = (),
    forbidden: Sequence[tuple[str, str]] = (),
    cover: bool = False,
) -> Repair | Clash:
    """Smallest repair of all zones of a round: broken ones, too small, too large, overlapping.

    Each zone ends in one piece, within the bounds, keeps one of its units, and shares none. Of all
    such rounds it is the one with the fewest moves, then the fewest people, then the fewest zones
    outside the preferred band; last ties go by the order of the codes.

    Parameters
    ----------
    pinned, forbidden
        Pairs of a code and the name of a zone that must and must not be.
    cover
        A partition: every unit ends in exactly one zone.

    Raises
    ------
    InputError
        ``propose.unknown_code``, ``repair.name_twice``, ``repair.unknown_zone``,
        ``repair.empty_zone``, ``repair.undecided`` (neither a repair nor a proof within the work
        allowed), and those of ``board_of``.
    """
    task = task_of(board_of(layer), zones, bounds, pinned=pinned, forbidden=forbidden, cover=cover)
    return mend(task, zones)


def mend(task: Task, zones: Sequence[Zone]) -> Repair | Clash:
    """Smallest repair of a task, cluster by cluster of its faulty zones; see above."""
    least: dict[int, int] = {}
    for z, rows in enumerate(task.present):
        if not task.holds(z, rows):
            one = _only(task, z)
            found = search(one, alone(one), further=False)
            if found.solved.state == "infeasible":  # whatever the other zones do
                return clash_of(one)
            least[z] = found.solved.units
    clusters = _clusters(task, least)
    while (at := next((k for k, c in enumerate(clusters) if c.found is None), None)) is not None:
        cluster = clusters.pop(at)
        found, meets = _search(task, cluster, clusters)
        if found.solved.state != "infeasible":
            changes = found.solved.units - found.base
            clusters.append(replace(cluster, found=found, least=changes))
        elif meets < FAR:  # it is mended together with the next cluster, or not at all
            clusters.append(replace(cluster, least=meets))
        else:
            return clash_of(task)
        clusters = _apart(task, clusters, least)
    found = _decided(task, clusters)
    require_held(task, after_of(task, found))
    return repair_of(task, zones, found)


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Faulty zones and due units that are mended together.

    ``least`` is a proved lower bound of the changes besides the base while the other clusters stay,
    ``alone`` one in any case; ``reach`` starts here.
    """

    zones: frozenset[int]
    units: frozenset[int]
    least: int
    alone: int
    reach: Reach
    joins: tuple[Part, ...] = ()
    found: Search | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that were joined, or itself."""
        return self.joins or (Part(self.reach, self.least, self.alone),)

    def far(self, other: _Cluster) -> int:
        """Shortest walk to another cluster."""
        walks = [self.reach.to_zone.get(z, FAR) for z in other.zones]
        return min([*walks, *(self.reach.to_unit.get(u, FAR) for u in other.units)])


def _only(task: Task, z: int) -> Task:
    """Task of one zone, the others left aside."""
    rows = task.present[z]
    pinned = frozenset((u, 0) for u, of in task.pinned if of == z)
    forbidden = frozenset((u, 0) for u, of in task.forbidden if of == z)
    due = {u for u, _ in pinned if u not in rows} | {u for u, _ in forbidden if u in rows}
    return replace(
        task,
        present=(rows,),
        pinned=pinned,
        forbidden=forbidden,
        cover=False,
        steady=frozenset({0} if z in task.steady else ()),
        due=frozenset(due),
    )


def _clusters(task: Task, least: Mapping[int, int]) -> list[_Cluster]:
    """Clusters of faulty zones and due units between which a walk passes due units only."""
    shared = {z for z, rows in enumerate(task.present) if rows & task.due}
    zones, units = sorted(shared | least.keys()), set(task.due)
    found: list[_Cluster] = []
    while zones or units:
        mine, due = ({zones[0]}, set[int]()) if zones else (set[int](), {min(units)})
        size = 0
        while size < len(mine) + len(due):
            size = len(mine) + len(due)
            for u, z in task.pinned:  # a forced unit and its zone belong together
                if u in task.due and (u in due or z in mine):
                    mine.add(z)
                    due.add(u)
            reach = Reach(task, sorted(mine), units=sorted(due))
            mine |= {z for z in zones if reach.to_zone.get(z) == 0}
            due |= {u for u in units if reach.to_unit.get(u) == 0}
        found.append(_cluster(task, mine, due, least))
        zones = [z for z in zones if z not in mine]
        units -= due
    return _apart(task, found, least)


def _cluster(task: Task, zones: Set[int], units: Set[int], least: Mapping[int, int]) -> _Cluster:
    """Cluster; a zone needs no fewer changes among others than alone, and due units are some."""
    most = max((least.get(z, 0) for z in zones), default=0)
    alone_ = max(0, most - len(units))
    reach = Reach(task, sorted(zones), units=sorted(units))
    return _Cluster(frozenset(zones), frozenset(units), alone_, alone_, reach)


def _apart(task: Task, clusters: list[_Cluster], least: Mapping[int, int]) -> list[_Cluster]:
    """Clusters joined until every walk between two is at least as long as their least changes.

    What mends two of them binds them, with as many changes as the walk has units, or does not, and
    then it has at least the changes of both: no fewer than the walk in either case.
    """
    for k, one in enumerate(clusters):
        for other in clusters[k + 1 :]:
            far = one.far(other)
            if far < one.least + other.least:
                zones, units = one.zones | other.zones, one.units | other.units
                both = _cluster(task, zones, units, least)
                both = replace(both, least=max(far, both.alone), joins=one.parts + other.parts)
                rest = [c for c in clusters if c is not one and c is not other]
                return _apart(task, [*rest, both], least)
    return clusters


def _search(task: Task, cluster: _Cluster, others: Sequence[_Cluster]) -> tuple[Search, int]:
    """Repair of a cluster while the others stay, and the changes with which it meets one."""
    meets = min((cluster.far(other) - other.least + 1 for other in others), default=FAR)
    until = meets if meets < FAR else None
    shut = {z for other in others for z in other.zones}
    held = {u for other in others for u in other.units}
    if not 1 < len(cluster.joins) <= PARTS:
        reach = Reach(task, cluster.zones, units=cluster.units, stay=(shut, held))
        return search(task, reach, start=cluster.least, until=until), meets
    joint = Joint(cluster.joins)
    for mask in joint.sets():
        apart = joint.apart(mask)
        if joint.bound[mask] < apart:  # bound together they may need fewer changes: try
            found = _part(task, joint, mask, (shut, held), until=apart)
            changes = found.solved.units - found.base
            joint.bound[mask] = changes if found.solved.rows else found.hops
    return _part(task, joint, joint.all, (shut, held), until=until), meets


def _part(
    task: Task, joint: Joint, mask: int, stay: tuple[set[int], set[int]], *, until: int | None
) -> Search:
    """Repair of a set of parts while all others stay."""
    inside, outside = joint.members(mask), joint.members(joint.all ^ mask)
    reach = Reach(
        task,
        [z for part in inside for z in part.reach.zones],
        units=[u for part in inside for u in part.reach.units],
        stay=(
            stay[0].union(*(part.reach.zones for part in outside)),
            stay[1].union(*(part.reach.units for part in outside)),
        ),
    )
    joint.tell(reach, mask)
    whole = mask == joint.all
    return search(task, reach, start=joint.least(mask), until=until, further=whole)


def _decided(task: Task, clusters: Sequence[_Cluster]) -> list[Search]:
    """Searches of all clusters, those that lie just beside each other solved together."""
    left, decided = list(clusters), list[Search]()
    while left:
        group = [left.pop(0)]
        for one in group:
            for other in list(left):
                if one.far(other) == one.least + other.least:
                    group.append(other)
                    left.remove(other)
        found = [cluster.found for cluster in group if cluster.found]
        if len(group) > 1 and all(search.proved for search in found):
            found = [_both(task, group, found)]
        decided += found
    return decided


def _both(task: Task, group: Sequence[_Cluster], found: Sequence[Search]) -> Search:
    """Repair of clusters that may bind each other, with as many changes as they have apart."""
    most = max(cluster.least for cluster in group)
    late: dict[tuple[bool, int], int] = {}
    for cluster in group:
        late |= {(True, z): most - cluster.least for z in cluster.zones}
        late |= {(False, u): most - cluster.least for u in cluster.units}
    reach = Reach(
        task,
        sorted(z for cluster in group for z in cluster.zones),
        units=sorted(u for cluster in group for u in cluster.units),
        late=late,
    )
    window = reach.window(most, chain=sum(cluster.least for cluster in group))
    units = sum(search.solved.units for search in found)
    solved = solve(task, window, floor=units, ceiling=units)
    return Search(
        solved,
        most,
        reach.base,
        bool(solved.rows),
        solved.rounds + sum(search.rounds for search in found),
        solved.cuts + sum(search.cuts for search in found),
    )
