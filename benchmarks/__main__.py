"""`./run bench [spread|imports|lists|pages|plan|load ...] [number]`: every measurement, or only those named.

Figures are ratios to a floor taken in the same run; milliseconds stand beside them for a feeling only. Those on the
database migrate it first; `plan` and `sensitivity` need none. A number is for
`spread` (places) `pages` (scale) or `load` (seconds); with `plan`, words choose worlds, with `pages` pages.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks import imports, lists, pages, plan, ranking, sensitivity, spread  # noqa: E402
from benchmarks.load import measuring  # noqa: E402

ALL = ("spread", "imports", "lists", "pages", "ranking", "plan", "sensitivity", "load")
WITHOUT_DATABASE = {"plan", "sensitivity", "load"}  # ... of the others: `load` has its own
words = sys.argv[1:]
chosen = [word for word in words if word in ALL] or list(ALL)
rest = [word for word in words if word not in ALL]
if set(chosen) - WITHOUT_DATABASE:
    call_command("migrate", verbosity=0)
if "spread" in chosen:
    spread.main([word for word in rest if word.isdigit()])
if "imports" in chosen:
    imports.main()
if "lists" in chosen:
    lists.main()
if "pages" in chosen:
    pages.main(rest)
if "ranking" in chosen:
    ranking.main()
if "plan" in chosen:
    plan.main([word for word in rest if not word.isdigit()])
if "sensitivity" in chosen:
    sensitivity.main()
if "load" in chosen:
    measuring.main([word for word in rest if word.isdigit()])
