"""Hands and eyes for the draw page in a browser: where a unit lies, what the page says."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Drawing:
    """An open draw page; ``requests`` and ``errors`` stay empty when all is well."""

    page: Any
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ready(self) -> Drawing:
        self.page.wait_for_selector("html[data-ready]", state="attached")
        self._layer = self.page.evaluate(
            "() => { const text = document.getElementById('draw-data').textContent;"
            " const { codes, middles } = JSON.parse(text).layer; return { codes, middles }; }"
        )
        return self

    def place(self, code: str) -> tuple[float, float]:
        """Where the middle of a unit stands in the window now."""
        self.still()
        unit = self._layer["codes"].index(code)
        gx, gy = self._layer["middles"][2 * unit : 2 * unit + 2]
        x, y, scale = map(float, self.page.get_attribute("#map", "data-view").split())
        box = self.page.locator("#map").bounding_box()
        left = box["x"] + box["width"] / 2 + (gx - x) * scale
        top = box["y"] + box["height"] / 2 - (gy - y) * scale
        return left, top

    def still(self) -> None:
        """Waits until what is due has been painted."""
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def click(self, code: str) -> None:
        self.page.mouse.click(*self.place(code))

    def tap(self, code: str) -> None:
        self.page.touchscreen.tap(*self.place(code))

    def closer(self, code: str, times: int) -> None:
        """Turns the wheel over a unit."""
        for _ in range(times):
            self.page.mouse.move(*self.place(code))
            self.page.mouse.wheel(0, -300)

    def paste(self, text: str) -> None:
        """Makes a list the zone, by the dialog."""
        self.page.click("#deed-list")
        self.page.fill("#pasted", text)
        self.page.click("[data-key='read-set']")

    def said(self) -> str:
        return plain(self.page.text_content("#said"))

    def headcount(self) -> int:
        return int(re.sub(r"\D", "", self.page.text_content("#headcount")))

    def verdict(self, rule: str) -> str:
        """Verdict that the list shows for a rule."""
        row = self.page.locator(f"#part-rules [data-rule='{rule}']")
        return row.get_attribute("class").split("v-")[1]

    def wrong(self) -> str:
        return plain(self.page.text_content("#wrong"))

    def codes(self) -> set[str]:
        """Codes of the zone, as the browser keeps them."""
        return set(self.kept()["units"])

    def kept(self) -> dict[str, Any]:
        found = self.page.evaluate(
            "Object.entries(localStorage).find(([key]) => key.startsWith('pilotzones.draw')"
            " && !key.endsWith('.others'))?.[1]"
        )
        return json.loads(found)

    def save(self, kind: str, folder: Path) -> Path:
        """Takes the zone away as a file of a kind; the dialog is open."""
        with self.page.expect_download() as found:
            self.page.click(f"[data-key='save-{kind}']")
        path = folder / found.value.suggested_filename
        found.value.save_as(path)
        return path


def plain(text: str) -> str:
    """Text with ordinary spaces."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).strip()
