"""SYNTHETIC layers on disk: written, read back, and what is wrong with them."""

from __future__ import annotations

import warnings

import pytest

from pilotzones.errors import InputError
from pilotzones.readers.geo import read_geo


def written(frame, path, **options):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="'crs' was not provided")
        frame.to_file(path, **options)
    return path


def faults_of(path, **options):
    with pytest.raises(InputError) as caught:
        read_geo(path, **options)
    return caught.value.faults


def fault_of(path, **options):
    (fault,) = faults_of(path, **options)
    return fault


def same(found, layer, tolerance=0.01):
    assert found.crs.to_epsg() == 31370
    assert list(found.columns) == list(layer.columns)
    assert found["code"].tolist() == layer["code"].tolist()
    apart = found.geometry.hausdorff_distance(layer.geometry, align=False)
    return bool((apart <= tolerance).all())
