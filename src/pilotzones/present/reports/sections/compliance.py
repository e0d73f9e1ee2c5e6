"""Table 10: every finding with what the rule asks, its verdict, and what stands behind it."""

from __future__ import annotations

from collections import Counter

from pilotzones.findings import Finding, Verdict
from pilotzones.present.reports.measured_cells import told
from pilotzones.present.reports.model import (
    Block,
    Bullets,
    Cell,
    Head,
    Item,
    Paragraph,
    Row,
    Section,
    Sign,
    Table,
    Words,
)
from pilotzones.present.reports.subject import Subject
from pilotzones.present.sentences import demand, sentence, title
from pilotzones.present.values import bound, measured
from pilotzones.words import day, text

ORDER = 150
_COUNTED = {
    Verdict.PASS: "report.count.pass",
    Verdict.FAIL: "report.count.fail",
    Verdict.WARN: "report.count.warn",
    Verdict.TO_DECLARE: "report.count.to-declare",
    Verdict.TO_JUDGE: "report.count.to-judge",
    Verdict.NOT_COMPUTABLE: "report.count.not-computable",
}
KINDS = ("compliance", "whole")


def sections(subject: Subject) -> tuple[Section, ...]:
    """The verdicts counted, and the table."""
    found = subject.findings
    counts = Counter(finding.verdict for finding in found)
    counted = tuple(
        Item(subject.t(id, n=counts[verdict]), verdict)
        for verdict, id in _COUNTED.items()
        if counts[verdict]
    )
    blocks: tuple[Block, ...] = (
        Paragraph(subject.t("report.compliance.lead", n=len(found))),
        Bullets(counted),
        compliance_table(subject, found, number=10, id="table-10"),
    )
    return (Section("compliance", subject.t("report.compliance"), blocks, new_page=True),)


def compliance_table(
    subject: Subject, findings: tuple[Finding, ...], *, number: int, id: str, letter: str = ""
) -> Table:
    """Findings as rows, in the order of the rule list; a comment on a rule watches its value."""
    lang = subject.lang
    heads = (
        Head(text("report.col.rule", lang), figure=False, room=0.6),
        Head(text("report.col.demand", lang), figure=False, room=3.6),
        Head(text("table.verdict", lang), figure=False, room=1.5),
        Head(text("table.value", lang), figure=False, room=1.5),
        Head(text("table.threshold", lang), figure=False, room=1.3),
        Head(text("report.col.evidence", lang), figure=False, room=4.2),
        Head(text("people.col.source", lang), figure=False, room=1.7),
    )
    return Table(
        id=id,
        number=number,
        letter=letter,
        caption=text("report.compliance.caption", lang),
        heads=heads,
        rows=tuple(Row(f.rule, _cells(f, subject)) for f in findings),
        about=subject.about_rules(len(findings), "report.limits.compliance"),
        watched=(3, 2),
        alone=True,
    )


def _cells(finding: Finding, subject: Subject) -> tuple[Cell, ...]:
    case, lang = subject.sheet.case, subject.lang
    kind = case.layer.origin.kind
    value, threshold = measured(finding, kind, lang), bound(finding, kind, lang)
    asked = f"{title(finding.rule, lang)}. {demand(finding.rule, lang)}"
    return (
        Words(finding.rule),
        Words(asked),
        Sign(finding.verdict),
        told(finding.value, finding, value),
        told(finding.threshold, finding, threshold),
        Words(_evidence(finding, subject)),
        Words(finding.source),
    )


def _evidence(finding: Finding, subject: Subject) -> str:
    """The sentence of the rule, and the answer given with who gave it and when."""
    case, lang = subject.sheet.case, subject.lang
    said = sentence(finding, case, lang)
    answer = case.answers.get(finding.rule)
    if answer is None:
        return said
    id = "table.answered_yes" if answer.value else "table.answered_no"
    given = text(id, lang, by=answer.by, on=day(answer.on, lang))
    words = text("report.quoted", lang, words=answer.text) if answer.text else ""
    return " ".join(part for part in (said, given, words) if part)
