"""People work on the text of a story: versions, two at once, regeneration, comments, rounds, signatures, flags, sections."""

import threading
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from sqlalchemy import delete, update

from annotations.errors import BadInput, Conflict, NotFound, NotReady, RelatoError
from annotations.pseudonyms.records import IdentityKind
from annotations.stories.editing import block_of
from annotations.stories.silence import is_empty
from annotations.stories.state_records import StoryState
from annotations.stories.telling import sections_xlsx, worded
from service.reports_story import in_full
from service.storage import act_logs, results, studies, vault
from service.storage.tables import StoryRow
from service.storage.transactions import Store
from service.workflows import changes, stories, triangulation
from service.workflows.identifying import find_identities
from service.workflows.story_letters import study_letters
from service.workflows.story_names import in_story
from service.workflows.withdrawing import withdraw
from service.workflows.work import Work
from tests.service.hamlet import SAID_BY_R4, Killed, Listed, Place, found_in_tables
from tests.service.storied import WHO, begun, citing, link_another, quote_with, redraft, text

ON_SQLITE = pytest.mark.parametrize("storied", ["sqlite"], indirect=True)  # what is tested is above the database
CH1 = ("hamlet", "CH1")


@pytest.fixture
def place(storied: Place) -> Place:
    return storied


def edit(place: Place, block_id: str, words: str, **given: Any) -> Any:
    values = {**WHO, "based_on": 1, "language": "es", **given}
    return stories.edit_block(place.work, block_id=block_id, text=words, **values)


def state(place: Place) -> StoryState:
    return stories.current(place.work, *CH1)


def made_signable(place: Place) -> int:
    """Every gap is kept, the flag of the verdict answered, and the parts are given; the version to sign."""
    for block in text(place).blocks:
        if block.kind == "gap":
            stories.keep_gap(place.work, **WHO, block_id=block.id, reason="nobody can know")
    for flag in state(place).open_flags:
        stories.answer_flag(place.work, **WHO, flag_id=flag.id, reason="looked at")
    for role, person in (("editor", "ana"), ("lead", "bo"), ("quantitative_analyst", "cy"), ("advisor", "di")):
        stories.assign(place.work, **WHO, role=role, person=person)
    return state(place).version.number


def sign(place: Place, by: str, role: str, *checked: Any, version: int = 1) -> StoryState:
    return stories.sign(place.work, study_id="hamlet", change_id="CH1", by=by, role=role, checked=checked, version=version)


class TestBeginning:
    def test_from_the_newest_draft_once(self, place: Place) -> None:
        first = stories.open_text(place.work, **WHO)
        assert (first.number, first.by, first.text.draft_version, first.text.statement_number) == (1, "vera", 1, 1)
        assert {block.origin for block in first.text.blocks} == {"draft"}
        again = stories.open_text(place.work, **{**WHO, "by": "ana"})
        assert again == first
        assert [v.number for v in stories.versions(place.work, *CH1)] == [1]

    @ON_SQLITE
    def test_without_a_draft_a_change_or_a_name(self, place: Place) -> None:
        with place.store.begin() as tx:
            tx.execute(delete(StoryRow))
        with pytest.raises(NotReady, match="no draft of CH1 .*relato draft --change CH1"):
            stories.open_text(place.work, **WHO)
        with pytest.raises(NotFound, match="no change 'CH9'"):
            stories.open_text(place.work, **{**WHO, "change_id": "CH9"})
        with pytest.raises(BadInput, match="nobody is named"):
            stories.open_text(place.work, **{**WHO, "by": " "})
        with pytest.raises(NotFound, match="nobody has begun the text of CH1.*relato story open CH1"):
            state(place)

    @ON_SQLITE
    def test_a_draft_whose_words_were_taken_back_is_none(self, place: Place) -> None:
        with place.store.begin() as tx:
            tx.execute(update(StoryRow).values(body={}))
        with pytest.raises(NotReady, match="no draft of CH1"):
            stories.open_text(place.work, **WHO)

    @ON_SQLITE
    def test_a_draft_of_another_relato_is_none_and_the_text_goes_on_without_it(self, place: Place) -> None:
        begun(place)
        with place.store.begin() as tx:
            results.save_story(tx, "hamlet", "CH1", {"from": "the future"})
        assert state(place).proposal is None
        assert stories.overview(place.work, "hamlet")[0].version == 1


class TestEditing:
    def test_each_edit_is_a_version_with_who_and_why_and_earlier_ones_stay(self, place: Place) -> None:
        begun(place)
        made = edit(place, "b1", "Se leen en la plaza [S1.001].", reason="clearer")
        assert (made.number, made.by, made.reason) == (2, "vera", "clearer")
        assert stories.version(place.work, *CH1, 1).text.blocks[0].origin == "draft"
        block = text(place).blocks[0]
        assert (block.origin, block.by, block.outdated) == ("person", "vera", ("en",))
        (change,) = stories.difference(place.work, *CH1, 1, 2)
        assert (change.block, change.act, list(change.words)) == ("b1", "edited", ["es"])
        with pytest.raises(NotFound, match="no version 3 of the story.*newest is 2"):
            stories.version(place.work, *CH1, 3)

    def test_sent_twice_it_is_one_version(self, place: Place) -> None:
        begun(place)
        for _ in range(2):
            assert edit(place, "b1", "Se leen [S1].").number == 2
        for _ in range(2):
            made = stories.add_block(
                place.work, **WHO, based_on=2, section_id="summary", after="b1", kind="sentence", texts={"es": "Y más [S1]."}
            )
            assert made.number == 3
        assert [block.id for block in text(place).sections[0].blocks][:2] == ["b1", f"b{made.text.next_block - 1}"]

    def test_an_edit_of_what_somebody_else_changed_is_refused_and_of_other_blocks_merged(self, place: Place) -> None:
        begun(place)
        edit(place, "b1", "De Ana [S1].", by="ana")
        with pytest.raises(Conflict, match="ana changed block b1 in version 2, after version 1 that you have edited"):
            edit(place, "b1", "De Vera [S1].")
        with pytest.raises(Conflict, match="ana changed block b1"):
            edit(place, "b1", "By Vera [S1].", language="en")
        with pytest.raises(Conflict, match="ana changed block b1"):
            stories.remove_block(place.work, **WHO, based_on=1, block_id="b1")
        assert stories.move_block(place.work, **WHO, based_on=1, block_id="b1", section_id="summary", after="").number == 2
        assert edit(place, "b2", "De Vera [S1].").number == 3
        assert [block.text["es"] for block in text(place).blocks[:2]] == ["De Ana [S1].", "De Vera [S1]."]
        assert edit(place, "b1", "De las dos [S1].", based_on=3).number == 4

    @ON_SQLITE
    def test_a_section_is_saved_whole_or_not_at_all(self, place: Place) -> None:
        begun(place)
        edit(place, "b1", "De Ana [S1].", by="ana")
        given = {**WHO, "section_id": "summary", "language": "es"}
        as_seen = stories.version(place.work, *CH1, 1).text.blocks[0].text["es"]
        texts = {"b1": as_seen, "b2": "De Vera [S1]."}  # b1 as it was when the form was opened: it stays as Ana left it
        assert stories.save_section(place.work, **given, based_on=1, texts_by_block=texts).number == 3
        assert [block.text["es"] for block in text(place).blocks[:2]] == ["De Ana [S1].", "De Vera [S1]."]
        with pytest.raises(Conflict, match="ana changed block b1"):
            stories.save_section(place.work, **given, based_on=1, texts_by_block={"b3": "¿Y quién?", "b1": "Otra [S1]."})
        assert state(place).version.number == 3
        with pytest.raises(NotFound, match="no block 'b99'"):
            stories.save_section(place.work, **given, based_on=3, texts_by_block={"b99": "x"})

    def test_two_people_at_the_same_moment_lose_nothing(self, place: Place) -> None:
        begun(place)
        failed: list[RelatoError] = []

        def write(block_id: str, words: str, by: str) -> None:
            store = Store(place.settings.database_url)
            try:
                stories.edit_block(
                    Work(place.settings, store), study_id="hamlet", change_id="CH1", by=by, based_on=1, block_id=block_id,
                    language="es", text=words,
                )  # fmt: skip
            except RelatoError as error:
                failed.append(error)
            finally:
                store.close()

        threads = [
            threading.Thread(target=write, args=(block, f"{by} [S1].", by))
            for block, by in (("b1", "ana"), ("b1", "bo"), ("b2", "cy"))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [type(error) for error in failed] == [Conflict]
        assert [v.number for v in stories.versions(place.work, *CH1)] == [1, 2, 3]
        assert text(place).blocks[1].text["es"] == "cy [S1]."

    @ON_SQLITE
    def test_what_is_cited_must_be_there(self, place: Place) -> None:
        begun(place)
        for wrong in ("S9.001", "S1.999", "S9"):
            with pytest.raises(BadInput, match=f"no segment or session {wrong} that may be cited"):
                edit(place, "b1", f"Así fue [{wrong}].")
        edit(place, "b1", "Así [sic] fue, en [2021] [S1.002].")
        assert "S1.002" in text(place).citations
        with pytest.raises(BadInput, match="fr is no language of the study.*es or en"):
            edit(place, "b1", "Voilà [S1].", language="fr")

    def test_a_quote_is_a_stretch_of_a_segment_with_who_said_it(self, place: Place) -> None:
        begun(place)
        given = {**WHO, "section_id": "description", "after": "", "kind": "quote", "texts": {"en": "Nothing was known"}}
        made = stories.add_block(place.work, **given, based_on=1, segment="S1.002", start=0, end=37)
        quote = block_of(made.text, made.text.sections[1].blocks[0].id).quote
        assert quote is not None
        assert (quote.text, quote.cut_after, quote.language, quote.linked) == (
            "Antes no se sabía nada de los dineros",
            True,
            "es",
            True,
        )
        with pytest.raises(BadInput, match="S1.002 has 59 characters, not 0 to 99"):
            stories.add_block(place.work, **given, based_on=2, segment="S1.002", start=0, end=99)
        with pytest.raises(NotFound, match="no segment 'S7.001' that may be quoted"):
            stories.add_block(place.work, **given, based_on=2, segment="S7.001")
        with pytest.raises(BadInput, match="within a word of S1.002"):
            stories.add_block(place.work, **given, based_on=2, segment="S1.002", start=0, end=36)

    @ON_SQLITE
    def test_the_words_of_a_quote_are_those_of_the_segment(self, place: Place) -> None:
        begun(place)
        given = {**WHO, "section_id": "description", "after": "", "kind": "quote", "texts": {}}
        made = stories.add_block(place.work, **given, based_on=1, segment="S1.002", words="no se sabía nada")
        quote = made.text.sections[1].blocks[0].quote
        assert quote is not None
        assert (quote.text, quote.start, quote.end) == ("no se sabía nada", 6, 22)
        assert (quote.cut_before, quote.cut_after) == (True, True)
        assert worded(made.text.sections[1].blocks[0], "es") == "«…no se sabía nada…» [S1.002]"
        for wrong in ("No se sabía nada", "nada se sabía"):
            with pytest.raises(BadInput, match="letter for letter") as refused:
                stories.add_block(place.work, **given, based_on=2, segment="S1.002", words=wrong)
            assert wrong not in str(refused.value)  # it may name somebody
        with pytest.raises(BadInput, match="both words and characters"):
            stories.add_block(place.work, **given, based_on=2, segment="S1.002", words="nada", start=3)
        with pytest.raises(BadInput, match="without its segment"):
            stories.add_block(place.work, **{**given, "kind": "sentence"}, based_on=2, words="nada")

    @ON_SQLITE
    def test_names_in_the_words_of_a_quote_stay_masked(self, place: Place) -> None:
        begun(place)
        given = {**WHO, "section_id": "description", "after": "", "kind": "quote", "texts": {}}
        made = stories.add_block(place.work, **given, based_on=1, segment="S1.001", words="Me llamo Xóchitl Barragán")
        quote = made.text.sections[1].blocks[0].quote
        assert quote is not None
        assert quote.text == "Me llamo [Persona A]"
        with pytest.raises(BadInput, match="stands for a name"):
            stories.add_block(place.work, **given, based_on=2, segment="S1.001", words="Me llamo [Persona")

    @ON_SQLITE
    def test_moved_and_taken_out(self, place: Place) -> None:
        begun(place)
        stories.move_block(place.work, **WHO, based_on=1, block_id="b2", section_id="description", after="")
        stories.remove_block(place.work, **WHO, based_on=2, block_id="b1", reason="said twice")
        assert text(place).sections[1].blocks[0].id == "b2"
        assert [v.reason for v in stories.versions(place.work, *CH1)] == ["", "", "said twice"]
        assert stories.remove_block(place.work, **WHO, based_on=2, block_id="b1").number == 3  # sent twice
        with pytest.raises(NotFound, match="no block 'b1'"):
            stories.remove_block(place.work, **WHO, based_on=3, block_id="b1")

    @ON_SQLITE
    @pytest.mark.parametrize("committed", [False, True])
    def test_killed_in_the_middle_it_is_done_again_and_nothing_twice(self, place: Place, committed: bool) -> None:
        begun(place)
        with pytest.raises(Killed):
            edit(place.dying(at=1, committed=committed), "b1", "Se leen [S1].")
        assert edit(place, "b1", "Se leen [S1].").number == 2
        with place.store.read() as tx:
            acts = act_logs.acts(tx, "hamlet", "story", "CH1")
        assert [(act.act, act.body["number"]) for act in acts] == [("text_changed", 1), ("text_changed", 2)]

    def test_names_are_masked_when_they_are_written_and_when_they_are_decided(self, place: Place) -> None:
        begun(place)
        edit(place, "b1", "Lo pidió Xóchitl Barragán con Fulgencia [S1].", reason="dice Xóchitl")
        stories.comment(place.work, **WHO, text="Fulgencia no era")
        assert "Xóchitl" not in str(stories.versions(place.work, *CH1)[-1])
        masked = text(place).blocks[0].text["es"]
        assert masked.endswith(" con Fulgencia [S1].")
        place.write(S2="ENTREVISTADORA: ¿Quién?\n\nDoña Lencha: Fulgencia, con mi comadre.\n")
        place.take_in("S2")
        find_identities(place.work, study_id="hamlet", finder=Listed({"Fulgencia": IdentityKind.PERSON}))
        assert not {table for table, _, _ in found_in_tables(place.store, ["Fulgencia"])} & {"story_text", "act"}
        assert state(place).comments[0].text.endswith("no era")
        assert text(place).blocks[0].text["es"].startswith("Lo pidió [Persona")

    @ON_SQLITE
    def test_letters_are_those_of_the_story(self, place: Place) -> None:
        begun(place)
        with place.store.read() as tx:
            study = studies.study(tx, "hamlet")
        with place.store.begin() as tx:
            box = vault.open_vault(place.settings, tx)
            word = in_story(tx, box, study, "CH1", lambda said: said.replace("Ramona", "[Persona Q]"))
            told = word("[Persona A] con Ramona, y Ramona con [Persona A].")
            letters = study_letters(tx, box, "hamlet", "CH1")
        new = next(letter for (_, letter), of_study in letters.items() if of_study == "Q")
        assert new not in ("A", "Q")
        assert told == f"[Persona A] con [Persona {new}], y [Persona {new}] con [Persona A]."


class TestANewDraft:
    def test_is_proposed_part_by_part_and_never_put_over_a_persons_words(self, place: Place) -> None:
        begun(place)
        mine = citing(text(place))
        edit(place, mine.id, "Así lo cuentan [S1.001].")
        assert state(place).proposal is None
        link_another(place)
        offered = state(place).proposal
        assert offered is not None
        assert offered.draft_version == 2
        (hers,) = [part for part in offered.parts if part.persons]
        assert (hers.kind, hers.before) == ("changed", block_of(text(place), mine.id))
        stories.take(place.work, **WHO, parts=[part.key for part in offered.parts if part.kind != "gone" or not part.persons])
        after = text(place)
        assert block_of(after, mine.id).text["es"] == "Así lo cuentan [S1.001]."
        assert hers.after is not None
        assert hers.after.text in [block.text for block in after.blocks]
        assert (after.draft_version, state(place).proposal) == (2, None)
        with pytest.raises(NotReady, match="nothing is proposed"):
            stories.take(place.work, **WHO, parts=["x"])

    @ON_SQLITE
    def test_parts_that_are_not_wanted_are_not_proposed_again(self, place: Place) -> None:
        begun(place)
        link_another(place)
        offered = stories.proposal(place.work, *CH1)
        assert offered is not None
        left = stories.leave(place.work, **WHO, parts=[part.key for part in offered.parts[1:]], reason="no")
        assert left.proposal is not None
        assert [part.key for part in left.proposal.parts] == [offered.parts[0].key]
        assert stories.leave(place.work, **WHO, parts=[offered.parts[0].key]).proposal is None
        assert state(place).version.number == 1
        redraft(place)
        assert state(place).proposal is None

    @ON_SQLITE
    def test_the_register_words_the_change_anew(self, place: Place) -> None:
        begun(place)
        words: dict[str, Any] = {"title": {"es": "Cuentas"}, "statement": {"es": "Se leen en la plaza."}}
        changes.restate(place.work, **WHO, **words, reason="clearer")
        assert ("statement_reworded", "1", "2") in [(f.kind, f.before, f.now) for f in state(place).open_flags]
        offered = state(place).proposal
        assert offered is not None
        stories.take(place.work, **WHO, parts=[part.key for part in offered.parts])
        assert (text(place).statement["es"], text(place).statement_number) == ("Se leen en la plaza.", 2)
        assert "statement_reworded" not in [flag.kind for flag in state(place).flags]


class TestRoundsAndSignatures:
    @ON_SQLITE
    def test_comments_are_resolved_once_with_what_was_made_of_them(self, place: Place) -> None:
        begun(place)
        made = stories.comment(place.work, **{**WHO, "by": "ana"}, text="¿De quién?", block="b1")
        assert (made.block, made.version, made.is_open) == ("b1", 1, True)
        assert stories.comment(place.work, **{**WHO, "by": "ana"}, text="¿De quién?", block="b1") == made  # sent twice
        done = stories.resolve_comment(place.work, **WHO, comment_id=made.id, resolution="del comité")
        assert (done.resolution, done.resolved_by, done.is_open) == ("del comité", "vera", False)
        with pytest.raises(Conflict, match=f"vera has resolved {made.id} already"):
            stories.resolve_comment(place.work, **WHO, comment_id=made.id, resolution="otra")
        with pytest.raises(NotFound, match="no block 'b99'"):
            stories.comment(place.work, **WHO, text="x", block="b99")
        with pytest.raises(BadInput, match="the comment has no words"):
            stories.comment(place.work, **WHO, text=" ")

    @ON_SQLITE
    def test_rounds_have_somebody_a_reason_and_a_version(self, place: Place) -> None:
        begun(place)
        with pytest.raises(Conflict, match="nobody has the part editor in CH1"):
            stories.send_to(place.work, **WHO, role="editor", reason="ready")
        with pytest.raises(NotFound, match="no part 'boss' in a story.*interviewer, editor"):
            stories.assign(place.work, **WHO, role="boss", person="ana")
        stories.assign(place.work, **WHO, role="editor", person="ana")
        stories.assign(place.work, **WHO, role="interviewer", person="vera")
        with pytest.raises(BadInput, match="no reason is given"):
            stories.send_to(place.work, **WHO, role="editor", reason="")
        for _ in range(2):  # sent twice, it is one round
            sent = stories.send_to(place.work, **WHO, role="editor", reason="ready")
        assert (sent.state, sent.role, sent.round) == ("in_round", "editor", 1)
        back = stories.send_back(place.work, **{**WHO, "by": "ana"}, role="interviewer", reason="who decided?")
        assert [(r.number, r.role, r.by, r.reason, r.version, r.back) for r in back.rounds] == [
            (1, "editor", "vera", "ready", 1, False),
            (2, "interviewer", "ana", "who decided?", 1, True),
        ]
        line = stories.overview(place.work, "hamlet")[0]
        assert (line.role, line.persons, line.round) == ("interviewer", ("vera",), 2)
        gone = stories.unassign(place.work, **WHO, role="interviewer", person="vera")
        assert [one.person for one in gone.assignments] == ["ana"]

    def test_signed_by_all_who_have_to_and_for_facts_and_causal_logic(self, place: Place) -> None:
        begun(place)
        number = made_signable(place)
        assert sign(place, "ana", "editor", "language", "facts").missing == ("lead", "quantitative_analyst")
        sign(place, "bo", "lead", "facts")
        almost = sign(place, "cy", "quantitative_analyst", "facts")
        assert (almost.missing, almost.unchecked, almost.state) == ((), ("causal_logic",), "writing")
        done = sign(place, "di", "advisor", "causal_logic", version=number)
        assert (done.state, done.unchecked) == ("signed", ())
        assert len(sign(place, "di", "advisor", "causal_logic").signatures) == 4  # said twice
        assert stories.overview(place.work, "hamlet")[0].signed == ("editor", "lead", "quantitative_analyst", "advisor")

    @ON_SQLITE
    def test_an_edit_leaves_signatures_of_an_older_version(self, place: Place) -> None:
        begun(place)
        made_signable(place)
        sign(place, "ana", "editor", "facts")
        edit(place, "b1", "Otra cosa [S1].")
        now = state(place)
        assert [(one.role, one.version, one.current) for one in now.signatures] == [("editor", 1, False)]
        assert "editor" in now.missing
        line = stories.overview(place.work, "hamlet")[0]
        assert (line.signed, line.signed_older) == ((), ("editor",))
        with pytest.raises(Conflict, match="version 1 is not the newest: vera made version 2"):
            sign(place, "ana", "editor", "facts")
        with pytest.raises(Conflict, match="b1: one language is older"):
            sign(place, "ana", "editor", "language", version=2)
        assert sign(place, "ana", "editor", "facts", version=2).signatures[-1].current

    @ON_SQLITE
    def test_with_open_comments_only_all_the_same(self, place: Place) -> None:
        begun(place)
        made_signable(place)
        note = stories.comment(place.work, **WHO, text="¿Quién?")
        other = stories.comment(place.work, **WHO, text="¿Cuándo?", block="b1")
        assert not state(place).obstacles  # they stop nothing by themselves
        with pytest.raises(Conflict, match=f"comments are open on CH1: {note.id}, {other.id}.*sign all the same"):
            sign(place, "ana", "editor", "facts")
        stories.resolve_comment(place.work, **WHO, comment_id=note.id, resolution="la asamblea")
        given: Any = {**WHO, "by": "ana", "role": "editor", "version": 1, "checked": ["facts"]}
        signed = stories.sign(place.work, **given, all_the_same=True).signatures[-1]
        assert (signed.despite, signed.current) == ((other.id,), True)
        assert "comments open: 1" in in_full(state(place), "en")
        stories.resolve_comment(place.work, **WHO, comment_id=other.id, resolution="en mayo")
        assert sign(place, "bo", "lead", "facts").signatures[-1].despite == ()

    @ON_SQLITE
    def test_only_who_has_the_part_and_says_what_was_checked(self, place: Place) -> None:
        begun(place)
        made_signable(place)
        with pytest.raises(Conflict, match="vera does not have the part editor"):
            sign(place, "vera", "editor", "facts")
        with pytest.raises(BadInput, match="not said what was checked.*facts, causal_logic, language"):
            sign(place, "ana", "editor")
        with pytest.raises(BadInput, match="not said what was checked"):
            sign(place, "ana", "editor", "facts", "spelling")

    @ON_SQLITE
    def test_is_refused_with_what_to_do(self, place: Place) -> None:
        begun(place)
        stories.assign(place.work, **WHO, role="editor", person="ana")
        edit(place, "b1", "Es grave.")
        edit(place, "b1", "It is grave.", language="en", based_on=2)
        gap = next(block.id for block in text(place).blocks if block.kind == "gap")
        with pytest.raises(Conflict) as refused:
            sign(place, "ana", "editor", "facts", version=3)
        for told in ("block b1 cites nothing", f"fill the gap {gap}", "answer the flag not_saturated:needs_sessions"):
            assert told in str(refused.value)
        kinds = {one.kind for one in state(place).obstacles}
        assert kinds == {"uncited", "gap", "flag"}
        edit(place, "b1", "Es grave.", based_on=3, own=True)
        assert "uncited" not in {one.kind for one in state(place).obstacles}

    @ON_SQLITE
    def test_a_contradiction_with_a_statistic_stops_it_until_somebody_answers(self, place: Place) -> None:
        begun(place)
        made_signable(place)
        point = triangulation.add_point(
            place.work, study_id="hamlet", by="cy", indicator="Lecturas", value=2, unit="al año", place="Aldea", period="2023",
            denominator="comités", source="Municipio", retrieved=date(2024, 1, 1),
        )  # fmt: skip
        attached = triangulation.attach(
            place.work, **{**WHO, "by": "cy"}, points=[point.id], block="b1", verdict="contradicts", reason="two, not six"
        )
        assert [one.id for one in state(place).blocking] == [attached.id]
        assert stories.overview(place.work, "hamlet")[0].contradictions == 1
        with pytest.raises(Conflict, match=f"answer the contradiction of {attached.id} with a statistic"):
            sign(place, "ana", "editor", "facts")
        triangulation.answer(place.work, **WHO, attachment_id=attached.id, answer="the register counts other committees")
        assert sign(place, "ana", "editor", "facts").signatures[-1].current

    @ON_SQLITE
    def test_a_signed_story_with_a_new_flag_is_not_signed_any_more(self, place: Place) -> None:
        begun(place)
        made_signable(place)
        for by, role in (("ana", "editor"), ("bo", "lead"), ("cy", "quantitative_analyst")):
            done = sign(place, by, role, "facts", "causal_logic")
        assert done.state == "signed"
        place.code(place.id_of("leen las cuentas"), "dust")
        assert state(place).state == "writing"
        assert all(one.current for one in state(place).signatures)  # what was signed was signed

    @ON_SQLITE
    def test_a_gap_that_was_kept_and_is_worded_anew_is_open_again(self, place: Place) -> None:
        begun(place)
        gap = next(block for block in text(place).blocks if block.kind == "gap")
        assert gap.id in stories.keep_gap(place.work, **WHO, block_id=gap.id, reason="nobody can know").gaps
        edit(place, gap.id, "¿Desde cuándo?")
        assert gap.id not in state(place).gaps
        with pytest.raises(Conflict, match="b1 is no gap"):
            stories.keep_gap(place.work, **WHO, block_id="b1", reason="x")


class TestFlags:
    def kinds(self, place: Place) -> list[tuple[str, str]]:
        return [(flag.kind, flag.subject) for flag in state(place).open_flags if flag.kind != "not_saturated"]

    def test_a_coding_that_is_revised_and_revised_again(self, place: Place) -> None:
        begun(place)
        cited = place.id_of("leen las cuentas")
        assert self.kinds(place) == []
        place.code(cited, "dust")
        assert self.kinds(place) == [("coding_revised", cited)]
        (flag,) = [flag for flag in state(place).open_flags if flag.subject == cited]
        assert quote_with(text(place), "leen las cuentas").id in flag.blocks
        stories.answer_flag(place.work, **WHO, flag_id=flag.id, reason="it says the same")
        assert self.kinds(place) == []
        answered = next(one for one in state(place).flags if one.subject == cited)
        assert (answered.answer, answered.answered_by) == ("it says the same", "vera")
        with pytest.raises(Conflict, match="vera has answered that already"):
            stories.answer_flag(place.work, **WHO, flag_id=flag.id, reason="again")
        changes.unlink(place.work, **WHO, segments=[cited], reason="not this")
        assert self.kinds(place) == [("no_longer_linked", cited)]
        changes.link(place.work, **WHO, segments={cited: "against"}, reason="denies it")
        assert self.kinds(place) == [("stance_changed", cited)]

    @ON_SQLITE
    def test_an_edit_of_another_block_settles_no_flag(self, place: Place) -> None:
        begun(place)
        cited = place.id_of("leen las cuentas")
        place.code(cited, "dust")
        edit(place, "b1", "Otra cosa [S1].")
        assert self.kinds(place) == [("coding_revised", cited)]
        with pytest.raises(NotFound, match="no flag 'x'"):
            stories.answer_flag(place.work, **WHO, flag_id="x", reason="y")

    @ON_SQLITE
    def test_of_a_verdict_as_it_is_now(self, place: Place) -> None:
        begun(place)
        assert [flag.now for flag in state(place).open_flags] == ["needs_sessions"]
        with place.store.begin() as tx:
            last = results.latest_verdict(tx, "hamlet", "CH1")
            assert last is not None
            results.save_verdict(tx, "hamlet", "CH1", {**last.body, "state": "saturated"})
        assert state(place).open_flags == ()

    @ON_SQLITE
    def test_of_a_change_that_is_dropped(self, place: Place) -> None:
        begun(place)
        changes.drop(place.work, **WHO, reason="said once")
        assert ("not_followed", "CH1") in self.kinds(place)
        assert stories.overview(place.work, "hamlet")[0].status == "dropped"


class TestWithdrawal:
    def told(self, place: Place) -> str:
        """Vera has quoted what R4 says, in every way there is; where."""
        begun(place)
        hers = quote_with(text(place), "alcatraz")
        edit(place, hers.id, "The purple alcatraz", language="en")
        edit(place, "b1", "«El alcatraz morado floreció junto al pozo», dicen [S1].", based_on=2, reason="por lo del alcatraz")
        stories.comment(place.work, **WHO, text="el alcatraz morado floreció junto al pozo", block="b2")
        note = stories.comment(place.work, **WHO, text="¿alcatraz?", block=hers.id)
        stories.resolve_comment(place.work, **WHO, comment_id=note.id, resolution="sí, alcatraz")
        return hers.id

    def test_words_leave_every_version_comment_and_reason(self, place: Place) -> None:
        quoted = self.told(place)
        withdraw(place.work, study_id="hamlet", respondent_id="R4", by="Marta")
        assert not {table for table, _, _ in found_in_tables(place.store, SAID_BY_R4)} & {"story_text", "act", "story"}
        for version in stories.versions(place.work, *CH1):
            assert is_empty(block_of(version.text, quoted)) or quoted not in {b.id for b in version.text.blocks}
        assert is_empty(block_of(text(place), "b1"))
        assert [(c.text, c.resolution) for c in state(place).comments] == [("", ""), ("", "")]
        emptied = {one.id for one in state(place).obstacles if one.kind == "emptied"}
        assert emptied == {quoted, "b1"}
        edit(place, quoted, "Alguien más lo vio.", based_on=3)
        assert ("uncited", quoted) in {(one.kind, one.id) for one in state(place).obstacles}
        flags = {(flag.kind, flag.subject) for flag in state(place).open_flags}
        assert ("withdrawn", "G1") in flags
        assert quote_with(text(place), "leen las cuentas")

    @ON_SQLITE
    def test_who_has_refused_is_not_shown_before_the_words_are_withdrawn(self, place: Place) -> None:
        quoted = self.told(place)
        place.roster = [row.replace("yes,yes,oral", "no,,") if row.startswith("R4") else row for row in place.roster]
        place.load()
        assert is_empty(block_of(text(place), quoted))
        rows = stories.sections(place.work, "hamlet")
        assert "alcatraz" not in "".join(row.text for row in rows if row.section == "description")
        assert "emptied" in {one.kind for one in state(place).obstacles}

    @ON_SQLITE
    def test_a_whole_session_goes(self, place: Place) -> None:
        begun(place)
        edit(place, "b1", "Una entrevista [S2].")
        edit(place, "b2", "Otra, y una más [S2, S1].")
        withdraw(place.work, study_id="hamlet", respondent_id="R2", by="Marta")
        first, second = text(place).blocks[:2]
        withdraw(place.work, study_id="hamlet", respondent_id="R1", by="Marta")
        assert "es" not in block_of(text(place), second.id).text  # both that it cited are gone, one after the other
        assert list(first.text) == ["en"]  # in English it still cites the others
        assert second.text["es"] == "Otra, y una más [S2, S1]."
        assert "comadre" not in str(stories.versions(place.work, *CH1))
        assert ("withdrawn", "S2") in {(flag.kind, flag.subject) for flag in state(place).open_flags}


class TestSections:
    @ON_SQLITE
    def test_every_story_as_it_reads_now_drafts_too(self, place: Place) -> None:
        begun(place)
        edit(place, "b1", "Se leen [S1.001].")
        rows = stories.sections(place.work, "hamlet")
        assert [(row.change_id, row.section, row.version, row.state) for row in rows] == [
            ("CH1", "summary", 2, "writing"),
            ("CH1", "description", 2, "writing"),
            ("CH1", "data_collection", 2, "writing"),
        ]
        assert rows[0].text.startswith("Se leen [S1.001].")
        assert [speaker.session_id for speaker in rows[0].speakers][:1] == ["S1"]
        english = stories.sections(place.work, "hamlet", language="en")[0]
        assert english.outdated
        assert not rows[0].outdated

    @ON_SQLITE
    def test_by_section_domain_place_project_and_group(self, place: Place) -> None:
        place.study["projects"] = [{"id": "P1", "name": {"es": "Agua"}}]
        place.sessions = [
            row.replace("in person,,es", "in person,Tanok,es") if row.startswith("S1") else row for row in place.sessions
        ]
        place.load()
        begun(place)
        changes.describe(place.work, **WHO, contributed=["P1"])

        def found(**given: str) -> list[str]:
            return [row.section for row in stories.sections(place.work, "hamlet", **given)]

        assert found(section="summary") == ["summary"]
        assert found(domain="homes", project="P1", section="description") == ["description"]
        assert found(domain="fields") == found(project="P2") == found(place="Nowhere") == found(group="elders") == []
        assert "description" in found(place="Tanok")

    @ON_SQLITE
    def test_as_a_workbook_without_a_formula(self, place: Place) -> None:
        begun(place)
        edit(place, "b1", "=1+1 [S1].")
        book = openpyxl.load_workbook(BytesIO(sections_xlsx(stories.sections(place.work, "hamlet"), "es")))
        header, first, *others = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
        assert (book.sheetnames, header[:3], len(others)) == (["secciones"], ["cambio", "título", "tipo"], 2)
        assert first[header.index("texto")].startswith("'=1+1 [S1].")

    @ON_SQLITE
    def test_a_draft_that_nobody_has_opened(self, place: Place) -> None:
        rows = stories.sections(place.work, "hamlet", section="summary")
        assert [(row.version, row.state) for row in rows] == [(0, "draft")]
        line, other = stories.overview(place.work, "hamlet")
        assert (line.state, line.draft, line.version, other.state) == ("draft", 1, 0, "none")


def test_what_no_database_takes_is_refused_or_left_out(place: Place) -> None:
    begun(place)
    edit(place, "b1", "a\0b\ud800 [S1]", by="ve\0ra", reason="so\0")
    (_, made) = stories.versions(place.work, *CH1)
    assert (made.text.blocks[0].text["es"], made.by, made.reason) == ("ab [S1]", "vera", "so")
    for number in (0, -1, 10**30):
        with pytest.raises(NotFound, match="no version"):
            stories.version(place.work, *CH1, number)
        with pytest.raises(NotFound, match="no version"):
            edit(place, "b1", "x [S1]", based_on=number)
    with pytest.raises(NotFound, match="nobody has begun"):
        stories.current(place.work, "hamlet", "CH\0")


@ON_SQLITE
def test_text_that_looks_like_markup_is_kept_as_it_is(place: Place) -> None:
    begun(place)
    hostile = "<script>alert(1)</script> {{ 7*7 }} [S1] ' OR 1=1 --"
    edit(place, "b1", hostile)
    assert text(place).blocks[0].text["es"] == hostile
    assert stories.versions(place.work, *CH1)[-1].text == text(place)
