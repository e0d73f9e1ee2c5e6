"""Inclusion criteria of a target group: a small readable language bound to fields of the data.

Nothing here knows a person; `mask` alone takes a frame and returns who is in.
"""

from __future__ import annotations

from dataclasses import dataclass

from pilotzones.stratification.criteria.fields import Field, Fields, known_fields
from pilotzones.stratification.criteria.nodes import And, Flag, Node, Not, Or, Test, atoms
from pilotzones.stratification.criteria.reading import read, stopped

__all__ = [
    "And",
    "Criteria",
    "Field",
    "Fields",
    "Flag",
    "Node",
    "Not",
    "Or",
    "Test",
    "atoms",
    "known_fields",
    "parse",
]


@dataclass(frozen=True, slots=True)
class Criteria:
    """Criteria of a target group: the tree, and the fields that it is bound to."""

    node: Node
    fields: Fields

    def __str__(self) -> str:
        return str(self.node)

    @property
    def alternatives(self) -> tuple[Node, ...]:
        """Parts of which one is enough, as they stand at the top; one where there is no choice."""
        return self.node.parts if isinstance(self.node, Or) else (self.node,)

    @property
    def used(self) -> tuple[Field, ...]:
        """Fields that the criteria name, in the order of the registry."""
        named = {atom.field for atom in atoms(self.node)}
        return tuple(field for field in self.fields if field.name in named)


def parse(
    text: str, fields: Fields, *, file: str | None = None, key: str | None = None
) -> Criteria:
    """Criteria as they are written.

    Parameters
    ----------
    file, key
        Where they stand, for the faults.

    Raises
    ------
    InputError
        Every fault, with the place of the character in the text (``at``), what was found there
        and what is allowed; for a field that is not known, the nearest and all known names.

    Examples
    --------
    >>> fields = known_fields(["copd", "heart_failure", "diabetes"])
    >>> criteria = parse("(COPD ou heart_failure) et non rural", fields)
    >>> str(criteria)
    '(copd or heart_failure) and not rural'
    >>> [str(part) for part in parse("copd or age >= 75 and diabetes", fields).alternatives]
    ['copd', 'age >= 75 and diabetes']
    """
    node, faults = read(text, fields)
    if faults:
        raise stopped(faults, file, key)
    return Criteria(node, fields)
