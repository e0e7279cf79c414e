"""relato send: one Label Studio task per segment, coder and round, with the present suggestions, in the order of the model's queue.

Label Studio knows no identity of ours and repeats nothing safely, so: a batch is written down before it is sent, looked up
before it is sent again, and its tasks are written down afterwards. Sending twice, or being killed anywhere, changes nothing.
"""

import hashlib
import uuid
from collections.abc import Sequence
from typing import Any

from annotations.codeframe import CodeFrame
from annotations.codings import Mark, Suggestion
from annotations.errors import NotReady
from annotations.label_studio.client import LabelStudio
from annotations.label_studio.label_config import label_config
from annotations.label_studio.tasks import WorkItem, prediction, suggestion_data, task
from annotations.studies import Coder, Study
from service.storage import corpus, identity, machines, outdated, review, studies
from service.storage.tables import WorkItemRow
from service.storage.transactions import Tx
from service.workflows import choosing
from service.workflows.accounts import account_id, connect
from service.workflows.collecting import collect_study
from service.workflows.consent import closed_sessions
from service.workflows.machines import study_and_frame
from service.workflows.naming import FINDER_VERSION
from service.workflows.suggesting import segments_waiting
from service.workflows.work import Outcome, Work, chunks

BATCH = 200  # tasks an import call


def send_study(work: Work, *, study_id: str, round_: int = 1) -> Outcome:
    """Make the projects, push what is pending, and replace outdated suggestions on what is not reviewed. Raises NotReady."""
    study, frame = study_and_frame(work, study_id)
    with work.store.read() as tx:
        model = machines.champion(tx, study.id)
        # A task sent without the suggestions that are still to come would never get them.
        if model is None or segments_waiting(tx, study.id, model.version):
            raise NotReady(
                f"study {study.id} has segments without suggestions of its present model",
                remedy="make them with `relato suggest`",
            )
        _check_identities(tx, study)
        leaving = outdated.removals(tx, study.id)
    if leaving:  # first what people answered, then the old tasks, then the new ones
        collect_study(work, study_id=study.id)
    sent: dict[str, Any] = {}
    with connect(work.settings) as client:
        choosing.choose(work, study=study, frame=frame, model_version=model.version)
        for coder in study.coders:
            project = _ensure_project(work, client, study, frame, coder, round_)
            _enter_items(work, study, coder, round_, model.version)
            pushed = _push(work, client, study, frame, coder, round_, project)
            renewed = _renew(work, client, study, frame, coder, round_, project, model.version)
            tab = client.ensure_tab(project, coder.id)
            sent[coder.id] = {"project": project, "pushed": pushed, "renewed": renewed, "url": client.link(project, tab)}
    with work.store.read() as tx:
        counts = review.counts(tx, study.id)
    return {
        "study": study.id,
        "round": round_,
        "coders": sent,
        "tasks": sum(n for k, n in counts.items() if k.startswith("items_")),
    }


def _check_identities(tx: Tx, study: Study) -> None:
    """Let no text leave before what identifies people in it is settled, as far as the study says. Raises NotReady."""
    rule = study.identity.before_sending
    unseen, undecided = identity.waiting(tx, study.id, study.identity.policy, FINDER_VERSION)
    if unseen and rule != "nothing":
        raise NotReady(
            f"nobody has looked for names in {len(unseen)} transcripts of study {study.id}",
            remedy="look with `relato identity find`",
        )
    if outdated_now := corpus.outdated_sessions(tx, study.id):
        raise NotReady(
            f"what was decided about names is not shown yet in {len(outdated_now)} transcripts of study {study.id}",
            remedy="show it with `relato identity find`",
        )
    if undecided and rule == "decided":
        raise NotReady(
            f"{len(undecided)} transcripts of study {study.id} name somebody or something about whom nobody has decided",
            remedy="decide in the sheet that `relato identity sheet FILE` writes, then `relato identity decide FILE`; or write "
            "`identity: {before_sending: looked_at}` in the study",
        )


def project_title(study_id: str, round_: int, coder_id: str, frame_version: int) -> str:
    """The title of a project, which is how it is found again; Label Studio takes 50 characters at most.

    >>> project_title("water", 1, "ines", 2)
    'water · r1 · ines · f2'
    """
    title = f"{study_id} · r{round_} · {coder_id} · f{frame_version}"
    if len(title) <= 50:
        return title
    mark = hashlib.sha256(title.encode()).hexdigest()[:8]
    return f"{study_id[:14]} · r{round_} · {coder_id[:8]} · f{frame_version} · {mark}"


def _ensure_project(work: Work, client: LabelStudio, study: Study, frame: CodeFrame, coder: Coder, round_: int) -> int:
    title = project_title(study.id, round_, coder.id, frame.version)
    project = client.ensure_project(title, label_config(study, frame, coder.language), coder.name)
    with work.store.read() as tx:
        row = review.project(tx, study.id, round_, coder.id)
    known = row is not None and row.label_studio_id == project
    if row is None or not known or row.account_id is None:
        account = account_id(work.settings, client, coder)  # asks Label Studio: never while a transaction holds up the others
        cursor = row.cursor if row is not None and known else ""
        with work.store.begin() as tx:
            review.save_project(
                tx, study.id, round_, coder.id, label_studio_id=project, frame_version=frame.version, cursor=cursor,
                account_id=account,
            )  # fmt: skip
    return project


def _enter_items(work: Work, study: Study, coder: Coder, round_: int, model_version: str) -> None:
    """Enter a work item for every segment assigned to the coder that has none; lost ones are sent again.

    Sessions of which nothing may be shown (``closed_sessions``) are not sent.
    """
    with work.store.begin() as tx:
        closed = closed_sessions(study, studies.register(tx, study.id))
        known = {item.segment_id: item for item in review.work_items(tx, study.id, round_=round_, coder_id=coder.id)}
        wanted = [s for s in corpus.segments(tx, study.id) if s.session_id not in closed]
        mine = [s.id for s in wanted if not coder.sessions or s.session_id in coder.sessions]
        new = [segment_id for segment_id in mine if segment_id not in known]
        rows = []
        for part in chunks(new, BATCH):
            batch = uuid.uuid4().hex
            for segment_id in part:
                item = WorkItem(study.id, segment_id, coder.id, round_)
                rows.append(
                    {
                        "study_id": study.id,
                        "id": item.id,
                        "segment_id": segment_id,
                        "coder_id": coder.id,
                        "round": round_,
                        "batch": batch,
                        "state": "pending",
                        "model_version": model_version,
                        "task_id": None,
                    }
                )
        review.add_work_items(tx, rows)
        for part in chunks([item.id for item in known.values() if item.state == "lost"], BATCH):
            batch = uuid.uuid4().hex
            review.set_items(tx, study.id, part, state="pending", batch=batch, task_id=None, model_version=model_version)


def _push(work: Work, client: LabelStudio, study: Study, frame: CodeFrame, coder: Coder, round_: int, project: int) -> int:
    with work.store.read() as tx:
        pending = review.work_items(tx, study.id, round_=round_, coder_id=coder.id, states=("pending",))
    batches: dict[str, list[WorkItemRow]] = {}
    for item in pending:
        batches.setdefault(item.batch, []).append(item)
    places = _places(work, study.id, coder.id, round_, pending[0].model_version if pending else "")
    for number, (batch, items) in enumerate(batches.items()):
        work.progress(f"send to {coder.id}", number, len(batches))
        there = client.find_batch(project, batch)  # what an earlier, interrupted try has left
        missing = [item for item in items if item.id not in there]
        if missing:
            tasks = _tasks(work, study, frame, coder, missing, places)
            there |= dict(zip((item.id for item in missing), client.import_tasks(project, tasks), strict=True))
        with work.store.begin() as tx:
            review.record_pushed(tx, study.id, {item.id: there[item.id] for item in items})
    work.progress(f"send to {coder.id}", len(batches), len(batches))
    return len(pending)


def _places(work: Work, study_id: str, coder_id: str, round_: int, model_version: str) -> dict[str, int]:
    """The place of each work item in the study's queue for this model, which does not move; what has none there comes last."""
    with work.store.read() as tx:
        items = review.work_items(tx, study_id, round_=round_, coder_id=coder_id)
        queue = choosing.places(tx, study_id, model_version)
    return {item.id: queue.get(item.segment_id, 10**7) for item in items}


def _material(
    work: Work, study_id: str, items: Sequence[WorkItemRow], model_version: str
) -> tuple[dict[str, Any], dict[str, list[Suggestion]], set[str], dict[str, tuple[Mark, ...]]]:
    ids = [item.segment_id for item in items]
    with work.store.read() as tx:
        segments = {s.id: s for s in corpus.segments(tx, study_id, ids=ids)}
        found = machines.suggestions(tx, study_id, model_version=model_version, segment_ids=ids)
        strange = machines.strange(tx, study_id, model_version, ids)
        return segments, found, strange, machines.marks(tx, study_id, model_version, ids)


def _tasks(
    work: Work, study: Study, frame: CodeFrame, coder: Coder, items: Sequence[WorkItemRow], places: dict[str, int]
) -> list[dict[str, Any]]:
    """The tasks of one batch, which is of one model version; it is told in the data, for the one who reads the review."""
    version = items[0].model_version
    segments, found, strange, marks = _material(work, study.id, items, version)
    made = [
        task(
            WorkItem(study.id, item.segment_id, coder.id, item.round),
            segments[item.segment_id],
            found.get(item.segment_id, []),
            study,
            frame,
            language=coder.language,
            prio_key=places[item.id],
            batch=item.batch,
            strange=item.segment_id in strange,
            marks=marks.get(item.segment_id, ()),
        )
        for item in items
    ]
    return [{**one, "data": {**one["data"], "model_version": version}} for one in made]


def _renew(
    work: Work, client: LabelStudio, study: Study, frame: CodeFrame, coder: Coder, round_: int, project: int, model_version: str
) -> int:
    """Replace the suggestions of tasks that nobody has reviewed and that show those of an earlier model.

    Label Studio is asked who has reviewed: a review that is not collected yet belongs to the suggestions that were shown.
    """
    with work.store.read() as tx:
        items = review.work_items(tx, study.id, round_=round_, coder_id=coder.id)
    pushed = [item for item in items if item.state == "pushed"]
    outdated = [item for item in pushed if item.model_version != model_version]
    there = client.task_index(project) if outdated else {}
    old = [item for item in outdated if item.id in there and not there[item.id][1]]
    # A project shows the suggestions of one version. Where all earlier tasks are reviewed, one new task makes it the present one.
    mixed = len({item.model_version for item in items}) > 1
    places = _places(work, study.id, coder.id, round_, model_version)
    for part in chunks(old or (pushed[:1] if mixed and not outdated else []), BATCH):
        work.progress(f"renew for {coder.id}", 0, len(old))
        _, found, strange, marks = _material(work, study.id, part, model_version)
        client.replace_suggestions(
            project,
            [
                (
                    there[item.id][0] if there else item.task_id or 0,
                    {
                        **suggestion_data(
                            found.get(item.segment_id, []),
                            study,
                            frame,
                            coder.language,
                            strange=item.segment_id in strange,
                            marks=marks.get(item.segment_id, ()),
                        ),
                        "model_version": model_version,
                        "prio_key": f"{places[item.id]:08d}",
                    },
                    prediction(found.get(item.segment_id, []), study, frame),
                )
                for item in part
            ],
            model_version,
        )
        with work.store.begin() as tx:
            review.set_items(tx, study.id, [item.id for item in part], model_version=model_version)
    return len(old)
