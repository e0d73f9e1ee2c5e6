"""Sums over the zone, each with its number and its text: what the sentences are filled with."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from pilotzones.present.workbook.formulas import Shown, grouped, quoted, share
from pilotzones.present.workbook.others_sheet import SHOWN_AS
from pilotzones.present.workbook.parts import SAME_LAND, Plan
from pilotzones.present.workbook.workings import list_end


@dataclass(frozen=True, slots=True)
class Sum:
    """A value by name: its formula, and how its text is made.

    ``kind`` is ``count``, ``share`` or ``text``; a ``number`` needs no text.
    """

    name: str
    formula: str
    kind: str = "count"

    @property
    def cell(self) -> str:
        """Name of the value in formulas."""
        return f"pz_{self.name}"

    def text(self, lang: str) -> str:
        """Formula of the text."""
        if self.kind == "text":
            return f'{self.cell}&""'
        make = share if self.kind == "share" else grouped
        return make(self.cell, lang)

    def shown(self) -> Shown:
        """The value as a field of a sentence."""
        return Shown(f"{self.cell}_text", self.cell)


def sums(plan: Plan) -> tuple[Sum, ...]:
    """Every sum, those first that others are made of."""
    once = "z_times,1"
    bounds = plan.case.rules.population
    low, high = bounds.preferred or (0, 0)
    return (
        Sum("codes", f"COUNTIF({once})"),
        Sum("unknown", f"COUNTIFS({once},z_state,0)"),
        Sum("repeated", "COUNTIF(z_times,2)"),
        Sum("faulty", "pz_unknown+COUNTIFS(z_times,2,z_state,1)"),
        Sum("bare", f"COUNTIFS({once},z_bare,1)"),
        Sum("people", f"SUMIFS(z_people,{once})"),
        Sum("area", f"SUMIFS(z_area,{once})", "number"),
        Sum("rural", f"COUNTIFS({once},z_flag,1)"),
        Sum("rural_unknown", f'COUNTIFS({once},z_flag,"u")'),
        Sum("rural_people", f"SUMIFS(z_people,{once},z_flag,1)"),
        Sum("rural_share", "IF(pz_people>0,pz_rural_people/pz_people,0)", "share"),
        Sum("others", 'COUNTIF(o_given,">0")'),
        Sum(
            "round",
            f"IF(OR(o_known={quoted(plan.say('table.yes'))},pz_others>0),1,0)",
        ),
        Sum("shared", f"COUNTIFS({once},z_shared,1)"),
        Sum("shared_people", f"SUMIFS(z_people,{once},z_shared,1)"),
        Sum("touching", 'COUNTIF(o_shared,">0")'),
        Sum("rivals", f"COUNTIF(o_same,{quoted(plan.say('table.yes'))})"),
        Sum("rival_people", f"SUMIFS(z_people,{once},z_rival,1)"),
        Sum("minimum", str(bounds.minimum or 0)),
        Sum("low", str(low)),
        Sum("high", str(high)),
        Sum("first_high", str(bounds.high or 0)),
        Sum("very_high", str(bounds.very_high or 0)),
        Sum("missing", "MAX(0,pz_minimum-pz_people)"),
        Sum("away", "MAX(pz_low-pz_people,pz_people-pz_high,0)"),
        *(
            Sum(f"list_{name}", list_end(plan, name), "text")
            for name in ("unknown", "repeated", "bare", "shared", "rival")
        ),
        Sum("names_touching", _names(plan, touching=True), "text"),
        Sum("names_rivals", _names(plan, touching=False), "text"),
    )


def _names(plan: Plan, *, touching: bool) -> str:
    """Formula of the names of the projects that share units, or that claim the same land."""
    yes = quoted(plan.say("table.yes"))
    parts: list[str] = []
    for k in range(plan.projects):
        column = get_column_letter(2 + k)
        name = plan.at("others", f"${column}${SHOWN_AS}")
        if touching:
            there = f"N({plan.at('others', f'${column}$10')})>0"
        else:
            there = f"{plan.at('others', f'${column}${SAME_LAND}')}={yes}"
        parts.append(f'IF({there},", "&{name},"")')
    return f"MID({'&'.join(parts)},3,500)"
