"""What coders did with suggestions, in words, for the terminal: in English or in Spanish."""

from collections.abc import Mapping
from typing import Any

from annotations.languages import base

Outcome = Mapping[str, Any]
COLUMNS = ("accepted", "changed", "rejected", "left", "added", "instead", "kept", "dropped")
ENGLISH = {
    "head": "study {study}: {reviewed} reviewed segments",
    "acts": "what coders did with suggestions",
    "accepted": "accepted", "changed": "changed", "rejected": "rejected", "left": "left open", "added": "added",
    "instead": "instead", "kept": "kept", "dropped": "dropped", "ratio": "accepted of decided", "all": "all",
    "times": "seconds per segment: median (quartiles), per 100 words",
    "time": "{median:.0f} ({lower:.0f}–{upper:.0f}){pace}, {segments} segments, {long} much longer",
    "pace": ", {pace:.0f}",
    "anchoring": "how far coders follow what they are shown (95 % interval, by transcript)",
    "agreeing": "likely suggestions, shown against withheld",
    "blind": "likely suggestions, shown against blind",
    "following": "planted suggestions accepted, against the same codes unprompted",
    "share": "{hits:.0f} of {of}", "few": "too few to say",
    "followed": "planted suggestions that were accepted, and stand as codings until somebody takes them back", "nothing": "nothing yet",
}  # fmt: skip
SPANISH = {
    "head": "estudio {study}: {reviewed} segmentos revisados",
    "acts": "qué se hizo con las sugerencias",
    "accepted": "aceptadas", "changed": "cambiadas", "rejected": "rechazadas", "left": "sin decidir", "added": "agregadas",
    "instead": "en su lugar", "kept": "mantenidas", "dropped": "retiradas", "ratio": "aceptadas de las decididas", "all": "todo",
    "times": "segundos por segmento: mediana (cuartiles), por 100 palabras",
    "time": "{median:.0f} ({lower:.0f}–{upper:.0f}){pace}, {segments} segmentos, {long} mucho más largos",
    "pace": ", {pace:.0f}",
    "anchoring": "cuánto se sigue lo que se muestra (intervalo del 95 %, por transcripción)",
    "agreeing": "sugerencias probables: mostradas frente a retenidas",
    "blind": "sugerencias probables: mostradas frente a codificación a ciegas",
    "following": "sugerencias plantadas aceptadas, frente a los mismos códigos sin mostrarlos",
    "share": "{hits:.0f} de {of}", "few": "muy pocas para decirlo",
    "followed": "sugerencias plantadas que se aceptaron, y quedan como codificaciones hasta que alguien las retire", "nothing": "nada todavía",
}  # fmt: skip


def acts_in_words(o: Outcome) -> str:
    """Counts per coder, round, model and code; times; and anchoring with its intervals."""
    said = SPANISH if base(o["language"]) == "es" else ENGLISH
    lines = [said["head"].format(**o), said["acts"]]
    width = max([24, *(len(_name(key, row["name"], said)) for key, row in o["acts"].items())])
    width = min(width, 48)
    lines.append(" " * (width + 2) + "".join(f"{said[c]:>13}" for c in COLUMNS) + f"  {said['ratio']}")
    for key, row in o["acts"].items():
        ratio = "" if row["accepted_ratio"] is None else f"{row['accepted_ratio']:.2f}"
        cells = "".join(f"{row[c]:>13}" for c in COLUMNS)
        lines.append(f"  {_name(key, row['name'], said)[:width]:<{width}}{cells}  {ratio}")
    lines.append(said["times"])
    for key, row in o["times"].items():
        pace = said["pace"].format(pace=row["per_100_words"]) if row["per_100_words"] is not None else ""
        lines.append(f"  {key:<{width}}{said['time'].format(**{**row, 'pace': pace})}")
    lines += [] if o["times"] else [f"  {said['nothing']}"]
    lines.append(said["anchoring"])
    for key, found in o["anchoring"].items():
        lines.append(f"  {_name(key, o['acts'].get(key, {}).get('name', ''), said)}")
        lines += [f"    {said[name]}: {_comparison(found[name], said)}" for name in ("agreeing", "blind", "following")]
    if o["followed"]:
        lines.append(said["followed"])
        lines += [f"  {one['segment']:<16} {one['coder']:<12} r{one['round']}  {one['code']}" for one in o["followed"]]
    return "\n".join(lines)


def _name(key: str, name: str, said: Mapping[str, str]) -> str:
    if key == "all":
        return said["all"]
    return f"{key} ({name})" if name and name != key.partition(":")[2] else key


def _comparison(found: Outcome, said: Mapping[str, str]) -> str:
    told = " / ".join(_share(found[side], said) for side in ("shown", "unprompted"))
    if found["difference"] is None:
        return told
    interval = (
        f" [{found['interval']['low']:+.2f}, {found['interval']['high']:+.2f}]" if found["interval"] else f" ({said['few']})"
    )
    return f"{told} → {found['difference']:+.2f}{interval}"


def _share(share: Outcome, said: Mapping[str, str]) -> str:
    if not share["of"]:
        return said["nothing"]
    interval = share["interval"]
    between = f" [{interval['low']:.2f}, {interval['high']:.2f}]" if interval else ""
    return f"{share['ratio']:.2f}{between} ({said['share'].format(**share)})"
