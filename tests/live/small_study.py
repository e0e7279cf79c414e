"""A small study for the fault tests: twelve segments, two coders, suggestions of made-up models; and its state in comparable form."""

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import httpx

from annotations.codeframe import CodeFrame
from annotations.codings import Kind, Span, Suggestion
from annotations.label_studio.client import Account, LabelStudio
from annotations.label_studio.reviews import Choice, write_result
from annotations.sessions import Consent, Participation, Register, Respondent, Session
from annotations.studies import Coder, IdentityRule, Study, SuggestionRule
from annotations.transcripts import Segment
from service.storage import corpus, machines, review, studies
from service.storage.tables import AnnotationRow
from service.storage.transactions import Store
from service.workflows.naming import FINDER_VERSION
from service.workflows.titles import project_title
from tests.live.conftest import LiveLabelStudio
from tests.service.records import FRAME, STUDY, segments_of, transcript

FIRST, SECOND = "made-up-1", "made-up-2"  # two models
CODERS = (Coder("ana", "Ana", "ana@faults.example", "es"), Coder("ben", "Ben", "ben@faults.example", "en"))
ANSWERS = ("Hoy leen las cuentas 😀.", "La familia ya ahorra.", "Antes no, ahora sí.", "No vi cambio.")
SESSIONS = ("S1", "S2", "S3")


def enter_study(store: Store, study_id: str, frame: CodeFrame = FRAME) -> Study:
    """Put the study, its transcripts and the first model's suggestions into storage."""
    open_to_all = IdentityRule(before_sending="nothing")
    no_lot = SuggestionRule(random_share=0.0)  # drawn by the study's id, which is another one in every test
    study = replace(STUDY, id=study_id, coders=CODERS, consent="not_required", identity=open_to_all, suggestions=no_lot)
    with store.begin() as tx:
        studies.save_study(tx, study)
        studies.save_frame(tx, study.id, frame)
        people = tuple(Participation(s, f"R{s}", "A", Consent(True, True)) for s in SESSIONS)
        register = Register(tuple(Session(s) for s in SESSIONS), tuple(Respondent(p.respondent_id) for p in people), people)
        studies.save_register(tx, study.id, register)
        for session in SESSIONS:
            made = transcript(session, *ANSWERS)
            corpus.save_transcript(tx, study.id, made, segments_of(made), looked_at=FINDER_VERSION)
    enter_model(store, study.id, FIRST)
    return study


def enter_model(store: Store, study_id: str, version: str) -> None:
    """A new champion that has looked at every segment; it suggests nothing for the last one."""
    with store.begin() as tx:
        machines.save_model(tx, study_id, version, frame_version=1, encoder="none", champion=True, body={"kind": "made up"})
        segments = corpus.segments(tx, study_id)
        doubts = {s.id: place * 5 % 12 / 12 for place, s in enumerate(segments)}
        suggestions = [made for place, s in enumerate(segments[:-1]) for made in _suggested(s, place, version)]
        machines.save_suggestions(tx, study_id, version, doubts, suggestions)


def _suggested(segment: Segment, place: int, version: str) -> list[Suggestion]:
    shift = place + (version == SECOND)
    targets: list[tuple[Kind, str]] = [
        ("code", ("accounts", "meters", "committee")[shift % 3]),
        ("code", ("meters", "committee", "accounts")[shift % 3]),
        ("domain", ("committees", "homes")[shift % 2]),
    ]
    if place % 3 == 0:
        targets += [("section", "what"), ("change", "CH1")]
    return [Suggestion(segment.id, kind, target, 0.9 - 0.1 * n, version, 1) for n, (kind, target) in enumerate(targets)]


@dataclass(frozen=True)
class Desk:
    """The coders' side: their accounts, by coder id, and the tasks that lie before them."""

    server: LiveLabelStudio
    accounts: Mapping[str, Account]

    def get(self, path: str, **params: Any) -> Any:
        headers = {"Authorization": f"Token {self.server.token}"}
        return httpx.get(f"{self.server.url}{path}", params=params, headers=headers, trust_env=False).raise_for_status().json()

    def call(self, method: str, path: str, body: Any = None, *, as_coder: str = "", **params: Any) -> None:
        """Do something that our client never does: edit and delete by hand."""
        token = self.accounts[as_coder].token if as_coder else self.server.token
        headers, url = {"Authorization": f"Token {token}"}, f"{self.server.url}{path}"
        httpx.request(method, url, json=body, params=params, headers=headers, trust_env=False, timeout=30).raise_for_status()

    def client(self, coder_id: str) -> LabelStudio:
        """Label Studio under the account of a coder."""
        return LabelStudio(self.server.url, self.accounts[coder_id].token)

    def projects(self, study: Study, round_: int = 1) -> dict[str, list[int]]:
        """Ids of the projects of each coder, by their title. One each, if all is well."""
        found = self.get("/api/projects/", page_size=1000, include="id,title")["results"]
        titles = {project_title(study.id, round_, coder.id, 1): coder.id for coder in study.coders}
        ids: dict[str, list[int]] = {coder.id: [] for coder in study.coders}
        for project in found:
            if project["title"] in titles:
                ids[titles[project["title"]]].append(int(project["id"]))
        return ids

    def tasks(self, study: Study) -> list[dict[str, Any]]:
        """Every task of the study, with ``coder`` beside it."""
        return [
            {**task, "coder": coder}
            for coder, ids in self.projects(study).items()
            for project in ids
            for task in self.get("/api/tasks", project=project, fields="all", page_size=1000)["tasks"]
        ]

    def review(self, store: Store, study: Study) -> int:
        """Both coders review under their own accounts: every kind of answer that there is. Returns how many."""
        with store.read() as tx:
            segments = corpus.segments(tx, study.id)
            shown = machines.suggestions(tx, study.id, model_version=FIRST)
        by_item = {t["data"]["work_item_id"]: t for t in self.tasks(study)}
        clients = {coder.id: self.client(coder.id) for coder in study.coders}
        todo = []
        for shift, coder in enumerate(study.coders):
            for place, segment in enumerate(segments):
                task = by_item[f"r1/{segment.id}/{coder.id}"]
                answer = answer_of(place + shift, segment, shown.get(segment.id, []), study, coder)
                if answer is not None:
                    todo.append((clients[coder.id], task["id"], *answer))
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda job: job[0].annotate(job[1], job[2], 3.5, skip=job[3]), todo))
        for client in clients.values():
            client.close()
        return len(todo)


def answer_of(
    place: int, segment: Segment, shown: list[Suggestion], study: Study, coder: Coder
) -> tuple[list[dict[str, Any]], bool] | None:
    """Result and skip: accepted, changed, rejected, added, skipped, empty, or not answered at all."""
    choices = {Choice(s.kind, s.target, "for" if s.kind == "change" else None) for s in shown}
    codes = {c for c in choices if c.kind == "code"}
    kind = place % 7
    if kind == 1:
        choices -= {c for c in choices if c.kind == "domain"}
        choices |= {Choice("domain", "homes" if any(s.target == "committees" for s in shown) else "committees")}
    elif kind == 2:
        choices = set()
    elif kind == 3:
        choices = (choices - set(sorted(codes)[:1])) | {Choice("change", "CH1", "against"), Choice("section", "why")}
    elif kind == 5:
        return [], False
    elif kind == 6:
        return None
    spans = [Span(segment.id, coder.id, "evidence", 0, 3, segment.text[:3])] if kind == 3 else []
    flags = ["no_code"] if kind == 2 else []
    result = write_result(choices, shown, study, FRAME, spans=spans, flags=flags, memo="ojo" if kind == 1 else "")
    return result, kind == 4


def there(desk: Desk, study: Study) -> dict[str, Any]:
    """What Label Studio holds of the study, without the ids and times that differ from run to run."""
    state: dict[str, Any] = {}
    for coder, ids in desk.projects(study).items():
        projects = []
        for project in ids:
            head = desk.get(f"/api/projects/{project}/")
            tabs = desk.get("/api/dm/views/", project=project)
            tasks = desk.get("/api/tasks", project=project, fields="all", page_size=1000)["tasks"]
            projects.append(
                {
                    "shows": head["model_version"],
                    "tabs": Counter(tab["data"].get("title") for tab in tabs),
                    "tasks": sorted((_task(task) for task in tasks), key=str),
                }
            )
        state[coder] = projects
    return state


def _task(task: Mapping[str, Any]) -> dict[str, Any]:
    left_out = ("batch", "study")
    return {
        "data": {name: value for name, value in task["data"].items() if name not in left_out},
        "predictions": Counter(p["model_version"] for p in task["predictions"]),
        "annotations": sorted(str((a["was_cancelled"], a["result"])) for a in task["annotations"]),
    }


def here(store: Store, study: Study, desk: Desk) -> dict[str, Any]:
    """What we hold of the study, without ids, times and sequence numbers. Every act on the log is counted."""
    tasks = {(t["data"]["work_item_id"], t["id"]) for t in desk.tasks(study)}
    with store.read() as tx:
        items = review.work_items(tx, study.id)
        projects = review.projects(tx, study.id)
        seen: list[AnnotationRow] = [row for i in items for row in review.annotations_of(tx, study.id, i.id).values()]
        return {
            "projects": [(p.coder_id, [p.label_studio_id] == desk.projects(study)[p.coder_id], p.account_id) for p in projects],
            "collected": [(p.coder_id, p.cursor != "") for p in projects],
            "items": [(i.id, i.state, i.model_version, (i.id, i.task_id) in tasks) for i in items],
            "annotations": Counter((row.work_item_id, row.deleted) for row in seen),
            "codings": [
                (c.segment_id, c.coder_id, c.kind, c.target, c.stance, c.from_suggestion) for c in review.codings(tx, study.id)
            ],
            "reviews": [
                (i.id, r.number, r.kind, r.act, r.suggested, r.target, r.model_version) for i, r in review.reviews(tx, study.id)
            ],
            "notes": [(i.id, body) for i, body in review.notes(tx, study.id)],
            "log": Counter(
                (e.segment_id, e.coder_id, e.act, e.kind, e.target, e.suggested, e.stance, e.model_version)
                for e in review.log(tx, study.id)
            ),
        }
