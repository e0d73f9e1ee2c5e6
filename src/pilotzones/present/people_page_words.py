"""Which message names what on the page of the people: traits, levels, measures, columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pilotzones.present.sentences import capital
from pilotzones.present.texts import Render
from pilotzones.stratification.released import WORDS, Cell, PeopleSheet
from pilotzones.words import number, text

TRAITS = {
    "everybody": "people.trait.everybody",
    "age": "people.trait.age",
    "sex": "people.trait.sex",
    "increased_reimbursement": "people.trait.increased_reimbursement",
    "chronic_status": "people.trait.chronic_status",
    "isolated": "people.trait.isolated",
    "rural": "people.trait.rural",
    "n_conditions": "people.trait.conditions",
}
SEXES = {"F": "people.sex.women", "M": "people.sex.men"}
NO_TRAITS = {
    "everybody": "people.trait.everybody",
    "increased_reimbursement": "people.no.increased_reimbursement",
    "chronic_status": "people.no.chronic_status",
    "isolated": "people.no.isolated",
    "rural": "people.no.rural",
}
COUNTS = {
    "any": "people.count.any",
    "two_or_more": "people.count.two_or_more",
    "three_or_more": "people.count.three_or_more",
    "polypharmacy": "people.count.polypharmacy",
}
SIGNS = {
    "long_stays": "people.sign.long_stays",
    "readmission": "people.sign.readmission",
    "polypharmacy": "people.sign.polypharmacy",
    "repeated": "people.sign.repeated",
}
"""Signs of inefficiency; what each is counted among is in its name."""
KINDS = {
    "drug": "people.kind.drug",
    "visit": "people.kind.visit",
    "gp": "people.kind.gp",
    "specialist": "people.kind.specialist",
    "nursing": "people.kind.nursing",
    "physiotherapy": "people.kind.physiotherapy",
    "hospital": "people.kind.hospital",
    "home_help": "people.kind.home_help",
    "other": "people.kind.other",
    "icd10": "people.kind.icd10",
    "icpc2": "people.kind.icpc2",
}
SYSTEMS = {
    "atc": "people.kind.drug",
    "nomenclature": "people.kind.nomenclature",
    "icd10": "people.kind.icd10",
    "icpc2": "people.kind.icpc2",
}
RURAL = {
    "people": "people.col.people",
    "chronic_share": "people.col.chronic_share",
    "multi_share": "people.col.multi_share",
    "target_n": "people.col.target_n",
    "target_share": "people.col.target_share",
    "expected_per_person": "people.col.expected_each",
    "stays_per_1000": "people.col.stays_per_1000",
}
"""Measures of the rural part beside the rest, in the order in which they are shown."""
MEASURES = {
    "total": "people.measure.total",
    "hospital_days_per_1000": "people.measure.hospital_days",
    "stays_per_1000": "people.measure.stays",
    "atc3": "people.measure.atc3",
}
LEVELS = {"high": "people.level.high", "middle": "people.level.middle", "low": "people.level.low"}
ACTIONS = {
    "high": "people.level.high.action",
    "middle": "people.level.middle.action",
    "low": "people.level.low.action",
}
SEGMENTS = {
    "none": "people.segment.none",
    "one": "people.segment.one",
    "two": "people.segment.two",
    "three": "people.segment.three",
    "four_or_more": "people.segment.four_or_more",
}
PAYERS = {
    "insurer": "people.payer.insurer",
    "patient": "people.payer.patient",
    "region": "people.payer.region",
    "private": "people.payer.private",
}
EXCLUSIONS = {
    "excluded": "people.excluded.excluded",
    "supplements": "people.excluded.supplements",
}
MODELS = {
    "mean": "people.model.mean",
    "glm": "people.model.glm",
    "boosting": "people.model.boosting",
    "combined": "people.model.combined",
}
METRICS = {
    "r2": "people.metric.r2",
    "r2_capped": "people.metric.r2_capped",
    "mae": "people.metric.mae",
    "cpm": "people.metric.cpm",
    "auc_top5": "people.metric.auc_top5",
    "capture_top1": "people.metric.capture_top1",
    "capture_top5": "people.metric.capture_top5",
    "capture_top20": "people.metric.capture_top20",
    "slope": "people.metric.slope",
    "total": "people.metric.total",
}
OF_OUTCOMES = METRICS | {
    "mae": "people.metric.any.mae",
    "auc_top5": "people.metric.any.auc_top5",
    "capture_top1": "people.metric.any.capture_top1",
    "capture_top5": "people.metric.any.capture_top5",
    "capture_top20": "people.metric.any.capture_top20",
}
"""Measures in words that hold for costs and for events."""
VERDICTS = {
    "under": "people.verdict.under",
    "over": "people.verdict.over",
    "even": "people.verdict.even",
    "unclear": "people.verdict.unclear",
}
DRIFTS = {
    "stable": "risk.drift.stable",
    "moved": "risk.drift.moved",
    "shifted": "risk.drift.shifted",
}
FITS = {
    "fits": "risk.fit.fits",
    "recalibrate": "risk.fit.recalibrate",
    "refit": "risk.fit.refit",
}


def word(ids: Mapping[str, str], key: Cell) -> Render:
    """Word for a key of a table; a key that has none is shown as it is."""
    id = ids.get(str(key))
    return (lambda lang: text(id, lang)) if id else (lambda _: str(key))


def condition_name(people: PeopleSheet, key: Cell) -> Render:
    """Name of a condition, or of a count of conditions, with a capital letter."""
    for named in (COUNTS, SIGNS):
        if str(key) in named:
            return word(named, key)
    names = people.names.get(str(key), {})
    return lambda lang: capital(names.get(lang, str(key)))


def trait_level(people: PeopleSheet, trait: Cell, level: Cell) -> Render:
    """Row of a trait: ``65-74 years``, ``women``, ``lives alone``, a condition by its name."""
    if trait == "age":
        return lambda lang: text("people.age_band", lang, band=band(str(level)))
    if trait == "sex":
        return word(SEXES, level)
    condition = str(trait).removeprefix(_CONDITION)
    named = condition_name(people, condition) if condition in people.names else word(TRAITS, trait)
    if level == "yes":
        return named
    if level == "no" and trait in NO_TRAITS:
        return word(NO_TRAITS, trait)
    if level == "unknown":
        return lambda lang: text("people.trait_unknown", lang, trait=named(lang))
    return lambda lang: text("people.trait_level", lang, trait=named(lang), level=str(level))


_CONDITION = "cond_"
"""Before the id of a condition, where it is a trait of a subgroup."""


def band(level: str) -> str:
    """Age band with a proper dash: ``65–74``, ``85+``."""
    return level.replace("-", "–")


def kind_measure(key: Cell) -> Render:
    """Row of the consumption: a type of care in euros, or another measure with its unit."""
    return word(MEASURES | KINDS, key)


def keyed(of: str, key: Cell) -> Render:
    """Word of a key that has one in `WORDS`, such as ``avoidable.what``."""
    return lambda lang: text(f"{WORDS[of]}{key}", lang)


def gap_name(people: PeopleSheet, key: Cell) -> Render:
    """Name of an open care gap, as it stands inside a sentence."""
    names = people.gaps.get(str(key), {})
    return lambda lang: names.get(lang, str(key))


def feature_name(people: PeopleSheet, key: Cell) -> Render:
    """A column of a model: a condition by its name, others by what they are made from."""
    name = str(key)
    if name.startswith(_CONDITION) and name.removeprefix(_CONDITION) in people.names:
        return condition_name(people, name.removeprefix(_CONDITION))
    for begin, id in _FEATURES.items():
        if name.startswith(begin):
            return lambda lang: text(id, lang, name=name)
    return lambda _: name


_FEATURES = {
    "age": "people.feature.age",
    "woman": "people.feature.woman",
    "n_conditions": "people.feature.conditions",
    "n_atc3": "people.feature.medicines",
    "polypharmacy": "people.feature.medicines",
    "log_ddd": "people.feature.medicines",
    "log_": "people.feature.use",
    "no_cost": "people.feature.use",
    "cost_": "people.feature.use",
    "increased_reimbursement": "people.feature.social",
    "chronic_status": "people.feature.social",
    "isolated": "people.feature.social",
}
"""What the columns of a model are made from, by how their name begins."""


def euros(value: float, lang: str) -> str:
    """Amount in words: millions with one decimal from a million on, else whole euros."""
    if abs(value) >= 1e6:
        return text("people.million_eur", lang, amount=number(value / 1e6, lang, 1))
    return text("people.eur", lang, amount=number(value, lang))


def in_order(found: Sequence[str], known: Mapping[str, str]) -> list[str]:
    """Keys once each: the known ones in their order, then the others as they come."""
    return [*(k for k in known if k in found), *dict.fromkeys(k for k in found if k not in known)]
