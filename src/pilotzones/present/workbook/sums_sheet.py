"""Hidden sheet of the sums, the reasons and the verdicts, each with a name of its own."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.worksheet.worksheet import Worksheet

from pilotzones.findings import Verdict
from pilotzones.present.workbook import look
from pilotzones.present.workbook.answer_sheet import answer_cells
from pilotzones.present.workbook.formulas import chosen, quoted
from pilotzones.present.workbook.look import compute, write
from pilotzones.present.workbook.parts import Plan
from pilotzones.present.workbook.sums import Sum
from pilotzones.present.workbook.verdicts import (
    RuleLine,
    reason_formula,
    verdict_formula,
    verdict_words,
)
from pilotzones.present.workbook.workings import growing_lists

_OPEN = (Verdict.TO_DECLARE, Verdict.TO_JUDGE)


def sums_sheet(
    sheet: Worksheet, plan: Plan, lines: tuple[RuleLine, ...], known: tuple[Sum, ...]
) -> dict[str, str]:
    """Fill the sheet; what comes back are its cells by the name that formulas give them."""
    names: dict[str, str] = {}
    rows = (*_of_sums(plan, known), *_of_rules(plan, lines), *_of_states(plan, lines))
    for row, (name, formula) in enumerate(rows, start=1):
        write(sheet, f"A{row}", name)
        compute(sheet, f"B{row}", formula)
        names[name] = plan.at("sums", f"$B${row}")
    growing_lists(sheet, plan)
    sheet.sheet_state = "hidden"
    look.settle(sheet, landscape=False, footer="", widths={"A": 26, "B": 60})
    return names


def _of_sums(plan: Plan, known: tuple[Sum, ...]) -> Iterator[tuple[str, str]]:
    for each in known:
        yield each.cell, each.formula
        if each.kind != "number":
            yield f"{each.cell}_text", each.text(plan.lang)


def _of_rules(plan: Plan, lines: tuple[RuleLine, ...]) -> Iterator[tuple[str, str]]:
    yes, no = quoted(plan.say("table.yes")), quoted(plan.say("table.no"))
    for id, cell in answer_cells(plan, lines).items():
        answered = chosen(
            ((f"{cell}={yes}", '"yes"'), (f"{cell}={no}", '"no"'), (None, quoted("")))
        )
        yield f"pz_{id}_answer", answered
    for line in lines:
        yield f"pz_{line.id}_reason", reason_formula(line)
        yield f"pz_{line.id}_verdict", verdict_formula(line, plan)


def _of_states(plan: Plan, lines: tuple[RuleLine, ...]) -> Iterator[tuple[str, str]]:
    """How many rules are in each state, as the headline of the pages counts them."""
    blocking = [line for line in lines if line.blocking]
    rest = [line for line in lines if not line.blocking]
    counted = {
        "blocked": [(Verdict.FAIL, blocking)],
        "unknown": [(Verdict.NOT_COMPUTABLE, blocking)],
        "failed": [(Verdict.FAIL, rest)],
        "open": [*((v, list(lines)) for v in _OPEN), (Verdict.NOT_COMPUTABLE, rest)],
        "warned": [(Verdict.WARN, list(lines))],
    }
    for state, parts in counted.items():
        terms = [
            f"(pz_{line.id}_verdict={quoted(verdict_words(verdict, plan))})"
            for verdict, some in parts
            for line in some
        ]
        yield f"pz_n_{state}", "+".join(terms) or "0"
