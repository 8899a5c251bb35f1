"""Where the dual prices point each household, whether there is room or not."""

import numpy as np
from numpy.typing import NDArray

from matching.planning.market import Market
from matching.planning.prices import NEVER, Dual, Prices

Floats = NDArray[np.float64]
ROWS = 2048
NOISE = 3.0  # points on the prices of homes, so that other classes get their turn


class Guide:
    """Where the (shaken) prices point each household, whatever is free."""

    def __init__(self, market: Market, dual: Dual, prices: Prices, dice: np.random.Generator) -> None:
        self.market, self.instance = market, market.instance
        prices = prices.copy()
        noise = dice.normal(0.0, NOISE * dual.scale(), len(prices.homes))
        prices.homes = np.maximum(prices.homes + np.where(prices.homes > 0, noise, 0.0), 0.0)
        self.prices = prices
        self.by_type = not dual.all_listed
        if self.by_type:
            self.best, self.where = dual.best_classes(prices, single=True)
        self.columns = dual.column_values(prices) if len(dual.segment) else np.zeros(0)
        self.costs = dual.town_costs(prices)

    def regret(self) -> Floats:
        """[alone] value of the best place under the prices less that of the present one (0 without a place)."""
        instance, market = self.instance, self.market
        alone = instance.alone
        best = np.zeros(alone)
        for begin in range(0, alone if self.by_type else 0, ROWS):
            rows = slice(begin, min(begin + ROWS, alone))
            best[rows] = (instance.points32[rows] + self.best[instance.kind[rows]]).max(axis=1)
        for household in np.flatnonzero(instance.listed[:alone]).tolist():
            best[household] = self.columns[instance.columns_of(household)].max(initial=NEVER)
        choice, kind = market.choice[:alone], instance.kind[:alone]
        placed = np.flatnonzero(choice >= 0)
        there = choice[placed]
        now = np.zeros(alone)
        now[placed] = market.score[placed] - self.prices.homes[there] * instance.use[kind[placed], there]
        now[placed] -= self.costs[kind[placed], instance.town[there]]
        return best - now

    def wish(self, household: int, visited: list[int]) -> int:
        """The class worth most to this household in a town that was not visited; -1 when nothing is left."""
        instance = self.instance
        if instance.listed[household]:
            mine = instance.columns_of(household)
            value = self.columns[mine].copy()
            classes = instance.column_class[mine]
            value[np.isin(instance.town[classes], visited)] = NEVER
            value[classes == self.market.choice[household]] = NEVER
            at = int(value.argmax()) if len(value) else -1
            return int(classes[at]) if at >= 0 and value[at] > NEVER else -1
        kind = instance.kind[household]
        worth = instance.points32[household] + self.best[kind]
        worth[visited] = NEVER
        town = int(worth.argmax())
        return int(self.where[kind, town]) if worth[town] > NEVER else -1
