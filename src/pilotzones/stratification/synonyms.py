"""Words of real files: headings of columns, kinds of care, payers and sexes.

Case, accents, spaces and punctuation do not count in headings; the most certain ones come first.
"""

from __future__ import annotations

from collections.abc import Mapping

_IDS = (
    "person", "patient_id", "patient", "pseudonym", "pseudonyme", "pseudoniem", "pseudo_id",
    "pseudo", "id", "id_personne", "id_patient", "identifiant", "persoon_id", "persoon",
    "patiënt", "personen_id", "personen-id", "versicherter", "bénéficiaire", "rechthebbende",
)  # fmt: skip
PERSON_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "person_id": _IDS,
    "birth_year": ("year of birth", "année de naissance", "geboortejaar", "geburtsjahr",
        "an naissance", "naissance", "yob"),
    "age": ("âge", "leeftijd", "alter", "age_years", "age au 31/12", "leeftijd op 31/12"),
    "sex": ("sexe", "geslacht", "geschlecht", "gender", "genre"),
    "unit": ("postcode", "code postal", "cp", "postnummer", "postleitzahl", "plz", "cd_postal",
        "zip", "code postal du domicile", "postcode woonplaats", "secteur statistique",
        "statistische sector", "statistischer sektor", "nis", "nis5", "refnis", "ins",
        "code ins", "nis-code"),
    "increased_reimbursement": ("bim", "rvv", "omnio", "bim/omnio", "intervention majorée",
        "verhoogde tegemoetkoming", "vt", "erhöhte kostenbeteiligung",
        "preferential reimbursement", "rvv/omnio"),
    "chronic_status": ("statut affection chronique", "statut chronique", "affection chronique",
        "statuut chronische aandoening", "statuut chronisch zieke", "chronisch statuut",
        "status chronische erkrankung", "chronikerstatus", "chronic illness status"),
    "isolated": ("lives alone", "living alone", "isolé", "personne isolée", "vit seul",
        "alleenstaand", "alleenwonend", "alleinlebend", "alleinstehend"),
    "palliative": ("palliative status", "palliative care", "palliatif", "statut palliatif",
        "forfait palliatif", "palliatief", "palliatief statuut", "palliatief forfait",
        "palliativ", "palliativstatus"),
    "death_date": ("date of death", "died on", "date de décès", "décès", "datum overlijden",
        "overlijdensdatum", "overlijden", "sterbedatum", "todesdatum"),
    "moved_on": ("date of move", "date de déménagement", "déménagement", "verhuisdatum",
        "datum verhuizing", "umzugsdatum"),
    "unit_before": ("previous unit", "previous postcode", "ancien code postal",
        "code postal précédent", "vorige postcode", "frühere postleitzahl", "vorherige plz"),
    "left_on": ("date of departure", "date de départ", "départ", "fin d'affiliation",
        "datum vertrek", "vertrekdatum", "einde aansluiting", "wegzugsdatum",
        "ende der versicherung"),
    "weight": ("poids", "gewicht", "gewichtung", "weging", "pondération"),
}  # fmt: skip
"""Headings of the table of persons, beside the names of its columns."""

DELIVERY_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "person_id": _IDS,
    "date": ("date of delivery", "date de prestation", "date prestation", "date de délivrance",
        "date de la prestation", "datum", "prestatiedatum", "datum prestatie", "afleverdatum",
        "leistungsdatum", "abgabedatum"),
    "kind": ("type", "type of care", "genre de soins", "type de soins", "catégorie", "soort",
        "soort zorg", "type zorg", "art", "art der leistung", "category"),
    "code": ("atc", "atc code", "code atc", "atc-code", "nomenclature", "code de nomenclature",
        "nomenclatuurcode", "nomenklaturkode", "prestation", "prestatie"),
    "ddd": ("ddds", "number of ddd", "nombre de ddd", "aantal ddd", "anzahl ddd", "ddd's"),
    "amount_eur": ("amount", "montant", "bedrag", "betrag", "montant eur", "bedrag eur", "cost",
        "coût", "kost", "kosten"),
    "patient_eur": ("patient share", "quote-part personnelle", "ticket modérateur",
        "intervention personnelle", "remgeld", "persoonlijk aandeel", "eigenanteil",
        "selbstbeteiligung"),
    "supplement_eur": ("supplement", "supplément", "suppléments", "supplementen", "zuschlag",
        "zuschläge"),
    "payer": ("payeur", "betaler", "kostenträger", "organisme payeur"),
    "excluded": ("exclu", "uitgesloten", "ausgeschlossen", "hors budget", "buiten budget"),
}  # fmt: skip
"""Headings of the table of deliveries, beside the names of its columns."""

DIAGNOSIS_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "person_id": _IDS,
    "date": ("date of diagnosis", "date du diagnostic", "date de diagnostic", "date de début",
        "datum", "diagnosedatum", "datum diagnose", "begindatum", "beginn"),
    "icd10": ("icd-10", "icd 10", "icd", "icd-10-be", "cim-10", "cim 10", "cim", "code icd10",
        "code cim10", "icd10 code"),
    "icpc2": ("icpc-2", "icpc 2", "icpc", "cisp-2", "cisp 2", "cisp", "code icpc2", "code cisp2",
        "icpc2 code"),
    "ended_on": ("end", "ended", "until", "date de fin", "fin", "einddatum", "einde", "ende",
        "enddatum"),
}  # fmt: skip
"""Headings of the table of diagnoses, beside the names of its columns."""

SYNONYMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sex": {
        "F": ("v", "w", "2", "woman", "female", "femme", "féminin", "vrouw", "vrouwelijk", "frau",
              "weiblich"),
        "M": ("h", "1", "man", "male", "homme", "masculin", "mannelijk", "mann", "männlich"),
    },
    "kind": {
        "drug": ("drugs", "medicine", "medicines", "médicament", "médicaments", "geneesmiddel",
                 "geneesmiddelen", "arzneimittel", "medikament", "pharmacie", "pharmanet"),
        "visit": ("visits", "consultation", "consultations", "visite", "raadpleging",
                  "raadplegingen", "konsultation", "arztbesuch"),
        "gp": ("general practitioner", "médecin généraliste", "généraliste", "huisarts",
               "hausarzt", "médecine générale"),
        "specialist": ("médecin spécialiste", "spécialiste", "arts-specialist", "facharzt"),
        "nursing": ("home nursing", "soins infirmiers", "soins infirmiers à domicile",
                    "thuisverpleging", "verpleging", "häusliche krankenpflege", "krankenpflege"),
        "physiotherapy": ("kinésithérapie", "kiné", "kinesitherapie", "kine", "kinesitherapie",
                          "physiotherapie"),
        "hospital": ("hospitalisation", "hôpital", "ziekenhuis", "ziekenhuisopname",
                     "krankenhaus", "hospitalization"),
        "home_help": ("home help", "aide à domicile", "aide familiale", "gezinszorg",
                      "thuishulp", "familienhilfe"),
        "other": ("autre", "autres", "ander", "andere", "overige", "sonstige", "divers"),
    },
    "payer": {
        "federal": ("fédéral", "federaal", "föderal", "inami", "riziv", "likiv"),
        "region": ("région", "regio", "gewest", "communauté", "gemeenschap", "regional",
                   "vlaanderen", "wallonie", "aviq", "iriscare"),
        "private": ("privé", "privaat", "privat"),
    },
}  # fmt: skip
"""Words of real files for the values that a column may have, beside the values themselves."""
