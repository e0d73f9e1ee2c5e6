"""How many people each row stands for."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def weights_of(frame: pd.DataFrame) -> NDArray[np.float64]:
    """People that each row stands for: ``weight`` in a reference sample, else one.

    Examples
    --------
    >>> weights_of(pd.DataFrame({"person_id": ["a", "b"], "weight": [20.0, None]})).tolist()
    [20.0, 1.0]
    """
    if "weight" not in frame:
        return np.ones(len(frame))
    return np.nan_to_num(frame["weight"].to_numpy(float, na_value=np.nan), nan=1.0)
