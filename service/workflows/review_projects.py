"""The projects of a review in Label Studio: how they are called, made, found again, and missed."""

from collections.abc import Sequence
from dataclasses import replace

from annotations.codeframe import CodeFrame
from annotations.label_studio.client import LabelStudio
from annotations.label_studio.label_config import label_config
from annotations.rounds import DECIDING, Arm
from annotations.studies import Coder, Study
from service.storage import review, studies
from service.storage.tables import ReviewProjectRow
from service.workflows.accounts import account_id
from service.workflows.reconciling import forget_tasks
from service.workflows.titles import project_title
from service.workflows.work import Work


def those_there(client: LabelStudio, projects: Sequence[ReviewProjectRow]) -> set[int]:
    """The numbers of those projects that are in Label Studio.

    A number whose title is another one's may have been given to somebody else's project by a Label Studio that was set up anew:
    then our tasks are not in it.
    """
    titles = {project.id: project.title for project in client.projects()}
    there = set()
    for row in projects:
        number = row.label_studio_id
        if number not in titles:
            continue
        ours = project_title(row.study_id, row.round, row.coder_id, row.frame_version, row.arm)
        if titles[number] == ours or client.holds(number, row.study_id):
            there.add(number)
    return there


def _configs(study: Study, current: Study, frame: CodeFrame, language: str, arm: Arm, *, carried: bool) -> list[str]:
    """What a new project looks like, then what one in use may go on with. Where earlier choices are shown, or what somebody was
    given before, all of them can be chosen.
    """
    earlier = carried or arm in DECIDING
    return [
        label_config(one, frame, language, arm=arm, carried=carried, searched=searched)
        for searched in (False, True)
        for one in ([study] if earlier else [current, study])
    ]


def ensure_project(work: Work, client: LabelStudio, study: Study, frame: CodeFrame, coder: Coder, round_: int, arm: Arm) -> int:
    """The project of this round, coder and arm, made where there is none. One that was deleted by hand is made anew.

    ``study`` has the changes that were dropped or merged too (``choosable``).
    """
    with work.store.read() as tx:
        row = review.project(tx, study.id, round_, coder.id, arm, frame.version)
        again = review.looked_at_again(tx, study.id, round_, coder.id, arm)
        current = replace(study, changes=studies.study(tx, study.id).changes)
    title = project_title(study.id, round_, coder.id, frame.version, arm)
    config, *former = _configs(study, current, frame, coder.language, arm, carried=round_ > 1 or again)
    known = row.label_studio_id if row is not None and those_there(client, [row]) else 0
    project = client.ensure_project(title, config, coder.name, known=known, former=former)
    if row is None or not known or row.account_id is None:
        account = account_id(work.settings, client, coder)  # asks Label Studio: never while a transaction holds up the others
        with work.store.begin() as tx:
            if row is not None and row.label_studio_id != project:
                forget_tasks(tx, study.id, row)
            cursor = row.cursor if row is not None and row.label_studio_id == project else ""
            review.save_project(
                tx, study.id, round_, coder.id, arm, frame.version, label_studio_id=project, cursor=cursor, account_id=account
            )
    return project
