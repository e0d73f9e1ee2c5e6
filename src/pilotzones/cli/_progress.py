"""Progress of long steps: one line that is written over, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pilotzones.words import text


@contextmanager
def progress(lang: str) -> Iterator[Callable[[str], None]]:
    """Hears message ids of steps and shows each on stderr; silent where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("") as shown:
        yield lambda id: shown.update(text(id, lang))
