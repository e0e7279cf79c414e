"""The register of changes moves while people review in a real Label Studio: what is entered can be chosen, what goes breaks nothing."""

from typing import Any
from xml.etree import ElementTree

import pytest

from annotations.changes.register import counted
from annotations.label_studio.label_config import STANCES
from annotations.sessions import Session
from service.storage import changes as acts_in_sql
from service.storage import corpus, review, studies
from service.workflows import changes
from service.workflows.naming import FINDER_VERSION
from service.workflows.work import Work
from tests.live import places
from tests.live.places import Place
from tests.live.small_study import FIRST, Desk, enter_model
from tests.service.records import segments_of, transcript

pytestmark = pytest.mark.live
desk = pytest.fixture(scope="module")(places.desk_of)
workers = pytest.fixture(scope="module")(places.started_workers)
place = pytest.fixture(places.new_place)


class Review:
    """One study under review, with hands for its coders and for who keeps the register."""

    def __init__(self, place: Place, desk: Desk) -> None:
        self.place, self.desk, self.study_id = place, desk, place.study.id
        self.act: dict[str, Any] = {"study_id": self.study_id, "by": "eva"}
        self.work = Work(place.settings, place.store)

    def choose(self, coder: str, segment_id: str, change_id: str, stance: str = "for") -> None:
        """The coder answers with this change alone, as the browser writes it."""
        value = {"taxonomy": [[change_id, f"{change_id}:{stance}"]]}
        part = {"from_name": "changes", "to_name": "text", "type": "taxonomy", "value": value, "origin": "manual"}
        item = f"r1/{segment_id}/{coder}"
        (task,) = [one for one in self.desk.tasks(self.place.study) if one["data"]["work_item_id"] == item]
        with self.desk.client(coder) as client:
            client.annotate(task["id"], [{"id": "changes", **part}], 1.0)

    def choosable(self, coder: str) -> dict[str, str]:
        """The changes that this coder's only project offers: alias and what is read."""
        (project,) = self.desk.projects(self.place.study)[coder]
        root = ElementTree.fromstring(self.desk.get(f"/api/projects/{project}/")["label_config"])
        (tree,) = [one for one in root.iter("Taxonomy") if one.get("name") == "changes"]
        assert {leaf.get("alias", "").partition(":")[2] for one in tree for leaf in one} == set(STANCES)
        return {one.get("alias", ""): one.get("value", "") for one in tree}

    def codings(self) -> dict[tuple[str, str], tuple[str, str]]:
        """By segment and coder, the change that was chosen and the one that it counts for."""
        with self.place.store.read() as tx:
            made = [c for c in review.codings(tx, self.study_id) if c.kind == "change"]
            register = acts_in_sql.register(tx, self.study_id)
        return {
            (one.segment_id, one.coder_id): (one.target, next((c.target for c in counted([one], register)), "")) for one in made
        }

    def import_one_more(self) -> None:
        made = transcript("S4", "Pusieron un medidor.", "Ya nadie espera.")
        with self.place.store.begin() as tx:
            studies.add_session(tx, self.study_id, Session("S4"))
            corpus.save_transcript(tx, self.study_id, made, segments_of(made), looked_at=FINDER_VERSION)
        enter_model(self.place.store, self.study_id, FIRST)


def test_what_is_entered_can_be_chosen_and_what_is_merged_or_dropped_breaks_nothing(place: Place, desk: Desk) -> None:
    at = Review(place, desk)
    place.do("send")
    assert set(at.choosable("ana")) == {"CH1"}
    at.choose("ana", "S1.001", "CH1")
    at.choose("ben", "S1.001", "CH1", "against")

    words: dict[str, Any] = {
        "title": {"es": "Medidores", "en": "Meters"},
        "statement": {"es": "Pagan por medidor.", "en": "They pay by meter."},
    }
    for _ in range(2):
        changes.enter(at.work, **at.act, domain="homes", **words)
    at.import_one_more()
    assert place.do("send")["problems"] == []
    assert set(at.choosable("ana")) == set(at.choosable("ben")) == {"CH1", "CH2", "CH3"}
    at.choose("ana", "S4.001", "CH2")  # in a task that was made later
    at.choose("ben", "S1.002", "CH3")  # in one that was there before
    assert place.do("collect")["problems"] == []

    changes.merge(at.work, **at.act, change_id="CH1", into="CH2", reason="the same")
    changes.drop(at.work, **at.act, change_id="CH3", reason="said once")
    assert place.do("send")["problems"] == []
    assert at.choosable("ana") == {
        "CH2": "CH2 · Medidores",
        "CH1": "CH1 · Open accounts (now CH2)",
        "CH3": "CH3 · Medidores (descartado)",
    }
    at.choose("ben", "S2.002", "CH1")  # the page had been open since before
    told = place.do("collect", full=True)
    assert (told["problems"], told["lost"], told["withdrawn"]) == ([], [], 0)
    assert at.codings() == {
        ("S1.001", "ana"): ("CH1", "CH2"),
        ("S1.001", "ben"): ("CH1", "CH2"),
        ("S1.002", "ben"): ("CH3", ""),
        ("S2.002", "ben"): ("CH1", "CH2"),
        ("S4.001", "ana"): ("CH2", "CH2"),
    }
    with place.store.read() as tx:
        said = {(e.segment_id, e.target) for e in review.log(tx, at.study_id) if e.kind == "change" and e.target}
    assert {("S1.001", "CH1"), ("S1.002", "CH3"), ("S2.002", "CH1"), ("S4.001", "CH2")} <= said

    place.do("send")  # nothing is to be done any more, and nothing is done
    assert {len(found) for found in desk.projects(place.study).values()} == {1}
