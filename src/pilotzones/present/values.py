"""Values of findings in words: number and unit, in the reader's language."""

from __future__ import annotations

from pilotzones.findings import Finding
from pilotzones.words import text

_UNITS = {
    "persons": "value.persons",
    "persons/km2": "value.density",
    "pieces": "value.pieces",
    "zones": "value.zones",
    "regions": "value.regions",
    "share": "value.share",
    "conditions": "value.conditions",
    "criteria": "value.criteria",
    "tables": "value.tables",
    "priorities": "value.priorities",
    "types": "value.types",
    "components": "value.components",
    "gaps": "value.gaps",
    "providers": "value.providers",
}
_KINDS = {
    "postcode": "value.postcodes",
    "municipality": "value.municipalities",
    "sector": "value.sectors",
}
_COUNTS = {"Z02": "value.faulty_codes"}
_SHARES = {"Z15": "value.rural_share", "Z21": "value.partner_share"}


def counted_units(n: int, kind: str, lang: str) -> str:
    """Number of units with the word for their kind: ``64 postcodes``."""
    return text(_KINDS.get(kind, "value.other_units"), lang, n=n)


def measured(finding: Finding, kind: str, lang: str) -> str:
    """What a finding measured, with its unit and what belongs to it; or ''."""
    if finding.reason == "elsewhere":
        return text("value.not_concerned", lang)
    if finding.value is None:
        return ""
    parts = [_amount(finding.value, finding, kind, lang)]
    enclaves = finding.evidence.get("enclaves")
    if isinstance(enclaves, int) and enclaves:
        parts.append(text("value.enclaves", lang, n=enclaves))
    shared = finding.evidence.get("shared_population")
    if isinstance(shared, int) and shared and finding.unit == "units":
        parts.append(text("value.persons", lang, n=shared))
    return ", ".join(parts)


def bound(finding: Finding, kind: str, lang: str) -> str:
    """The threshold that a finding was held against, with its unit; or ''.

    A preferred band has two ends: both are told, whichever the value was held against.
    """
    low, high = finding.evidence.get("low"), finding.evidence.get("high")
    if isinstance(low, int) and isinstance(high, int):
        return text("value.band", lang, low=low, high=high)
    if finding.threshold is None or finding.reason == "elsewhere":
        return ""
    return _amount(finding.threshold, finding, kind, lang, bare=True)


def _amount(value: float, finding: Finding, kind: str, lang: str, *, bare: bool = False) -> str:
    if finding.rule in _COUNTS:
        return text(_COUNTS[finding.rule], lang, n=int(value))
    if finding.unit == "units":
        return counted_units(int(value), kind, lang)
    if finding.unit == "share" and not bare:
        return text(_SHARES.get(finding.rule, "value.share"), lang, share=float(value))
    if finding.unit == "share":
        return text("value.share", lang, share=float(value))
    rounded = round(value, 1) if finding.unit == "persons/km2" else int(value)
    return text(_UNITS[finding.unit or "persons"], lang, n=rounded)
