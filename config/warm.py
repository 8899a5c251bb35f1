"""What a process of the web needs for its first page, made once in the process that all others are split off from.

A web process that was killed is followed by another one at once, which had its first visitor wait for it: the pages of
the portal were imported then, and each template read when it was first shown. Here that is done before the split, and
what stands in memory then is shared.
"""

import gc
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse


def warm_up() -> None:
    """Imports every page and reads every template of the portal. Opens no connection: those cannot be shared.

    Raises TemplateSyntaxError for a template that cannot be read, so that a version with such a page never takes over.
    """
    reverse("home")
    folder = Path(settings.BASE_DIR) / "templates"
    for file in sorted(folder.rglob("*.html")):
        get_template(str(file.relative_to(folder)))


def share_memory() -> None:
    """What stands in memory now is there to stay: the collector looks at it no more, and so does not write in it, which
    would make a copy of it for each process (https://docs.python.org/3/library/gc.html#gc.freeze)."""
    gc.collect()
    gc.freeze()
