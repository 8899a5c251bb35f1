import pytest

from housing.models import Category
from municipalities.models import Statistic
from spread import actions
from spread.explanations import explain, nl
from spread.models import IndicatorSnapshot, Level
from tests.spread.builders import TODAY, site, stay, town

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(towns):
    """Explains a town, after computing."""

    def tell(municipality):
        actions.recompute(on=TODAY)
        current = IndicatorSnapshot.objects.current()
        row = current.of(Level.MUNICIPALITY).get(municipality=municipality)
        return explain(row, current.get(level=Level.FLANDERS))

    return tell


def test_it_says_what_there_is_and_how_that_compares(told, towns):
    stay(site(towns[0], 200).units.get(), persons=1)
    site(towns[1], 1_000)
    text = " ".join(told(towns[0]).sentences)
    assert "Gent heeft 200 plaatsen: 200 inzetbaar, 0 vrij, 200 bezet. Er woont 1 persoon." in text
    assert "Dat zijn 0,74 plaatsen per 1.000 inwoners. In heel Vlaanderen zijn het er 2,22." in text
    assert "in de 1.200 plaatsen van Vlaanderen" in text
    assert "minder dan het doel" in text


def test_each_factor_is_a_sentence_with_its_weight_and_source(told, towns):
    site(towns[2], 200)
    population, room, income, living_wage = told(towns[0]).factors
    assert population.how == (
        "Gent telt 270.000 van de 540.080 inwoners van Vlaanderen: 49,99 %. Deze factor telt voor 41,18 %."
    )
    assert [(source.name, source.period) for source in population.sources] == [("Proefbron", "01/01/2025")]
    assert "nog ruimte voor 150 gewogen plaatsen" in room.how
    assert "20.000 euro per inwoner" in income.how
    assert living_wage.how == (
        "Dit cijfer ontbreekt voor (bijna) alle gemeenten. Het gewicht van 15 % is naar verhouding verdeeld over de "
        "andere factoren."
    )
    assert not living_wage.counts and living_wage.share is None


def test_the_rows_add_up_to_the_target_and_a_missing_factor_has_no_number(told, towns):
    for municipality in towns:
        site(municipality, 37)
    explanation = told(towns[2])
    row = IndicatorSnapshot.objects.get(municipality=towns[2])
    assert sum(line["value"] for line in explanation.rows if line["value"] is not None) == row.target
    assert (
        next(line for line in explanation.rows if line["label"] == "Ruimte bij het leefloon")["value"] is None
    )
    assert [factor.label for factor in explanation.missing] == ["Ruimte bij het leefloon"]


def test_a_figure_missing_for_this_town_only_is_said(told, towns):
    Statistic.objects.filter(municipality=towns[1], indicator="income_per_inhabitant").delete()
    site(towns[0], 10)
    income = told(towns[1]).factors[2]
    assert income.how.startswith(
        "Dit cijfer ontbreekt voor Deinze. Er is gerekend met het Vlaamse gemiddelde"
    )


def test_exempt_towns_are_told_why(told, towns):
    site(towns[3], 300, category=Category.PUBLIC)
    site(towns[0], 100)
    assert any(
        "Knokke-Heist is vrijgesteld van bijkomende plaatsen: met 300 gewogen plaatsen" in sentence
        for sentence in told(towns[3]).sentences
    )


def test_a_town_without_population_is_told_so(told, towns):
    new = town("99999", population=None, income=None, name="Nieuwstad")
    site(new, 1)
    explanation = told(new)
    assert explanation.sentences == [
        "Nieuwstad heeft 1 plaats: 1 inzetbaar, 1 vrij, 0 bezet. Er wonen 0 personen.",
        "Het inwonertal van Nieuwstad ontbreekt. Daarom is er geen doel.",
    ]
    assert explanation.rows == []


def test_a_target_that_is_met_exactly(told, towns):
    assert "Er zijn precies zoveel plaatsen als het doel." in told(towns[0]).sentences


def test_the_upper_limit_is_told(told, towns, key):
    terms = [
        {
            "code": "income",
            "name": "Inkomen",
            "weight": "1",
            "indicator": "income_per_inhabitant",
            "transform": "share",
        }
    ]
    key.terms = terms  # per head instead of in total: tiny Herstappe would get as much as Gent
    key.save()
    site(towns[0], 600)
    explanation = told(towns[5])
    assert any(sentence.startswith("Het doel is begrensd op 2 keer") for sentence in explanation.sentences)
    limit = next(line for line in explanation.rows if line["label"] == "Bovengrens")
    assert limit["value"] < 0
    assert limit["how"] == "Het doel was hoger dan de bovengrens."
    row = IndicatorSnapshot.objects.get(municipality=towns[5])
    assert sum(line["value"] for line in explanation.rows) == row.target
    assert explanation.factors[0].how.startswith("Het gemiddelde inkomen is 18.000 euro")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("149.98", 0, "150"),
        ("7.275", 2, "7,28"),
        ("-0.5", 0, "-1"),
        ("1234567.891", 2, "1.234.567,89"),
        ("30.00", None, "30"),
        ("41.18", None, "41,18"),
        ("100", None, "100"),
        (None, 2, "–"),
    ],
)
def test_numbers_are_rounded_and_never_cut_off(value, decimals, text):
    assert nl(value, decimals) == text
