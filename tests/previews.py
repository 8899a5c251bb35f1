"""Through the preview of what is done with several rows, as a browser goes."""

from lxml import html


def previewed(response):
    """What the form of the preview sends along, by name."""
    (form,) = [
        form
        for form in html.fromstring(response.content.decode()).forms
        if form.xpath(".//input[@name='doen']")
    ]
    sent: dict[str, list[str]] = {}
    for field in form.xpath(".//input[@type='hidden'][@name!='csrfmiddlewaretoken']"):
        sent.setdefault(field.get("name"), []).append(field.get("value") or "")
    return sent


def confirmed(client, url, things, doen, **filled):
    """The answer to the preview that was confirmed."""
    asked = {"kies": [thing.pk for thing in things], "doen": doen, **filled}
    if filled:
        asked["ingevuld"] = "ja"
    return client.post(url, previewed(client.post(url, asked)) | {"bevestigd": "ja"})
