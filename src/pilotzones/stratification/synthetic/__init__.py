"""SYNTHETIC persons and deliveries, to show the program and to test that it finds what was put in.

Nothing here is used by the models, and nothing of the models is used here.
"""

from pilotzones.stratification.synthetic.generator import generate
from pilotzones.stratification.synthetic.spec import (
    SyntheticFiles,
    SyntheticSpec,
    spec_from_layer,
)

__all__ = ["SyntheticFiles", "SyntheticSpec", "generate", "spec_from_layer"]
