"""Everything that ever happened to a segment's codings, in sentences a person reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from annotations.codings import PLANTED
from annotations.languages import base

Name = Callable[[str, str, int], str]
"""What a target (kind, id, version of the code frame) is called."""


@dataclass(frozen=True)
class Happened:
    """One act on the coding log. ``reason``: what was given with it."""

    at: datetime
    who: str
    round: int
    frame_version: int
    act: str
    kind: str
    target: str
    suggested: str
    stance: str
    model_version: str
    reason: str = ""


ENGLISH = {
    "accepted": "accepted the suggestion {target}",
    "changed": "chose {target} instead of the suggestion {suggested}",
    "rejected": "rejected the suggestion {suggested}",
    "added": "added {target}",
    "left": "left the possible suggestion {suggested} as it was, not chosen",
    "kept": "kept {target} from the round before",
    "dropped": "dropped {suggested}, which stood after the round before",
    "decided": "decided {target}",
    "withdrawn": "{target} no longer stands",
    "withdrawn_all": "what stood was taken back",
    "skipped": "skipped the segment",
    "nothing": "looked at it, and nothing applies",
    "retired": "{target} went with the segment",
    "migrated": "{suggested} became {target} in version {version} of the code frame",
    "migrated_away": "{suggested} no longer stands since version {version} of the code frame",
    "other": "{act}: {target}",
    "planted": "suggested to see whether it is noticed",
    "for": "reported",
    "against": "denied",
    "round": "round {round}",
    "frame": "code frame {version}",
    "reason": "reason: {reason}",
    "single": "What stands: one coder, {by}, round {round}.",
    "agreed": "What stands: all coders say the same ({by}), round {round}.",
    "open": "What stands: coders differ and nobody has decided ({by}), round {round}.",
    "decided_by": "What stands: decided by {by}, round {round}.",
    "none": "Nothing stands: nobody has reviewed it.",
    "no_code": "no coding",
}
SPANISH = {
    "accepted": "aceptó la sugerencia {target}",
    "changed": "eligió {target} en vez de la sugerencia {suggested}",
    "rejected": "rechazó la sugerencia {suggested}",
    "added": "añadió {target}",
    "left": "dejó como estaba la posible sugerencia {suggested}, sin elegirla",
    "kept": "mantuvo {target} de la ronda anterior",
    "dropped": "quitó {suggested}, que quedaba de la ronda anterior",
    "decided": "decidió {target}",
    "withdrawn": "{target} ya no vale",
    "withdrawn_all": "se retiró lo que valía",
    "skipped": "se saltó el segmento",
    "nothing": "lo revisó y nada aplica",
    "retired": "{target} se fue con el segmento",
    "migrated": "{suggested} pasó a ser {target} en la versión {version} del marco de códigos",
    "migrated_away": "{suggested} ya no vale desde la versión {version} del marco de códigos",
    "other": "{act}: {target}",
    "planted": "sugerida para ver si se nota",
    "for": "lo afirma",
    "against": "lo niega",
    "round": "ronda {round}",
    "frame": "marco de códigos {version}",
    "reason": "motivo: {reason}",
    "single": "Lo que vale: una sola persona, {by}, ronda {round}.",
    "agreed": "Lo que vale: todas las personas coinciden ({by}), ronda {round}.",
    "open": "Lo que vale: las personas difieren y nadie ha decidido ({by}), ronda {round}.",
    "decided_by": "Lo que vale: lo decidió {by}, ronda {round}.",
    "none": "No vale nada: nadie lo ha revisado.",
    "no_code": "ninguna codificación",
}
LEFT_OUT = frozenset({"left"})
"""Acts in which nobody did anything; they are told only when everything is asked for."""


def words_for(language: str) -> Mapping[str, str]:
    return SPANISH if base(language) == "es" else ENGLISH


def sentence(one: Happened, name: Name, language: str) -> str:
    """What happened, without who and when.

    >>> done = Happened(datetime(2024, 3, 1), "Ana", 2, 1, "added", "code", "accounts", "", "", "m1", "it says so")
    >>> sentence(done, lambda kind, target, version: f"“{target}”", "es")
    'añadió “accounts” (motivo: it says so)'
    """
    words = words_for(language)
    alone = {"withdrawn": "withdrawn_all", "migrated": "migrated_away"}
    key = alone[one.act] if one.act in alone and not one.target else one.act if one.act in words else "other"
    target = name(one.kind, one.target, one.frame_version) if one.target else words["no_code"]
    suggested = name(one.kind, one.suggested, one.frame_version) if one.suggested else ""
    if one.stance in ("for", "against"):
        target = f"{target} ({words[one.stance]})"
    if one.model_version == PLANTED and suggested:
        suggested, target = (f"{text} [{words['planted']}]" for text in (suggested, target))
    said = words[key].format(target=target, suggested=suggested, version=one.frame_version, act=one.act)
    return f"{said} ({words['reason'].format(reason=one.reason)})" if one.reason else said
