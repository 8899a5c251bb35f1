"""The words that the demo data is made of. Common names, combined at random: nobody who exists is meant."""

from collections.abc import Callable
from random import Random

from django.utils.text import slugify


def several(text: str) -> list[str]:
    return text.split()


WOMEN = several(
    "Alina Alla Anastasiia Anna Daria Diana Halyna Hanna Inna Iryna Kateryna Khrystyna Larysa Lesia "
    "Liliia Liudmyla Mariia Maryna Myroslava Nadiia Natalia Nina Oksana Oleksandra Olena Olha Polina "
    "Sofiia Solomiia Svitlana Tamara Tetiana Uliana Valentyna Valeriia Vira Viktoriia Yana Yuliia Zoia"
)
MEN = several(
    "Anatolii Andrii Anton Artem Bohdan Danylo Denys Dmytro Heorhii Hryhorii Ihor Ivan Kyrylo Leonid "
    "Maksym Matvii Mykhailo Mykola Mykyta Nazar Oleh Oleksandr Oleksii Ostap Pavlo Petro Roman Rostyslav "
    "Ruslan Serhii Stepan Tymofii Vadym Valerii Vasyl Viktor Vitalii Volodymyr Yaroslav Yevhen Yurii"
)
# Family names that with these given names make no well-known person, as far as we know.
FAMILIES = several(
    "Babenko Bilous Bondar Chernenko Danylenko Demchenko Diachenko Didenko Fedorenko Havryliuk "
    "Hlushchenko Hnatiuk Horobets Hrabovets Hrytsenko Ivanchenko Kharchenko Klymenko Kolisnyk Koval "
    "Kovalchuk Kovalenko Kravchenko Kulyk Kushnir Kushnirenko Lukashchuk Lysenko Martyniuk Mazur "
    "Moskalenko Nazarenko Nechyporenko Oliinyk Onyshchenko Ostapchuk Palamarchuk Panchenko Pavlenko "
    "Polishchuk Ponomarenko Prokopenko Pylypchuk Rudenko Semenko Shapoval Stetsenko Sukhenko Sydorenko "
    "Tarasenko Tkach Tkachuk Trokhymenko Tsymbal Vasylenko Vdovychenko Voloshyn Yakovenko Yurchenko "
    "Zaiets"
)
FLEMISH_GIVEN = several(
    "Amber Annelies Arne Barbara Bram Bruno Charlotte Dries Elien Emma Fatima Femke Gert Hanne Ilse Inge "
    "Jasper Joke Jonas Karen Karim Katrien Kobe Koen Lander Leen Lien Lotte Maarten Marieke Nele Pieter "
    "Robbe Ruben Sander Sara Seppe Silke Sofie Stefan Stijn Tine Tom Veerle Wim Wout Yasmina"
)
FLEMISH_FAMILY = several(
    "Aerts Baert Bogaerts Celis Claes Claeys Coppens Cools Daelman Declercq Demeyer Deprez Dewulf Geerts "
    "Goossens Hendrickx Hermans Jacobs Jansen Lauwers Lemmens Maes Martens Mertens Michiels Moens Nijs "
    "Pauwels Peeters Roels Sels Smets Stevens Thijs Timmermans Vandaele Verbeke Verhaeghe Verlinden "
    "Vermeulen Verstraete Wauters Willems"
)
STREETS = several(
    "Stationsstraat Kerkstraat Schoolstraat Molenstraat Dorpsstraat Nieuwstraat Beukenlaan Lindenlaan "
    "Eikenlaan Veldstraat Kasteelstraat Hoogstraat Kapelstraat Populierenlaan Zandstraat Bosstraat "
    "Heidestraat Weidestraat Brugstraat Groenstraat Kloosterstraat Marktstraat Parkstraat Tuinwijk "
    "Berkenlaan Acacialaan Rozenlaan Tulpenstraat Vaartstraat Meersstraat Steenweg Broekstraat "
    "Akkerstraat Hofstraat Kouterstraat"
)
# Names that sound like a place; a real one of that name is chance.
FIRST_HALVES = several(
    "Zilver Wolken Morgen Linden Kiezel Avond Varen Sterren Zonne Honing Nevel Regen Vlinder Klaver "
    "Distel Kastanje Winter Zomer Merel Zwaluw"
)
SECOND_HALVES = several("beek dal hof berg veld bos weide horst gaard linde bron land duin meers zicht rust")
COMPANIES = several(
    "Residentie Woongroep Vastgoed Immo Verhuur Woonbedrijf Logies Vakantiepark Hotel Patrimonium"
)
COMPANY_FORMS = ("NV", "BV", "BV", "CV")
ASSOCIATIONS = ("vzw Onthaal", "vzw Huis", "vzw Samen Wonen", "Stichting", "Congregatie", "vzw Wooncentrum")
FINDINGS = (
    "Ruime woning, alles in orde.",
    "Netjes onderhouden. Keuken is klein.",
    "Verwarming getest, rookmelders aanwezig.",
    "Goed gelegen: bushalte en school op wandelafstand.",
    "Eenvoudig maar degelijk.",
    "",
    "",
)
SMALL_DEFECTS = (
    ("other", "Deur van de badkamer klemt."),
    ("damp", "Lichte condens aan het slaapkamerraam."),
    ("electrocution", "Afdekplaatje van een stopcontact ontbreekt."),
    ("access", "Trapleuning zit los."),
    ("other", "Schilderwerk in de gang laat los."),
)
GRAVE_DEFECTS = (
    ("2", "fire", "Geen rookmelders op de verdieping."),
    ("2", "electrocution", "Verouderde zekeringkast zonder differentieel."),
    ("3", "co", "Geiser zonder afvoer in de badkamer."),
    ("2", "damp", "Opstijgend vocht in de slaapkamers."),
    ("3", "stability", "Draagbalk van het dak is aangetast."),
)
WORKS = (
    "Keuken plaatsen en leidingen vernieuwen.",
    "Schilderen, vloeren en bedden plaatsen.",
    "Verwarmingsketel vervangen en keuring afwachten.",
    "Sanitair per verdieping bijmaken.",
)
QUESTIONS = (
    "Is er een recente keuring van de elektriciteit? Kunt u het attest opladen?",
    "Vanaf wanneer kunnen we langskomen voor een plaatsbezoek?",
    "Hoeveel slaapkamers zijn er, en hoe groot is elke kamer?",
    "Wie betaalt water en energie: de aanbieder of de bewoners?",
)
REJECTIONS = (
    ("unsafe", "Het plaatsbezoek toonde gebreken van categorie III. De eigenaar plant geen herstelling."),
    ("unsuitable", "Er is geen daglicht in de slaapruimte. Dit is geen plaats om te wonen."),
    ("not_available", "De plaats is intussen verhuurd aan een ander gezin."),
    ("duplicate", "Deze plaats stond al in het portaal."),
)
WITHDRAWALS = (
    ("taken", "De woning is verkocht."),
    ("own_use", "Familie trekt in de woning in."),
    ("other", "We vonden een andere bestemming."),
)
CLOSINGS = ("Einde van de overeenkomst met de eigenaar", "Gebouw krijgt een andere bestemming", "Verkocht")
OUT_OF_USE = ("Waterschade", "Schilderwerken", "Ketel wordt vervangen", "Bedden en kasten worden vernieuwd")
DESTINATIONS = {
    "own_housing": ("Huurwoning op de private markt", "Sociale huurwoning", "Studio in dezelfde gemeente"),
    "other_municipality": ("Bij familie in een andere gemeente", "Dichter bij het werk"),
    "returned": ("Lviv", "Kyiv", "Odesa", "Dnipro", ""),
    "abroad": ("Polen", "Duitsland", "Canada"),
}


class Words:
    """Draws names from one source of chance, and never the same organisation name or enterprise number twice."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.used: set[str] = set()
        self.kbo_body = KBO_RANGE_BEGINS

    def flemish_person(self) -> str:
        return f"{self.chance.choice(FLEMISH_GIVEN)} {self.chance.choice(FLEMISH_FAMILY)}"

    def invented_place(self) -> str:
        """A name such as "Zilverbeek"."""
        return self.chance.choice(FIRST_HALVES) + self.chance.choice(SECOND_HALVES)

    def company(self) -> str:
        return self._once(
            lambda: (
                f"{self.chance.choice(COMPANIES)} {self.invented_place()} {self.chance.choice(COMPANY_FORMS)}"
            )
        )

    def association(self) -> str:
        return self._once(lambda: f"{self.chance.choice(ASSOCIATIONS)} {self.invented_place()}")

    def _once(self, draw: Callable[[], str]) -> str:
        while (name := draw()) in self.used:
            continue
        self.used.add(name)
        return name

    def kbo_number(self) -> str:
        """The next number of a range that the register has not handed out: see KBO_RANGE_BEGINS."""
        self.kbo_body += self.chance.randint(3, 60)
        return with_check_digits(self.kbo_body)

    def mobile(self) -> str:
        """040x is no mobile prefix in Belgium, so nobody is called."""
        return (
            f"0400 {self.chance.randint(10, 99)} {self.chance.randint(10, 99)} {self.chance.randint(10, 99)}"
        )


# The register hands out numbers upwards and began with 1 in 2023, so it will not reach 19 for decades: numbers from
# 1990.000.0xx are well formed and belong to nobody.
KBO_RANGE_BEGINS = 19_900_000


def with_check_digits(body: int) -> str:
    """Ten digits: eight and their two check digits, 97 minus the remainder by 97."""
    return f"{body:08d}{97 - body % 97:02d}"


def slug(name: str) -> str:
    """A name as the first part of an address: "Sint-Niklaas" gives sint-niklaas."""
    return slugify(name)


def landline(chance: Random, province: str) -> str:
    """A number in the province's own zone whose subscriber part begins with 0, which no real number does."""
    zone = {"ANT": "03", "LIM": "011", "OVL": "09", "VBR": "016", "WVL": "050"}[province]
    first = "000" if len(zone) == 2 else "00"
    return f"{zone} {first} {chance.randint(10, 99)} {chance.randint(10, 99)}"
