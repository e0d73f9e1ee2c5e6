"""Types of care: the file keeps what the rules and the readers lean on."""

from __future__ import annotations

from collections import Counter

import pytest

from pilotzones.readers.headings import fold
from pilotzones.resources.care_types import CareModel, care_model, care_types
from pilotzones.words import LANGUAGES


def test_types_name_themselves_in_four_languages():
    for kind in care_types().values():
        names = kind.names.model_dump()
        assert tuple(names) == LANGUAGES
        assert all(names.values())


def test_bands_carry_the_weights_of_luo_and_qi_and_rise():
    for id, kind in care_types().items():
        assert [weight for _, weight in kind.bands] == [1.0, 0.68, 0.22], id
        limits = [limit for limit, _ in kind.bands]
        assert limits == sorted(set(limits)), id
        assert kind.distant_m is None or kind.distant_m <= limits[-1], id


def test_shortage_rule_has_its_three_marks_and_its_source():
    rule = care_model().shortage
    assert (rule.below, rule.thin_below, rule.thin_density) == (90, 120, 125)
    assert "Artsenkrant 2011" in rule.source


def test_gap_thresholds_are_half_and_three_quarters_of_the_reference():
    limits = care_model().thresholds
    assert (limits.far_below, limits.below, limits.above) == (0.5, 0.75, 1.5)


def test_every_component_is_served_by_some_type():
    served = {number for kind in care_types().values() for number in kind.components}
    assert served == set(range(1, 15))


def test_word_of_a_list_names_one_type_only():
    named = Counter(
        word
        for id, kind in care_types().items()
        for word in {fold(w) for w in (id, *kind.names.model_dump().values(), *kind.words)}
    )
    assert [word for word, n in named.items() if n > 1] == []


@pytest.mark.parametrize("bands", [[[5, 1.0], [5, 0.5]], [[6, 1.0], [5, 0.5]], []])
def test_bands_that_do_not_rise_are_refused(bands):
    content = care_model().model_dump()
    content["types"]["gp"]["bands"] = bands
    with pytest.raises(ValueError, match="bands must rise"):
        CareModel.model_validate(content)
