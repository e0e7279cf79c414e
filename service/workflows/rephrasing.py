"""relato story rephrase: a language model words sentences of a draft anew; people take its wording or leave it.

It is off unless an address is set. It is given one sentence at a time, only what Relato itself computed (never what a person wrote,
a quote or a gap), and what it says is kept as a proposal if nothing speaks against it (``models.support``); else only why not.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from annotations.errors import BadInput, NotFound, NotReady
from annotations.stories.editing import reworded, with_block
from annotations.stories.records import Block, PersonsAct, StoryVersion
from models.rephrasing import LanguageModel, Rephraser
from models.support import Doubt, can_check, doubts
from service.settings import Settings
from service.storage import act_logs, studies
from service.storage import stories as story_rows
from service.workflows import stories
from service.workflows.machines import encoder_of
from service.workflows.story_acting import acting
from service.workflows.work import Outcome, Work

REPHRASED = "rephrased"


@dataclass(frozen=True)
class Wording:
    """What a model proposes for a block instead of the ``sentence`` that it reads. ``number`` is that of the act."""

    number: int
    block: str
    language: str
    sentence: str
    proposed: str
    model: str
    by: str
    at: datetime


def model_of(settings: Settings) -> LanguageModel:
    """The language model of the settings. Raises NotReady where there is none."""
    if not settings.language_model_url:
        raise NotReady(
            "no language model is set; drafts need none",
            remedy="set RELATO_LANGUAGE_MODEL_URL to one that runs on your own machine",
        )
    key = settings.language_model_key
    return LanguageModel(settings.language_model_url, settings.language_model, key, settings.language_model_anywhere)


def rephrase_story(
    work: Work, *, study_id: str, change_id: str, language: str, by: str, rephraser: Rephraser | None = None
) -> Outcome:
    """Have every sentence of the story worded anew that still reads as its draft, and was not asked about before.

    How many were proposed, left as they are, and rejected for what; the model's name. Raises BadInput, NotFound, NotReady.
    """
    model = rephraser or model_of(work.settings)
    if not can_check(language):
        raise BadInput(f"wordings in {language!r} cannot be checked", remedy="ask for Spanish or English")
    with work.store.read() as tx:
        study_id = studies.study(tx, study_id).id
    version = stories.current(work, study_id, change_id).version
    asked = {(act.body["block"], act.body["sentence"], act.body["model"]) for act in _acts(work, study_id, change_id)}
    waiting = [
        (block, block.text[language])
        for block in version.text.blocks
        if _may_be_reworded(block, language) and (block.id, _hash(block.text[language]), model.name) not in asked
    ]
    encoder = encoder_of(work.settings)
    proposed, same = 0, 0
    rejected: dict[str, int] = {}
    for number, (block, sentence) in enumerate(waiting):
        work.progress("rephrase", number, len(waiting))
        said = model.rephrase(sentence, language)
        found = doubts(sentence, said, language, encoder)
        same += said == sentence
        for doubt in found[:1]:
            rejected[doubt.kind] = rejected.get(doubt.kind, 0) + 1
        proposed += _keep(work, study_id, change_id, by, model.name, block, language, sentence, said, found)
    work.progress("rephrase", len(waiting), len(waiting))
    return {
        "study": study_id, "change": change_id, "model": model.name, "sentences": len(waiting), "proposed": proposed, "same": same,
        "rejected": rejected,
    }  # fmt: skip


def wordings(work: Work, study_id: str, change_id: str) -> tuple[Wording, ...]:
    """What is proposed for the story as it reads now, the newest for each block and language. Raises NotFound."""
    blocks = {block.id: block for block in stories.current(work, study_id, change_id).version.text.blocks}
    found: dict[tuple[str, str], Wording] = {}
    for act in _acts(work, study_id, change_id):
        body, language = act.body, act.body["language"]
        block = blocks.get(body["block"])
        if body["text"] and block and _reads_as(block, act):
            found[block.id, language] = Wording(
                act.number, block.id, language, block.text[language], body["text"], body["model"], act.by, act.at
            )
    return tuple(found.values())


def take_wording(work: Work, *, study_id: str, change_id: str, by: str, number: int, reason: str = "") -> StoryVersion:
    """Put a proposed wording into the story: the block then says which model worded it, the version who took it.

    Raises NotFound where it is not proposed, or not any more.
    """
    acts = {act.number: act for act in _acts(work, study_id, change_id)}
    with acting(work, study_id, change_id, by, reason) as a:
        act = acts.get(number)
        block = next((block for block in a.text.blocks if act and block.id == act.body["block"]), None)
        if act is None or block is None or not act.body["text"] or not _reads_as(block, act):
            raise NotFound(
                f"no wording {number} is proposed for {change_id}",
                remedy="look at `relato story wordings`: the sentence may read otherwise by now",
            )
        language, model = act.body["language"], act.body["model"]
        new = replace(reworded(block, language, act.body["text"], model), origin="model")
        return a.save(with_block(a.text, new), "worded", [block.id])


def _may_be_reworded(block: Block, language: str) -> bool:
    return block.kind == "sentence" and block.origin == "draft" and not block.own and bool(block.text.get(language))


def _acts(work: Work, study_id: str, change_id: str) -> list[PersonsAct]:
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        return [act for act in act_logs.acts(tx, study.id, "story", change_id) if act.act == REPHRASED]


def _reads_as(block: Block, act: PersonsAct) -> bool:
    """Whether the block still reads as it did when the model was asked."""
    language = act.body["language"]
    return _may_be_reworded(block, language) and _hash(block.text[language]) == act.body["sentence"]


def _hash(sentence: str) -> str:
    return hashlib.sha256(sentence.encode()).hexdigest()


def _keep(
    work: Work, study_id: str, change_id: str, by: str, model: str, block: Block, language: str, sentence: str, said: str,
    found: tuple[Doubt, ...],
) -> bool:  # fmt: skip
    """Write down what came of it; whether a wording is proposed. What is rejected is not kept: it may be invented, and somebody might read
    it; nor what is of a sentence that was worded otherwise, or withdrawn, while the model was asked."""
    body = {
        "block": block.id, "language": language, "sentence": _hash(sentence), "model": model,
        "text": "" if found or said == sentence else said, "doubts": [doubt.kind for doubt in found],
    }  # fmt: skip
    with work.store.begin() as tx:
        study = studies.study(tx, study_id)
        studies.lock(tx, study.id)
        newest = story_rows.latest(tx, study.id, change_id)
        now = next((one for one in newest.text.blocks if one.id == block.id), None) if newest else None
        if now is None or now.text.get(language) != sentence:
            body["text"] = ""
        act_logs.append(tx, study.id, "story", by, REPHRASED, change_id, body)
    return bool(body["text"])
