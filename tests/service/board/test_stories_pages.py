"""The pages of stories: what they show, what can be done on them, and what is never lost or let in."""

import io
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from annotations.rubrics import Level, Rubric
from annotations.stories.records import citations_in
from annotations.stories.state_records import CHECKS, FlagKind, ObstacleKind, PartKind, State
from annotations.stories.words import FLAGS
from annotations.story_roles import STORY_ROLES
from annotations.validation.records import Answer, Form, Validator, Wording
from service.app import create_app
from service.board import problems, words
from service.board.pages import SIGNED_IN
from service.jobs import queue
from service.settings import Settings
from service.storage import review, signed_in, studies
from service.storage.act_logs import append
from service.storage.transactions import Store, migrate
from service.workflows import changes as register
from service.workflows import judging, stories, triangulation, validation
from service.workflows.drafting import draft_stories
from service.workflows.work import Work
from tests.service.board.small import fill
from tests.service.board.storied import STORY, WHO, begin_story, block, draft, first, report, send, text, token
from tests.service.board.test_changes_pages import HOSTILE

BOARD = "/board/water"


@dataclass(frozen=True)
class Served:
    """One home for all tests of this file: SQLite is enough, pages know no database. ``kept``: its database as it was made."""

    work: Work
    kept: Path
    client: TestClient
    token: str

    def as_made(self) -> None:
        with (
            closing(sqlite3.connect(self.kept)) as made,
            closing(sqlite3.connect(self.work.settings.home / "relato.sqlite3")) as used,
        ):
            made.backup(used)
        self.client.cookies.clear()
        self.client.cookies.set(SIGNED_IN, self.token, path="/board")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A story that has been opened, on Ana's board in English."""
    settings = Settings(home=tmp_path_factory.mktemp("storied"))
    settings.folder()
    migrate(settings.database_url)
    queue.prepare(settings)
    store = Store(settings.database_url)
    with store.begin() as tx:
        fill(tx)
        token_of_ana = signed_in.new_session(tx, "ana")
    begin_story(Work(settings, store))
    kept = settings.home / "kept.sqlite3"
    with closing(sqlite3.connect(settings.home / "relato.sqlite3")) as used, closing(sqlite3.connect(kept)) as made:
        used.backup(made)
    with TestClient(create_app(settings), raise_server_exceptions=False, follow_redirects=False) as client:
        client.headers["Accept-Language"] = "en"
        yield Served(Work(settings, store), kept, client, token_of_ana)
    store.close()


@pytest.fixture
def story(served: Served) -> Work:
    served.as_made()
    return served.work


@pytest.fixture
def board(served: Served, story: Work) -> TestClient:
    return served.client


def newest(work: Work) -> int:
    return stories.current(work, "water", "CH1").version.number


class TestReading:
    def test_every_page_in_both_languages(self, board: TestClient, story: Work) -> None:
        stories.comment(story, **WHO, by="ines", text="Why so?", block="b1")
        pages = ("/stories", "/stories?state=writing", "/stories/CH1", "/stories/CH1?text=es", "/stories/CH1?edit=b1", "/stories/sections",
                 f"/stories/CH1?edit={first(story, 'gap').id}", f"/stories/CH1?edit={first(story, 'quote').id}&do=comment",
                 "/stories/CH1/versions", "/stories/CH1/versions/1", "/stories/CH1/difference?a=1&b=1", "/stories/CH1/draft",
                 *(f"/stories/CH1?{act}={section.id}" for act in ("write", "add") for section in text(story).sections))  # fmt: skip
        for path in pages:
            for language in ("es", "en"):
                answer = board.get(BOARD + path + ("&" if "?" in path else "?") + f"lang={language}")
                assert answer.status_code == 200, path
                assert f'<html lang="{language}">' in answer.text, path
                assert "<h1" in answer.text, path
                assert "None" not in answer.text, path

    def test_what_is_not_there(self, board: TestClient, story: Work) -> None:
        for path in ("/stories/CH9", "/stories/CH1/versions/9", "/stories/CH1/difference?a=1&b=9", "/stories/CH9/versions"):
            assert board.get(BOARD + path).status_code == 404, path
        for path in ("/stories/CH1/difference", "/stories/CH1/difference?a=x&b=1", "/stories/CH1/document.exe"):
            assert board.get(BOARD + path).status_code == 422, path

    def test_a_draft_is_opened_on_its_page(self, board: TestClient, story: Work) -> None:
        register.enter(story, study_id="water", by="ana", title={"en": "Meters"}, statement={"en": "Meters."}, domain="homes",
                       segments={"S2.002": "for"})  # fmt: skip
        assert "There is no draft yet" in board.get(f"{BOARD}/stories/CH2").text
        draft_stories(story, study_id="water", change_id="CH2")
        page = board.get(f"{BOARD}/stories/CH2").text
        assert "Open the text" in page
        answer = board.post(f"{BOARD}/stories/CH2/open", data={"csrf": token(board, f"{BOARD}/stories/CH2")})
        assert answer.headers["location"] == f"{BOARD}/stories/CH2"
        assert stories.current(story, "water", "CH2").version.by == "ana"
        assert "Open the text" not in board.get(f"{BOARD}/stories/CH2").text

    def test_every_citation_is_a_link_to_what_was_said(self, board: TestClient, story: Work) -> None:
        page = board.get(f"{STORY}?text=en").text
        for one in text(story).blocks:
            for id_ in citations_in(one.text.get("en", "")):
                place = f"/board/water/sessions/{id_.split('.')[0]}" + (f"#{id_}" if "." in id_ else "")
                assert f'href="{place}">{id_}</a>' in page
        assert "Leen las cuentas 💧." in page, "who edits reads beside a part what it rests on"

    def test_a_change_leads_to_its_story_and_back(self, board: TestClient, story: Work) -> None:
        assert f'href="{STORY}"' in board.get(f"{BOARD}/changes/CH1").text
        assert f'href="{BOARD}/changes/CH1"' in board.get(STORY).text

    def test_the_story_as_a_file(self, board: TestClient, story: Work) -> None:
        answer = board.get(f"{STORY}/document.docx?text=es")
        assert answer.content.startswith(b"PK")
        assert re.fullmatch(r'attachment; filename="[\w.\-]+\.docx"', answer.headers["content-disposition"])

    def test_the_list_says_how_far_each_story_is(self, board: TestClient, story: Work) -> None:
        stories.comment(story, **WHO, by="ines", text="Why so?")
        page = board.get(f"{BOARD}/stories").text
        row = next(one for one in page.split("<tr>") if "CH1" in one)
        assert "being written" in row
        assert re.search(r'data-label="Comments"><a class="count" href="[^"]+">1<', row)
        gaps = sum(one.kind == "gap" for one in text(story).blocks)
        assert f'data-label="Gaps"><a class="count" href="{STORY}#before">{gaps}<' in row
        assert "0 of 3" in row
        assert "CH1" not in board.get(f"{BOARD}/stories?state=signed").text.split("<main")[1].replace("CH1.", "")

    def test_what_ballots_ask_to_put_right_stands_at_the_story(self, board: TestClient, story: Work) -> None:
        assert "Factual corrections" not in board.get(STORY).text
        words = {"es": "Cuentas.", "en": "Accounts."}
        form = Form("homes-1", "homes", 1, (Wording("CH1", "change", words, words, {}, 1, 0),))
        person = Validator("V001", "homes", "household", "purposive", reason="knows")
        with story.store.begin() as tx:
            told = {"form": TypeAdapter(Form).dump_python(form, mode="json"), "parts": {}}
            append(tx, "water", "validation", "ana", "form_made", form.id, told)
            append(
                tx,
                "water",
                "validation",
                "ana",
                "added",
                "V001",
                {"validator": TypeAdapter(Validator).dump_python(person, mode="json")},
            )
        ballot = validation.enter(
            story, study_id="water", by="ana", form_id="homes-1", validators=["V001"], mode="visit", language="es",
            answers=[Answer("CH1", "C", "no fue en 2020")],
        )  # fmt: skip
        given: dict[str, Any] = {
            "study_id": "water",
            "by": "ana",
            "ballot_id": ballot.id,
            "change_id": "CH1",
            "text": "the year <i>is</i> another",
        }
        validation.correct(story, **given, outcome="open")
        page = board.get(STORY).text
        assert "the year &lt;i&gt;is&lt;/i&gt; another" in page
        assert "1 correction to be decided" in page
        validation.correct(story, **given, outcome="accepted", reason="the minutes")
        assert "Accepted: it has been put right" in board.get(STORY).text
        page = board.get(f"{STORY}?lang=es").text
        assert "Aceptada: ya está corregido" in page
        assert f'href="{STORY}/versions/1"' in page.split('id="corrections"')[1], "the version that holds it"

    def test_nobody_reads_without_signing_in(self, board: TestClient) -> None:
        board.cookies.clear()
        for path in ("", "/CH1", "/sections", "/sections.xlsx", "/CH1/versions", "/CH1/document.docx"):
            assert board.get(f"{BOARD}/stories{path}").status_code == 303


class TestWriting:
    def test_a_part_is_worded_anew_and_the_other_language_is_older_then(self, board: TestClient, story: Work) -> None:
        said = "Since 2021 accounts are read out [S1.001]."
        assert send(board, "/blocks/b1/edit", words=said, kind="sentence", based_on=1, reason="when") == "?text=en#b1"
        made = block(story, "b1")
        assert (made.text["en"], made.origin, made.by, made.outdated) == (said, "person", "ana", ("es",))
        assert "más vieja que en English" in board.get(f"{STORY}?text=es&lang=es").text
        assert [one.reason for one in stories.versions(story, "water", "CH1")][-1] == "when"

    def test_nobody_overwrites_anybody_and_nothing_typed_is_lost(self, board: TestClient, story: Work) -> None:
        stories.edit_block(story, **WHO, by="ben", based_on=1, block_id="b1", language="en", text="Ben was quicker [S1.001].")
        page = {"Referer": f"http://testserver{STORY}?text=en&edit=b1"}
        form = {"csrf": token(board), "text": "en", "words": "Ana is slower [S1.001].", "kind": "sentence", "based_on": "1"}
        answer = board.post(f"{STORY}/blocks/b1/edit", data=form, headers=page)
        assert answer.status_code == 409
        assert "ben changed block b1 in version 2" in answer.text
        assert "\nAna is slower [S1.001].</textarea>" in answer.text, "what was typed is in the field"
        assert "Ben was quicker" in answer.text, "and what stands there now is above it"
        assert 'name="based_on" value="2"' in answer.text
        assert block(story, "b1").by == "ben"
        answer = board.post(f"{STORY}/blocks/b1/edit", data=form | {"based_on": "2"}, headers=page)
        assert (answer.status_code, block(story, "b1").text["en"]) == (303, "Ana is slower [S1.001].")

    def test_what_was_typed_into_a_part_that_somebody_took_out_can_be_copied(self, board: TestClient, story: Work) -> None:
        stories.remove_block(story, **WHO, by="ben", based_on=1, block_id="b1", reason="twice")
        typed = "A sentence of more than forty characters that took an hour to write [S1.001]."
        form = {"csrf": token(board), "text": "en", "words": typed, "kind": "sentence", "based_on": "1"}
        answer = board.post(f"{STORY}/blocks/b1/edit", data=form, headers={"Referer": f"http://testserver{STORY}?edit=b1"})
        assert answer.status_code in (404, 409)
        assert f"\n{typed}</textarea>" in answer.text

    def test_a_section_is_written_as_a_whole_and_only_what_was_typed_is_saved(self, board: TestClient, story: Work) -> None:
        section = next(one for one in text(story).sections if sum(b.kind == "sentence" for b in one.blocks) > 1)
        mine, bens = [one.id for one in section.blocks if one.kind == "sentence"][:2]
        fields = {f"block_{one.id}": one.text.get("en", "") for one in section.blocks}
        fields |= {f"block_{mine}": "Ana writes\r\nthis [S1.001].", "text": "en", "typed_on": "1", "csrf": token(board)}
        stories.edit_block(story, **WHO, by="ben", based_on=1, block_id=bens, language="en", text="Ben writes that [S1.001].")
        stories.edit_block(story, **WHO, by="ben", based_on=2, block_id=mine, language="en", text="Ben writes this too [S1.001].")
        address, page = (
            f"{STORY}/sections/{section.id}/write",
            {"Referer": f"http://testserver{STORY}?write={section.id}&text=en"},
        )
        answer = board.post(address, data=fields | {"based_on": "1"}, headers=page)
        assert answer.status_code == 409
        assert re.search(r'name="typed_on"[^>]* value="1"', answer.text)
        assert 'name="based_on" value="3"' in answer.text
        answer = board.post(address, data=fields | {"based_on": "3"}, headers=page)
        assert answer.status_code == 303
        assert block(story, mine).text["en"].split() == ["Ana", "writes", "this", "[S1.001]."]
        assert block(story, bens).text["en"] == "Ben writes that [S1.001].", "nobody had typed there"

    def test_parts_are_added_moved_and_removed(self, board: TestClient, story: Work) -> None:
        section, other = text(story).sections[:2]
        words_of = {"words_en": "They sweep too [S2.002].", "words_es": "También barren [S2.002]."}
        send(board, f"/sections/{section.id}/add", kind="sentence", after="", based_on=1, **words_of)
        made = text(story).sections[0].blocks[0]
        assert made.text == {"en": "They sweep too [S2.002].", "es": "También barren [S2.002]."}
        send(
            board,
            f"/sections/{section.id}/add",
            kind="quote",
            after=made.id,
            segment="S2.002",
            words_en="They put in meters.",
            quoted="Pusieron\r\nmedidores",
            based_on=2,
        )
        quote = text(story).sections[0].blocks[1]
        assert quote.quote is not None
        assert (quote.quote.text, quote.quote.cut_after) == ("Pusieron medidores", True)
        send(board, f"/blocks/{made.id}/move", to=f"{other.id}/", based_on=3)
        assert text(story).sections[1].blocks[0].id == made.id
        assert send(board, f"/blocks/{made.id}/remove", based_on=4, reason="not of this change") == f"?text=en#s-{other.id}"
        assert made.id not in {one.id for one in text(story).blocks}
        page = board.get(f"{STORY}/difference?a=4&b=5&text=en").text
        assert "taken out" in page
        assert "They sweep too [S2.002]." in re.sub("<[^>]+>", "", page)

    def test_what_cites_nothing_that_is_there_is_refused(self, board: TestClient, story: Work) -> None:
        form = {"csrf": token(board), "text": "en", "words": "So it is [S9.999].", "kind": "sentence", "based_on": "1"}
        answer = board.post(
            f"{STORY}/blocks/b1/edit", data=form, headers={"Referer": f"http://testserver{STORY}?edit=b1&lang=es"}
        )
        assert answer.status_code == 422
        assert newest(story) == 1

    def test_a_gap_is_kept_with_a_reason_or_filled(self, board: TestClient, story: Work) -> None:
        gaps = [one.id for one in text(story).blocks if one.kind == "gap"]
        send(board, f"/blocks/{gaps[0]}/keep", reason="nobody can know")
        page = board.get(STORY).text
        assert "nobody can know" in page
        send(board, f"/blocks/{gaps[1]}/edit", words="It came first [S1.002].", kind="gap", based_on=1)
        assert block(story, gaps[1]).kind == "sentence"

    def test_comments_are_made_and_resolved(self, board: TestClient, story: Work) -> None:
        assert send(board, "/blocks/b1/comment", words="Who says so?") == "?text=en#b1"
        send(board, "/comment", words="The title is long")
        made, story_wide = stories.current(story, "water", "CH1").comments
        assert send(board, f"/comments/{made.id}/resolve", reason="S1 does") == "?text=en#b1"
        page = board.get(STORY).text
        assert "1 comment resolved" in page
        assert story_wide.is_open
        assert "The title is long" in page.split('id="story"')[1]


class TestSigning:
    def test_roles_rounds_and_signatures(self, board: TestClient, story: Work) -> None:
        for role in ("editor", "lead"):
            send(board, "/assign", role=role, person="ana")
        send(board, "/send", role="editor", reason="the causal chain")
        assert stories.current(story, "water", "CH1").role == "editor"
        send(board, "/send", role="lead", back="1", reason="the title")
        assert stories.current(story, "water", "CH1").rounds[-1].back
        send(board, "/unassign", role="lead", person="ana")
        assert [one.role for one in stories.current(story, "water", "CH1").assignments] == ["editor"]
        page = {"Referer": f"http://testserver{STORY}?lang=es"}
        form = {"csrf": token(board), "text": "", "role": "editor", "version": "1", "checked": ["facts", "causal_logic"]}
        answer = board.post(f"{STORY}/sign", data=form, headers=page)
        assert answer.status_code == 409, "gaps and flags are open"
        for one in stories.current(story, "water", "CH1").obstacles:
            act = {"gap": f"/blocks/{one.id}/keep", "flag": f"/flags/{one.id}/answer"}[one.kind]
            send(board, act, reason="it is known")
        assert "Nothing stops this version" in board.get(STORY).text
        assert board.post(f"{STORY}/sign", data=form, headers=page).status_code == 303
        assert "signed this version" in board.get(STORY).text
        send(board, "/blocks/b1/edit", words="Otherwise [S1.001].", kind="sentence", based_on=1)
        assert "signed version 1; the text has changed since" in board.get(STORY).text

    def test_a_figure_that_contradicts_a_sentence_stands_beside_it_until_it_is_answered(
        self, board: TestClient, story: Work
    ) -> None:
        assert "Put a figure beside it" not in board.get(f"{STORY}?edit=b1").text, "there is none yet"
        point = triangulation.add_point(
            story, study_id="water", by="ana", indicator="Meters", value=81, unit="%", place="Valley", period="2021", denominator="of taps",
            source="Water office", retrieved=date(2024, 5, 2),
        )  # fmt: skip
        assert "Put a figure beside it" in board.get(f"{STORY}?edit=b1").text
        send(board, "/blocks/b1/attach", points=[point.id], verdict="contradicts", reason="the office counts fewer")
        (made,) = triangulation.attachments(story, "water", "CH1")
        page = board.get(STORY).text
        assert "the office counts fewer" in page.split('id="b1"')[1].split('class="blk')[0]
        assert "1 figure contradicts the text" in page
        send(board, f"/data/{made.id}/answer", reason="another year")
        assert "contradicts the text" not in board.get(STORY).text
        send(board, f"/data/{made.id}/withdraw", reason="wrong place")
        assert triangulation.attachments(story, "water", "CH1") == ()

    def test_a_flag_is_told_beside_what_it_is_about_and_answered(self, board: TestClient, story: Work) -> None:
        with story.store.begin() as tx:
            kept = [coding for coding in review.codings(tx, "water") if coding.segment_id == "S1.001" and coding.kind != "change"]
            review.replace_codings(tx, "water", "S1.001", "ana", 1, kept)
        flags = stories.current(story, "water", "CH1").open_flags
        assert flags
        page = board.get(STORY).text
        assert "S1.001: it no longer counts for this change" in page
        for flag in flags:
            send(board, f"/flags/{flag.id}/answer", reason="the sentence stands on S1.002")
        assert stories.current(story, "water", "CH1").open_flags == ()
        assert "the sentence stands on S1.002" in board.get(STORY).text


class TestNewDraft:
    def test_it_is_shown_beside_the_text_and_taken_part_by_part(self, board: TestClient, story: Work) -> None:
        stories.edit_block(story, **WHO, by="ben", based_on=1, block_id="b1", language="en", text="Ben wrote this [S1.001].")
        with story.store.begin() as tx:
            report(tx, "S2.002")
        register.restate(story, study_id="water", by="ines", change_id="CH1", title={"en": "Open books"}, statement={"en": "Books."},
                         reason="as they say it")  # fmt: skip
        draft(story)
        offered = stories.current(story, "water", "CH1").proposal
        assert offered is not None
        page = board.get(f"{STORY}/draft?text=en").text
        assert page.count('name="parts"') == len(offered.parts)
        assert "Open" in page.split('class="sentence"')[1]
        statement = next(part for part in offered.parts if part.kind == "statement")
        send(board, "/take", parts=[statement.key], do="take")
        assert text(story).title["en"] == "Open books"
        assert block(story, "b1").text["en"] == "Ben wrote this [S1.001]."
        rest = stories.current(story, "water", "CH1").proposal
        left = [part.key for part in rest.parts] if rest else []
        assert left
        send(board, "/take", parts=left, do="leave")
        assert stories.current(story, "water", "CH1").proposal is None
        assert "No draft differs" in board.get(f"{STORY}/draft").text

    def test_nothing_is_taken_where_nothing_is_ticked(self, board: TestClient, story: Work) -> None:
        answer = board.post(f"{STORY}/take", data={"csrf": token(board), "do": "take"})
        assert answer.status_code == 422
        assert newest(story) == 1


class TestSections:
    def test_one_section_across_all_stories(self, board: TestClient, story: Work) -> None:
        wanted = text(story).sections[1]
        page = board.get(f"{BOARD}/stories/sections?section={wanted.id}&text=en").text
        assert page.count('class="card sectioncard"') == 1
        assert "No section meets these filters" in board.get(f"{BOARD}/stories/sections?place=nowhere").text

    def test_it_is_the_text_as_it_reads_now_as_a_workbook_too(self, board: TestClient, story: Work) -> None:
        said = "=HYPERLINK(1) read out [S1.001]."
        stories.edit_block(story, **WHO, by="ana", based_on=1, block_id="b1", language="en", text=said)
        assert "=HYPERLINK(1) read out" in board.get(f"{BOARD}/stories/sections?text=en").text
        answer = board.get(f"{BOARD}/stories/sections.xlsx?text=en")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        assert sheet is not None
        cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and "HYPERLINK" in cell.value]
        assert cells
        assert all(cell.data_type == "s" for cell in cells), "words, never a formula"


class TestJudging:
    def test_a_change_is_judged_in_words_and_taken_back(self, board: TestClient, story: Work) -> None:
        assert 'id="judgements"' not in board.get(STORY).text  # the study has no rubric
        levels = tuple(Level(id_, {"en": id_.upper(), "es": id_}, {"en": f"If {id_} {HOSTILE}"}) for id_ in ("low", "high"))
        with story.store.begin() as tx:
            study = studies.study(tx, "water")
            studies.save_study(tx, replace(study, rubrics=(Rubric("worth", {"en": "Worth"}, {"en": "Did it help?"}, levels),)))
        page = board.get(STORY).text
        assert "Not judged: nobody has judged it." in page
        assert HOSTILE not in page
        form = {"level": "high", "segments": "S1.001, S1.002", "reason": f"so {HOSTILE}", "version": newest(story)}
        assert send(board, "/judge/worth", **form) == "?text=en#rubric-worth"
        page = board.get(STORY).text
        assert "<strong>HIGH</strong>" in page
        assert HOSTILE not in page
        assert "Not judged" not in page
        assert "Nadie lo ha juzgado" not in board.get(f"{STORY}?lang=es").text
        wrong = board.post(
            f"{STORY}/judge/worth", data={**form, "csrf": token(board), "text": "en", "level": "", "reason": "typed words"},
            headers={"Referer": f"http://testserver{STORY}?text=en", "Accept-Language": "es"},
        )  # fmt: skip
        assert wrong.status_code == 404
        assert "falta el nivel" in wrong.text
        assert "typed words" in wrong.text
        (made,) = judging.judgements_of(story, "water")
        assert (made.by, made.segments, made.version) == ("ana", ("S1.001", "S1.002"), newest(story))
        with story.store.begin() as tx:
            studies.save_study(tx, study)
        page = board.get(f"{STORY}?lang=en").text
        assert "Under rubrics that the study has no more" in page
        assert "under an earlier wording" in page
        with story.store.begin() as tx:
            studies.save_study(tx, replace(study, rubrics=(Rubric("worth", {"en": "Worth"}, {"en": "Did it help?"}, levels),)))
        assert send(board, f"/judgements/{made.id}/take-back", reason="too early") == "?text=en#rubric-worth"
        page = board.get(f"{STORY}?lang=en").text
        assert "Taken back by ana: too early" in page
        assert "Not judged" in page


class TestSafety:
    def test_words_of_people_are_words(self, board: TestClient, story: Work) -> None:
        stories.edit_block(story, **WHO, by="ana", based_on=1, block_id="b1", language="en", text=f"{HOSTILE} [S1.001]")
        stories.comment(story, **WHO, by="ana", text=HOSTILE, block="b1")
        stories.assign(story, **WHO, by="ana", role="editor", person="<b>x</b>")
        for path in (STORY, f"{STORY}?edit=b1", f"{STORY}/versions/2", f"{STORY}/difference?a=1&b=2", f"{BOARD}/stories/sections",
                     f"{BOARD}/stories", f"{STORY}?text={HOSTILE}&edit={HOSTILE}&add={HOSTILE}&write={HOSTILE}&do={HOSTILE}"):  # fmt: skip
            page = board.get(path, params=None).text
            assert "<script>alert" not in page, path
            assert "<img src=x" not in page, path
            assert "<b>x</b>" not in page, path
            assert "49" not in page.split("<main")[1].split("HYPER")[0] or "{{ 7 * 7 }}" in page, path

    def test_a_form_of_another_site_does_nothing(self, board: TestClient, story: Work) -> None:
        for fields, headers in (({"csrf": "0"}, {}), ({"csrf": token(board)}, {"Sec-Fetch-Site": "cross-site"})):
            answer = board.post(f"{STORY}/blocks/b1/remove", data={**fields, "based_on": "1"}, headers=headers)
            assert answer.status_code in (401, 403)
        assert newest(story) == 1


def test_everything_that_a_story_can_be_has_words() -> None:
    known = words.all_words().keys()
    for prefix, kinds in (("sto_state", State), ("sto_part", PartKind), ("sto_obstacle", ObstacleKind)):
        assert {f"{prefix}_{kind}" for kind in get_args(kinds)} <= known, prefix
    assert {f"sto_check_{check}" for check in CHECKS} <= known
    assert {f"sto_kind_{kind}" for kind in ("sentence", "quote", "gap")} <= known
    assert all(FLAGS[tag].keys() == set(get_args(FlagKind)) for tag in ("es", "en"))
    assert all(set(role.name) == {"es", "en"} for role in STORY_ROLES)


@pytest.mark.parametrize(
    "told",
    [
        "nobody has begun the text of CH01", "the story of CH01 has no block 'b9'", "the story of CH01 has no section 'x'",
        "there is no version 9 of the story", "there is no segment or session S99.001 that may be cited",
        "there is no segment 'S99.001' that may be quoted", "comments are open on CH01: C4, C7",
        "the segment does not say that, letter for letter", "the segment says that 2 times", "words of a quote are given without its segment",
        "the quote would begin or end within a word of S01.002, or within what stands for a name", "there is no draft of CH01 to begin with",
        "nothing is proposed, or nothing was chosen of it", "that is not proposed, or not any more",
        "ana changed block b4 in version 5, after version 3 that you have edited",
        "ana took out block b4 in version 5, after version 3 that you have edited", "block b4 is not in the section what any more",
        "version 3 is not the newest: ana made version 5", "CH01 cannot be signed yet: fill the gap b7; answer the flag f1",
        "ana does not have the part editor in CH01", "nobody has the part editor in CH01", "b3, b4: one language is older than the other",
        "b4 is no gap", "ana has resolved C4 already", "ana has answered that already", "nobody is named who does this",
        "block b4 was worded by a person: a draft does not remove it", "no reason is given", "b4 would have no words in es",
        "b4 is quoted in es: what was said is not worded anew", "the block has no words", "the comment has no words",
        "it is not said what was checked", "a block of 9000 characters", "no part is chosen", "nothing was changed",
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_spanish_too(told: str) -> None:
    said = problems.in_language(told, "es")
    assert said.language == "es"
    assert "{" not in said.text
