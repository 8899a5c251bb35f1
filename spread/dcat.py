"""The metadata of the open data: DCAT-AP as JSON-LD, for the data portals of Flanders and Europe. Pure.

Source: DCAT-AP 3 (SEMIC) with the licence list of DCAT-AP Vlaanderen; controlled words from the EU Publications Office.
"""

from collections.abc import Callable, Sequence
from typing import Any

from spread.models import Publication
from spread.open_data import LICENCE_URL, TITLE

EU = "http://publications.europa.eu/resource/authority/"
FORMATS = {"csv": ("CSV", "text/csv"), "json": ("JSON", "application/json")}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
PUBLISHER = {
    "@id": "http://data.vlaanderen.be/id/organisatie/OVO001835",
    "@type": "foaf:Agent",
    "foaf:name": {"@value": "Agentschap Binnenlands Bestuur", "@language": "nl"},
}
DESCRIPTION = (
    "Elke week per gemeente, per provincie en voor Vlaanderen: slaapplekken voor tijdelijk ontheemden (geregistreerd, "
    "gevalideerd, inzetbaar, vrij), personen die er wonen, en het doel volgens de verdeelsleutel. Kleine aantallen "
    "personen zijn afgeschermd."
)


def catalogue(
    publications: Sequence[Publication], *, page: str, file_of: Callable[[str, str], str]
) -> dict[str, Any]:
    """A catalogue with one data set, and a distribution per week and format, the newest first.

    `page` is the address of the page; `file_of(week, format)` that of a file. Addresses are absolute.
    """
    dataset: dict[str, Any] = {
        "@id": f"{page}#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{page}#dataset",
        "dct:title": _dutch(TITLE),
        "dct:description": _dutch(DESCRIPTION),
        "dct:publisher": PUBLISHER,
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": "Agentschap Binnenlands Bestuur",
            "vcard:hasURL": {"@id": page},
        },
        "dcat:theme": [{"@id": f"{EU}data-theme/SOCI"}],
        "dcat:keyword": [_dutch(word) for word in ("huisvesting", "tijdelijke bescherming", "gemeenten")],
        "dct:accrualPeriodicity": {"@id": f"{EU}frequency/WEEKLY"},
        "dct:accessRights": {"@id": f"{EU}access-right/PUBLIC"},
        "dct:language": {"@id": f"{EU}language/NLD"},
        "dct:spatial": {"@id": "http://data.europa.eu/nuts/code/BE2"},
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [
            _distribution(publication, kind, page, file_of)
            for publication in publications
            for kind in FORMATS
        ],
    }
    if publications:
        newest, oldest = publications[0], publications[-1]
        dataset["dct:issued"] = _moment(oldest)
        dataset["dct:modified"] = _moment(newest)
        dataset["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(oldest.week.isoformat()),
            "dcat:endDate": _day(newest.on.isoformat()),
        }
    return {
        "@context": CONTEXT,
        "@id": f"{page}#catalogus",
        "@type": "dcat:Catalog",
        "dct:title": _dutch("Open data van de Vlaamse huisvestingstool"),
        "dct:description": _dutch("Wat de Vlaamse huisvestingstool elke week publiceert."),
        "dct:publisher": {"@id": PUBLISHER["@id"]},
        "dct:license": {"@id": LICENCE_URL},
        "dct:language": {"@id": f"{EU}language/NLD"},
        "foaf:homepage": {"@id": page},
        "dcat:dataset": [dataset],
    }


def _distribution(
    publication: Publication, kind: str, page: str, file_of: Callable[[str, str], str]
) -> dict[str, Any]:
    week = publication.address
    code, media_type = FORMATS[kind]
    return {
        "@id": f"{page}#{week}-{kind}",
        "@type": "dcat:Distribution",
        "dct:title": _dutch(f"Week van {publication.week:%d/%m/%Y}{_version(publication)} ({code})"),
        "dcat:accessURL": {"@id": page},
        "dcat:downloadURL": {"@id": file_of(week, kind)},
        "dct:format": {"@id": f"{EU}file-type/{code}"},
        "dcat:mediaType": {"@id": f"http://www.iana.org/assignments/media-types/{media_type}"},
        "dct:license": {"@id": LICENCE_URL},
        "dct:issued": _moment(publication),
    }


def _version(publication: Publication) -> str:
    return f", verbeterde versie {publication.revision}" if publication.revision > 1 else ""


def _dutch(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "nl"}


def _day(text: str) -> dict[str, str]:
    return {"@value": text, "@type": "xsd:date"}


def _moment(publication: Publication) -> dict[str, str]:
    return {"@value": publication.published_at.isoformat(), "@type": "xsd:dateTime"}
