"""First sheet: the answer as a sentence, a verdict for each rule, then how to use the workbook."""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from pilotzones import __version__
from pilotzones.findings import Verdict
from pilotzones.present.sentences import as_of, title
from pilotzones.present.workbook import look
from pilotzones.present.workbook.formulas import Shown, chosen, constant, quoted, spoken
from pilotzones.present.workbook.look import compute, write
from pilotzones.present.workbook.parts import FIRST_CODE, Plan
from pilotzones.present.workbook.sums import Sum
from pilotzones.present.workbook.units_sheet import entities, entity_words
from pilotzones.present.workbook.verdicts import (
    ANSWERED,
    ELSEWHERE,
    RuleLine,
    sentence_formula,
    verdict_words,
)
from pilotzones.present.workbook.zone_sheet import NAME_CELL
from pilotzones.words import number

_FIRST_RULE = 8
_ONE_LINE = 150
"""Signs that stand on one line across the sheet."""
_HEADS = ("table.verdict", "book.rule", "table.found", "table.value", "table.threshold")
_WIDTHS = {"A": 21, "B": 27, "C": 70, "D": 12, "E": 19, "F": 17}
_STEPS = ("book.step.paste", "book.step.others", "book.step.answer", "book.step.draw",
    "book.step.hand_in", "book.step.protected")  # fmt: skip
_QUESTIONS = {"Z06": "book.question.Z06", "Z15": "book.question.Z15"}
_STATES = (
    ("head.blocked", "pz_n_blocked"),
    ("head.unknown", "pz_n_unknown"),
    ("head.failed", "pz_n_failed"),
    ("head.open", "pz_n_open"),
    ("head.warned", "pz_n_warned"),
)


def answer_cells(plan: Plan, lines: tuple[RuleLine, ...]) -> dict[str, str]:
    """Cells in which the reader answers, by rule."""
    ids = [line.id for line in lines]
    return {
        id: plan.at("answer", f"$F${_FIRST_RULE + len(ELSEWHERE) + ids.index(id)}")
        for id in ANSWERED
        if id in ids
    }


def answer_sheet(
    sheet: Worksheet,
    plan: Plan,
    lines: tuple[RuleLine, ...],
    known: dict[str, Sum],
    notices: tuple[str, ...],
) -> None:
    """Fill the sheet from the answer down to the sources."""
    _answer(sheet, plan, known)
    row = _verdicts(sheet, plan, lines, known)
    row = _by_entity(sheet, plan, row + 1)
    sheet.row_breaks.append(Break(id=row))
    row = _how_to(sheet, plan, row + 1)
    row = _bounds(sheet, plan, row + 1)
    row = _sources(sheet, plan, row + 1, notices)
    sheet.print_area = f"A1:F{row}"
    look.settle(sheet, landscape=True, footer=plan.say("book.title"), widths=_WIDTHS)


def _answer(sheet: Worksheet, plan: Plan, known: dict[str, Sum]) -> None:
    rule_set = getattr(plan.case.rules.title, plan.lang)
    small = plan.say("book.made", version=__version__, title=rule_set)
    write(sheet, "A1", small, look.Style(colour=look.MUTED))
    states = [
        (f"{count}>0", spoken(id, plan.lang, {"n": Shown(f'{count}&""', count)}))
        for id, count in _STATES
    ]
    head = chosen(
        (
            ("pz_codes=0", quoted(plan.say("book.head.empty"))),
            *states,
            (None, quoted(plan.say("head.fit"))),
        )
    )
    compute(sheet, "A2", head, look.TITLE)
    sheet.merge_cells("A2:F2")
    sheet.row_dimensions[2].height = 32
    named = plan.at("zone", f"$B${NAME_CELL[1:]}")
    fields = {
        "zone": Shown(f'IF({named}="",{quoted(plan.say("cli.unnamed_zone"))},LEFT({named},120))'),
        "n": known["codes"].shown(),
        "people": known["people"].shown(),
        "as_of": constant(as_of(plan.case.layer.origin.population_date, plan.lang)),
    }
    shape = spoken("book.shape", plan.lang, fields)
    first = quoted(plan.say("book.head.first"))
    compute(sheet, "A3", f"IF(pz_codes=0,{first},{shape})", look.Style(size=12, wrap=True))
    sheet.merge_cells("A3:F3")
    sheet.row_dimensions[3].height = 34
    link = write(sheet, "A5", plan.say("book.go"), look.LINK)
    link.hyperlink = f"#{plan.at('zone', f'A{FIRST_CODE}')}"


def _verdicts(
    sheet: Worksheet, plan: Plan, lines: tuple[RuleLine, ...], known: dict[str, Sum]
) -> int:
    """Rows of the rules; the row after the last."""
    head = _FIRST_RULE - 1
    for column, id in zip("ABCDE", _HEADS, strict=True):
        write(
            sheet, f"{column}{head}", plan.say(id), look.HEAD_RIGHT if column in "DE" else look.HEAD
        )
    write(sheet, f"F{head}", plan.say("book.your_answer"), look.HEAD)
    row = _FIRST_RULE
    for id in ELSEWHERE:
        words = verdict_words(Verdict.TO_JUDGE, plan).split(" ")[0]
        write(sheet, f"A{row}", f"{words} {plan.say('book.not_here')}", look.CELL)
        write(sheet, f"B{row}", f"{title(id, plan.lang)} ({id})", look.CELL)
        write(sheet, f"C{row}", plan.say("book.one_piece"), look.CELL)
        for column in "DEF":
            write(sheet, f"{column}{row}", None, look.CELL)
        sheet.row_dimensions[row].height = 32
        row += 1
    for line in lines:
        _verdict(sheet, row, plan, line, known)
        row += 1
    look.tint_verdicts(sheet, f"A{_FIRST_RULE}:A{row - 1}", f"$A{_FIRST_RULE}")
    return row


def _verdict(sheet: Worksheet, row: int, plan: Plan, line: RuleLine, known: dict[str, Sum]) -> None:
    compute(sheet, f"A{row}", f"pz_{line.id}_verdict", look.CELL)
    write(sheet, f"B{row}", f"{title(line.id, plan.lang)} ({line.id})", look.CELL)
    compute(sheet, f"C{row}", sentence_formula(line, plan, known), look.CELL)
    nothing = verdict_words(Verdict.NOT_COMPUTABLE, plan)
    shown = f'IF(pz_{line.id}_verdict={quoted(nothing)},"",pz_{line.measure})'
    style = look.FIGURE
    if line.measure == "rural_share":
        style = look.Style(line=True, right=True, format="0.0%")
    compute(sheet, f"D{row}", shown, style)
    write(sheet, f"E{row}", _bound(line, plan), look.BOUND)
    write(sheet, f"F{row}", None, look.CELL)
    sheet.row_dimensions[row].height = 64 if line.names else 34
    if line.id in ANSWERED:
        answer = plan.case.answers.get(line.id)
        words = {True: plan.say("table.yes"), False: plan.say("table.no")}
        write(sheet, f"F{row}", words[answer.value] if answer else None, look.FILL_IN)
        choice = DataValidation(
            type="list",
            formula1=f'"{words[True]},{words[False]}"',
            allow_blank=True,
            showInputMessage=True,
            promptTitle=plan.say("book.your_answer"),
            prompt=plan.say(_QUESTIONS[line.id]),
        )
        choice.add(f"F{row}")
        sheet.add_data_validation(choice)


def _bound(line: RuleLine, plan: Plan) -> str:
    bounds, lang = plan.case.rules.population, plan.lang
    if line.id == "Z03" and bounds.minimum is not None:
        return f"≥ {number(bounds.minimum, lang)}"
    if line.id == "Z04" and bounds.preferred is not None:
        low, high = bounds.preferred
        return f"{number(low, lang)} – {number(high, lang)}"
    if line.id == "Z05" and bounds.high is not None:
        return f"≤ {number(bounds.high, lang)}"
    return "0" if line.id in ("Z02", "Z06", "Z07", "Z08") else ""


def _by_entity(sheet: Worksheet, plan: Plan, row: int) -> int:
    """Units and people by federated entity."""
    write(sheet, f"A{row}", plan.say("book.entities"), look.HEADING)
    row += 1
    heads = ("book.entity", "", "book.entity.note", "table.population", "book.units_counted")
    for column, id in zip("ABCDE", heads, strict=True):
        style = look.HEAD_RIGHT if column in "DE" else look.HEAD
        write(sheet, f"{column}{row}", plan.say(id) if id else None, style)
    sheet.merge_cells(f"A{row}:B{row}")
    for entity in entities(plan):
        row += 1
        sheet.merge_cells(f"A{row}:B{row}")
        match = f"z_times,1,z_state,1,z_entity,{quoted(entity)}"
        write(sheet, f"A{row}", entity_words(entity, plan.lang), look.Style(line=True))
        note = plan.say("book.entity.regions") if _whole(plan, entity) else None
        if note:
            there = f'IF(COUNTIFS({match})>0,{quoted(note)},"")'
            compute(sheet, f"C{row}", there, look.CELL)
            sheet.row_dimensions[row].height = 32
        else:
            write(sheet, f"C{row}", None, look.CELL)
        compute(sheet, f"D{row}", f"SUMIFS(z_people,{match})", look.FIGURE)
        compute(sheet, f"E{row}", f"COUNTIFS({match})", look.FIGURE)
    return row + 1


def _whole(plan: Plan, entity: str) -> bool:
    """Has a zone there to be made of whole regions?"""
    extra = plan.case.rules.entity(entity)
    return extra is not None and extra.nesting != "none"


def _how_to(sheet: Worksheet, plan: Plan, row: int) -> int:
    write(sheet, f"A{row}", plan.say("book.how_to"), look.HEADING)
    for k, id in enumerate(_STEPS, start=1):
        row += 1
        fields = {
            "zone_sheet": plan.sheet("zone"),
            "others_sheet": plan.sheet("others"),
        }
        step = f"{k}. {plan.say(id, **fields)}"
        write(sheet, f"A{row}", step, look.Style(wrap=True))
        sheet.merge_cells(f"A{row}:F{row}")
        sheet.row_dimensions[row].height = 32 if len(step) > _ONE_LINE else 18
    return row + 1


def _bounds(sheet: Worksheet, plan: Plan, row: int) -> int:
    """The bounds in use, with the definition of rural, as the rule set has them."""
    rules = plan.case.rules
    bounds = rules.population
    write(sheet, f"A{row}", plan.say("book.bounds"), look.HEADING)
    told: list[tuple[str, int | str | None]] = [
        ("book.bound.minimum", bounds.minimum),
        ("book.bound.low", bounds.preferred[0] if bounds.preferred else None),
        ("book.bound.high", bounds.preferred[1] if bounds.preferred else None),
        ("book.bound.first", bounds.high),
        ("book.bound.second", bounds.very_high),
    ]
    for id, value in told:
        if value is not None:
            row += 1
            write(sheet, f"A{row}", plan.say(id), look.Style(line=True))
            write(sheet, f"B{row}", None, look.CELL)
            write(sheet, f"C{row}", None, look.CELL)
            write(sheet, f"D{row}", value, look.FIGURE)
    row += 1
    rural = plan.say(
        "book.rural", below=rules.rural.density_below, by=rules.rural.source, source=rules.source
    )
    write(sheet, f"A{row}", rural, look.NOTE)
    sheet.merge_cells(f"A{row}:F{row}")
    sheet.row_dimensions[row].height = 32
    return row + 1


def _sources(sheet: Worksheet, plan: Plan, row: int, notices: tuple[str, ...]) -> int:
    write(sheet, f"A{row}", plan.say("page.sources"), look.HEADING)
    for notice in notices:
        row += 1
        write(sheet, f"A{row}", notice, look.NOTE)
        sheet.merge_cells(f"A{row}:F{row}")
        sheet.row_dimensions[row].height = 32 if len(notice) > _ONE_LINE else 18
    return row
