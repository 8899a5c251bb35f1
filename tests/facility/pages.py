"""Pages of Facility by their short names, and what stands on them."""

from django.urls import reverse


def url(name, *args):
    return reverse(f"facility:{name}", args=args)


def text_of(response):
    return response.content.decode()
