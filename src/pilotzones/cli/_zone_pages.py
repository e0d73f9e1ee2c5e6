"""Option ``--out`` of the commands on a zone: the page of what they computed, and its files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pilotzones.cli._language import say

if TYPE_CHECKING:
    from pilotzones.findings import Case
    from pilotzones.zones.propose.sheet import Proposals

F = TypeVar("F", bound=Callable[..., Any])


def out_option(command: F) -> F:
    """Option ``--out``: the folder of the page."""
    kind = click.Path(path_type=Path)
    return click.option("--out", type=kind, default=None, help=say("cli.option.pages"))(command)


def write_page(case: Case, made: Proposals, out: Path | None, lang: str) -> None:
    """Write the page where a folder was given, and say on stderr which file to open."""
    if out is None:
        return
    from pilotzones.present.proposals_site import write_proposals
    from pilotzones.zones.sheet import zone_sheet

    page = write_proposals(zone_sheet(case), made, out=out, lang=lang)
    click.echo(say("cli.page", path=str(page)), err=True)
