"""Four signs that stand for the codes of a layer, so that zones of other layers are told apart."""

from __future__ import annotations

from hashlib import sha256

from pilotzones.postcodes.layer import UnitLayer

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Signs of base 32 after Crockford: I, L, O and U are left out, as hands and eyes confuse them."""
_SIGNS = 4


def fingerprint(layer: UnitLayer) -> str:
    """First twenty bits of the SHA-256 of the layer's codes, sorted, one a line, as four signs."""
    digest = sha256("\n".join(sorted(layer.codes)).encode()).digest()
    bits = int.from_bytes(digest[:3], "big") >> 4
    return "".join(ALPHABET[bits >> 5 * k & 31] for k in reversed(range(_SIGNS)))
