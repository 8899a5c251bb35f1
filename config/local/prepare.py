"""Several management commands in one process: `python -m config.local.prepare '[["migrate"], ...]' FILE`.

Starting Django takes longer than most of these commands when there is nothing to do. After each one a line says so, and
FILE gets the table of the demo's accounts at the end.
"""

import json
import os
import sys
from pathlib import Path

DONE = "gedaan:"


def main(steps: list[list[str]], accounts: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    for words in steps:
        call_command(*words)
        print(DONE, words[0], flush=True)
    with accounts.open("w") as output:
        call_command("demo_accounts", stdout=output)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), Path(sys.argv[2]))
