"""SYNTHETIC provider lists as files, and the request that reads them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from synthetic import grid_layer

from pilotzones.postcodes.layer import UnitLayer, make_layer
from pilotzones.resources.request import CareRequest
from pilotzones.resources.section import CareSection

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
NOTE = "Gegevens zoals meegedeeld.\n(1) : Gesloten met behoud van vergunning (update : 08-03-2022)"


def postcode_layer(**changes: object) -> UnitLayer:
    """SYNTHETIC grid whose units have the codes 1000 to 1022, in the middle of Lambert 72."""
    plain = grid_layer(**changes)  # pyright: ignore[reportArgumentType]
    units = plain.units.reset_index()
    units["code"] = ["10" + code for code in units["code"]]
    units["geometry"] = units.geometry.translate(150_000, 150_000)
    return make_layer(units, plain.origin)


def request(
    layer: UnitLayer, codes: Sequence[str], folder: Path = Path(), **care: object
) -> CareRequest:
    section = CareSection.model_validate(care)
    return CareRequest(layer, tuple(codes), section, folder)


def csv(path: Path, header: str, *rows: str) -> Path:
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return path


def famhp(path: Path, rows: Sequence[tuple[object, object, float | None, float | None]]) -> Path:
    """SYNTHETIC register of pharmacies in the agency's layout: postcode, status, x and y."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Lijst van apotheken\nListe des officines", *[None] * 9])
    sheet.merge_cells("A1:J1")
    sheet.append(FAMHP_HEADER)
    for number, (postcode, status, x, y) in enumerate(rows):
        sheet.append(
            [f"90{number:04}", "SYNTHETIC", "Rue 1", postcode, "Ville", status, *[None] * 2, x, y]
        )
    last = len(rows) + 3
    sheet.append([NOTE, *[None] * 9])
    sheet.merge_cells(f"A{last}:J{last}")
    book.save(path)
    return path
