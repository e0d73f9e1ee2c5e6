"""Settings files (TOML) into checked models: every fault named by its key and row, all at once."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from pilotzones.errors import Fault, InputError, Value

Model = TypeVar("Model", bound=BaseModel)
Keys = tuple[str | int, ...]
"""Way to a value: names of tables and keys, and places in lists counted from 0."""

_LONGEST_SHOWN = 60
_LONGEST_SEARCHED = 1_000
"""Rows of a file in which the row of a fault is looked for; the search is quadratic."""

_WRONG = (
    ("settings.wrong_value.list", ("list", "tuple", "set", "frozen_set")),
    ("settings.wrong_value.choice", ("literal", "enum")),
    ("settings.wrong_value.date", ("date",)),
    ("settings.wrong_value.whole", ("int_",)),
    ("settings.wrong_value.number", ("float", "decimal", "finite")),
    ("settings.wrong_value.flag", ("bool",)),
    ("settings.wrong_value.table", ("dict", "model", "mapping")),
    ("settings.wrong_value.text", ("string_type", "string_sub", "str", "path")),
    ("settings.wrong_value.empty", ("string_too_short", "too_short")),
)
_BOUNDS = {
    "greater_than": ("settings.out_of_range.above", "gt"),
    "greater_than_equal": ("settings.out_of_range.least", "ge"),
    "less_than": ("settings.out_of_range.below", "lt"),
    "less_than_equal": ("settings.out_of_range.most", "le"),
}
_UNQUOTED = re.compile(r"""^[^=]+=\s*(?!true\b|false\b|inf\b|nan\b)[^\s"'\[{\d+-]""")
_CURLY = re.compile("[\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\u201a]")


def read_settings(path: Path, model: type[Model], *, shown: str | None = None) -> Model:
    """Content of a settings file as a model.

    Parameters
    ----------
    shown
        Name of the file in faults: the path as the user wrote it.

    Raises
    ------
    InputError
        The file cannot be read as TOML, or one fault for each key that is wrong, with its row.
    """
    file = shown or str(path)
    text = _text_of(path, file)
    return checked(_parsed(text, file), model, file=file, text=text)


def read_toml(path: Path, *, shown: str | None = None) -> dict[str, Any]:
    """Content of a TOML file.

    Raises
    ------
    InputError
        The file cannot be read, is not UTF-8 or is not TOML; the fault has the row.
    """
    file = shown or str(path)
    return _parsed(_text_of(path, file), file)


def _text_of(path: Path, file: str) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        reason = "file.missing" if isinstance(error, FileNotFoundError) else "file.unreadable"
        raise InputError(Fault(reason, file=file)) from None
    except UnicodeDecodeError:
        raise InputError(Fault("settings.not_utf8", file=file)) from None


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        row = int(place[1]) if place else len(text.splitlines())
        line = "".join(text.splitlines()[row - 1 : row])
        id = _broken(str(error), line)
        raise InputError(Fault(id, file=file, row=row or None, value=_short(line))) from None


def _broken(error: str, line: str) -> str:
    """Sentence for a line that is not TOML: the faults that people make have one of their own."""
    if error.startswith(("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate")):
        return "settings.key_twice"
    if "\\" in line and re.search(r"escape|hex|backslash|'\\\\'", error, re.IGNORECASE):
        return "settings.backslash"
    if _CURLY.search(line.split("=", 1)[-1].lstrip()[:1]):
        return "settings.curly_quotes"
    if _UNQUOTED.match(line):
        return "settings.not_quoted"
    return "settings.not_toml"


def checked(
    content: dict[str, Any], model: type[Model], *, file: str, text: str | None = None
) -> Model:
    """``content`` as a model.

    Parameters
    ----------
    text
        The file as it was read: with it, faults have the row.

    Raises
    ------
    InputError
        One fault for each unknown key (with the nearest known one), missing key or wrong value.
        A validator may raise ``PydanticCustomError`` with a message id of its own as its type;
        its context becomes the fields of the sentence.
    """
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = _faults(error, content, model)
    rows = rows_of(text, faults) if text is not None else {}
    raise InputError(
        [
            Fault(f.id, file=file, row=rows.get(k), column=f.column, value=f.value, fields=f.fields)
            for k, f in faults.items()
        ]
    ) from None


def rows_of(text: str, wanted: Mapping[Keys, Any] | Sequence[Keys]) -> dict[Keys, int]:
    """Row where the statement begins that brings each way of keys into the file, from 1.

    A way that the file lacks gets the row of the table that it would stand in; the file itself
    has no row. Found by reading ever longer beginnings of the file, so no second TOML grammar is
    needed; empty for files longer than some thousand rows.

    Examples
    --------
    >>> rows_of('[zone]\\nname = "x"\\n', [("zone", "name"), ("zone", "nmae")])
    {('zone', 'nmae'): 1, ('zone', 'name'): 2}
    """
    lines = text.splitlines()
    found: dict[Keys, int] = {}
    depth: dict[Keys, int] = {}
    done = 0
    for end in range(1, len(lines) + 1 if len(lines) <= _LONGEST_SEARCHED else 0):
        try:
            content = tomllib.loads("\n".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue
        for keys in wanted:
            reached = _depth(content, keys)
            if reached > depth.get(keys, 0):
                depth[keys], found[keys] = reached, _first_row(lines, done, end)
        done = end
    return found


def _first_row(lines: list[str], done: int, end: int) -> int:
    """Row of the first line between two places that is neither empty nor a comment."""
    says = (i for i in range(done, end) if lines[i].strip() and not lines[i].lstrip()[0] == "#")
    return next(says, done) + 1


def _depth(content: Any, keys: Keys) -> int:
    """How many of the keys lead into the content."""
    for reached, key in enumerate(keys):
        inside = isinstance(content, dict) and key in content
        if not inside and not (
            isinstance(content, list) and isinstance(key, int) and key < len(content)
        ):
            return reached
        content = content[key]
    return len(keys)


def _faults(error: ValidationError, content: Any, model: type[BaseModel]) -> dict[Keys, Fault]:
    """One fault for each place; a place that fails as every kind it may be has one too."""
    found: dict[Keys, Fault] = {}
    kinds: dict[Keys, set[str]] = {}
    for each in error.errors():
        keys = _place(each, content)
        fault = _fault(each, keys, model)
        kinds.setdefault(keys, set()).add(fault.id)
        found.setdefault(keys, fault)
    for keys, ids in kinds.items():
        if ids == {"settings.wrong_value.text", "settings.wrong_value.list"}:
            found[keys] = _with_id(found[keys], "settings.wrong_value.text_or_list")
        elif len(ids) > 1 and all(id.startswith("settings.wrong_value.") for id in ids):
            found[keys] = _with_id(found[keys], "settings.wrong_value.other")
    return found


def _with_id(fault: Fault, id: str) -> Fault:
    return Fault(id, column=fault.column, value=fault.value, fields=fault.fields)


def _place(error: Any, content: Any) -> Keys:
    """Way to the value in the file: the names that pydantic adds for kinds are left out."""
    keys: list[str | int] = []
    for part in error["loc"]:
        if _depth(content, (part,)):
            keys.append(part)
            content = content[part]
    if error["type"] == "missing":
        keys.append(error["loc"][-1])
    return tuple(keys)


def key_name(keys: Keys) -> str:
    """Way of keys as it is shown: ``zone.postcodes (3)`` is the third of a list.

    Examples
    --------
    >>> key_name(("zone", "postcodes", 2))
    'zone.postcodes (3)'
    """
    shown = ""
    for key in keys:
        shown += f" ({key + 1})" if isinstance(key, int) else f".{key}" if shown else key
    return shown


def _fault(error: Any, keys: Keys, model: type[BaseModel]) -> Fault:
    column, kind = key_name(keys), str(error["type"])
    if kind == "extra_forbidden":
        return _unknown_key(column, str(keys[-1]), sorted(_known_keys(model, keys[:-1])))
    if kind == "missing":
        return Fault("settings.missing_key", column=column)
    id, fields = _reason(kind, error.get("ctx") or {})
    return Fault(id, column=column, value=_short(error.get("input")), fields=fields)


def _unknown_key(column: str, key: str, known: list[str]) -> Fault:
    near = get_close_matches(key.lower(), known, n=1, cutoff=0.7)
    if near:
        return Fault("settings.unknown_key", column=column, fields={"near": near[0]})
    return Fault("settings.unknown_key.known", column=column, fields={"known": tuple(known)})


def _reason(kind: str, context: Mapping[str, Any]) -> tuple[str, dict[str, Value]]:
    """Message id of a value that was refused, and the fields of its sentence."""
    if kind in _BOUNDS:
        id, name = _BOUNDS[kind]
        return id, {"bound": context[name]}
    if "." in kind:  # a message id of the room that owns the section
        return kind, dict(context)
    for id, starts in _WRONG:
        if kind.startswith(starts):
            choices = re.findall(r"'([^']*)'", str(context.get("expected", "")))
            return id, {"allowed": tuple(choices)} if choices else {}
    return "settings.wrong_value.other", {}


def _short(value: Any) -> str:
    """Value as it is quoted in a sentence, cut where it is long."""
    shown = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    shown = " ".join(shown.split())
    return shown if len(shown) <= _LONGEST_SHOWN else shown[: _LONGEST_SHOWN - 1] + "…"


def _known_keys(model: Any, path: Keys) -> set[str]:
    """Keys allowed at a place of a nested model."""
    for part in path:
        if isinstance(model, type) and issubclass(model, BaseModel):
            fields = {field.alias or name: field for name, field in model.model_fields.items()}
            model = _inner(fields[str(part)].annotation) if part in fields else None
    if isinstance(model, type) and issubclass(model, BaseModel):
        return {field.alias or name for name, field in model.model_fields.items()}
    return set()


def _inner(annotation: Any) -> Any:
    """First model inside an annotation such as ``dict[str, Answer] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_inner(part) for part in get_args(annotation))
    return next((inner for inner in found if inner is not None), None)
