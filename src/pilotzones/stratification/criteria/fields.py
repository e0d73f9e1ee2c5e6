"""Fields that inclusion criteria may name: kind, unit, place in the data, what they mark."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Kind = Literal["flag", "number", "choice"]

Mark = Literal["age", "risk", "comorbidity", "vulnerable"]
"""Age (T06); a high value is a high risk (T08); an additional disease (T07); a trait of people to
whom special attention goes (T11)."""

Choices = tuple[tuple[str, tuple[str, ...]], ...]
"""Values of a choice, each with the words that are understood for it."""

_SEXES: Choices = (
    ("F", ("f", "v", "vrouw", "femme", "frau", "w", "female", "2")),
    ("M", ("m", "h", "man", "homme", "mann", "male", "1")),
)
_LEVELS: Choices = (
    ("low", ("low", "bas", "laag", "niedrig")),
    ("middle", ("middle", "moyen", "midden", "mittel")),
    ("high", ("high", "élevé", "eleve", "haut", "hoog", "hoch")),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing known of every person.

    Parameters
    ----------
    name
        Name in the criteria.
    kind
        A flag (yes or no), a number, or a choice from values.
    column
        Column of the feature frame that holds it.
    unit
        What a number counts: ``years``, ``conditions``, ``eur``, ``ddd``, ``days`` ...
    whole, most
        Whether a number has no decimals, and the largest one that there can be.
    choices
        Values of a choice, from the lowest to the highest where they have an order; none where
        any code is taken.
    marks
        What a rule of the target group has to know of it.
    """

    name: str
    kind: Kind
    column: str
    unit: str = ""
    whole: bool = False
    most: int | None = None
    choices: Choices = ()
    marks: frozenset[Mark] = frozenset()

    def understood(self, word: str) -> str | None:
        """Value of the choice that a word stands for; None where it is none of them."""
        if not self.choices:
            return word
        return next((value for value, words in self.choices if word.lower() in words), None)


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields in the order in which they are told, and which of them are conditions.

    ``counted`` are the conditions that the number of conditions counts.
    """

    known: tuple[Field, ...]
    conditions: tuple[str, ...]
    counted: tuple[str, ...]

    def __iter__(self) -> Iterator[Field]:
        return iter(self.known)

    def __getitem__(self, name: str) -> Field:
        found = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def get(self, name: str) -> Field | None:
        """Field of this name; case does not count."""
        return next((field for field in self.known if field.name == name.lower()), None)

    def near(self, name: str) -> str | None:
        """Name of a field that is written nearly the same; None where there is none."""
        names = [field.name for field in self.known]
        found = get_close_matches(name.lower().replace("-", "_"), names, n=1, cutoff=0.7)
        return found[0] if found else None

    def of(self, columns: Collection[str]) -> Fields:
        """Those of the fields that a frame with these columns has."""
        kept = tuple(field for field in self.known if field.column in columns)
        names = {field.name for field in kept}
        conditions, counted = (
            tuple(c for c in of if c in names) for of in (self.conditions, self.counted)
        )
        return Fields(kept, conditions, counted)


def known_fields(
    conditions: Iterable[str], kinds: Iterable[str] = (), *, uncounted: Collection[str] = ()
) -> Fields:
    """Every field: one for each condition, one cost for each kind of delivery, and the others.

    Parameters
    ----------
    uncounted
        Conditions that the number of conditions leaves out.

    Examples
    --------
    >>> fields = known_fields(["copd", "diabetes"], ["drug", "hospital"])
    >>> [field.name for field in fields][:3], fields["cost_drug"].column
    (['copd', 'diabetes', 'n_conditions'], 'cost_drug')
    >>> fields.near("copt"), fields.near("polyfarmacy")
    ('copd', 'polypharmacy')
    """
    ids = tuple(conditions)
    counted = tuple(id for id in ids if id not in uncounted)
    comorbidity: frozenset[Mark] = frozenset({"comorbidity"})
    risk: frozenset[Mark] = frozenset({"risk"})
    vulnerable: frozenset[Mark] = frozenset({"vulnerable"})
    found = [Field(id, "flag", f"cond_{id}", marks=comorbidity) for id in ids]
    found += [
        Field(
            "n_conditions", "number", "n_conditions", "conditions", True, len(counted), marks=risk
        ),
        Field("n_atc3", "number", "n_atc3", "classes", True, marks=risk),
        Field("polypharmacy", "flag", "polypharmacy", marks=risk),
        Field("ddd", "number", "ddd", "ddd", False, marks=risk),
        Field("total_cost", "number", "total_cost", "eur", False, marks=risk),
    ]
    found += [
        Field(f"cost_{kind}", "number", f"cost_{kind}", "eur", False, marks=risk) for kind in kinds
    ]
    found += [
        Field("expected_cost", "number", "predicted", "eur", False, marks=risk),
        Field("hospital_days", "number", "hospital_days", "days", True, marks=risk),
        Field("hospital_stays", "number", "hospital_stays", "stays", True, marks=risk),
        Field("level", "choice", "level", choices=_LEVELS, marks=risk),
        Field("age", "number", "age", "years", True, 120, marks=frozenset({"age"})),
        Field("sex", "choice", "sex", choices=_SEXES),
        Field("chronic_status", "flag", "chronic_status", marks=risk),
        Field("palliative", "flag", "palliative", marks=risk),
        Field("increased_reimbursement", "flag", "increased_reimbursement", marks=vulnerable),
        Field("isolated", "flag", "isolated", marks=vulnerable),
        Field("unit", "choice", "unit"),
        Field("rural", "flag", "rural"),
    ]
    return Fields(tuple(found), ids, counted)
