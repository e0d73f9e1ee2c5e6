"""The official terms: where the English text uses one, the others use theirs; no other rendering.

``words/glossary.toml`` is the list. A term is found by its words, however they are inflected.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache

import pytest
from conftest import ROOT

from pilotzones.words import messages

OFFICIAL = ("fr", "nl", "de")
GLOSSARY = tomllib.loads(
    (ROOT / "src" / "pilotzones" / "words" / "glossary.toml").read_text("utf-8")
)
INFLECTED = {
    ("term.pilot-project", "fr"): r"projets?-pilotes?",
    ("term.in-one-piece", "de"): r"zusammenh[aä]ng",
    ("term.general-practitioner", "de"): r"Haus[aä]rzt",
    ("term.hospital", "fr"): r"h[ôo](?:pita|spitali)",
    ("term.hospital", "de"): r"Krankenh[aä]us",
}
"""Terms whose first letters change with number or case."""
VERBS = {"term.verdict-computed", "term.verdict-open"}
"""Words of verdicts: in sentences they are verbs, such as ``to pass``."""
NAMES = re.compile(r"--[\w-]+|\[\[?[\w.]+\]?\]|\b\w+\.(?:toml|csv|html)|\{[^}]*\}|\b\w+_\w+\b")
"""Options, keys, files and columns: they are English in every language."""
WRONG = {
    "term.target-group": {
        "fr": r"population[ -]cible|groupes?-cibles?",
        "nl": r"doelpubliek|doelbevolking",
        "de": r"Zielpublikum|Zielbevölkerung",
        "en": r"target population",
    },
    "term.general-practitioner": {
        "fr": r"médecins? de famille|médecins? traitants?",
        "nl": r"huisdokter|huisgeneesh",
        "de": r"Familienarzt|Familienärzt|Allgemeinarzt|Allgemeinärzt",
        "en": r"family doctor",
    },
    "term.mutuality": {"fr": r"mutuelles?\b", "nl": r"mutualiteit", "de": r"Mutualität"},
    "term.informal-carer": {
        "fr": r"aidants? naturel",
        "nl": r"mantelverzorger",
        "de": r"Laienpfleg",
    },
    "term.multimorbidity": {"fr": r"multi-morbid", "nl": r"multi-morbid", "de": r"Mehrfacherkrank"},
    "term.polypharmacy": {
        "fr": r"polypharmacie|polymédicament",
        "nl": r"polymedicatie",
        "de": r"Polymedikation",
    },
    "term.home-nursing": {
        "fr": r"soins à domicile infirmiers",
        "nl": r"thuisverzorging",
        "de": r"Hauspflege\b|Heimpflege",
    },
    "term.inclusion-criteria": {
        "fr": r"critères? d’admission",
        "nl": r"opnamecriteri|selectiecriteri",
        "de": r"Aufnahmekriteri|Inklusionskriteri",
    },
    "term.increased-reimbursement": {
        "fr": r"intervention augmentée|remboursement majoré",
        "nl": r"verhoogde terugbetaling",
        "de": r"erhöhte Erstattung|erhöhte Rückerstattung",
    },
    "term.risk-stratification": {
        "fr": r"stratification du risque",
        "nl": r"risico-stratificatie",
        "de": r"Risiko-?Schichtung",
    },
    "term.care-region": {"fr": r"zones? de soins", "nl": r"zorgstreek", "de": r"Pflegezone"},
    "term.rural-area": {"fr": r"zones? de campagne", "nl": r"platteland", "de": r"Landgebiet"},
    "term.in-one-piece": {
        "fr": r"d’une seule pièce|d’un seul morceau",
        "nl": r"uit één stuk",
        "de": r"aus einem Stück",
    },
    "term.efficiency-gains": {
        "fr": r"gains d’efficacité",
        "nl": r"doelmatigheidswinst",
        "de": r"Effizienzsteigerung",
    },
    "term.annual-report": {
        "fr": r"rapport de l’année",
        "nl": r"jaarrapport",
        "de": r"Jahresrapport",
    },
    "term.hidden": {"fr": r"\bcachée?s?\b", "nl": r"verstopt", "de": r"versteckt"},
}
"""Renderings that are near, and not the official ones."""


def forms(text: object) -> list[str]:
    plain = [text] if isinstance(text, str) else list(text.values())
    return [NAMES.sub("", form) for form in plain]


def renderings(id: str, lang: str) -> re.Pattern[str]:
    """What the term looks like in a text: each of its variants, with other endings."""
    if (id, lang) in INFLECTED:
        return re.compile(INFLECTED[id, lang], re.IGNORECASE)
    variants = [v for v in re.split(r"\s*[/()]\s*", GLOSSARY[id][lang]) if v]
    stems = [
        r"\W+(?:\w+\W+)?".join(rf"{re.escape(w[: max(4, len(w) - 2)])}\w*" for w in v.split())
        for v in variants
    ]
    return re.compile("|".join(stems), re.IGNORECASE)


@cache
def english(id: str) -> re.Pattern[str]:
    first = re.split(r"\s*[/()]\s*", GLOSSARY[id]["en"])[0]
    return re.compile(rf"\b{re.escape(first)}(?:s|es)?\b")


def speaks_of(id: str, texts: dict) -> bool:
    """Is the term in the English text, and not as a key that is English in German too?"""
    if not any(english(id).search(form) for form in forms(texts["en"])):
        return False
    key = any(english(id).search(form) for form in forms(texts["de"]))
    return not key or bool(english(id).search(GLOSSARY[id]["de"]))


TERMS = [id for id in GLOSSARY if id not in VERBS]


@pytest.mark.parametrize("id", TERMS)
def test_text_with_the_english_term_has_the_official_one_in_each_language(id: str):
    wrong = []
    for message, texts in messages().items():
        if message in GLOSSARY or not speaks_of(id, texts):
            continue
        for lang in OFFICIAL:
            wrong += [
                f"{message} {lang}: {form}"
                for form in forms(texts[lang])
                if not renderings(id, lang).search(form)
            ]
    assert not wrong, "\n".join(["texts without the official term:", *wrong])


def test_most_terms_are_used_somewhere():
    """A test that looks for terms that nobody uses would hold nothing."""
    texts = [form for t in messages().values() for form in forms(t["en"])]
    used = [id for id in TERMS if any(english(id).search(text) for text in texts)]
    assert len(used) >= 40


@pytest.mark.parametrize("id", WRONG)
def test_no_text_has_another_rendering(id: str):
    found = [
        f"{message} {lang}: {form}"
        for lang, pattern in WRONG[id].items()
        for message, texts in messages().items()
        for form in forms(texts[lang])
        if re.search(pattern, form, re.IGNORECASE)
    ]
    assert not found, "\n".join(["other renderings:", *found])


@pytest.mark.parametrize("id", WRONG)
def test_official_term_is_no_wrong_rendering_of_itself(id: str):
    for lang, pattern in WRONG[id].items():
        assert not re.search(pattern, GLOSSARY[id][lang], re.IGNORECASE)
