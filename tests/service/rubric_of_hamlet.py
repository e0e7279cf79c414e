"""A rubric for the hamlet, with Spanish words alone or other ones."""

from typing import Any

from tests.service.hamlet import Place


def rubric(nascent: str = "Apenas empieza") -> dict[str, Any]:
    levels = (
        ("not-effective", "No eficaz", "Nadie lo liga"),
        ("nascent", "Incipiente", nascent),
        ("effective", "Eficaz", "Se liga"),
    )
    return {
        "id": "worth",
        "name": {"es": "Eficacia"},
        "question": {"es": "¿Sirvió?"},
        "levels": [{"id": id_, "name": {"es": name}, "definition": {"es": said}} for id_, name, said in levels],
    }


def with_rubric(place: Place, **words: str) -> None:
    place.study["rubrics"] = [rubric(**words)]
    place.load()
