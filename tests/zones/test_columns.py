"""A user's numbers per unit."""

from __future__ import annotations

import pytest
from synthetic import grid_layer

from pilotzones.errors import InputError
from pilotzones.zones.columns import columns_from_table


@pytest.fixture
def layer():
    units = grid_layer(2, 1).units.reset_index()
    units["code"] = ["1000", "1001"]
    from pilotzones.postcodes.layer import make_layer

    return make_layer(units, grid_layer(2, 1).origin)


def table(folder, *lines):
    path = folder / "numbers.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_every_column_beside_the_codes_is_read(tmp_path, layer):
    path = table(tmp_path, "postcode;need;partners", "1000;1,5;3", "1001;;2")
    assert columns_from_table(path, layer) == {
        "need": {"1000": 1.5},
        "partners": {"1000": 3.0, "1001": 2.0},
    }


@pytest.mark.parametrize(
    ("lines", "id"),
    [
        (("postcode", "1000"), "columns.none"),
        (("postcode;need", "1000;much"), None),
        (("postcode;need", "9999;1"), "units.unknown_code"),
        (("postcode;need", "1000;1", "1000;2"), None),
    ],
)
def test_faults_are_told(tmp_path, layer, lines, id):
    with pytest.raises(InputError) as raised:
        columns_from_table(table(tmp_path, *lines), layer)
    (fault,) = raised.value.faults
    assert fault.file is not None
    assert id is None or fault.id.startswith(id)
