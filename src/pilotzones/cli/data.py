"""Commands ``data``: the layer that ships, and the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pilotzones.cli._command import Command, Group
from pilotzones.cli._language import chosen_language, lang_option, say

if TYPE_CHECKING:
    from pilotzones.postcodes.layer import UnitLayer


@click.group("data", cls=Group, help=say("cli.data.help"))
def command() -> None:
    """Group of the commands on layers of units."""


@command.command("list", cls=Command, help=say("cli.data.list.help"))
@lang_option
def list_(lang: str | None) -> None:
    """Tell the size, source and licences of the layer that ships."""
    from pilotzones.postcodes.open import open_layer

    _show(open_layer(), lang or chosen_language())


@command.command("check", cls=Command, help=say("cli.data.check.help"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--layer", default=None, help=say("cli.option.units_layer"))
@click.option("--code-column", "code", default=None, help=say("cli.option.code_column"))
@click.option(
    "--population-column", "population", default=None, help=say("cli.option.population_column")
)
@lang_option
def check(
    file: Path, layer: str | None, code: str | None, population: str | None, lang: str | None
) -> None:
    """Tell what a layer holds and every fault of its coverage."""
    from pilotzones.cli._work import Units, tell

    spoken = lang or chosen_language()
    found = Units(file=file, layer=layer, code=code, population=population).open()
    _show(found, spoken)
    tell((), found, spoken)


def _show(layer: UnitLayer, lang: str) -> None:
    import numpy as np

    from pilotzones.present.notices import attribution
    from pilotzones.present.sentences import as_of
    from pilotzones.words import text

    graph, people = layer.contiguity, layer.units["population"]
    a, b = graph.pairs()
    click.echo(
        text(
            "cli.data.layer",
            lang,
            units=graph.n,
            people=int(people.sum()),
            as_of=as_of(layer.origin.population_date, lang),
            borders=len(graph.a),
            links=len(graph.links),
            alone=graph.n - len(np.unique(np.r_[a, b])),
        )
    )
    for what in layer.origin.approximate:
        click.echo(text(f"notice.{what.replace('-', '_')}", lang))
    for notice in attribution(layer.origin):
        click.echo(notice(lang))
