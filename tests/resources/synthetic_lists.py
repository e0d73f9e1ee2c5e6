"""SYNTHETIC lists of providers on disk, and requests for the care of a zone on a grid."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from synthetic import grid_layer

from pilotzones.errors import Fault, InputError
from pilotzones.resources.request import CareRequest
from pilotzones.resources.section import CareSection
from pilotzones.resources.sheet import care_sheet
from pilotzones.resources.supply import CareSheet

ZONE = ("00", "01", "10", "11")
FAMHP_HEADER = (
    "Vergunningsnummer_x000D_\nNuméro d'autorisation",
    "Naam_x000D_\nNom",
    "Adres_x000D_\nAdresse",
    "Postcode_x000D_\nCode Postal",
    "Gemeente_x000D_\nCommune",
    "Status_x000D_\nStatut",
    "Vergunninghouder_x000D_\nDétenteur d'autorisation",
    "Uitbater_x000D_\nExploitant",
    "X (Lambert 2008)",
    "Y (Lambert 2008)",
)
FOOTNOTE = (
    "De gegevens in deze lijst zijn SYNTHETISCH.\n"
    "(1) : Gesloten met behoud van vergunning/Fermeture temporaire; (update : 08-03-2022)"
)


def famhp_file(path: Path, rows: list[tuple], *, footnote: str = FOOTNOTE) -> Path:
    """SYNTHETIC workbook in the layout of the register of pharmacies.

    Rows are (number, postcode, status, x, y); the row of the first one in the sheet is 3.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Apotheken - Pharmacies"
    sheet.append(["Lijst van apotheken SYNTHETISCH\nListe des officines SYNTHETIQUE"])
    sheet.append(list(FAMHP_HEADER))
    for number, postcode, status, x, y in rows:
        sheet.append(
            [number, "CANARY Persoon", "Rue 1", postcode, "Ville", status, "CANARY", None, x, y]
        )
    last = len(rows) + 3
    sheet.cell(last, 1, footnote)
    sheet.merge_cells("A1:J1")
    sheet.merge_cells(f"A{last}:J{last}")
    book.save(path)
    return path


def written(path: Path, *lines: str) -> Path:
    """Text file of these lines."""
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def request(folder: Path, *providers: dict, layer=None, codes=ZONE, **section) -> CareRequest:
    """Request for the care of a zone; each of ``providers`` is one ``[[care.providers]]``."""
    return CareRequest(
        layer=layer or grid_layer(),
        codes=tuple(codes),
        section=CareSection.model_validate({"providers": list(providers), **section}),
        folder=folder,
    )


def care_of_list(folder: Path, *lines: str, layer=None, **provider) -> CareSheet:
    """Care of the zone from one SYNTHETIC list, ``list.csv`` with these lines."""
    written(folder / "list.csv", *lines)
    return care_sheet(request(folder, {"file": "list.csv", **provider}, layer=layer))


def faults_of_list(folder: Path, *lines: str, **given) -> tuple[Fault, ...]:
    """Faults that stop the reading of such a list."""
    with pytest.raises(InputError) as caught:
        care_of_list(folder, *lines, **given)
    return caught.value.faults


def where(faults: tuple[Fault, ...]) -> list[tuple]:
    """Id, row, column and value of faults."""
    return [(f.id, f.row, f.column, f.value) for f in faults]


def notice(sheet: CareSheet, id: str) -> Fault:
    """The one notice of this id."""
    (found,) = (n for n in sheet.notices if n.id == id)
    return found
