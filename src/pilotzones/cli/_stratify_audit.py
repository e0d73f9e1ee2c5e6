"""Command ``stratify audit``: a finished folder attacked again before it leaves the house."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say

if TYPE_CHECKING:
    from pilotzones.errors import Fault
    from pilotzones.stratification.inspection.folder import Inspected

_PATH = click.Path(path_type=Path)
_MOST = 200
"""Findings that are listed; the total is told."""


@click.command("audit", cls=Command, help=say("cli.audit.help"))
@click.argument("out", type=_PATH)
@click.option("--register", type=_PATH, default=None, help=say("cli.audit.register"))
@click.option("--persons", type=_PATH, multiple=True, help=say("cli.audit.persons"))
@click.option("--mapping", type=_PATH, default=None, help=say("cli.stratify.features.mapping"))
@click.option("--minimum", type=int, default=None, help=say("cli.audit.minimum"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@lang_option
def command(*, out: Path, as_json: bool, lang: str | None, **given: Any) -> int:
    """Read every file of a folder again and say what it gives away."""
    from pilotzones.errors import Fault
    from pilotzones.stratification.inspection.folder import Wanted, inspect
    from pilotzones.stratification.inspection.traces import pseudonyms_of

    spoken = lang or chosen_language()
    register, told = _register(out, given["register"])
    if given["persons"]:
        pseudonyms = pseudonyms_of(given["persons"], given["mapping"])
    else:
        pseudonyms = frozenset()
        told = (*told, Fault("audit.no_persons"))
    wanted = Wanted(given["minimum"], pseudonyms, register)
    found = inspect(out, wanted)
    if as_json:
        _show_json(found, told)
    else:
        _show(found, told, out, spoken)
    return 1 if found.leaks else 0


def _register(out: Path, given: Path | None) -> tuple[Any, tuple[Fault, ...]]:
    """The register that is named, or the one beside the data that the folder was made from."""
    from pilotzones.errors import Fault, InputError
    from pilotzones.stratification.inspection.folder import register_beside
    from pilotzones.stratification.register import NAME, read_register

    path = given / NAME if given is not None and given.is_dir() else given
    if path is not None and not path.is_file():
        raise InputError(Fault("audit.no_register_there", file=str(path)))
    path = path or register_beside(out)
    if path is None:
        return None, (Fault("audit.no_register"),)
    return read_register(path), ()


def _show(found: Inspected, told: tuple[Fault, ...], out: Path, lang: str) -> None:
    from pilotzones.words import text
    from pilotzones.words.faults import fault_lines

    for line in fault_lines(found.leaks, lang, most=_MOST):
        click.echo(line)
    for line in fault_lines((*told, *found.notices), lang, most=_MOST):
        click.echo(line, err=True)
    counts = {"cells": found.cells, "hidden": found.hidden, "path": str(out)}
    click.echo(text("cli.audit.read", lang, n=found.files, **counts), err=True)
    id = "cli.audit.found" if found.leaks else "cli.audit.nothing"
    click.echo(text(id, lang, n=len(found.leaks)), err=True)


def _show_json(found: Inspected, told: tuple[Fault, ...]) -> None:
    from pilotzones.cli._show import show_json

    show_json(
        {
            "schema": 1,
            "files": found.files,
            "cells": found.cells,
            "hidden": found.hidden,
            "leaks": [_record(fault) for fault in found.leaks],
            "notices": [_record(fault) for fault in (*told, *found.notices)],
        }
    )


def _record(fault: Fault) -> dict[str, Any]:
    from pilotzones.words import LANGUAGES
    from pilotzones.words.faults import fault_lines

    return {
        "id": fault.id,
        "file": fault.file,
        "fields": dict(fault.fields),
        "message": {lang: fault_lines((fault,), lang)[0] for lang in LANGUAGES},
    }
