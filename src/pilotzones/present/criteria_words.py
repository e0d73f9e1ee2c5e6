"""Inclusion criteria read back: what was written, as a phrase in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pilotzones.stratification.criteria import (
    And,
    Criteria,
    Field,
    Fields,
    Flag,
    Node,
    Not,
    Or,
    Test,
)
from pilotzones.stratification.criteria.nodes import Operator
from pilotzones.words import number, text

Names = Mapping[str, Mapping[str, str]]
"""Names of conditions by id, in four languages: those of the people sheet."""

_OPPOSITE: dict[Operator, Operator] = {
    "=": "!=",
    "!=": "=",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
}
_NOBODY = ""
"""Stands for a choice that leaves nothing, such as ``not sex in (F, M)``."""
_SPOKEN = {">=": "ge", ">": "gt", "<=": "le", "<": "lt", "=": "eq", "!=": "ne"}


def criteria_in_words(criteria: Criteria, names: Names, lang: str) -> str:
    """Criteria as one phrase: ``diabetes, or heart failure and at least 2 chronic conditions``.

    What belongs together has no comma inside; what lies deeper still has parentheses.
    """
    return spoken(criteria.node, criteria, names, lang)


def spoken(node: Node, criteria: Criteria, names: Names, lang: str) -> str:
    """The same for a part of the criteria, such as one of its alternatives."""
    return _Speaker(names, lang).phrase(_plain(node, criteria.fields, negated=False))


def field_name(id: str, names: Names, lang: str) -> str:
    """Name of a field of the criteria, also of a condition, in the reader's language.

    What follows a comma in the name of a condition is put in parentheses, so that it can stand in
    a list.
    """
    if id not in names:
        return text(f"field.{id}", lang)
    name, comma, rest = names[id][lang].partition(", ")
    return f"{name} ({rest})" if comma else name


def _plain(node: Node, fields: Fields, *, negated: bool) -> Node:
    """The same criteria in plainer parts: one value in each, negations at single fields only."""
    match node:
        case Not(part):
            return _plain(part, fields, negated=not negated)
        case And(parts) | Or(parts):
            join = And if isinstance(node, And) != negated else Or
            return _joined(join, [_plain(part, fields, negated=negated) for part in parts])
        case Test():
            return _plain_test(node, fields[node.field], negated=negated)
        case Flag():
            return Not(node) if negated else node


def _joined(join: type[And] | type[Or], parts: Sequence[Node]) -> Node:
    """Parts joined; those that are joined by the same word stand beside the others."""
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, join) else [part]
    return join(tuple(flat)) if len(flat) > 1 else flat[0]


def _plain_test(test: Test, field: Field, *, negated: bool) -> Node:
    """One test for each value; of a small choice, for each of the values that are left."""
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    outside = negated != (test.operator == "!=")
    if field.choices:
        left = [v for v, _ in field.choices if (v in values) != outside]
        return _joined(Or, [Test(field.name, "=", v) for v in left]) if left else Flag(_NOBODY)
    if field.kind == "choice":
        return Not(Test(field.name, "in", values)) if outside else Test(field.name, "in", values)
    if test.operator == "in":
        join, operator = (And, "!=") if negated else (Or, "=")
        return _joined(join, [Test(field.name, operator, value) for value in values])
    return Test(field.name, _OPPOSITE[test.operator], test.value) if negated else test


class _Speaker:
    """Says criteria in one language."""

    def __init__(self, names: Names, lang: str) -> None:
        self._names = names
        self._lang = lang

    def phrase(self, node: Node) -> str:
        """Phrase for a tree that stands alone or in parentheses."""
        if not isinstance(node, And | Or):
            return self._single(node)
        both = isinstance(node, And)
        if all(not isinstance(part, And | Or) for part in node.parts):
            return self._listed([self._single(part) for part in node.parts], both=both)
        said = [self._inside(part) for part in node.parts]
        found = said[0]
        for part in said[1:]:
            found = text(
                "criteria.both.long" if both else "criteria.either.long",
                self._lang,
                first=found,
                last=part,
            )
        return found

    def _inside(self, node: Node) -> str:
        """A part of a longer phrase: a plain list as it is, anything deeper in parentheses."""
        deep = isinstance(node, And | Or) and any(isinstance(p, And | Or) for p in node.parts)
        return f"({self.phrase(node)})" if deep else self.phrase(node)

    def _listed(self, said: Sequence[str], *, both: bool) -> str:
        word = "criteria.both" if both else "criteria.either"
        return text(word, self._lang, first=", ".join(said[:-1]), last=said[-1])

    def _single(self, node: Node) -> str:
        match node:
            case Flag(field) if field == _NOBODY:
                return text("criteria.nobody", self._lang)
            case Flag(field):
                return field_name(field, self._names, self._lang)
            case Not(Flag(field)) if field in self._names:
                name = field_name(field, self._names, self._lang)
                return text("criteria.without", self._lang, name=name)
            case Not(Flag(field)):
                return text(f"criteria.not.{field}", self._lang)
            case Not(Test(_, _, tuple() as units)):
                return text("criteria.unit.not", self._lang, units=", ".join(map(str, units)))
            case Test(_, _, tuple() as units):
                return text("criteria.unit", self._lang, units=", ".join(map(str, units)))
            case Test(field, _, str() as value):
                return text(f"criteria.choice.{field}.{value}", self._lang)
            case Test(field, operator, int() | float() as value):
                return self._number(field, operator, value)
            case _:
                raise AssertionError("no other part is left once criteria are plain")

    def _number(self, field: str, operator: Operator, value: float) -> str:
        how = _SPOKEN[operator]
        n = value if isinstance(value, int) else number(value, self._lang, 2)
        if field == "age":
            return text(f"criteria.age.{how}", self._lang, n=n)
        amount = text(f"criteria.what.{field}", self._lang, n=n)
        return text(f"criteria.test.{how}", self._lang, amount=amount)
