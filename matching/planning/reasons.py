"""Why a household has no place: the first hard condition that fails, with numbers; else what is scarce."""

import numpy as np

from matching.planning.instance import Instance
from matching.planning.prices import NEVER, Prices

ADJECTIVES = {
    "step_free": "drempelvrij",
    "ground_floor": "gelijkvloers",
    "lift": "met lift",
    "pets": "waar huisdieren mogen",
    "cot": "met plaats voor een kinderbed",
    "own_kitchen": "met eigen keuken",
    "own_sanitary": "met eigen badkamer",
}


class Reasons:
    """Answers for one instance; `choice` is the plan that left these households out."""

    def __init__(self, instance: Instance, choice: np.ndarray, prices: Prices) -> None:
        self.instance, self.choice, self.prices = instance, choice, prices
        self.offered = {
            name: np.array([name in units[0].attributes for units in instance.classes], dtype=bool)
            for name in {need for item in instance.types for need in item.needs}
        }
        self.copies = np.where(instance.door, instance.capacity, 1.0)
        self.group_trouble: dict[int, str] = {}

    def all(self) -> dict[str, dict[str, object]]:
        """For each household without a place: code, text (Dutch) and price (points, None unless scarce)."""
        instance = self.instance
        out: dict[str, dict[str, object]] = {
            key: {"code": "pin", "text": text, "price": None} for key, text in instance.fixed.refused.items()
        }
        left_out = [int(at) for at in np.flatnonzero(self.choice < 0)]
        own = {at: self.of(at) for at in left_out}
        for at in left_out:
            key = instance.households[at].key
            if key in out:
                continue
            code, text, price = own[at]
            if code in ("scarce", "no_gain") and instance.group[at] >= 0:
                code, text, price = self._with_group(at, own)
            out[key] = {"code": code, "text": text, "price": price}
        return dict(sorted(out.items()))

    def _with_group(
        self, at: int, own: dict[int, tuple[str, str, float | None]]
    ) -> tuple[str, str, float | None]:
        instance = self.instance
        for member in instance.members(int(instance.group[at])).tolist():
            if member != at and own[member][0] not in ("scarce", "no_gain"):
                other = instance.households[member].key
                return "group", f"hoort samen met {other}, en daarvoor geldt: {own[member][1]}", None
        members = instance.members(int(instance.group[at]))
        together = np.ones(len(instance.towns), dtype=bool)
        for member in members.tolist():
            reach = np.zeros(len(together), dtype=bool)
            reach[instance.town[self.allowed(member)]] = True
            together &= reach
        if not together.any():
            text = f"geen gemeente heeft passende plaatsen voor alle {len(members)} huishoudens die samen blijven"
            return "group", text, None
        code, text, price = own[at]
        return code, f"blijft samen met {len(members) - 1} andere; {text}", price

    def allowed(self, at: int) -> np.ndarray:
        """Classes that fit this household by itself."""
        instance = self.instance
        if instance.listed[at]:
            return instance.column_class[instance.columns_of(at)]
        classes = np.flatnonzero(instance.feasible[instance.kind[at]])
        only = instance.only_town[at]
        return classes if only == -1 else classes[instance.town[classes] == only]

    def of(self, at: int) -> tuple[str, str, float | None]:
        """Code, text and price for one household."""
        instance = self.instance
        item = instance.households[at]
        fits = instance.places >= item.persons
        if not len(instance.classes):
            return "no_units", "er zijn geen plaatsen", None
        people = "1 persoon" if item.persons == 1 else f"{item.persons} personen"
        if not fits.any():
            return (
                "places",
                f"{people}: de grootste plaats heeft {instance.places.max():g} slaapplekken",
                None,
            )
        number = int(self.copies[fits].sum())
        text = f"{number} {'plaats is' if number == 1 else 'plaatsen zijn'} groot genoeg voor {people}"
        for need in sorted(item.needs):
            fits = fits & self.offered[need]
            if not fits.any():
                return "need", f"{text}, geen daarvan is {ADJECTIVES.get(need, need)}", None
            text += f", {int(self.copies[fits].sum())} daarvan {ADJECTIVES.get(need, need)}"
        for index, name in enumerate(instance.unit_limits):
            use = item.limits.get(name, 0.0)
            fits = fits & (use <= instance.unit_supply[index] + 1e-9)
            if not fits.any():
                return "limit", f"{text}, geen daarvan biedt {use:g} {name}", None
        if instance.only_town[at] != -1:
            fits = fits & (instance.town == instance.only_town[at])
            if not fits.any():
                return (
                    "municipality",
                    f"{text}, geen daarvan in de gemeente waar het huishouden moet blijven",
                    None,
                )
        kind = instance.kind[at]
        closed = (instance.town_use[kind] > instance.town_supply + 1e-9).any(axis=1)
        fits = fits & ~closed[instance.town]
        if not fits.any():
            return (
                "town_limit",
                f"{text}, maar in geen enkele gemeente met zo'n plaats laat een grens dat nog toe",
                None,
            )
        allowed = self.allowed(at)
        if not len(allowed):
            which = "opgegeven" if instance.problem.pairs is not None else "toegelaten"
            return "pairs", f"{text}, geen daarvan is een {which} paar", None
        allowed = allowed[fits[allowed]]
        if not len(allowed):
            return "pairs", f"{text}, geen opgegeven paar voldoet aan alle voorwaarden", None
        return self._scarce(at, allowed)

    def _scarce(self, at: int, allowed: np.ndarray) -> tuple[str, str, float | None]:
        instance, prices = self.instance, self.prices
        kind = instance.kind[at]
        score = instance.score(np.full(len(allowed), at), allowed)
        cheapest = np.full(len(allowed), 0.0)
        cheapest += prices.homes[allowed] * instance.use[kind, allowed]
        towns = instance.town[allowed]
        cheapest += prices.persons[towns] * instance.size[kind]
        cheapest += (prices.town[towns] * instance.town_use[kind]).sum(axis=1)
        cheapest += (prices.unit[:, allowed] * instance.unit_use[kind][:, None]).sum(axis=0)
        if score.max(initial=NEVER) < 0:
            return "no_gain", f"{len(allowed)} soorten plaatsen passen, maar elk kost punten", None
        price = float(cheapest.min())
        number = int(self.copies[allowed].sum())
        text = f"schaarste: {number} {'plaats past' if number == 1 else 'plaatsen passen'}, alle zijn nodig voor andere"
        words = f"{price:.1f}".replace(".", ",")
        return "scarce", f"{text} huishoudens (de goedkoopste kost {words} punten)", round(price, 4)
