"""The report on a call: all zones side by side, as its pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.notices import attribution, layer_notices
from pilotzones.present.reports import round_sections
from pilotzones.present.reports.model import About, Report, Section
from pilotzones.present.round_answer import round_lines, round_title
from pilotzones.present.round_site import rule_set_words
from pilotzones.present.sentences import as_of
from pilotzones.present.texts import Texts
from pilotzones.words import day, text
from pilotzones.zones.propose.stranded import Stranded
from pilotzones.zones.round_view import RoundView
from pilotzones.zones.rulesets import RuleSet


@dataclass(frozen=True, slots=True)
class RoundSubject:
    """A call as its report sees it.

    ``stranded`` are areas that no valid zone can hold any more; None where nobody looked, which is
    not the same as none. ``day`` is printed where it is given.
    """

    view: RoundView
    lang: str
    stranded: Sequence[Stranded] | None = None
    day: date | None = None

    @property
    def layer(self) -> UnitLayer:
        """The layer that the zones lie on."""
        return self.view.sheets[0].case.layer

    @property
    def rules(self) -> RuleSet:
        """The rule set that they are held against."""
        return self.view.sheets[0].case.rules

    @property
    def texts(self) -> Texts:
        """Texts for makers of page parts, in the language of the report."""
        return Texts(self.lang)

    def t(self, id: str, **fields: Any) -> str:
        """Message in the language of the report."""
        return text(id, self.lang, **fields)

    def about(self, limits: str, *notes: str) -> About:
        """What is owed under a figure of the call."""
        origin = self.layer.origin
        dated = origin.population_date
        return About(
            source=self.t("report.source.layer", layer=origin.id),
            date=day(dated, self.lang) if dated else as_of(None, self.lang),
            n=self.t("report.n.zones", n=len(self.view.sheets)),
            limits=self.t(limits),
            notes=(rule_set_words(self.rules, self.lang), *notes),
        )


def round_report(subject: RoundSubject) -> Report:
    """Report on a call in one language."""
    lang, view = subject.lang, subject.view
    names = tuple(sheet.case.zone.name for sheet in view.sheets)
    origin = subject.layer.origin
    said = layer_notices(origin, names, to_verify=subject.rules.to_verify)
    return Report(
        kind="round",
        lang=lang,
        project=subject.t("round.project"),
        title=subject.t("report.title.round"),
        answer=round_title(view)(lang),
        lede=" ".join(line(lang) for line in round_lines(view, subject.stranded)),
        sections=_sections(subject),
        day=subject.day,
        sources=tuple(
            render(lang)
            for render in (
                *said,
                *attribution(origin),
                lambda lang: rule_set_words(subject.rules, lang),
            )
        ),
    )


def _sections(subject: RoundSubject) -> tuple[Section, ...]:
    """Sections of the modules of ``round_sections``, in their order."""
    package = round_sections
    found = [
        import_module(f"{package.__name__}.{module.name}")
        for module in iter_modules(package.__path__)
    ]
    return tuple(s for m in sorted(found, key=lambda m: m.ORDER) for s in m.sections(subject))
