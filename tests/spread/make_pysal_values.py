"""Write pysal_values.json: what PySAL makes of a few worlds. Run by hand, with the dependency group `fixtures`.

    python tests/spread/make_pysal_values.py

PySAL brings geopandas, numba and scikit-learn: more than all that the portal and its tests install together. So its
answers are kept, with the input that they belong to, and the tests compare with them. Our measures weigh by target;
PySAL's Gini and Theil weigh every row alike, so each unit of target becomes a row with the ratio of its municipality.
"""

import json
import random
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from inequality.gini import Gini as GiniOfRows
from inequality.theil import Theil, TheilD
from segregation.singlegroup import Dissim, Gini

PROVINCES = [10000, 20001, 30000, 40000, 70000]


def world(seed: int) -> dict[str, list[int]]:
    dice = random.Random(seed)
    size = dice.choice((5, 40, 285))
    return {
        "loads": [dice.randint(1, 400) for _ in range(size)],
        "targets": [dice.randint(1, 90) for _ in range(size)],
        "groups": [PROVINCES[number % 5] for number in range(size)],
    }


def answers(loads: list[int], targets: list[int], groups: list[int]) -> dict[str, float]:
    both = pd.DataFrame({"load": loads, "both": [a + b for a, b in zip(loads, targets, strict=True)]})
    rows = np.repeat(np.array(loads) / np.array(targets), targets)
    split = TheilD(rows, np.repeat(groups, targets))
    return {
        "hoover": float(Dissim(both, "load", "both").statistic),
        "gini": float(Gini(both, "load", "both").statistic),
        "gini_of_rows": float(GiniOfRows(rows).g),
        "theil": float(Theil(rows).T),
        "between": float(np.ravel(split.bg)[0]),
        "within": float(np.ravel(split.wg)[0]),
    }


if __name__ == "__main__":
    kept = {
        "versions": {name: version(name) for name in ("segregation", "inequality")},
        "worlds": [made | {"answers": answers(**made)} for made in map(world, range(6))],
    }
    path = Path(__file__).with_name("pysal_values.json")
    path.write_text(json.dumps(kept, separators=(",", ":")) + "\n")
