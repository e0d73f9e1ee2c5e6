"""What stands beside a drawn zone: how firm its verdicts are, its repair, others like it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pilotzones.findings import Case, Finding, Verdict
from pilotzones.postcodes.rurality import RuralUnits, rural_units
from pilotzones.zones.compare import Comparison, compare
from pilotzones.zones.propose.board import Bounds, bounds_of
from pilotzones.zones.propose.clash import Clash
from pilotzones.zones.propose.complete import complete
from pilotzones.zones.propose.ensemble import Ensemble, Measured, Sampling, ensemble
from pilotzones.zones.propose.proposals import Proposal
from pilotzones.zones.propose.repair import Repair, repair_zone
from pilotzones.zones.propose.wish import DEFAULT_OBJECTIVES, Objective, Ranking, Wish
from pilotzones.zones.robust import Robustness, robustness
from pilotzones.zones.section import ProposalsSection
from pilotzones.zones.zone import Zone

_MENDED = ("Z01", "Z03", "Z07")
"""Rules whose failure a repair can end: one piece, the minimum, no overlap."""
_TOO_LARGE = ("Z05", "very_high")


@dataclass(frozen=True, slots=True)
class Options:
    """Zones proposed for a wish, the best first."""

    wish: Wish
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What was computed beside a drawn zone; a part that was not is None.

    Parameters
    ----------
    repair
        The smallest change that makes the zone hold, or why there is none; None where it holds.
    options
        Other zones, proposed for a wish.
    comparison
        The drawn zone and others side by side.
    robustness
        Each verdict of the zone recomputed under other assumptions.
    ensemble
        The place of the zone among sampled ones.
    """

    repair: Repair | Clash | None = None
    options: Options | None = None
    comparison: Comparison | None = None
    robustness: tuple[Robustness, ...] | None = None
    ensemble: Ensemble | None = None


def proposals_for(
    case: Case, section: ProposalsSection | None, *, findings: tuple[Finding, ...]
) -> Proposals:
    """What can be said beside the zone of a case, as far as its project asks for it.

    Parameters
    ----------
    section
        ``[proposals]`` of the project; without it only the verdicts are tried, and a zone that
        does not hold is repaired.
    findings
        Those of the zone.

    Raises
    ------
    InputError
        Those of ``complete``, ``repair_zone`` and ``ensemble``.
    """
    bounds = bounds_of(case.rules)
    found = Proposals(
        repair=repair_of(case, bounds) if _fails(findings) else None, robustness=robustness(case)
    )
    if section is None:
        return found
    rural = rural_units(case.layer, case.rules.rural.definition())
    options = _options(case, section, bounds, rural)
    others = (replace(case, zone=each.zone) for each in options.proposals)
    return replace(
        found,
        options=options,
        comparison=compare([case, *others]),
        ensemble=ensemble(
            case.layer,
            case.zone,
            bounds,
            sampling=Sampling(seed=section.seed),
            measured=Measured(rural=rural),
        ),
    )


def _options(case: Case, section: ProposalsSection, bounds: Bounds, rural: RuralUnits) -> Options:
    wish = Wish(
        must=section.must or (_largest(case),),
        forbidden=tuple(sorted({*section.forbidden, *_taken(case)})),
        like=section.like,
    )
    given = section.objectives.items()
    objectives = tuple(Objective(name, weight) for name, weight in given) or DEFAULT_OBJECTIVES
    found = complete(
        case.layer,
        wish,
        bounds,
        ranking=Ranking(objectives, rural),
        most=section.most,
        seed=section.seed,
    )
    return Options(wish, found)


def repair_of(
    case: Case, bounds: Bounds, *, forced: Iterable[str] = (), forbidden: Iterable[str] = ()
) -> Repair | Clash:
    """Smallest repair of the zone of a case, the zones of other projects left as they are."""
    zone = Zone.of(case.zone.name, case.zone.known(case.layer))
    barred = tuple(sorted({*_taken(case), *forbidden}))
    return repair_zone(case.layer, zone, bounds, forced=tuple(forced), forbidden=barred)


def _fails(findings: tuple[Finding, ...]) -> bool:
    """Does the zone break something that a repair can end?

    Above the upper mark of Z05 no proposal goes, though the Guide only warns there.
    """
    return any(
        (f.rule in _MENDED and f.verdict is Verdict.FAIL) or (f.rule, f.reason) == _TOO_LARGE
        for f in findings
    )


def _taken(case: Case) -> set[str]:
    """Units of the other zones of the round that the layer has."""
    others = case.round.others if case.round else ()
    return {code for other in others for code in other.known(case.layer)}


def _largest(case: Case) -> str:
    """The most peopled unit of the zone that no other project claims."""
    taken, layer = _taken(case), case.layer
    codes = [code for code in case.zone.known(layer) if code not in taken]
    people = dict(zip(layer.codes, layer.people.tolist(), strict=True))
    return min(codes or case.zone.known(layer), key=lambda code: (-people[code], code))
