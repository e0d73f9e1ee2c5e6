"""Parts of a Word document that python-docx has no word for: fields, links, languages, captions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from pilotzones.present.reports.printable import printable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

INK, MUTED, WARN = RGBColor(0x1B, 0x2A, 0x34), RGBColor(0x52, 0x62, 0x6D), RGBColor(0x8A, 0x5A, 0)
FONT = "Calibri"
LOCALES = {"fr": "fr-BE", "nl": "nl-BE", "de": "de-BE", "en": "en-GB"}


def element(tag: str, **attributes: str) -> Any:
    """Element of the word-processing language with its attributes."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def field(paragraph: Paragraph, code: str, shown: str, *, dirty: bool = False) -> Run:
    """Field with what it shows until it is computed again."""
    begin = paragraph.add_run()
    start = element("w:fldChar", fldCharType="begin")
    if dirty:
        start.set(qn("w:dirty"), "true")
    begin._r.append(start)
    inside = paragraph.add_run()
    instruction = element("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    inside._r.append(instruction)
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))
    result = paragraph.add_run(shown)
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))
    return result


def open_field(paragraph: Paragraph, code: str) -> None:
    """Beginning of a field whose result goes over several paragraphs."""
    start = element("w:fldChar", fldCharType="begin")
    start.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.append(start)
    instruction = element("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    paragraph.add_run()._r.append(instruction)
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))


def close_field(paragraph: Paragraph) -> None:
    """End of such a field."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Mark around what a paragraph holds, which links lead to."""
    start = element("w:bookmarkStart", id=str(number), name=name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def link(paragraph: Paragraph, name: str, said: str) -> None:
    """Text that leads to a bookmark."""
    made = element("w:hyperlink", anchor=name, history="1")
    run = element("w:r")
    text = element("w:t")
    text.set(qn("xml:space"), "preserve")
    text.text = said
    run.append(text)
    made.append(run)
    paragraph._p.append(made)


def new_page(paragraph: Paragraph) -> None:
    """Break after which a new page begins."""
    paragraph.add_run().add_break(WD_BREAK.PAGE)


def speak(document: Document, lang: str) -> None:
    """Language of all text, for spelling and screen readers."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    style = document.styles["Normal"].element.get_or_add_rPr()
    for properties in (style, defaults.find(f".//{qn('w:rPr')}")):
        spoken(properties, lang)


def spoken(properties: Any, lang: str) -> None:
    """Sets the language of what has these properties: of a style, or of one run."""
    found = properties.find(qn("w:lang"))
    if found is None:
        found = element("w:lang")
        properties.append(found)
    found.set(qn("w:val"), LOCALES[lang])
    found.set(qn("w:eastAsia"), LOCALES[lang])


def hyphenated(document: Document) -> None:
    """Long words are broken at the ends of lines, as narrow columns need."""
    before = document.settings.element.find(qn("w:defaultTabStop"))
    before.addnext(element("w:doNotHyphenateCaps", val="true"))
    before.addnext(element("w:autoHyphenation", val="true"))


def plain_font(style: Any, size: float, *, bold: bool | None = None, color: Any = INK) -> None:
    """Font of a style by its name: that of the theme is dropped."""
    font = style.font
    font.name, font.size, font.color.rgb = FONT, Pt(size), color
    if bold is not None:
        font.bold = bold
    font.italic = False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def fill(
    cell: Any, said: str, size: float, *, first: bool = True, bold: bool = False, color: Any = None
) -> Paragraph:
    """Write words into a cell: into its first line, or into a further one."""
    line = cell.paragraphs[0] if first else cell.add_paragraph()
    line.paragraph_format.space_after = Pt(0)
    line.paragraph_format.line_spacing = 1.0
    run = line.add_run(printable(said))
    run.font.size, run.bold = Pt(size), bold or None
    if color is not None:
        run.font.color.rgb = color
    return line


def repeated(row: _Row) -> None:
    """Row that stands at the head of each page of its table."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader", val="true"))


def unbroken(row: _Row) -> None:
    """Row that no page end cuts."""
    row._tr.get_or_add_trPr().append(element("w:cantSplit", val="true"))


def ruled(table: Table, *, inside: bool = True) -> None:
    """Hairlines under the rows, none between the columns."""
    borders = element("w:tblBorders")
    for side, shown in (("top", True), ("bottom", True), ("insideH", inside)):
        if shown:
            borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="D5DDE2"))
    _placed(table, borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def margins(table: Table, *, sides: int = 60, ends: int = 25) -> None:
    """Room inside the cells, in twentieths of a point."""
    made = element("w:tblCellMar")
    for side, room in (("top", ends), ("left", sides), ("bottom", ends), ("right", sides)):
        made.append(element(f"w:{side}", w=str(room), type="dxa"))
    _placed(table, made, "w:tblLook")


def _placed(table: Table, made: Any, *after: str) -> None:
    """Set a property of a table where the format wants it: before those that come after it."""
    table._tbl.tblPr.insert_element_before(made, *after)


def fixed_widths(table: Table, widths_mm: tuple[float, ...]) -> None:
    """Columns of these widths, whatever stands in them."""
    table.autofit = False
    whole = table._tbl.tblPr.find(qn("w:tblW"))
    if whole is None:
        whole = element("w:tblW")
        _placed(table, whole, "w:jc", "w:tblBorders", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    whole.set(qn("w:type"), "dxa")
    whole.set(qn("w:w"), str(round(sum(widths_mm) * 1440 / 25.4)))
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths_mm, strict=True):
        column.w = Mm(width)
    for row in table._tbl.tr_lst:
        place = 0
        for cell in row.tc_lst:
            span = cell.grid_span
            cell.width = Mm(sum(widths_mm[place : place + span]))
            place += span


def shaded(cell: _Cell, color: str) -> None:
    """Ground of a cell."""
    cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=color))


def described(run: Run, words: str, number: int) -> None:
    """Text in the place of a picture, for whoever does not see it."""
    for drawn in run._r.iter(qn("wp:docPr")):
        drawn.set("descr", words)
        drawn.set("id", str(number))
        drawn.set("name", f"picture {number}")
