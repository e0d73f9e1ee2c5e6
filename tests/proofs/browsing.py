"""Chromium for the proofs: offline, in one language and width after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from machine import NO_CHROMIUM, chromium_path, headless


@contextmanager
def browser() -> Iterator[Any]:
    """Headless Chromium without any traffic of its own."""
    path = chromium_path()
    if path is None:
        raise SystemExit(NO_CHROMIUM)
    with headless(path) as found:
        yield found


@dataclass
class View:
    """A page in one language and width, with what it asked for and complained of."""

    page: Any
    complaints: list[str] = field(default_factory=list)


@contextmanager
def view(chromium: Any, path: Path, *, width: int, lang: str) -> Iterator[View]:
    """The page opened from its file, in a context of its own, every request refused."""
    phone = width < 600
    context = chromium.new_context(
        viewport={"width": width, "height": 844 if phone else 900},
        offline=True,
        has_touch=phone,
        is_mobile=phone,
        reduced_motion="reduce",
    )
    try:
        seen = View(context.new_page())
        page = seen.page

        def refuse(route: Any) -> None:
            if route.request.url.startswith("file:") and route.request.is_navigation_request():
                route.continue_()
            else:
                seen.complaints.append(f"request: {route.request.url}")
                route.abort()

        context.route("**/*", refuse)
        page.on("console", lambda message: seen.complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: seen.complaints.append(f"error: {error}"))
        page.on("dialog", lambda box: (seen.complaints.append("dialog"), box.dismiss()))
        page.goto(f"{path.as_uri()}?lang={lang}")
        switch = page.locator(f"[data-lang={lang}]")
        if switch.count() and switch.first.is_visible():
            switch.first.click()
        yield seen
    finally:
        context.close()
