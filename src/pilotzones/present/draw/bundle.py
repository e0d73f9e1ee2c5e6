"""The modules of the draw page as one script, since module files do not load from a disk.

The modules use plain lines only: ``import { a, b } from "./x.js";`` and ``export`` before a
function, class, const or let. Both are taken away and the modules joined, each after those that it
leans on, so that a name may stand in one module only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from pilotzones.assets import asset

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([a-z_]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function\b|class\b|const\b|let\b)", re.MULTILINE)
_NAME = re.compile(
    r"^(?:async )?(?:function\*?|class|const|let) (?:([A-Za-z_$][\w$]*)|[{\[]([^=]*)[}\]] =)",
    re.MULTILINE,
)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
ENTRY = "main"


def bundle(modules: Mapping[str, str]) -> str:
    """One script of modules given by name; it ends by starting the page.

    Raises
    ------
    ValueError
        An import of a module or name that is not there, modules that lean on each other in a
        circle, a name that two modules give, an import or export of another form.
    """
    leans: dict[str, list[str]] = {}  # no sets, whose order differs from run to run
    for name, code in modules.items():
        leans[name] = []
        for names, other in _IMPORT.findall(code):
            leans[name].append(other)
            for wanted in (part.strip() for part in names.split(",")):
                if wanted and wanted not in _exports(modules.get(other, "")):
                    raise ValueError(f"{name}.js wants {wanted} of {other}.js, which has none")
    try:
        order = [*TopologicalSorter(leans).static_order()]
    except CycleError as circle:
        raise ValueError(f"modules in a circle: {' > '.join(circle.args[1])}") from None
    bodies = [_EXPORT.sub("", _IMPORT.sub("", modules[name])).strip() for name in order]
    script = "\n".join(bodies)
    _check(dict(zip(order, bodies, strict=True)))
    return f'"use strict";\n(() => {{\n{script}\nstartDraw();\n}})();'


def _exports(code: str) -> set[str]:
    return set(_names("\n".join(re.findall(r"^export (.*)$", code, re.MULTILINE))))


def _names(code: str) -> list[str]:
    """Names that stand at the top of a module."""
    found = []
    for plain, parts in _NAME.findall(code):
        found += [plain] if plain else re.findall(r"[A-Za-z_$][\w$]*", parts)
    return found


def _check(bodies: Mapping[str, str]) -> None:
    owner: dict[str, str] = {}
    for name, body in bodies.items():
        if left := _LEFT.search(body):
            raise ValueError(f"{name}.js: {left.group()}")
        for top in _names(body):
            if top in owner:
                raise ValueError(f"{top} stands in {owner[top]}.js and in {name}.js")
            owner[top] = name


def draw_modules() -> dict[str, str]:
    """The modules of the draw page that the program ships, by name."""
    folder = asset("maps", "draw")
    return {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.js"))}
