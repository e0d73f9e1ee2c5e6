"""Settings files (TOML) into checked models: every fault named by its key and row, all at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from pilotzones.errors import Fault, InputError, Value
from pilotzones.readers.written import Keys, depth_of, read_written, rows_of, short

Model = TypeVar("Model", bound=BaseModel)
_WRONG = (
    ("settings.wrong_value.empty", ("string_too_short", "too_short")),
    ("settings.wrong_value.list", ("list", "tuple", "set", "frozen_set")),
    ("settings.wrong_value.choice", ("literal", "enum")),
    ("settings.wrong_value.date", ("date",)),
    ("settings.wrong_value.whole", ("int_",)),
    ("settings.wrong_value.number", ("float", "decimal", "finite")),
    ("settings.wrong_value.flag", ("bool",)),
    ("settings.wrong_value.table", ("dict", "model", "mapping")),
    ("settings.wrong_value.text", ("string", "path")),
)
_BOUNDS = {
    "greater_than": ("settings.out_of_range.above", "gt"),
    "greater_than_equal": ("settings.out_of_range.least", "ge"),
    "less_than": ("settings.out_of_range.below", "lt"),
    "less_than_equal": ("settings.out_of_range.most", "le"),
}


def read_settings(path: Path, model: type[Model]) -> Model:
    """Content of a settings file as a model.

    Raises
    ------
    InputError
        As `read_written`, or one fault for each key that is wrong, with its row.
    """
    written = read_written(path)
    return checked(written.content, model, file=written.file, text=written.text)


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
    placed = [replace(fault, file=file, row=rows.get(keys)) for keys, fault in faults.items()]
    raise InputError(sorted(placed, key=lambda fault: fault.row or 0)) from None


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
            found[keys] = replace(found[keys], id="settings.wrong_value.text_or_list")
        elif len(ids) > 1 and all(id.startswith("settings.wrong_value.") for id in ids):
            found[keys] = replace(found[keys], id="settings.wrong_value.other")
    return found


def _place(error: Any, content: Any) -> Keys:
    """Way to the value in the file: the names that pydantic adds for kinds are left out."""
    keys: list[str | int] = []
    for part in error["loc"]:
        if depth_of(content, (part,)):
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
    value = error.get("input")
    whole_section = "." in kind and isinstance(value, dict)
    shown = None if whole_section or value == "" else short(value)
    return Fault(id, column=column, value=shown, fields=fields)


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


def _known_keys(annotation: Any, path: Keys) -> set[str]:
    """Keys allowed at a place of a nested model; none where anything may be a key."""
    for part in path:
        annotation = _inside(annotation, part)
    model = _model(annotation)
    return set(_fields(model)) if model else set()


def _inside(annotation: Any, part: str | int) -> Any:
    """Kind of the value under a key of a model, or under any key of a table or list of models."""
    model = _model(annotation)
    if model is not None:
        field = _fields(model).get(str(part))
        return field.annotation if field else None
    inner = [found for each in get_args(annotation) if (found := _inside_table(each)) is not None]
    return inner[-1] if inner else _inside_table(annotation)


def _inside_table(annotation: Any) -> Any:
    if get_origin(annotation) in (dict, list, tuple, Mapping):
        return next((a for a in reversed(get_args(annotation)) if a is not Ellipsis), None)
    return None


def _model(annotation: Any) -> type[BaseModel] | None:
    """The model that a value is: itself, or the one of ``Model | None``; not that of a table."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (dict, list, tuple, Mapping):
        return None
    found = (_model(part) for part in get_args(annotation))
    return next((model for model in found if model is not None), None)


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}
