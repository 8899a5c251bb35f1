import copy
from fractions import Fraction

import pytest

from spread.keys import InvalidKey, published_keys, read_key

FIELDS = ("terms", "place_weights", "exempt_multiple", "cap_multiple", "total")


def belgian():
    data = next(key for key in published_keys() if key["code"] == "be_spreidingsplan_2016")
    return copy.deepcopy({name: data[name] for name in FIELDS})


def test_the_belgian_key_has_the_published_coefficients():
    key = read_key(**belgian())
    assert {term.code: term.weight for term in key.terms} == {
        "population": Fraction(35, 100),
        "room": Fraction(30, 100),
        "income": Fraction(20, 100),
        "living_wage": Fraction(15, 100),
    }
    assert key.place_weights == {"own": 1, "other": Fraction(3, 4)}
    assert key.exempt_multiple == key.cap_multiple == 2
    assert key.indicators == {"population", "income_per_inhabitant", "living_wage_recipients"}


def test_every_shipped_key_can_be_read_and_says_what_it_is():
    for data in published_keys():
        read_key(**{name: data[name] for name in FIELDS})
        assert data["source"] and data["statement"] and data["decided_by"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda key: key["terms"][0].update(weight="0.36"), "tellen samen op tot 1.01"),
        (lambda key: key["terms"][0].update(weight="veel"), "het gewicht (weight) is een getal"),
        (lambda key: key["terms"][0].update(weight="-0.35"), "het gewicht (weight) is een getal"),
        (lambda key: key["terms"][0].update(weight="NaN"), "het gewicht (weight) is een getal"),
        (lambda key: key["terms"][0].update(transform="log"), "de bewerking (transform) is een van"),
        (lambda key: key["terms"][1].update(multiple=None), "het veelvoud (multiple)"),
        (lambda key: key["terms"][0].update(indicator="happiness"), "het cijfer “happiness” bestaat niet"),
        (lambda key: key["terms"][0].update(wieght=1), "onbekend gegeven wieght"),
        (lambda key: key["terms"][1].update(code="population"), "Elke factor heeft een eigen code"),
        (lambda key: key["terms"].append("tekst"), "Elke factor heeft een code"),
        (lambda key: key.update(terms=[]), "minstens één factor"),
        (lambda key: key.update(place_weights={"own": 1}), "voor elke soort plaats een gewicht"),
        (lambda key: key.update(place_weights=None), "voor elke soort plaats een gewicht"),
        (lambda key: key.update(cap_multiple="0.5"), "De bovengrens is minstens 1 keer"),
        (lambda key: key.update(exempt_multiple="0"), "groter dan 0"),
        (lambda key: key.update(total=-1), "een geheel getal van 0 of meer"),
    ],
)
def test_what_is_wrong_with_a_key_is_said_in_a_sentence(change, sentence):
    data = belgian()
    change(data)
    with pytest.raises(InvalidKey) as invalid:
        read_key(**data, known_indicators={"population", "income_per_inhabitant", "living_wage_recipients"})
    assert any(sentence in problem for problem in invalid.value.problems)
