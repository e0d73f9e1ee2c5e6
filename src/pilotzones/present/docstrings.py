"""What the program's own functions say of themselves, read from their source, never run."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_RULES = "rules"


@dataclass(frozen=True, slots=True)
class Explained:
    """First paragraph of a docstring, in English, and the file that it stands in."""

    words: str
    file: str


def explained(name: str) -> Explained:
    """What a function or module says of itself; ``zones.measures.pieces_of`` names a function.

    Raises
    ------
    KeyError
        There is nothing of that name, or it says nothing.
    """
    path = name.split(".")
    for parts, inner in ((path, None), (path[:-1], path[-1])):
        module = _module(tuple(parts)) if parts else None
        if module is None:
            continue
        node = module if inner is None else _function(module, inner)
        words = ast.get_docstring(node) if node is not None else None
        if words:
            return Explained(_first(words), "/".join(parts) + ".py")
    raise KeyError(name)


@cache
def explained_rules() -> Mapping[str, Explained]:
    """What the check of each computed rule says of itself, by the id of the rule."""
    found: dict[str, Explained] = {}
    for room in sorted(_source().iterdir(), key=lambda part: part.name):
        folder = room.joinpath(_RULES)
        if room.is_dir() and folder.is_dir():
            for part in sorted(folder.iterdir(), key=lambda part: part.name):
                if part.name.endswith(".py"):
                    file = f"{room.name}/{_RULES}/{part.name}"
                    found |= dict(_rules_of(ast.parse(part.read_text("utf-8")), file))
    return found


def _rules_of(module: ast.Module, file: str) -> Iterator[tuple[str, Explained]]:
    """Functions entered by the decorator ``rule``, with the ids that they are entered under."""
    for node in module.body:
        words = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
        if not isinstance(node, ast.FunctionDef) or not words:
            continue
        for entered in node.decorator_list:
            if isinstance(entered, ast.Call) and getattr(entered.func, "id", "") == "rule":
                id = entered.args[0] if entered.args else None
                if isinstance(id, ast.Constant) and isinstance(id.value, str):
                    yield id.value, Explained(_first(words), file)


def _source() -> Traversable:
    return files("pilotzones")


@cache
def _module(parts: tuple[str, ...]) -> ast.Module | None:
    path = _source().joinpath(*parts[:-1], f"{parts[-1]}.py")
    return ast.parse(path.read_text("utf-8")) if path.is_file() else None


def _function(module: ast.Module, name: str) -> ast.FunctionDef | None:
    named = (node for node in module.body if isinstance(node, ast.FunctionDef))
    return next((node for node in named if node.name == name), None)


def _first(words: str) -> str:
    """First paragraph on one line; marks of code go."""
    return " ".join(words.split("\n\n")[0].split()).replace("``", "").replace("`", "")
