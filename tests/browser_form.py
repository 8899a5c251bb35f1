"""A form as a browser sends it: what stands on the page, hidden fields too, with its own ends of lines."""

import re

from django.http import HttpResponse
from lxml import html

NEVER_SENT = ("csrfmiddlewaretoken",)


def as_sent(response: HttpResponse, holding: str) -> dict[str, list[str]]:
    """The form of this page that has the field `holding`, by name; buttons are for who presses them."""
    (form,) = [form for form in html.fromstring(response.content.decode()).forms if holding in form.fields]
    sent: dict[str, list[str]] = {}
    for field in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        if field.get("name") not in NEVER_SENT and field.get("disabled") is None:
            for value in values_of(field):
                sent.setdefault(field.get("name"), []).append(re.sub(r"\r?\n", "\r\n", value))
    return sent


def values_of(field: html.HtmlElement) -> list[str]:
    match field.tag, field.get("type"):
        case "textarea", _:
            return [re.sub(r"\A\r?\n", "", field.text or "")]
        case "select", _:
            options = field.xpath(".//option")
            chosen = [option for option in options if option.get("selected") is not None]
            if not chosen and field.get("multiple") is None:
                chosen = options[:1]
            return [option.get("value", option.text or "") for option in chosen]
        case _, "checkbox" | "radio":
            return [field.get("value", "on")] if field.get("checked") is not None else []
        case _, "submit" | "button" | "image" | "reset" | "file":
            return []
    return [field.get("value", "")]
