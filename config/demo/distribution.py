"""How much of everything per municipality, after the published figures (docs: domain, 3.4).

The publications count who stays somewhere; the demo is about three tenths of that, spread in the same proportions.
"""

from collections.abc import Mapping, Sequence
from math import floor
from random import Random
from typing import Protocol

# Registered in the Flemish Region, November 2022 (minister Somers, HLN).
FLANDERS = 29_705
# Who stays in West-Vlaanderen, February 2023 (KW): the one province of which that was published.
WEST_FLANDERS = 5_023
# Housed by province on 19 May 2022 (minister Diependaele, TVL): the proportions of the other four.
OTHER_PROVINCES = {"LIM": 1_116, "ANT": 1_104, "OVL": 1_089, "VBR": 847}
# Persons by municipality: KW, February 2023; Gent "about 1,200", VRT, December 2022. By NIS code.
PUBLISHED = {
    "31005": 715,  # Brugge
    "35013": 501,  # Oostende
    "34022": 411,  # Kortrijk
    "36015": 266,  # Roeselare
    "34040": 184,  # Waregem
    "31006": 110,  # Damme: 10 per 1,000 inhabitants, the highest
    "33016": 0,  # Mesen: the only one with nobody
    "44021": 1_200,  # Gent
}
# "Relative top" in the same article, without a number; between Oostende and Damme by our estimate, per 1,000.
HIGH_PER_1000 = {"37021": 7.8, "38016": 7.3, "32006": 7.2}  # Wingene, Nieuwpoort, Houthulst
# The thirteen centre cities house more than their share of newcomers (De Tijd, October 2018).
CENTRE_CITIES = {
    "11002", "12025", "13040", "24062", "31005", "34022", "35013", "36015", "41002", "44021", "46021", "71016", "71072",
}  # fmt: skip
CENTRE_CITY_FACTOR = 1.35
# Three nooddorpen (domain 2.1). 600 places in Antwerpen and 600 planned in Gent were published; the rest is ours.
VILLAGES = {"11002": 600, "12025": 240, "44021": 320}


class Place(Protocol):
    """What the distribution needs to know of a municipality."""

    nis_code: str
    province: str
    population: int


def people_by_town(towns: Sequence[Place], chance: Random) -> dict[str, float]:
    """Expected displaced persons per NIS code, at the scale of the publications: they sum to FLANDERS."""
    rest_of_flanders = FLANDERS - WEST_FLANDERS
    assigned = sum(OTHER_PROVINCES.values())
    by_province = {name: rest_of_flanders * share / assigned for name, share in OTHER_PROVINCES.items()}
    by_province["WVL"] = WEST_FLANDERS
    expected: dict[str, float] = {}
    for province, total in by_province.items():
        here = [town for town in towns if town.province == province]
        fixed = {
            town.nis_code: float(PUBLISHED[town.nis_code]) for town in here if town.nis_code in PUBLISHED
        }
        fixed |= {
            town.nis_code: HIGH_PER_1000[town.nis_code] * town.population / 1000
            for town in here
            if town.nis_code in HIGH_PER_1000
        }
        weights = {
            town.nis_code: town.population * taste(town.nis_code, chance)
            for town in here
            if town.nis_code not in fixed
        }
        remaining = max(total - sum(fixed.values()), 0)
        whole = sum(weights.values()) or 1
        expected |= fixed | {code: remaining * weight / whole for code, weight in weights.items()}
    return expected


def taste(nis_code: str, chance: Random) -> float:
    """How much more or less than its inhabitants suggest: much for centre cities, anything for small towns."""
    if nis_code in CENTRE_CITIES:
        return CENTRE_CITY_FACTOR * chance.lognormvariate(0, 0.1)
    return chance.lognormvariate(0, 0.4)


def apportion(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """`total` in whole numbers in proportion to `weights`, by largest remainder; equal remainders by key."""
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    parts = {key: floor(value) for key, value in exact.items()}
    short = total - sum(parts.values())
    for key in sorted(exact, key=lambda key: (parts[key] - exact[key], key))[:short]:
        parts[key] += 1
    return parts
