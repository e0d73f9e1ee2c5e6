"""Criteria as written -> the tree, bound to fields; faults with their place, never a guess.

``not`` binds more than ``and``, ``and`` more than ``or``; parentheses do as always::

    (copd or heart_failure) and not palliative
    age >= 65 and n_conditions >= 2, sex = F, unit in (5500, 5590), level = high
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from pilotzones.errors import Fault, InputError, Value
from pilotzones.stratification.criteria.fields import Field, Fields
from pilotzones.stratification.criteria.nodes import (
    And,
    Flag,
    Node,
    Not,
    Operator,
    Or,
    Scalar,
    Test,
)
from pilotzones.stratification.criteria.tokens import Token, tokens

_LONGEST = 4_000
_DEEPEST = 40

_ORDERED: tuple[Operator, ...] = ("=", "!=", "<", "<=", ">", ">=", "in")
_UNORDERED: tuple[Operator, ...] = ("=", "!=", "in")
_OPERATORS: dict[str, Operator] = {operator: operator for operator in _ORDERED}
_UNBOUND = ""
"""Column of a field that is not known: what is said of it is read, not judged."""
_YES = frozenset(["yes", "true", "1", "oui", "vrai", "ja", "waar", "wahr"])
_NO = frozenset(["no", "false", "0", "non", "faux", "nee", "neen", "nein", "onwaar", "falsch"])


class _Stop(Exception):
    """Ends the reading at a place where no next word can be told."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def read(text: str, fields: Fields) -> tuple[Node, tuple[Fault, ...]]:
    """Tree and faults of written criteria; with faults the tree is only a part of what was meant.

    Fields that are not known and values that do not fit are all found at once; what cannot be
    followed ends the reading. ``at`` of a fault is the place of the character, counted from 1.
    """
    try:
        if len(text) > _LONGEST:
            raise _Stop(_fault("criteria.too_long", 1, most=_LONGEST))
        if not text.strip():
            raise _Stop(_fault("criteria.empty", 1))
        reader = _Reader(tokens(text), fields)
        node = reader.alternatives(0)
        if reader.now.kind != "end":
            reader.stop("criteria.join_expected")
    except _Stop as stop:
        return Flag(""), (stop.fault,)
    return node, tuple(reader.faults)


class _Reader:
    """Place in the text, and the faults found so far."""

    def __init__(self, found: tuple[Token, ...], fields: Fields) -> None:
        self._found = found
        self._place = 0
        self._fields = fields
        self.faults: list[Fault] = []

    @property
    def now(self) -> Token:
        """The sign or word at this place."""
        return self._found[self._place]

    def stop(self, id: str, **fields: Value) -> None:
        """Ends the reading here; a sign that means nothing anywhere is told as such."""
        if self.now.kind == "strange":
            raise _Stop(_fault("criteria.sign", self.now.at, self.now.text))
        raise _Stop(_fault(id, self.now.at, self.now.text or None, **fields))

    def alternatives(self, depth: int) -> Node:
        """Parts joined by or."""
        return self._joined("or", self._together, Or, depth)

    def _together(self, depth: int) -> Node:
        return self._joined("and", self._single, And, depth)

    def _joined(
        self, word: str, part: Callable[[int], Node], join: type[And] | type[Or], depth: int
    ) -> Node:
        parts = [part(depth)]
        while self.now.meaning == word:
            self._place += 1
            parts.append(part(depth))
        return join(tuple(parts)) if len(parts) > 1 else parts[0]

    def _single(self, depth: int) -> Node:
        """A negation, a group in parentheses, or one criterion."""
        if depth > _DEEPEST:
            self.stop("criteria.too_deep", most=_DEEPEST)
        start = self.now
        if start.kind not in ("word", "open") or start.meaning not in (None, "not"):
            self.stop("criteria.field_expected")
        self._place += 1
        if start.meaning == "not":
            return Not(self._single(depth + 1))
        if start.kind == "open":
            inner = self.alternatives(depth + 1)
            if self.now.kind == "end":
                raise _Stop(_fault("criteria.unclosed", start.at))
            if self.now.kind != "close":
                self.stop("criteria.join_expected")
            self._place += 1
            return inner
        return self._criterion(start)

    def _criterion(self, name: Token) -> Node:
        field = self._fields.get(name.text)
        if field is None:
            self._unknown(name)
            field = Field(name.text, "choice", _UNBOUND)
            if not self._compares():
                return Flag(name.text)
        if not self._compares():
            if field.kind != "flag":
                number = field.kind == "number"
                self._add("criteria.number_alone" if number else "criteria.choice_alone", name)
            return Flag(field.name)
        negated = self.now.meaning == "not"
        self._place += negated
        operator = self._operator(field)
        test = self._test(field, operator)
        return Not(test) if negated else test

    def _compares(self) -> bool:
        """A comparison follows: an operator, ``in`` or ``not in``."""
        following = self._found[self._place + 1] if self.now.kind != "end" else self.now
        inside = self.now.meaning == "in"
        outside = self.now.meaning == "not" and following.meaning == "in"
        return self.now.kind == "operator" or inside or outside

    def _operator(self, field: Field) -> Operator:
        token = self._taken()
        said = token.meaning or token.text
        operator = _OPERATORS[said]
        if field.kind == "flag" and operator not in ("=", "!="):
            raise _Stop(_fault("criteria.flag_compared", token.at, token.text, field=field.name))
        if field.kind == "choice" and field.column != _UNBOUND and operator not in _UNORDERED:
            self._add("criteria.no_order", token, field=field.name, operators=_UNORDERED)
            return "="
        return operator

    def _test(self, field: Field, operator: Operator) -> Node:
        if operator == "in":
            values = tuple(v for v in self._list(field) if v is not None)
            return Test(field.name, "in", tuple(dict.fromkeys(values)) or ("",))
        token = self._value(field)
        if field.kind == "flag":
            return self._flag(field, operator, token)
        value = self._fitting(field, token)
        return Test(field.name, operator, "" if value is None else value)

    def _flag(self, field: Field, operator: Operator, token: Token) -> Node:
        said = token.text.lower()
        if said not in _YES | _NO:
            self._add("criteria.flag_compared", token, field=field.name)
        return Flag(field.name) if (said in _YES) == (operator == "=") else Not(Flag(field.name))

    def _list(self, field: Field) -> list[Scalar | None]:
        if self.now.kind != "open":
            self.stop("criteria.list_expected", field=field.name)
        start, values = self._taken(), [self._fitting(field, self._value(field))]
        while self.now.kind == "comma":
            self._place += 1
            values.append(self._fitting(field, self._value(field)))
        if self.now.kind == "end":
            raise _Stop(_fault("criteria.unclosed", start.at))
        if self.now.kind != "close":
            self.stop("criteria.list_goes_on", field=field.name)
        self._place += 1
        return values

    def _value(self, field: Field) -> Token:
        if self.now.kind not in ("word", "number", "quoted"):
            self.stop("criteria.value_expected", field=field.name)
        return self._taken()

    def _fitting(self, field: Field, token: Token) -> Scalar | None:
        """Value of the field that was written; None, with a fault, where it is none."""
        if field.kind == "number":
            if token.kind != "number":
                self._add("criteria.not_a_number", token, field=field.name)
                return None
            number = float(token.text)
            if field.whole and not number.is_integer():
                self._add("criteria.not_whole", token, field=field.name)
            return int(number) if number.is_integer() else number
        value = field.understood(token.text) if field.kind == "choice" else token.text
        if value is None:
            choices = tuple(value for value, _ in field.choices)
            self._add("criteria.not_a_choice", token, field=field.name, choices=choices)
        return value

    def _taken(self) -> Token:
        token = self.now
        self._place += token.kind != "end"
        return token

    def _unknown(self, name: Token) -> None:
        near = self._fields.near(name.text)
        known = tuple(field.name for field in self._fields)
        if near is None:
            self._add("criteria.unknown_field", name, known=known)
        else:
            self._add("criteria.unknown_field.near", name, near=near, known=known)

    def _add(self, id: str, token: Token, **fields: Value) -> None:
        self.faults.append(_fault(id, token.at, token.text, **fields))


def _fault(id: str, at: int, value: str | None = None, **fields: Value) -> Fault:
    return Fault(id, value=value, fields=MappingProxyType({"at": at, **fields}))


def stopped(faults: tuple[Fault, ...], file: str | None, key: str | None) -> InputError:
    """Error with the faults, each with the file and the key where the criteria stand."""
    return InputError(
        [Fault(f.id, file=file, column=key, value=f.value, fields=f.fields) for f in faults]
    )
