"""All words of the program: four languages, the same fields, official terms, nothing unused."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from functools import cache

import pytest
from conftest import ROOT
from rule_reasons import possible_reasons

from pilotzones.findings import Severity, Verdict, rules
from pilotzones.postcodes.coverage import KINDS
from pilotzones.words import LANGUAGES, messages
from pilotzones.zones import rules as _chapter_z  # noqa: F401  registers the chapter

FILES = sorted((ROOT / "src" / "pilotzones" / "words").glob("*.toml"))
IDS = sorted(messages())
FORMATS = {"", "pct", "dec1", "raw"}
THIN, NB = "\u202f", "\u00a0"

PREFIXES = {
    "term.": "the glossary of the method page lists every term of the file",
    "cli.option.": "the help of the options that name a layer, by the word of each",
    "field.": "names of the fields of the criteria, for findings and pages",
    "criteria.test.": "phrases of the criteria read back, by comparison",
    "criteria.age.": "the same for an age",
    "criteria.what.": "what a field of the criteria counts",
    "criteria.not.": "phrases for a trait that a person does not have, by field",
    "family.": "families of conditions (T17), by id",
    "criteria.choice.": "phrases for the values of a choice, by field and value",
    "risk.outcome.": "outcomes of the risk models, by id",
    "risk.use.": "what a risk model may be used for, by the entry of its card",
    "risk.not_for.": "what it may not be used for",
    "risk.fairness.": "verdicts on groups, by id",
    "risk.drift.": "how far a feature differs, by verdict",
    "risk.fit.": "whether a model from elsewhere fits, by verdict",
    "risk.group.": "groups of features, by id",
    "risk.place.": "places beside the capacity, by id",
    "risk.stays.": "kinds of unplanned stays, by id",
    "repair.proof.": "arguments of a proof",
    "repair.clash.": "conditions that clash",
    "stranded.why.": "why units are stranded",
    "settle.way.": "ways to settle an overlap",
    "cli.column.": "headings of tables on the screen",
    "cli.compare.": "units gained and lost, on the screen",
    "cli.ensemble.": "what was sampled, by kind",
    "complete.why.": "reasons of a proposal",
    "ensemble.more.": "where a zone stands, by measure",
    "ensemble.less.": "the same below the middle",
    "ensemble.method.": "how zones were sampled, by kind",
    "measure.": "names of measures",
    "objective.": "names of objectives",
    "plan.level.": "names of the levels that are kept whole",
    "scenario.": "assumptions under which verdicts are recomputed",
    "small.": "signs of the small maps",
    "document.": "names of reports on the first page, by the name of their file",
    "leak.hidden_": "what a file hides, by kind",
}
"""Ids put together in the source from a prefix and a name, each with the reason."""
SUFFIXES = {
    ".alone": "a fault without a near code has the sentence of its id with this ending",
}
"""Ids made from another id that is used, by an ending."""
MADE = {
    *(f"verdict.{verdict}" for verdict in Verdict),
    *(f"severity.{severity}" for severity in Severity),
    *(f"coverage.{kind}" for kind in KINDS),
}
"""Words of an enumeration: each of its values has one, shown or not, and kinds of a fault."""


def forms(id: str, lang: str) -> dict[str, str]:
    """Texts of a message in one language: one, or two by number."""
    text = messages()[id][lang]
    return {"": text} if isinstance(text, str) else dict(text)


def every_text(*langs: str) -> Iterator[tuple[str, str]]:
    """Each text in these languages with where it stands."""
    for id in IDS:
        for lang in langs:
            for name, text in forms(id, lang).items():
                yield f"{id} {lang} {name}".strip(), text


def no_text_has(pattern: str, *langs: str) -> None:
    found = [f"{where}: {text}" for where, text in every_text(*langs) if re.search(pattern, text)]
    assert not found, "\n".join(["texts to mend:", *found])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_messages_have_exactly_the_four_languages_or_their_plural_forms(path):
    for id, message in tomllib.loads(path.read_text("utf-8")).items():
        assert tuple(message) == LANGUAGES, f"{id}: fr nl de en, in this order"
        for lang, text in message.items():
            assert isinstance(text, str) or set(text) == {"one", "other"}, f"{id} {lang}"


def test_no_text_is_empty_or_has_loose_spaces():
    loose = r"^\s|\s$|[ \u00a0\u202f]{2}|[\t\n\r]"
    assert not [where for where, text in every_text(*LANGUAGES) if not text.strip()]
    no_text_has(loose, *LANGUAGES)


def fields(text: str) -> set[str]:
    """Fields of a text with their formats: ``{value:pct}`` is ``value:pct``."""
    found = set()
    for _, name, spec, conversion in string.Formatter().parse(text):
        if name is not None:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name), f"{name!r} in {text}"
            assert spec in FORMATS, f"{spec!r} in {text}"
            assert conversion is None, text
            found.add(f"{name}:{spec}" if spec else name)
    return found


@pytest.mark.parametrize("id", IDS)
def test_every_language_and_form_names_the_same_fields(id: str):
    """The form for one may say the number in letters and so leave out ``n``."""
    named = {lang: forms(id, lang) for lang in LANGUAGES}
    whole = {lang: fields(texts.get("other", texts.get("", ""))) for lang, texts in named.items()}
    assert len({frozenset(found) for found in whole.values()}) == 1, whole
    for lang, texts in named.items():
        assert whole[lang] ^ fields(texts.get("one", texts.get("", ""))) <= {"n"}
        assert "one" not in texts or "n" in whole[lang], f"{id} {lang}: two forms, no number"


def test_apostrophes_are_typographic():
    no_text_has(r"(?<=[^\W\d_])'(?=[^\W\d_])", *LANGUAGES)


def test_french_puts_its_spaces_before_signs_and_inside_quotation_marks():
    signs = rf"(?<!{THIN})[;!?](?=[\s»)]|$)"
    colon = rf"(?<!{NB}):(?=\s|$)"
    quotes = rf"«(?!{NB})|(?<!{NB})»"
    no_text_has(f"{signs}|{colon}|{quotes}", "fr")


def test_other_languages_put_no_space_before_signs():
    no_text_has(r"\s[;:!?](?=\s|$)", "nl", "de", "en")


def test_each_language_has_its_own_quotation_marks():
    no_text_has("[“”„]", "fr")
    no_text_has("[«»„]", "nl", "en")
    no_text_has("[«»”]", "de")


@cache
def source() -> str:
    """Program, templates and scripts as one text; the words themselves are left out."""
    kinds = (".py", ".j2", ".html", ".js")
    folders = (ROOT / "src", ROOT / "maps")
    paths = (p for folder in folders for p in sorted(folder.rglob("*")) if p.suffix in kinds)
    return "\n".join(path.read_text("utf-8") for path in paths)


def of_rules() -> set[str]:
    """Ids that ``present/sentences.py`` looks up for the registered rules."""
    found = {f"{rule.id}.{part}" for rule in rules() for part in ("title", "demand")}
    found |= {f"{rule.id}.question" for rule in rules() if asks(rule.class_, rule.kind)}
    found |= {f"{rule.id}.do" for rule in rules()}
    said = {f"{rule}.{reason}" for rule, reason in possible_reasons()}
    return found | said | {f"{id}.do" for id in said}


def asks(class_: str, kind: str) -> bool:
    return bool({"A", "J"} & set(class_)) and kind != "fact"


def test_no_message_is_unused():
    quoted = set(re.findall(r"[\"'`]([A-Za-z]\w*(?:\.[\w-]+)+)[\"'`]", source()))
    named = quoted | MADE | of_rules()
    used = {id for id in IDS if id in named or id.startswith(tuple(PREFIXES))}
    used |= {id for id in IDS for end in SUFFIXES if id.endswith(end) and id[: -len(end)] in used}
    unused = sorted(set(IDS) - used)
    assert not unused, "\n".join(["messages to drop or to use:", *unused])


@pytest.mark.parametrize("prefix", [*PREFIXES, "verdict.", "coverage."])
def test_prefix_of_made_ids_stands_in_the_source(prefix: str):
    assert re.search(rf"[\"'`]{re.escape(prefix)}[\"'`{{$]", source())


def test_every_id_that_the_program_names_has_a_text():
    named = set()
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in {"text", "say", "all_languages", "Fault", "Notice"}:
                    named.add(node.args[0].value)
    for path in sorted((ROOT / "maps").rglob("*.j2")):
        named |= set(re.findall(r"\bt\(\s*\"([\w.-]+)\"\s*[,)]", path.read_text("utf-8")))
    silent = sorted(named - set(IDS))
    assert not silent, "\n".join(["texts to write:", *silent])


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_rule_has_a_title_and_a_demand_and_a_question_where_it_asks(rule):
    assert f"{rule.id}.title" in IDS
    assert f"{rule.id}.demand" in IDS
    assert (f"{rule.id}.question" in IDS) == asks(rule.class_, rule.kind)


@pytest.mark.parametrize(("rule", "reason"), sorted(possible_reasons()))
def test_reason_that_a_rule_can_give_has_a_sentence(rule: str, reason: str):
    assert f"{rule}.{reason}" in IDS


def test_titles_and_demands_name_no_bound_of_a_rule_set():
    names = [id for id in IDS if re.fullmatch(r"[A-Z]+\d\d\.(title|demand)", id)]
    told = [t for id in names for lang in LANGUAGES for t in forms(id, lang).values()]
    assert not [t for t in told if re.search(r"\d{2,}\s?\d{3}|\d{3}|\{", t)]


OFFICIAL = {
    "expression of interest": ("manifestation d’intérêt", "blijk van belangst", "Interessenb"),
    "candidature": ("candidature", "kandidatu", "Bewerbung"),
    "conceptualisation phase": ("phase de concept", "conceptualisatief", "Konzeptphase"),
    "inhabitants": ("habitants", "inwoner", "Einwohner"),
    "postcodes?": ("codes? posta", "postcode", "Postleitzahl"),
    "municipalit(y|ies)": ("commune", "gemeente", "Gemeinde"),
    "statistical sectors?": ("secteurs? statist", "statistische s", r"statistische\w? S"),
    "care regions?": ("régions? de soins", "zorgregio", "Pflegeregion"),
    "rural areas?": ("zones? rurale", "landelijk gebied", "ländliche[mnrs]? Gebiet"),
    "in one piece": ("d’un seul tenant", "aaneengesloten", "zusammenh"),
    "target group": ("groupe cible", "doelgroep", "Zielgruppe"),
    "pilot zone": ("zone pilote", "pilootregio", "Pilotzone"),
    "consortium": ("consortium", "consortium", "Konsortium"),
    "components": ("composante", "component", "Komponente"),
    "partners?": ("partenaire", "partner", "Partner"),
}
"""English terms with how the official term begins in French, Dutch and German."""


@pytest.mark.parametrize("term", OFFICIAL)
def test_term_is_rendered_by_the_official_word(term: str):
    """A word that stands in the German text as it does in English is the name of a key."""
    with_term = [id for id in IDS if speaks_of(term, id, "en") and not speaks_of(term, id, "de")]
    assert with_term, "no message uses the term"
    for id in with_term:
        for lang, official in zip(("fr", "nl", "de"), OFFICIAL[term], strict=True):
            for text in forms(id, lang).values():
                assert re.search(official, text, re.IGNORECASE), f"{id} {lang}: {text}"


def speaks_of(term: str, id: str, lang: str) -> bool:
    """Is the term in the message, beside options, keys and names of columns?"""
    names = r"--[\w-]+|\[[\w.]+\]|\b\w+\.toml|\{[^}]*\}|\b\w+_\w+\b"
    texts = (re.sub(names, "", text) for text in forms(id, lang).values())
    return any(re.search(rf"\b{term}\b", text) for text in texts)


FORBIDDEN = {
    "fr": r"municipalité|soins à domicile infirmiers|projets? pilotes?\b|zone-pilote|groupe-cible"
    r"|expression d’intérêt|déclaration d’intérêt|code-postal|d’une seule pièce"
    r"|phase de conception\b|chevauch\w+ interdit",
    "nl": r"pilootzone|pilotregio|piloot-|postnummer|postcodenummer|interesseverklaring"
    r"|manifestatie van|municipaliteit|thuisverzorging|mantelverzorger|conceptfase",
    "de": r"\bPostcodes?\b|Pilotregion|Pilot-|Kommune|Munizipalität|Interessensbekundung"
    r"|Kandidatur|Konzeptualisierung|Postnummer|Hauspflege\b|Ziel-?Gruppe[ns]?-",
    "en": r"zip codes?|postal codes?|\bcommunes?\b|expression of intent|\bpostcode number",
}
"""Renderings that are not the official terms."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_unofficial_rendering_of_a_term(lang: str):
    no_text_has(FORBIDDEN[lang], lang)
