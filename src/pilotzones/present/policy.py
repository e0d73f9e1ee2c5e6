"""The Content-Security-Policy of a finished page: only the scripts that are in it may run."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

PLACE = "content-policy-goes-here"
"""What a template writes where the policy goes; the first one in a page is replaced."""

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def script_hashes(html: str) -> tuple[str, ...]:
    """Source expressions of the scripts of a page, in the order in which they stand."""
    found = (sha256(code.encode()).digest() for code in _SCRIPT.findall(html))
    return tuple(f"'sha256-{b64encode(digest).decode()}'" for digest in found)


def with_policy(html: str) -> str:
    """The page with its policy: no outside request of any kind, no script but its own."""
    scripts = " ".join(script_hashes(html)) or "'none'"
    policy = (
        f"default-src 'none'; script-src {scripts}; "
        "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    return html.replace(PLACE, policy, 1)
