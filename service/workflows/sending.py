"""relato send: one Label Studio task per segment, coder and round, with what the coder is to see, in the order of the queue.

Sending twice, or being killed anywhere, changes nothing: see ``entering`` (what is written before), ``pushing`` (how it is sent) and
``review_projects`` (where to).
"""

from collections.abc import Sequence
from typing import Any

from annotations.codeframe import CodeFrame
from annotations.errors import NotReady
from annotations.rounds import DECIDING, Assignment
from annotations.studies import Study
from service.storage import corpus, identity, machines, outdated, review, rounds
from service.storage.transactions import Tx
from service.workflows import choosing
from service.workflows.accounts import connect
from service.workflows.choosable import with_all_changes
from service.workflows.collecting import collect_study
from service.workflows.deciding import outdated_decisions
from service.workflows.entering import Desk, enter_items
from service.workflows.machines import study_and_frame
from service.workflows.moving_tasks import carry_drafts
from service.workflows.naming import FINDER_VERSION
from service.workflows.pushing import drop_surplus, push
from service.workflows.renewing import renew
from service.workflows.review_projects import ensure_project, those_there
from service.workflows.rounds import to_send
from service.workflows.suggesting import segments_waiting
from service.workflows.work import Outcome, Work


def send_study(work: Work, *, study_id: str, round_: int = 0) -> Outcome:
    """Make the projects of all open rounds (of one, when given), push what is pending, and replace outdated suggestions on what is
    not reviewed. Raises NotReady.
    """
    study, frame = study_and_frame(work, study_id)
    with work.store.read() as tx:
        study = with_all_changes(tx, study)
        model = machines.champion(tx, study.id)
        # A task sent without the suggestions that are still to come would never get them.
        if model is None or model.frame_version != frame.version or segments_waiting(tx, study.id, model.version):
            raise NotReady(
                f"study {study.id} has segments without suggestions of its present model",
                remedy="make them with `relato suggest`",
            )
        _check_identities(tx, study)
    assigned = [one for one in to_send(work, study) if round_ in (0, one.round)]
    desks = _desks(work, study, frame, assigned, round_)
    problems = _take_outdated_away(work, study)
    sent: dict[str, Any] = {}
    with connect(work.settings) as client:
        choosing.choose(work, study=study, frame=frame, model_version=model.version)
        for desk in desks:
            project = ensure_project(work, client, study, frame, desk.coder, desk.round, desk.arm)
            enter_items(work, desk, model.version)
            pushed = push(work, client, desk, project, model.version)
            renewed = renew(work, client, desk, project, model.version) if desk.arm == "assisted" else 0
            drop_surplus(work, client, desk, project)
            url = client.link(project, client.ensure_tab(project, desk.coder.id))
            told = {"coder": desk.coder.id, "round": desk.round, "arm": desk.arm, "project": project}
            sent[_name(desk, desks)] = {**told, "pushed": pushed, "renewed": renewed, "url": url}
        carry_drafts(work, client, study)
    with work.store.read() as tx:
        leaving = outdated.removals(tx, study.id)
    if leaving:
        problems += collect_study(work, study_id=study.id)["problems"]
    with work.store.read() as tx:
        counts = review.counts(tx, study.id)
    return {
        "study": study.id,
        "round": max((desk.round for desk in desks), default=round_),
        "coders": sent,
        "tasks": sum(n for k, n in counts.items() if k.startswith("items_")),
        "problems": list(dict.fromkeys(problems)),
    }


def _desks(work: Work, study: Study, frame: CodeFrame, assigned: Sequence[Assignment], round_: int) -> list[Desk]:
    """Who is sent what: what is assigned, and what was put before the supervisor in open rounds."""
    coders = {coder.id: coder for coder in study.coders}
    sessions: dict[tuple[int, str, str], set[str]] = {}
    for one in assigned:
        sessions.setdefault((one.round, one.coder_id, one.arm), set()).add(one.session_id)
    with work.store.read() as tx:
        closed = {one.number for one in rounds.rounds(tx, study.id) if one.closed_at is not None}
        for arm in DECIDING:
            for item in review.work_items(tx, study.id, arm=arm, states=("pending", "pushed", "lost")):
                if item.round not in closed and round_ in (0, item.round):
                    sessions.setdefault((item.round, item.coder_id, arm), set())
    order = {coder_id: place for place, coder_id in enumerate(coders)}
    keys = sorted((key for key in sessions if key[1] in coders), key=lambda key: (key[0], order[key[1]], key[2]))
    return [
        Desk(study, frame, coders[coder], number, arm, frozenset(sessions[number, coder, arm]))  # type: ignore[arg-type]
        for number, coder, arm in keys
    ]


def _name(desk: Desk, desks: Sequence[Desk]) -> str:
    """What a desk is called: by its person, where they have one only."""
    alone = [one.coder.id for one in desks].count(desk.coder.id) == 1
    return desk.coder.id if alone else f"{desk.coder.id} (round {desk.round}, {desk.arm})"


def _take_outdated_away(work: Work, study: Study) -> list[str]:
    """First what people answered, then the old tasks, then the new ones. What somebody should look at, as collecting tells it."""
    found: list[str] = []
    with work.store.read() as tx:
        changed = bool(outdated_decisions(tx, study))
        leaving = outdated.removals(tx, study.id)
    if changed or leaving:
        found += collect_study(work, study_id=study.id)["problems"]
    if changed:
        begun = _begun_decisions(work, study)
        with work.store.begin() as tx:
            for item in outdated_decisions(tx, study):
                outdated.send_again(tx, item, begun=item.task_id in begun)
    return found


def _begun_decisions(work: Work, study: Study) -> set[int]:
    """The supervisor's tasks in which something is begun."""
    with work.store.read() as tx:
        projects = [project for project in review.projects(tx, study.id) if project.arm in DECIDING]
    with connect(work.settings) as client:
        here = those_there(client, projects)
        return {
            task
            for project in projects
            if project.label_studio_id in here
            for task in client.tasks_begun(project.label_studio_id)
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
