"""Modules joined into one script, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from pilotzones.present.draw.bundle import bundle

MAIN = """\
import { twice } from "./maths.js";

export function startDraw() {
  console.log(twice(21));
}
"""
MATHS = "const FACTOR = 2;\n\nexport function twice(n) {\n  return FACTOR * n;\n}\n"


def test_joined_modules_run_as_one_script(node: str):
    script = bundle({"main": MAIN, "maths": MATHS})
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    assert done.stdout == "42\n"


def test_order_is_that_of_every_run():
    """Sets of texts have another order in each process."""
    ask = (
        "import zlib; from pilotzones.present.draw.bundle import bundle, draw_modules;"
        "print(zlib.crc32(bundle(draw_modules()).encode()))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", ask],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1


@pytest.mark.parametrize(
    ("modules", "told"),
    [
        ({"main": MAIN}, "wants twice of maths.js, which has none"),
        ({"main": MAIN, "maths": MATHS.replace("export ", "")}, "wants twice of maths.js"),
        (
            {"main": MAIN + "const FACTOR = 3;\n", "maths": MATHS},
            "FACTOR stands in maths.js and in",
        ),
        ({"main": MAIN, "maths": MATHS + "export default twice;\n"}, "maths.js: export default"),
        (
            {"main": MAIN, "maths": 'import { startDraw } from "./main.js";\n' + MATHS},
            "modules in a circle",
        ),
        ({"main": MAIN.replace("{ twice }", "* as m")}, r"main.js: import \* as m"),
    ],
)
def test_what_cannot_be_joined_is_refused_by_name(modules: dict[str, str], told: str):
    with pytest.raises(ValueError, match=told):
        bundle(modules)


def test_the_shipped_modules_can_be_joined():
    from pilotzones.present.draw.bundle import draw_modules

    assert "startDraw" in bundle(draw_modules())
