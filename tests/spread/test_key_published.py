"""Computed against published: what can be rebuilt from the tables at hand. docs/spread-key.md says what cannot."""

from fractions import Fraction

import pytest

from spread.files import read_key_file
from spread.keys import PUBLISHED
from spread.limits import largest_remainder
from spread.targets import Town, targets

# Königsteiner Schlüssel, percent, and the share of the population on 31 December 2014: KommunalWiki of the Heinrich
# Böll Foundation (kommunalwiki.boell.de, Königsteiner Schlüssel), read 26 November 2026.
# Land: 2016, 2015, 2014, population
KOENIGSTEIN = {
    "Baden-Württemberg": ("12.96662", "12.86456", "12.97496", "13.20"),
    "Bayern": ("15.53327", "15.51873", "15.33048", "15.63"),
    "Berlin": ("5.08324", "5.04927", "5.04557", "4.27"),
    "Brandenburg": ("3.03655", "3.06053", "3.06053", "3.02"),
    "Bremen": ("0.95331", "0.95688", "0.94097", "0.82"),
    "Hamburg": ("2.55752", "2.52968", "2.52738", "2.17"),
    "Hessen": ("7.39885", "7.35890", "7.31557", "7.51"),
    "Mecklenburg-Vorpommern": ("2.01240", "2.02906", "2.04165", "1.97"),
    "Niedersachsen": ("9.33138", "9.32104", "9.35696", "9.64"),
    "Nordrhein-Westfalen": ("21.14424", "21.21010", "21.24052", "21.72"),
    "Rheinland-Pfalz": ("4.83089", "4.83710", "4.83472", "5.06"),
    "Saarland": ("1.21111", "1.22173", "1.21566", "1.22"),
    "Sachsen": ("5.05577", "5.08386", "5.10067", "4.99"),
    "Sachsen-Anhalt": ("2.79941", "2.83068", "2.85771", "2.75"),
    "Schleswig-Holstein": ("3.39074", "3.40337", "3.38791", "3.49"),
    "Thüringen": ("2.69470", "2.72451", "2.74835", "2.66"),
}


def key(name):
    return read_key_file(PUBLISHED / f"{name}.json").key


def column(number):
    return {land: Fraction(row[number]) for land, row in KOENIGSTEIN.items()}


def test_plain_population_comes_within_a_point_of_the_published_koenigstein_shares():
    towns = [Town(land, {"population": share}) for land, share in column(3).items()]
    found = targets(key("per_inwoner"), towns, 100)
    apart = {land: abs(found[land].exact - share) for land, share in column(0).items()}
    worst = max(apart, key=apart.get)
    # quant.md A.1 says 0.81; the printed population shares sum to 100.12, and here they are made to sum to 100.
    assert (worst, round(float(apart[worst]), 2)) == ("Berlin", 0.82)
    assert max(one for land, one in apart.items() if land != worst) < Fraction("0.55")


def test_a_third_of_the_population_is_in_the_published_koenigstein_shares():
    # The taxes are not at hand. What they must have been (3K - P) / 2 gives the published shares back, and is a share.
    people = {land: share / sum(column(3).values()) * 100 for land, share in column(3).items()}
    taxes = {land: (3 * share - people[land]) / 2 for land, share in column(0).items()}
    assert sum(taxes.values()) == 100
    assert min(taxes.values()) > 0
    towns = [Town(land, {"population": people[land], "tax_revenue": taxes[land]}) for land in people]
    found = targets(key("de_koenigstein"), towns, 100)
    assert all(found[land].exact == share for land, share in column(0).items())


def test_the_table_that_repeats_the_value_of_another_year_does_not_sum():
    assert sum(column(0).values()) == sum(column(1).values()) == 100
    wrong = column(2)
    assert sum(wrong.values()) == Fraction("99.97961")
    assert wrong["Brandenburg"] == column(1)["Brandenburg"]
    with pytest.raises(ValueError, match="do not sum"):
        largest_remainder({land: share * 1000 for land, share in wrong.items()}, 100_000)


def test_bloemendaal_in_the_dutch_key_is_a_third_above_its_population():
    # 128 of 96,000 by population alone, 172 published. Its own score is not at hand: one that fits gives 172, and the
    # rest of the country loses the 44 together.
    rest = Town("rest", {"population": Fraction(96_000 - 128), "ses_woa": Fraction(0)})
    bloemendaal = Town("bloemendaal", {"population": Fraction(128), "ses_woa": Fraction("0.3445")})
    found = targets(key("nl_spreidingswet_2024"), [rest, bloemendaal], 96_000)
    assert {code: one.target for code, one in found.items()} == {"bloemendaal": 172, "rest": 95_828}
