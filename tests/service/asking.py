"""A study whose people can be asked: twelve interviews, a focus group and a survey, two domains, three changes that are saturated."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from annotations.codings import Coding
from annotations.contacts import Contact
from annotations.sessions import Consent, Participation, Register, Respondent, Session
from annotations.studies import Change, Occasion, SaturationRule, ValidationRule
from annotations.validation.records import Answer, Ballot, Form, Mode
from service.settings import Settings
from service.storage import ballots, corpus, review, studies
from service.storage.ballots import Kept
from service.storage.transactions import Store, now
from service.workflows import validation
from service.workflows.work import Work
from tests.service.records import FRAME, STUDY, segments_of, transcript

YES = Consent(take_part=True, record=True)
COMMITTEES = [f"R{n:02}" for n in range(1, 11)]
"""Who was interviewed about committees: six of families, three of committees, one official."""
CATEGORY = {n: "family" for n in range(1, 7)} | {n: "committee" for n in range(7, 10)} | {10: "official"}
CHANGES = tuple(
    Change(id_, domain, {"es": id_, "en": id_}, {"es": f"Cambió {id_}.", "en": f"{id_} changed."})
    for id_, domain in (("CH1", "committees"), ("CH2", "committees"), ("CH3", "committees"), ("CH4", "homes"))
)
ASKED = replace(
    STUDY,
    id="asked",
    changes=CHANGES,
    saturation=SaturationRule(minimum_independent=1),
    validation=ValidationRule(per_domain=5, seed=3, interested=("partner",)),
    occasions=(
        Occasion("workshop", {"en": "Workshop"}, date(2024, 5, 11)),
        Occasion("early", {"en": "First meeting"}, date(2024, 2, 2)),
    ),
)
HEARD = {"S01": "CH1", "S02": "CH2", "S11": "CH4"}


@dataclass(frozen=True)
class Asked:
    """The study and short ways to ask."""

    work: Work

    def do(self, verb: str, **values: Any) -> Any:
        return getattr(validation, verb)(self.work, study_id="asked", **{"by": "vera", **values})

    def form(self, domain: str = "committees", **values: Any) -> Form:
        made: Form = self.do("make_form", domain=domain, **values)
        return made

    def add(self, respondent_id: str = "R01", domain: str = "committees", **values: Any) -> str:
        id_: str = self.do("add_purposive", domain=domain, respondent_id=respondent_id, reason="knows it", **values).id
        return id_

    def link(self, validator: str, form_id: str = "committees-1", **values: Any) -> str:
        made: str = self.do("new_link", validator_id=validator, form_id=form_id, **values)
        return made

    def enter(
        self, *validators: str, votes: str = "A:1 A:2", mode: Mode = "telephone", form_id: str = "committees-1", **values: Any
    ) -> Ballot:
        made: Ballot = self.do(
            "enter", form_id=form_id, validators=validators, mode=mode, answers=answers(votes), **{"language": "es", **values}
        )
        return made

    def kept(self) -> list[Kept]:
        return validation.ballots_of(self.work, "asked")

    def sent(self) -> list[str]:
        with self.work.store.read() as tx:
            return [ballot.id for ballot, _ in ballots.sent(tx, "asked")]


def answers(votes: str, changes: Sequence[str] = ("CH1", "CH2")) -> list[Answer]:
    """``A:1 C`` are the votes, and the ranks, on the changes in order."""
    found = []
    for change_id, said in zip(changes, votes.split(), strict=True):
        vote, _, rank = said.partition(":")
        found.append(Answer(change_id, vote, rank=int(rank or 0)))  # type: ignore[arg-type]
    return found


def put_in(settings: Settings, store: Store) -> Asked:
    """Everything coded and reviewed; nobody asked yet."""
    people = [Respondent(f"R{n:02}", CATEGORY.get(n, "family"), place="Up" if n % 2 else "Down") for n in range(1, 15)]
    domains = {n: ("committees",) if n <= 10 else ("homes",) for n in range(1, 13)}
    sessions = [Session(f"S{n:02}", date(2024, 2, n), "individual", language="es", domains=domains[n]) for n in range(1, 13)]
    sessions += [Session("G1", date(2024, 3, 1), "focus_group", domains=("homes", "committees"))]
    sessions += [Session("P1", date(2024, 3, 2), "survey", domains=("committees",), prompted=True)]
    there = [Participation(f"S{n:02}", f"R{n:02}", "A", YES) for n in range(1, 13)]
    there += [Participation("G1", "R13", "A", YES, ("homes",)), Participation("G1", "R11", "B", YES, ("homes",))]
    there += [Participation("P1", "R14", "A", YES)]
    contacts = (Contact("C1", source="partner"), Contact("C2", source="snowball", outcome="refused"))
    with store.begin() as tx:
        studies.save_study(tx, ASKED)
        studies.save_frame(tx, "asked", FRAME)
        studies.save_register(tx, "asked", Register(tuple(sessions), tuple(people), tuple(there), contacts))
        for session_id, change_id in HEARD.items():
            made = transcript(session_id, f"Cambió {change_id}.", source_hash=session_id)
            corpus.save_transcript(tx, "asked", made, segments_of(made))
            item = {
                "study_id": "asked",
                "id": f"r1/{session_id}/ana",
                "segment_id": f"{session_id}.001",
                "coder_id": "ana",
                "round": 1,
            }
            review.add_work_items(tx, [{**item, "batch": "b", "state": "reviewed", "model_version": "", "task_id": None}])
            coding = Coding(f"{session_id}.001", "ana", "change", change_id, 1, FRAME.version, now(), stance="for")
            review.replace_codings(tx, "asked", f"{session_id}.001", "ana", 1, [coding])
    return Asked(Work(settings, store))
