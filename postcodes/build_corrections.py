"""Postcodes of places that are set by hand, checked against the places and the cantons."""

from pathlib import Path

import numpy as np
import pandas as pd
from build_seeds import Sources

TABLE = Path(__file__).parent / "hand" / "place_codes.csv"
NO_PLACE = "none"


def correct_places(sources: Sources, places: pd.DataFrame) -> pd.DataFrame:
    """The places with the postcodes set by hand, without the points that are no place."""
    codes = places["code"].tolist()
    for row, code in place_codes(sources).items():
        codes[row] = code
    return places.assign(code=codes).query("code != @NO_PLACE").reset_index(drop=True)


def place_codes(sources: Sources) -> dict[int, str]:
    """Postcode by row of ``sources.places``; ``none`` marks a point that is no place there.

    Raises
    ------
    SystemExit
        With every row that names no place of its canton, names it twice, or gives a postcode
        whose municipality has no part in the canton.
    """
    table = pd.read_csv(TABLE, dtype=str)
    cantons = sources.cantons["canton"].tolist()
    nis_of = dict(zip(sources.codes["code"], sources.codes["nis"], strict=True))
    found: dict[int, str] = {}
    faults: list[str] = []
    for number, entry in enumerate(table.itertuples(), start=2):
        canton = cantons.index(entry.canton) if entry.canton in cantons else -1
        places = sources.places
        rows = np.flatnonzero((places["canton"] == canton) & (places["name"] == entry.place))
        if len(rows) != 1 or int(rows[0]) in found:
            faults.append(f"row {number}: {len(rows)} places {entry.place} in {entry.canton}")
        elif entry.code != NO_PLACE and canton not in sources.cantons_of.get(
            nis_of.get(entry.code, ""), set()
        ):
            faults.append(
                f"row {number}: {entry.place}, no postcode {entry.code} in {entry.canton}"
            )
        else:
            found[int(rows[0])] = entry.code
    if faults:
        raise SystemExit("\n".join([f"{TABLE.name}:", *faults]))
    return found
