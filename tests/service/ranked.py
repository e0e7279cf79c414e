"""The study of ``asking`` with criteria and ballots that give reasons."""

from dataclasses import replace
from typing import Any

from annotations.studies import Criterion
from annotations.validation.records import Answer
from service.settings import Settings
from service.storage import studies
from service.storage.transactions import Store
from tests.service.asking import ASKED, Asked, put_in

CRITERIA = (
    Criterion("trust", {"es": "Confianza", "en": "Trust"}, {"es": "La gente ve en qué se gasta el dinero"}, ({"es": "Ya no desconfiamos"},)),
    Criterion("health", {"es": "Salud", "en": "Health"}, {"es": "Los niños se enferman menos"}, ({"es": "Menos diarrea"},)),
    Criterion("peace", {"es": "Menos pleitos", "en": "Less conflict"}, {"es": "Los vecinos ya no se pelean"}, ({"es": "Se acabó el pleito"},)),
    Criterion("reach", {"es": "Alcance", "en": "Reach"}, {"es": "Le llega a toda la gente"}, ({"es": "Nos toca a todos"},)),
    Criterion("lasting", {"es": "Va a durar", "en": "Will last"}, {"es": "No se echa para atrás"}, ({"es": "Queda para siempre"},)),
)  # fmt: skip
TRUST, PEACE, HEALTH = (
    "Ya no desconfiamos, vemos en qué se gasta el dinero",
    "Se acabó el pleito de los vecinos",
    "Los niños ya no se enferman",
)
RANKED: dict[str, tuple[tuple[int, str], tuple[int, str]]] = {
    "R01": ((1, TRUST), (2, PEACE)),  # family
    "R02": ((2, ""), (1, HEALTH)),  # family
    "R07": ((1, ""), (2, "")),  # committee
}
"""Rank and reason of the two changes, by respondent: ballots B001 to B003 of V001 to V003."""


def put_in_ranked(settings: Settings, store: Store) -> Asked:
    """Three ballots on one form."""
    asked = put_in(settings, store)
    with store.begin() as tx:
        studies.save_study(tx, replace(ASKED, criteria=CRITERIA))
    asked.form()
    for respondent, answers in RANKED.items():
        rank(asked, asked.add(respondent), *answers)
    return asked


def rank(asked: Asked, validator: str, *answers: tuple[int, str], **values: Any) -> str:
    """One ballot that ranks the two changes of committees, by telephone."""
    told = [Answer(f"CH{n}", "A", rank=rank, reason=reason) for n, (rank, reason) in enumerate(answers, 1)]
    given: dict[str, Any] = {"form_id": "committees-1", "validators": [validator], "mode": "telephone", "language": "es"}
    made: str = asked.do("enter", **{**given, "answers": told, **values}).id
    return made
