"""Forms of the portal, filled in."""


def household_form(page: dict[str, str], name: str) -> dict[str, str]:
    """The page of a new household with one person of that name; `page` is what stood in the form."""
    return page | {
        "channel": "counter",
        "persons-0-given_name": "Olena",
        "persons-0-family_name": name,
        "persons-0-born": "1990",
        "persons-0-sex": "f",
    }
