"""Sections of the reports on a project: each module here makes those of one output.

A module has ``ORDER`` (its place in the report), ``KINDS`` (reports that have it) and
``sections(subject)``, which gives none where the project has nothing for them.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from pilotzones.present.reports.model import Section
from pilotzones.present.reports.subject import Subject


def project_sections(subject: Subject) -> tuple[Section, ...]:
    """Sections of a report, in their order."""
    found = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    mine = [m for m in found if subject.kind in getattr(m, "KINDS", ())]
    return tuple(s for m in sorted(mine, key=lambda m: m.ORDER) for s in m.sections(subject))
