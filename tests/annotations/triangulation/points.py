"""Series of an invented town whose truth is known."""

import datetime

from annotations.triangulation.records import DataPoint

DAY = datetime.date(2024, 5, 2)


def point(id_: str, value: float, period: str, denominator: str = "308 tomas", indicator: str = "Pago a tiempo", unit: str = "%", place: str = "Alta",
          source: str = "Comité") -> DataPoint:  # fmt: skip
    return DataPoint(id_, indicator, value, unit, place, period, denominator, source, DAY)


PAID = (point("D1", 100, "2020"), point("D2", 92, "2021"), point("D3", 81, "2023"))
"""A share that fell."""
CASES = (
    point("C1", 1200, "2019", "", "Casos de diarrea", "casos"),
    point("C2", 600, "2022", "", "Casos de diarrea", "casos"),
)
MONEY = (point("M1", 260_000, "2022", "", "Partida", "pesos"), point("M2", 410_000, "2023", "", "Partida", "pesos"))
