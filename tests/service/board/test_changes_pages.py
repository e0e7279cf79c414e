"""The pages of changes, candidates, transcripts, curves and searches: what they show, what can be done on them, and by whom."""

import re
from dataclasses import replace
from typing import get_args

import pytest
from fastapi.testclient import TestClient

from annotations.changes.candidates import Candidate, CandidateState
from annotations.changes.convergence import Agreement
from annotations.changes.next_sessions import Reason
from annotations.changes.observations import Relation, WhyNot
from annotations.changes.register import BODIES, ELEMENTS
from annotations.codings import Kind, Mark, Strength
from annotations.studies import ChangeKind
from service.board import words
from service.settings import Settings
from service.storage import candidates, changes, corpus, studies
from service.storage.transactions import Store
from service.workflows import changes as register
from service.workflows.assessing import assess_study
from service.workflows.work import Work
from tests.service.board.small import finish
from tests.service.records import segments_of, transcript

HOSTILE = "<script>alert('x')</script> \"><img src=x onerror=alert(1)> {{ 7 * 7 }}"
BOARD = "/board/water"


@pytest.fixture
def study(board: TestClient, settings: Settings, prepared: Store) -> Work:
    """Ana's board over a study whose register has one change that two segments report and one denies, judged."""
    work = Work(settings, prepared)
    said = {"es": "Se leen las cuentas", "en": "Accounts are read out"}
    with prepared.begin() as tx:
        finish(tx)
    register.restate(work, study_id="water", by="ines", change_id="CH1", title=said, statement=said, reason="as they say it")
    assess_study(work, study_id="water")
    return work


def token(board: TestClient, path: str = "/changes/CH1") -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', board.get(BOARD + path).text)
    assert found
    return found[1]


def send(board: TestClient, path: str, **fields: str) -> str:
    """Send a form as the page has it; where it leads to."""
    answer = board.post(BOARD + path, data={"csrf": token(board), **fields})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def acts(work: Work) -> list[tuple[str, str, str, str]]:
    with work.store.read() as tx:
        return [(one.act, one.change_id, one.by, one.reason) for one in changes.acts(tx, "water")]


PAGES = ("/changes", "/changes?on=2024-03-01", "/changes/CH1", "/candidates", "/sessions/S1", "/sessions/S1?report=S1.001", "/curves",
         "/search", "/search?q=cuentas")  # fmt: skip


class TestReading:
    def test_every_page_in_both_languages(self, board: TestClient, study: Work) -> None:
        for path in PAGES:
            for language in ("es", "en"):
                text = board.get(BOARD + path + ("&" if "?" in path else "?") + f"lang={language}").text
                assert f'<html lang="{language}">' in text, path
                assert "<h1>" in text, path
                assert "None" not in text, path

    def test_what_is_not_there(self, board: TestClient, study: Work) -> None:
        for path in ("/changes/CH9", "/candidates/K9", "/sessions/S9", "/candidates?state=lost"):
            assert board.get(BOARD + path).status_code == 404, path
        assert board.get(f"{BOARD}/changes?on=yesterday").status_code == 422
        assert board.get(f"{BOARD}/curves?part=colour:blue").status_code == 200

    def test_the_list_shows_states_and_filters_by_them(self, board: TestClient, study: Work) -> None:
        assert "CH1 Accounts are read out" in board.get(f"{BOARD}/changes").text
        assert "CH1 " in board.get(f"{BOARD}/changes?state=candidate&status=candidate&domain=committees").text
        for none in ("state=saturated", "status=dropped", "domain=homes"):
            assert "CH1 Accounts" not in board.get(f"{BOARD}/changes?{none}").text

    def test_an_observation_leads_to_the_words_it_rests_on(self, board: TestClient, study: Work) -> None:
        text = board.get(f"{BOARD}/changes/CH1").text
        assert 'href="/board/water/sessions/S1#S1.001"' in text
        assert "Leen las cuentas 💧." in text
        said = board.get(f"{BOARD}/sessions/S1").text
        assert 'id="S1.001"' in said
        assert "Reviewed by ana" in said
        assert "reports it" in said

    def test_a_machine_is_not_taken_for_a_person(self, board: TestClient, study: Work) -> None:
        with study.store.begin() as tx:
            from service.storage.tables import SuggestionRow, WorkItemRow

            tx.query(WorkItemRow).filter(WorkItemRow.segment_id == "S1.001").update({"state": "pushed"})
            assert tx.query(SuggestionRow).count() == 1
        text = board.get(f"{BOARD}/sessions/S1").text
        assert 'class="coding proposal code"' in text
        assert "m1 proposes" in text

    def test_before_anything_was_counted(self, board: TestClient) -> None:
        assert "Nothing has been counted yet" in board.get(f"{BOARD}/changes").text
        assert "No curve has been computed yet" in board.get(f"{BOARD}/curves").text

    def test_a_search_says_what_was_reviewed(self, board: TestClient) -> None:
        text = board.get(f"{BOARD}/search?q=CUENTAS").text
        assert "<mark>cuentas</mark>" in text
        assert ("reviewed by ana" in text, "not reviewed" in text) == (True, True)
        assert "<mark>" not in board.get(f"{BOARD}/search?q=cuentas&among=reviewed&session=S2").text
        assert board.get(f"{BOARD}/search?q=%22%20OR%20-").status_code == 200


class TestActs:
    def test_pursue_drop_reopen(self, board: TestClient, study: Work) -> None:
        assert send(board, "/changes/CH1/decide", act="pursue", reason="strong") == "/board/water/changes/CH1"
        assert "Pursued" in board.get(f"{BOARD}/changes/CH1").text
        send(board, "/changes/CH1/decide", act="drop", reason="weak after all")
        assert "Dropped" in board.get(f"{BOARD}/changes").text
        send(board, "/changes/CH1/decide", act="reopen", reason="new session")
        assert acts(study)[-3:] == [
            ("pursued", "CH1", "ana", "strong"), ("dropped", "CH1", "ana", "weak after all"), ("reopened", "CH1", "ana", "new session")
        ]  # fmt: skip

    def test_words_and_description(self, board: TestClient, study: Work) -> None:
        send(board, "/changes/CH1/restate", title_en="Open accounts", statement_en="They read them.", reason="clearer")
        page = board.get(f"{BOARD}/changes/CH1").text
        assert "CH1 Open accounts" in page
        assert "Accounts are read out" in page  # the first statement stays among the statements
        send(board, "/changes/CH1/describe", kind="unintended", domain="homes", secondary_domains="committees")
        with study.store.read() as tx:
            change = changes.register(tx, "water").entries["CH1"].change
        assert (change.kind, change.domain, change.secondary_domains) == ("unintended", "homes", ("committees",))
        assert change.title == {"es": "Se leen las cuentas", "en": "Open accounts"}

    def test_enter_merge_and_split(self, board: TestClient, study: Work) -> None:
        where = send(board, "/changes", title_en="Meters", domain="homes", segments="S1.002, S2.002", reason="new")
        assert where == "/board/water/changes/CH2"
        assert "Pusieron medidores." in board.get(where).text
        assert send(board, "/changes/CH2/merge", into="CH1", reason="the same") == "/board/water/changes/CH1"
        assert "Merged into CH1" in board.get(where).text
        assert "S1.002" in board.get(f"{BOARD}/changes/CH1").text
        made = send(board, "/changes/CH1/split", segments="S1.002", title_en="Meters again", reason="they are two")
        assert "Pusieron medidores." in board.get(made).text
        assert acts(study)[-1][0] == "split"

    def test_link_unlink_and_count(self, board: TestClient, study: Work) -> None:
        before = len(acts(study))
        assert "S2.002" not in board.get(f"{BOARD}/changes/CH1").text
        send(board, "/changes/CH1/link", segments="S2.002", stance="for", reason="heard again")
        assert "S2.002" in board.get(f"{BOARD}/changes/CH1").text
        send(board, "/changes/CH1/unlink", segments="S2.002", reason="it is about meters")
        send(board, "/changes/CH1/count", session="S1", counts="no", reason="he was told what to say")
        page = board.get(f"{BOARD}/changes/CH1").text
        assert "ana decided that it does not count: he was told what to say" in page
        send(board, "/changes/CH1/count", session="S1", counts="rule", reason="checked")
        assert "decided that it does not count" not in board.get(f"{BOARD}/changes/CH1").text
        where = send(board, "/sessions/S1/report", segment="S1.002", change="CH1", stance="against", reason="denied")
        assert where == "/board/water/sessions/S1#S1.002"
        assert [one[0] for one in acts(study)[before:]] == ["linked", "unlinked", "counted", "counted", "linked"]

    def test_passages_are_cited_for_a_priority(self, board: TestClient, study: Work) -> None:
        assert "Cite passages for a priority" not in board.get(f"{BOARD}/changes/CH1").text  # it belongs to none
        with study.store.begin() as tx:
            studies.save_study(tx, replace(studies.study(tx, "water"), priorities_family="theme"))
        register.describe(study, study_id="water", by="ines", change_id="CH1", priorities=["meters"])
        send(board, "/changes/CH1/link", segments="S1.002", stance="for", reason="meters")
        send(board, "/changes/CH1/priority", priority="meters", segments="S1.002", reason=HOSTILE)
        page = board.get(f"{BOARD}/changes/CH1").text
        assert '<dt>Passages that say so of Meters</dt><dd><a href="/board/water/sessions/S1#S1.002">S1.002</a>' in page
        assert "cited for Meters: S1.002" in page
        assert "<script>alert" not in page
        assert acts(study)[-1][:3] == ("cited", "CH1", "ana")
        form = {"csrf": token(board), "priority": "meters", "segments": "S2.002", "reason": "x"}
        assert board.post(f"{BOARD}/changes/CH1/priority", data=form).status_code == 404

    def test_elements_are_entered_and_taken_back(self, board: TestClient, study: Work) -> None:
        send(board, "/changes/CH1/element", session="S1", element="when", value="since 2021", order="0", segments="S1.001")
        page = board.get(f"{BOARD}/changes/CH1").text
        assert "since 2021" in page
        found = re.search(r'name="remove" value="([^"]+)"', page)
        assert found
        send(board, "/changes/CH1/element", remove=found[1])
        with study.store.read() as tx:
            assert changes.register(tx, "water").elements("CH1") == ()
        for order in ("-1", "²", "a"):
            form = {"csrf": token(board), "session": "S1", "element": "when", "value": "x", "order": order}
            assert board.post(f"{BOARD}/changes/CH1/element", data=form).status_code == 422

    def test_candidates(self, board: TestClient, study: Work) -> None:
        with study.store.begin() as tx:
            made = [
                Candidate(
                    f"K00{n}", "segments", {"en": f"Group {n}"}, (segment,), (segment[:2],), domain="homes", closest=(segment,)
                )
                for n, segment in enumerate(["S1.002", "S2.002", "S2.001"], 1)
            ]
            candidates.propose(tx, "water", made, ())
        assert "K001 Group 1" in board.get(f"{BOARD}/candidates").text
        where = send(board, "/candidates/K001/enter", title_en="Meters", statement_en="There are meters.", domain="homes")
        assert "CH2 Meters" in board.get(where).text
        assert send(board, "/candidates/K002/join", into="CH2", stance="for", reason="the same") == "/board/water/changes/CH2"
        assert send(board, "/candidates/K003/dismiss", reason="nothing") == "/board/water/candidates"
        assert "K003" in board.get(f"{BOARD}/candidates?state=dismissed").text
        send(board, "/candidates/K003/reopen", reason="looked again")
        with study.store.read() as tx:
            assert [kept.state for kept in candidates.candidates(tx, "water")] == ["entered", "merged", "open"]

    def test_what_cannot_be_done_changes_nothing(self, board: TestClient, study: Work) -> None:
        before = acts(study)
        for path, fields, status in (
            ("/changes/CH1/decide", {"act": "pursue", "reason": " "}, 422),
            ("/changes/CH1/decide", {"act": "explode", "reason": "x"}, 422),
            ("/changes/CH9/decide", {"act": "drop", "reason": "x"}, 404),
            ("/changes/CH1/merge", {"into": "CH1", "reason": "x"}, 422),
            ("/changes/CH1/link", {"segments": "S9.999", "reason": "x"}, 404),
            ("/changes/CH1/count", {"session": "S9", "counts": "yes", "reason": "x"}, 404),
            ("/changes/CH1/split", {"segments": "", "reason": "x"}, 422),
            ("/changes", {"title_en": "", "domain": "homes"}, 422),
            ("/candidates/K9/dismiss", {"reason": "x"}, 404),
        ):
            answer = board.post(BOARD + path, data={"csrf": token(board), **fields})
            assert answer.status_code == status, (path, answer.text)
        assert acts(study) == before


POSTS = ("/changes", "/changes/CH1/decide", "/changes/CH1/merge", "/changes/CH1/split", "/changes/CH1/restate", "/changes/CH1/describe",
         "/changes/CH1/link", "/changes/CH1/unlink", "/changes/CH1/count", "/changes/CH1/element", "/changes/CH1/priority", "/sessions/S1/report",
         "/candidates/K1/enter", "/candidates/K1/join", "/candidates/K1/dismiss", "/candidates/K1/reopen")  # fmt: skip
FORM = {
    "act": "drop", "reason": "x", "into": "CH1", "segments": "S1.001", "title_en": "T", "statement_en": "S", "domain": "homes",
    "session": "S1", "counts": "yes", "element": "who", "value": "v", "segment": "S1.001", "change": "CH1", "priority": "meters",
}  # fmt: skip


class TestSafety:
    def test_a_form_of_another_site_does_nothing(self, board: TestClient, study: Work) -> None:
        before, right = acts(study), token(board)
        for path in POSTS:
            for wrong in ({}, {"csrf": ""}, {"csrf": "0" * 64}):
                assert board.post(BOARD + path, data={**FORM, **wrong}).status_code == 401, path
            elsewhere = board.post(BOARD + path, data={**FORM, "csrf": right}, headers={"Origin": "https://evil.example"})
            assert elsewhere.status_code == 401, path
        assert acts(study) == before

    def test_nobody_who_is_not_signed_in_reads_a_word(self, visitor: TestClient) -> None:
        for path in [*PAGES, "/candidates/K1"]:
            answer = visitor.get(BOARD + path)
            assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/board/-/sign-in"), path

    def test_what_people_wrote_and_said_is_text(self, board: TestClient, study: Work) -> None:
        with study.store.begin() as tx:
            made = transcript("S1", HOSTILE, HOSTILE, source_hash="h2")
            corpus.save_transcript(tx, "water", made, segments_of(made), replace=True)
            candidates.propose(tx, "water", [Candidate("K001", "segments", {"en": HOSTILE}, ("S1.001",), ("S1",), domain=HOSTILE, closest=("S1.001",), where={HOSTILE: 1})], ())  # fmt: skip
        send(board, "/changes/CH1/restate", title_en=HOSTILE, statement_en=HOSTILE, title_es=HOSTILE, reason=HOSTILE)
        send(board, "/changes/CH1/count", session="S1", counts="no", reason=HOSTILE)
        send(board, "/changes/CH1/element", session="S1", element="who", value=HOSTILE, reason=HOSTILE)
        paths = [*PAGES, "/candidates/K001", f"/search?q={HOSTILE}", "/search?q=alert", f"/curves?part=all:{HOSTILE}"]
        for path in [*paths, f"/changes?state={HOSTILE}", f"/sessions/S1?report={HOSTILE}"]:
            for language in ("es", "en"):
                text = board.get(BOARD + path + ("&" if "?" in path else "?") + f"lang={language}").text
                assert "<script>alert" not in text, path
                assert "<img" not in text, path
                assert "img src=x onerror=alert(1)> 49" not in text, path
        assert "&lt;script&gt;alert" in board.get(f"{BOARD}/changes/CH1").text
        assert "&lt;script&gt;alert" in board.get(f"{BOARD}/sessions/S1").text


def test_there_are_words_for_everything_that_can_be_shown() -> None:
    known = words.all_words()
    needed = {f"chg_why_{why}" for why in get_args(WhyNot) if why} | {f"chg_relation_{one}" for one in get_args(Relation)}
    needed |= {f"chg_agreement_{one}" for one in get_args(Agreement)} | {f"chg_element_{one}" for one in ELEMENTS}
    needed |= {f"chg_nextreason_{one}" for one in get_args(Reason)} | {f"chg_changekind_{one}" for one in get_args(ChangeKind)}
    needed |= {f"chg_changeact_{act}" for act in BODIES} | {f"candstate_{one}" for one in get_args(CandidateState)}
    needed |= {f"tr_kind_{one}" for one in get_args(Kind)} | {f"tr_mark_{one}" for one in get_args(Mark)}
    needed |= {f"tr_strength_{one}" for one in get_args(Strength)} | {
        f"tr_how_{one}" for one in ("", "single", "agreed", "open", "decided")
    }
    assert needed <= known.keys(), needed - known.keys()
