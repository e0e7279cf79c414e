"""The register of local actors: who is one, in which changes they take part, and what people decide about them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from annotations.actors import Part, local_actors, named
from annotations.codeframe import Code, CodeFrame
from annotations.codings import Coding
from annotations.errors import BadInput, NotFound, RelatoError
from annotations.stories.silence import HIDDEN
from service.app import create_app
from service.storage import access, act_logs, review, studies
from service.workflows import actors
from service.workflows.reports import reports_of
from tests.service.hamlet import NOON, Place
from tests.service.storied import begun
from tests.service.test_story_seams import withdrawn_in_roster

ACTORS = Code("actor", {"es": "Actores", "en": "Actors"}, codes=(
    Code("committee", {"es": "Comité", "en": "Committee"}), Code("parish", {"es": "Parroquia", "en": "Parish"}),
    Code("project", {"es": "Proyecto", "en": "Project"}), Code("institute", {"es": "Instituto", "en": "Institute"}),
))  # fmt: skip
WHO: dict[str, Any] = {"study_id": "hamlet", "by": "vera", "reason": "agreed in the workshop"}


@pytest.fixture
def acted(storied: Place) -> Place:
    """CH1 is reported in several sessions, and its passages are coded with actors: a local one in S1 and G1, the project in S1."""
    begun(storied)
    with storied.store.begin() as tx:
        study, frame = studies.study(tx, "hamlet"), studies.frame(tx, "hamlet")
        study = replace(study, actors_family="actor", programme_actors=("project",), outside_actors=("institute",))
        studies.save_study(tx, study)
        studies.save_frame(tx, "hamlet", replace(frame, version=frame.version + 1, families=(*frame.families, ACTORS)))
    return storied


def known(place: Place) -> CodeFrame:
    with place.store.read() as tx:
        return studies.frame(tx, "hamlet")


def mark(place: Place, segment_id: str, code: str) -> None:
    """Everybody who coded the segment codes it with an actor too."""
    with place.store.begin() as tx:
        before = [one for one in review.codings(tx, "hamlet") if one.segment_id == segment_id]
        first = before[0]
        mine = [one for one in before if one.coder_id == first.coder_id]
        made = Coding(segment_id, first.coder_id, "code", code, first.round, first.frame_version, NOON)
        review.replace_codings(tx, "hamlet", segment_id, first.coder_id, first.round, [*mine, made])


def table(place: Place) -> list[tuple[str, str, tuple[Part, ...]]]:
    return [(one.domain, one.actor, one.parts) for one in actors.actors(place.work, "hamlet")]


def test_projects_and_actors_from_elsewhere_are_no_local_actors(acted: Place) -> None:
    with acted.store.read() as tx:
        study = studies.study(tx, "hamlet")
    assert list(local_actors(study, known(acted))) == ["committee", "parish"]
    assert local_actors(replace(study, actors_family=""), known(acted)) == {}
    for other in ("project", "Proyecto", "institute", "nobody"):
        with pytest.raises(NotFound, match="no local actor, or more than one, is called"):
            actors.describe_actor(acted.work, **WHO, actor=other, domain="homes", approach="visit")
    assert table(acted) == []


def test_they_take_part_where_passages_that_count_are_coded_with_them(acted: Place) -> None:
    one = acted.id_of("Ahora leen las cuentas")
    mark(acted, one, "committee")
    mark(acted, one, "project")
    assert table(acted) == [("homes", "committee", (Part("CH1", ("S1",), (one,)),))]
    withdrawn_in_roster(acted.work, "hamlet", "R1")
    assert table(acted) == []  # what may not be shown is not counted


def test_what_is_decided_stands_with_who_and_why_and_the_last_holds(acted: Place) -> None:
    mark(acted, acted.id_of("Ahora leen las cuentas"), "committee")
    given: Mapping[str, Any] = {"actor": "COMITE", "domain": "homes", "approach": "visit | them", "horizon": "two years"}
    actors.describe_actor(acted.work, **WHO, **given, aliases=["RED CAM"])
    made = actors.describe_actor(
        acted.work, **WHO, **{**given, "actor": "redcam", "lead": "the council"}, aliases=["RED-CAM", "UTD"]
    )
    assert (made.actor, made.aliases, made.lead, made.by, made.reason) == (
        "committee", ("RED-CAM", "UTD"), "the council", "vera", "agreed in the workshop",
    )  # fmt: skip
    with acted.store.read() as tx:
        log = [act for act in act_logs.acts(tx, "hamlet", "validation") if act.act == "actor_described"]
    assert [act.subject for act in log] == ["committee", "committee"]
    [found] = actors.tables(acted.work, "hamlet", "en")
    assert found.headings[0] == "Actor"
    assert found.rows[0][:2] == ("Committee (also RED-CAM, UTD)", "CH1 (1)")
    assert found.rows[0][2:5] == ("visit | them", "two years", "the council")
    assert found.rows[0][5].startswith("vera, ")
    for language, caption in (("es", "Actores locales: Casas"), ("en", "Local actors: Casas")):
        [report] = reports_of(acted.work, "hamlet", [language], only=["results"])
        assert caption in repr(report)
    quoting = "for she said: Antes no se sabía nada de los dineros, ni un papel colgado"
    actors.describe_actor(acted.work, **WHO, **{**given, "approach": quoting})
    withdrawn_in_roster(acted.work, "hamlet", "R1")
    assert table(acted) == [("homes", "committee", ())]  # what a person decided stays
    [left] = actors.actors(acted.work, "hamlet")
    assert left.engagement is not None
    assert (left.engagement.approach, left.engagement.horizon) == (HIDDEN, "two years")


def test_what_cannot_be_decided_is_refused(acted: Place) -> None:
    wrong: list[tuple[dict[str, Any], type[RelatoError], str]] = [
        ({"reason": " "}, BadInput, "no reason"),
        ({"approach": ""}, BadInput, "nothing is said"),
        ({"domain": "towns"}, NotFound, "no domain 'towns'"),
    ]
    for more, error, said in wrong:
        with pytest.raises(error, match=said):
            actors.describe_actor(acted.work, **{**WHO, "actor": "parish", "domain": "homes", "approach": "visit", **more})
    assert table(acted) == []


def test_a_name_that_two_have_is_nobodys() -> None:
    codes = {id_: Code(id_, {"en": "Council"}) for id_ in ("one", "two")}
    assert (named("council", codes, ()), named("two", codes, ()), named("", codes, ())) == ("", "two", "")


def test_over_http(acted: Place) -> None:
    with acted.store.begin() as tx:
        key = access.new_key(tx, "tests")
    with TestClient(create_app(acted.settings), headers={"Authorization": f"Bearer {key}"}) as api:
        at = "/v1/studies/hamlet/local-actors"
        said = {"by": "vera", "reason": "so", "actor": "parish", "domain": "homes", "lead": "the mayor"}
        assert api.post(at, json=said).json()["actor"] == "parish"
        [one] = api.get(at).json()
        assert (one["engagement"]["lead"], one["parts"]) == ("the mayor", [])
        assert api.get(at + "/tables?language=es").json()[0]["rows"][0][:2] == ["Parroquia", "–"]
        assert api.post(at, json={**said, "actor": "project"}).status_code == 404
