"""What a line of a delivery can be: kinds, codes right and wrong, DDD, payers, patient shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args
from zlib import crc32

import numpy as np
import numpy.typing as npt

from pilotzones.stratification.synthetic.care_parameters import Care
from pilotzones.stratification.synthetic.curves import Kind, PatientShare, Payer
from pilotzones.stratification.synthetic.draws import Flags, Ints
from pilotzones.stratification.synthetic.parameters import Parameters
from pilotzones.stratification.synthetic.population_parameters import WrongCodes

KINDS: tuple[Kind, ...] = get_args(Kind)
PAYERS: tuple[Payer, ...] = get_args(Payer)
SHARES: tuple[PatientShare, ...] = get_args(PatientShare)
LIGHT_DDD = 28.0
"""DDD of a line of who is treated below 90 DDD a year: at most three of them."""
WAYS = 4
"""Ways in which a code can be wrong."""
_ATC = re.compile(r"[A-Z]\d\d[A-Z]{2}\d\d")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a line can be; ``ddd`` is None where no dose is defined."""

    key: str
    kind: Kind
    code: str
    ddd: float | None = None
    share: PatientShare = "none"
    payer: Payer = "federal"
    excluded: bool = False
    old_code: str | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """All items, one entry each, sorted by kind and code.

    ``kind``, ``payer`` and ``share`` are positions in ``KINDS``, ``PAYERS`` and ``SHARES``;
    ``code`` is a position in ``codes``, where the right codes come first; ``ddd`` is in
    ten-thousandths, -1 where there is none. ``wrong`` has a row a right code and a column a way
    to be wrong, and holds positions in ``codes``.
    """

    keys: dict[str, int]
    codes: tuple[str, ...]
    right: int
    kind: Ints
    code: Ints
    ddd: Ints
    share: Ints
    payer: Ints
    excluded: Flags
    wrong: npt.NDArray[np.int64]


def book_of(parameters: Parameters) -> Book:
    """Items of the parameters."""
    items = sorted(_items(parameters), key=lambda i: (KINDS.index(i.kind), i.code, i.key))
    right = sorted({item.code for item in items})
    codes = {code: place for place, code in enumerate(right)}
    old = {item.code: item.old_code for item in items if item.old_code}
    wrong = np.zeros((len(right), WAYS), np.int64)
    for place, code in enumerate(right):
        ways = wrong_codes(code, old.get(code), frozenset(right), parameters.population.wrong_codes)
        for way, found in enumerate(ways):
            wrong[place, way] = codes.setdefault(found, len(codes))
    return Book(
        keys={item.key: place for place, item in enumerate(items)},
        codes=tuple(codes),
        right=len(right),
        kind=np.array([KINDS.index(item.kind) for item in items]),
        code=np.array([codes[item.code] for item in items]),
        ddd=np.array([-1 if i.ddd is None else round(i.ddd * 10_000) for i in items]),
        share=np.array([SHARES.index(item.share) for item in items]),
        payer=np.array([PAYERS.index(item.payer) for item in items]),
        excluded=np.array([item.excluded for item in items]),
        wrong=wrong,
    )


def wrong_codes(
    code: str, old: str | None, right: frozenset[str], parameters: WrongCodes
) -> tuple[str, ...]:
    """Four wrong forms of a code, none of them a right code.

    Letter O for the figure 0 (I for 1 where there is no 0), neighbouring signs swapped, a text
    of no code form, and a withdrawn code; for a code that is not ATC a text of no form again.

    Examples
    --------
    >>> ways = WrongCodes(what="-", source="-", share=0.1, no_form=("?",), withdrawn=("M01AH02",))
    >>> wrong_codes("A10BA02", None, frozenset(["A10BA02"]), ways)
    ('A10BAO2', 'A10AB02', '?', 'M01AH02')
    """
    luck = crc32(code.encode())
    swaps = [_swapped(code, (luck + turn) % (len(code) - 1)) for turn in range(len(code) - 1)]
    swapped = next(found for found in swaps if found not in right)
    last = max(code.rfind("0"), 0)
    letter = code[:last] + "O" + code[last + 1 :] if "0" in code else code.replace("1", "I", 1)
    no_form = parameters.no_form[luck % len(parameters.no_form)]
    if _ATC.fullmatch(code):
        gone = old or parameters.withdrawn[luck % len(parameters.withdrawn)]
    else:
        gone = no_form
    return (letter if letter not in right else swapped, swapped, no_form, gone)


def _swapped(code: str, place: int) -> str:
    return code[:place] + code[place + 1] + code[place] + code[place + 2 :]


def _items(parameters: Parameters) -> Iterator[Item]:
    for id, illness in parameters.illnesses.illness.items():
        for each in illness.medicine:
            ddd = None if each.no_ddd else each.package_ddd
            old = each.old_code
            yield Item(f"{id} {each.code}", "drug", each.code, ddd, "drug", old_code=old)
        for first in illness.medicine[:1]:
            ddd = None if first.no_ddd else LIGHT_DDD
            yield Item(f"{id} light", "drug", first.code, ddd, "drug", old_code=first.old_code)
    yield from _care_items(parameters.care)


def _care_items(care: Care) -> Iterator[Item]:
    for each in care.other_medicines.medicine:
        ddd = each.ddd or None
        yield Item(f"other {each.code}", "drug", each.code, ddd, "drug", excluded=each.excluded)
    for id, contact in care.contact.items():
        for code in contact.codes:
            yield Item(
                f"{id} {code}", contact.kind, code, None, contact.share, contact.payer,
                contact.excluded,
            )  # fmt: skip
    for id, service in care.service.items():
        yield Item(
            f"service {id}", service.kind, service.code, None, service.share_of_patient,
            service.payer, service.excluded,
        )  # fmt: skip
    end = care.palliative
    yield Item("palliative", end.kind, end.code)
    for each in end.medicines:
        yield Item(f"palliative {each.code}", "drug", each.code, each.package_ddd, "drug")
    stay = care.hospital
    yield Item("planned", "hospital", stay.planned_code, share="hospital")
    yield Item("unplanned", "hospital", stay.unplanned_code, share="hospital")
    yield Item("admission", "visit", stay.visit_code, share="fee")
