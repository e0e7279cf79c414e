"""What people do with a story on its page. Each form is one act by whoever is signed in, and goes back to the part that it was about."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from annotations.errors import BadInput
from annotations.stories.records import BlockKind
from annotations.stories.state_records import Check
from annotations.triangulation.records import Verdict
from service.api.deps import TheWork
from service.board.forms import Fields, Posted, chosen_in, text_in
from service.board.pages import Poster, go, link
from service.storage import studies
from service.workflows import rephrasing, stories, triangulation

router = APIRouter(prefix="/{study_id}/stories/{change_id}")
WORDS = "block_"
Based = Annotated[int, Form()]
"""The version that was edited: on the button of the form, so that what was typed survives that somebody was quicker, and is sent again
over what they wrote only by who has read what that is."""
Reason = Annotated[str, Form()]


def _back(study_id: str, change_id: str, posted: Fields, place: str) -> Response:
    return go(link(study_id, "stories", change_id, text=text_in(posted, "text"), segment=place))


def _lines(text: str) -> str:
    """The text as forms send it: they end lines in their own way."""
    return "\n".join(text.split("\r\n")).strip()


@router.post("/open")
def open_text(study_id: str, change_id: str, work: TheWork, reader: Poster) -> Response:
    """The newest draft becomes a text."""
    stories.open_text(work, study_id=study_id, change_id=change_id, by=reader.name)
    return go(link(study_id, "stories", change_id))


@router.post("/blocks/{block_id}/edit")
def edit(
    study_id: str,
    change_id: str,
    block_id: str,
    work: TheWork,
    reader: Poster,
    posted: Posted,
    based_on: Based,
    reason: Reason = "",
) -> Response:
    """Word a part anew in the language of the text that is read; a gap that is given words with a source is a sentence then."""
    stories.edit_block(
        work, study_id=study_id, change_id=change_id, by=reader.name, based_on=based_on, block_id=block_id,
        language=text_in(posted, "text"), text=text_in(posted, "words"), reason=reason,
        own=None if text_in(posted, "kind") == "quote" else bool(text_in(posted, "own")),
    )  # fmt: skip
    return _back(study_id, change_id, posted, block_id)


@router.post("/blocks/{block_id}/move")
def move(
    study_id: str, change_id: str, block_id: str, work: TheWork, reader: Poster, posted: Posted, based_on: Based,
    to: Annotated[str, Form()],
) -> Response:  # fmt: skip
    """``to``: a section and, behind a stroke, the part after which it is to stand; the beginning of the section without one."""
    section_id, _, after = to.partition("/")
    stories.move_block(
        work, study_id=study_id, change_id=change_id, by=reader.name, based_on=based_on, block_id=block_id, section_id=section_id,
        after=after,
    )  # fmt: skip
    return _back(study_id, change_id, posted, block_id)


@router.post("/blocks/{block_id}/remove")
def remove(
    study_id: str,
    change_id: str,
    block_id: str,
    work: TheWork,
    reader: Poster,
    posted: Posted,
    based_on: Based,
    reason: Reason = "",
) -> Response:
    """Take a part out; earlier versions keep it."""
    text = stories.version(work, study_id, change_id, based_on).text
    section = next((one.id for one in text.sections for block in one.blocks if block.id == block_id), "")
    stories.remove_block(
        work, study_id=study_id, change_id=change_id, by=reader.name, based_on=based_on, block_id=block_id, reason=reason
    )
    return _back(study_id, change_id, posted, f"s-{section}")


@router.post("/blocks/{block_id}/keep")
def keep(
    study_id: str, change_id: str, block_id: str, work: TheWork, reader: Poster, posted: Posted, reason: Reason = ""
) -> Response:
    """A gap stays in the story, and why."""
    stories.keep_gap(work, study_id=study_id, change_id=change_id, by=reader.name, block_id=block_id, reason=reason)
    return _back(study_id, change_id, posted, block_id)


@router.post("/blocks/{block_id}/comment")
def comment(study_id: str, change_id: str, block_id: str, work: TheWork, reader: Poster, posted: Posted) -> Response:
    """Remark on a part."""
    stories.comment(work, study_id=study_id, change_id=change_id, by=reader.name, text=text_in(posted, "words"), block=block_id)
    return _back(study_id, change_id, posted, block_id)


@router.post("/comment")
def comment_story(study_id: str, change_id: str, work: TheWork, reader: Poster, posted: Posted) -> Response:
    """Remark on the whole story."""
    stories.comment(work, study_id=study_id, change_id=change_id, by=reader.name, text=text_in(posted, "words"))
    return _back(study_id, change_id, posted, "story")


@router.post("/comments/{comment_id}/resolve")
def resolve(
    study_id: str, change_id: str, comment_id: str, work: TheWork, reader: Poster, posted: Posted, reason: Reason = ""
) -> Response:
    """What was made of a comment."""
    made = stories.resolve_comment(
        work, study_id=study_id, change_id=change_id, by=reader.name, comment_id=comment_id, resolution=reason
    )
    return _back(study_id, change_id, posted, made.block or "story")


@router.post("/blocks/{block_id}/attach")
def attach(
    study_id: str, change_id: str, block_id: str, work: TheWork, reader: Poster, posted: Posted,
    verdict: Annotated[Verdict, Form()], reason: Reason = "",
) -> Response:  # fmt: skip
    """Figures beside a part, with what they say of it."""
    triangulation.attach(
        work, study_id=study_id, change_id=change_id, by=reader.name, points=chosen_in(posted, "points"), block=block_id,
        verdict=verdict, reason=reason, language=text_in(posted, "text"),
    )  # fmt: skip
    return _back(study_id, change_id, posted, block_id)


@router.post("/data/{attachment_id}/answer")
def answer_data(
    study_id: str, change_id: str, attachment_id: str, work: TheWork, reader: Poster, posted: Posted, reason: Reason = ""
) -> Response:
    """What was made of a contradiction."""
    made = triangulation.answer(
        work, study_id=study_id, change_id=change_id, by=reader.name, attachment_id=attachment_id, answer=reason
    )
    return _back(study_id, change_id, posted, f"data-{made.id}")


@router.post("/data/{attachment_id}/withdraw")
def withdraw_data(
    study_id: str, change_id: str, attachment_id: str, work: TheWork, reader: Poster, posted: Posted, reason: Reason = ""
) -> Response:
    """Figures are not to stand beside a part after all."""
    made = triangulation.withdraw_attachment(
        work, study_id=study_id, change_id=change_id, by=reader.name, attachment_id=attachment_id, reason=reason
    )
    return _back(study_id, change_id, posted, made.block)


@router.post("/flags/{flag_id}/answer")
def answer_flag(
    study_id: str, change_id: str, flag_id: str, work: TheWork, reader: Poster, posted: Posted, reason: Reason = ""
) -> Response:
    """What was made of a flag."""
    stories.answer_flag(work, study_id=study_id, change_id=change_id, by=reader.name, flag_id=flag_id, reason=reason)
    return _back(study_id, change_id, posted, "before")


@router.post("/sections/{section_id}/add")
def add(
    study_id: str, change_id: str, section_id: str, work: TheWork, reader: Poster, posted: Posted, based_on: Based,
    kind: Annotated[BlockKind, Form()], reason: Reason = "",
) -> Response:  # fmt: skip
    """A new part of a section: words, or a gap, or what somebody said."""
    with work.store.read() as tx:
        languages = studies.study(tx, study_id).languages
    texts = {one: words for one in languages if (words := text_in(posted, f"words_{one}"))}
    stories.add_block(
        work, study_id=study_id, change_id=change_id, by=reader.name, based_on=based_on, section_id=section_id,
        after=text_in(posted, "after"), kind=kind, texts=texts, segment=text_in(posted, "segment") if kind == "quote" else "",
        words=_lines(text_in(posted, "quoted")) if kind == "quote" else "",
        own=bool(text_in(posted, "own")), reason=reason,
    )  # fmt: skip
    return _back(study_id, change_id, posted, f"s-{section_id}")


@router.post("/sections/{section_id}/write")
def write(
    study_id: str, change_id: str, section_id: str, work: TheWork, reader: Poster, posted: Posted, based_on: Based,
    typed_on: Annotated[int, Form()], reason: Reason = "",
) -> Response:  # fmt: skip
    """All parts of a section at once. ``typed_on``: the version that the fields were filled with, also when the form comes again after
    somebody was quicker: only what was typed is saved, what others wrote meanwhile in other parts stays."""
    tongue, typed = text_in(posted, "text"), {name: text_in(posted, name) for name in posted if name.startswith(WORDS)}
    before = {f"{WORDS}{block.id}": block for block in stories.version(work, study_id, change_id, typed_on).text.blocks}
    texts = {
        before[name].id: words
        for name, words in typed.items()
        if name in before and _lines(words) != _lines(before[name].text.get(tongue, ""))
    }
    if not texts:
        raise BadInput("nothing was changed", remedy="write something, or leave it as it is")
    stories.save_section(
        work, study_id=study_id, change_id=change_id, by=reader.name, based_on=based_on, section_id=section_id, language=tongue,
        texts_by_block=texts, reason=reason,
    )  # fmt: skip
    return _back(study_id, change_id, posted, f"s-{section_id}")


@router.post("/take")
def take(study_id: str, change_id: str, work: TheWork, reader: Poster, posted: Posted, reason: Reason = "") -> Response:
    """Parts of a newer draft come into the text; ``leave``: they are not wanted."""
    parts, left = chosen_in(posted, "parts"), text_in(posted, "do") == "leave"
    if not parts:
        raise BadInput("no part is chosen", remedy="tick at least one")
    act = stories.leave if left else stories.take
    act(work, study_id=study_id, change_id=change_id, by=reader.name, parts=parts, reason=reason)
    return go(link(study_id, "stories", change_id, *(["draft"] if left else []), text=text_in(posted, "text")))


@router.post("/wordings/{number}/take")
def take_words(study_id: str, change_id: str, number: int, work: TheWork, reader: Poster, posted: Posted) -> Response:
    """What a language model proposes for a part is its wording from now on."""
    proposed = next((one for one in rephrasing.wordings(work, study_id, change_id) if one.number == number), None)
    rephrasing.take_wording(work, study_id=study_id, change_id=change_id, by=reader.name, number=number)
    return _back(study_id, change_id, posted, proposed.block if proposed else "text")


@router.post("/assign")
def assign(
    study_id: str, change_id: str, work: TheWork, reader: Poster, posted: Posted, role: Annotated[str, Form()],
    person: Annotated[str, Form()], reason: Reason = "",
) -> Response:  # fmt: skip
    """Somebody has a part in the story from now on."""
    stories.assign(work, study_id=study_id, change_id=change_id, by=reader.name, role=role, person=person.strip(), reason=reason)
    return _back(study_id, change_id, posted, "who")


@router.post("/unassign")
def unassign(
    study_id: str, change_id: str, work: TheWork, reader: Poster, posted: Posted, role: Annotated[str, Form()],
    person: Annotated[str, Form()], reason: Reason = "",
) -> Response:  # fmt: skip
    """Somebody has it no more."""
    stories.unassign(work, study_id=study_id, change_id=change_id, by=reader.name, role=role, person=person, reason=reason)
    return _back(study_id, change_id, posted, "who")


@router.post("/send")
def send(
    study_id: str,
    change_id: str,
    work: TheWork,
    reader: Poster,
    posted: Posted,
    role: Annotated[str, Form()],
    reason: Reason = "",
) -> Response:
    """The story goes on to a role, or ``back`` to one for more work."""
    act = stories.send_back if text_in(posted, "back") else stories.send_to
    act(work, study_id=study_id, change_id=change_id, by=reader.name, role=role, reason=reason)
    return _back(study_id, change_id, posted, "who")


@router.post("/sign")
def sign(
    study_id: str, change_id: str, work: TheWork, reader: Poster, posted: Posted, role: Annotated[str, Form()],
    version: Annotated[int, Form()], checked: Annotated[list[Check] | None, Form()] = None, reason: Reason = "",
) -> Response:  # fmt: skip
    """Sign the version that was read."""
    stories.sign(
        work, study_id=study_id, change_id=change_id, by=reader.name, role=role, checked=checked or [], version=version,
        reason=reason, all_the_same=bool(text_in(posted, "all_the_same")),
    )  # fmt: skip
    return _back(study_id, change_id, posted, "who")
