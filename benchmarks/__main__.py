"""`./run bench [places]`: migrates the database of the benchmark and runs every measurement.

Figures are ratios to a floor taken in the same run; milliseconds stand beside them for a feeling only.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks import imports, lists, ranking, spread  # noqa: E402

call_command("migrate", verbosity=0)
spread.main(sys.argv[1:])
imports.main()
lists.main()
ranking.main()
