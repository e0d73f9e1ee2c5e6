"""Progress of long steps: one line that is written over, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pilotzones.words import text


@contextmanager
def progress(lang: str) -> Iterator[Callable[..., None]]:
    """Hears message ids of steps, with their fields, and shows each on stderr.

    Silent where nobody looks.
    """
    if not sys.stderr.isatty():
        yield lambda _, **__: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("") as shown:
        yield lambda id, **fields: shown.update(text(id, lang, **fields))
