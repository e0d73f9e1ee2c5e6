"""What a compiled solver prints on its own is kept out of the output of the program."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def solver_aside() -> Iterator[None]:
    """Send what compiled code prints to standard error meanwhile.

    HiGHS has a few prints that no option turns off; in the middle of a command's output they would
    spoil it (JSON above all). Where the system has no such descriptors, nothing is done.
    """
    try:
        saved = os.dup(1)
        os.dup2(2, 1)
    except OSError:
        yield
        return
    try:
        yield
    finally:
        if os.name == "posix":  # else it would come out after all, once the buffer is full
            ctypes.CDLL(None).fflush(None)
        os.dup2(saved, 1)
        os.close(saved)
