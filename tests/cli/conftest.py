"""Running commands in this process, as the shell would."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pilotzones.cli import main


@dataclass(frozen=True, slots=True)
class Done:
    """Exit code and both streams of a command."""

    code: int
    out: str
    err: str


@pytest.fixture
def pilotzones(monkeypatch, capsys) -> Callable[..., Done]:
    """Run ``pilotzones`` with these arguments."""

    def run(*arguments: object, lang: str = "en") -> Done:
        monkeypatch.setenv("PILOTZONES_LANG", lang)
        monkeypatch.setattr(sys, "argv", ["pilotzones", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        shown = capsys.readouterr()
        return Done(int(end.value.code or 0), shown.out, shown.err)

    return run
