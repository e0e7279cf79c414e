"""The form on the web, filled in without a browser: what is asked, what is saved, what is refused, what is revealed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from annotations.validation.records import Answer, Ballot
from service.ballots.mounting import ballots as ballots_app
from service.settings import Settings
from service.storage import ballots
from service.storage.story_tables import ActRow, BallotLinkRow, BallotRow
from service.storage.transactions import Store, now
from service.workflows import validation_ballots, validation_forms
from service.workflows.work import Work
from tests.service.ballots.asked import HOSTILE, ask, copied_home, link, prepared_home

ALL_A = {f"vote:CH{n}": "A" for n in range(1, 5)}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with prepared_home(tmp_path_factory.mktemp("asked")) as made:
        return made.settings.home


@pytest.fixture
def work(asked: Path, tmp_path: Path) -> Iterator[Work]:
    with copied_home(asked, tmp_path / "home") as made:
        yield made


@contextmanager
def visitor(work: Work, language: str = "en") -> Iterator[TestClient]:
    app = FastAPI()
    app.mount("/v", ballots_app(work))
    headers = {"Accept-Language": language}
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False, headers=headers) as client:
        yield client


@pytest.fixture
def web(work: Work) -> Iterator[TestClient]:
    with visitor(work) as client:
        yield client


def kept(work: Work) -> list[tuple[str, Ballot]]:
    with work.store.read() as tx:
        return [(one.state, one.ballot) for one in ballots.kept(tx, "water")]


def begun(web: TestClient, work: Work, validator: str = "V001") -> str:
    token = link(work, validator)
    assert web.post(f"/v/{token}", data={"language": "en"}).status_code == 303
    return token


def to(web: TestClient, address: str, **fields: str) -> str:
    answer = web.post(address, data=fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def marks(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


class TestFillingIn:
    def test_from_the_link_to_thanks(self, web: TestClient, work: Work) -> None:
        token = begun(web, work)
        here = f"/v/{token}"
        assert "The committee: open accounts." in web.get(f"{here}/agree").text
        votes = {
            "vote:CH1": "A",
            "vote:CH2": "B",
            "comment:CH2": "Say which year.\r\nIt was 2021.",
            "vote:CH3": "A",
            "vote:CH4": "C",
        }
        assert to(web, f"{here}/agree", **votes, **{"comment:CH4": "There is soap."}) == f"{here}/rank"
        page = web.get(f"{here}/rank").text
        assert re.findall(r'name="rank:(\w+)"', page) == ["CH1", "CH2", "CH3"], "C closes the ranking of that change"
        ranks = {
            "rank:CH1": "1",
            "reason:CH1": "We see the money.",
            "rank:CH2": "1",
            "reason:CH2": "No quarrels.",
            "rank:CH3": "0",
        }
        assert to(web, f"{here}/rank", **ranks) == f"{here}/review"
        page = web.get(f"{here}/review").text
        assert "We see the money." in page
        assert "Not ranked" in page
        assert to(web, f"{here}/send") == "/v/-/thanks?lang=en"
        assert "Your answers have arrived" in web.get("/v/-/thanks?lang=en").text
        ((state, ballot),) = kept(work)
        assert (state, ballot.mode, ballot.language, ballot.validators, ballot.people) == ("sent", "web", "en", ("V001",), 1)
        assert ballot.answers == (
            Answer("CH1", "A", "", 1, "We see the money."),
            Answer("CH2", "B", "Say which year.\nIt was 2021.", 1, "No quarrels."),
            Answer("CH3", "A"),
            Answer("CH4", "C", "There is soap."),
        )

    def test_to_look_changes_nothing(self, web: TestClient, work: Work) -> None:
        """Messengers look into links before people do."""
        token = link(work)
        for _ in range(2):
            assert web.get(f"/v/{token}").status_code == 200
            assert web.head(f"/v/{token}").status_code in (200, 405)
        assert web.get(f"/v/{token}/rank").headers["location"] == f"/v/{token}"
        assert kept(work) == []

    def test_cut_off_and_on_again(self, web: TestClient, work: Work) -> None:
        token = begun(web, work)
        assert web.post(f"/v/{token}/agree", data={"vote:CH1": "B", "comment:CH1": "hm", "go": "quiet"}).status_code == 204
        assert web.get(f"/v/{token}").headers["location"] == f"/v/{token}/agree"
        page = web.get(f"/v/{token}/agree").text
        assert re.search(r'name="vote:CH1" value="B" checked', page)
        assert ">\nhm</textarea>" in page
        assert to(web, f"/v/{token}/agree", **ALL_A).endswith("/rank")
        assert web.get(f"/v/{token}").headers["location"] == f"/v/{token}/rank"
        to(web, f"/v/{token}/rank", **{"rank:CH2": "1", "reason:CH2": "x"})
        assert web.get(f"/v/{token}").headers["location"] == f"/v/{token}/review"
        assert len(kept(work)) == 1

    def test_begun_twice_is_one_ballot(self, web: TestClient, work: Work) -> None:
        token = begun(web, work)
        to(web, f"/v/{token}", language="es")
        assert len(kept(work)) == 1

    def test_what_is_missing_is_said(self, web: TestClient, work: Work) -> None:
        token = begun(web, work)
        here = f"/v/{token}"
        assert to(web, f"{here}/agree", **{"vote:CH1": "A", "vote:CH2": "C"}) == f"{here}/agree?asked=missing"
        assert web.get(f"{here}/agree?asked=missing").status_code == 200
        page = web.get(f"{here}/agree?asked=missing").text
        alert = page.split('role="alert"')[1].split("</div>")[0]
        assert [re.findall(r"#c-(\w+)", part) for part in alert.split("<ul>")[1:]] == [["CH3", "CH4"], ["CH2"]]
        to(web, f"{here}/agree", **{"vote:CH2": "A"})
        assert "CH3" in web.get(f"{here}/agree?asked=missing").text, "only votes are missing"
        votes = ALL_A | {"vote:CH2": "C"}
        assert to(web, f"{here}/agree", **votes) == f"{here}/agree?asked=missing", "C: what is wrong is asked for"
        assert to(web, f"{here}/agree", **votes, asked="1") == f"{here}/rank", "and need not be said"
        assert to(web, f"{here}/rank", **{"rank:CH1": "1", "rank:CH3": "2"}) == f"{here}/rank?asked=missing"
        assert "tell us why" in web.get(f"{here}/rank?asked=missing").text
        assert to(web, f"{here}/rank", asked="1") == f"{here}/review"

    def test_nothing_is_sent_before_every_vote_is_there(self, web: TestClient, work: Work) -> None:
        token = begun(web, work)
        to(web, f"/v/{token}/agree", **{"vote:CH1": "A"})
        assert to(web, f"/v/{token}/send") == f"/v/{token}"
        assert web.get(f"/v/{token}/review").headers["location"].endswith("/agree?asked=missing")
        assert [state for state, _ in kept(work)] == ["open"]

    def test_a_vote_of_c_takes_the_rank_away(self, web: TestClient, work: Work) -> None:
        token = begun(web, work)
        to(web, f"/v/{token}/agree", **ALL_A)
        to(web, f"/v/{token}/rank", **{"rank:CH1": "1", "reason:CH1": "why"})
        to(web, f"/v/{token}/agree", **{"vote:CH1": "C", "comment:CH1": "wrong year"})
        ((_, ballot),) = kept(work)
        assert ballot.answers[0] == Answer("CH1", "C", "wrong year")
        assert 'name="rank:CH1"' not in web.get(f"/v/{token}/rank").text

    def test_all_c_goes_past_the_ranking(self, web: TestClient, work: Work) -> None:
        token = begun(web, work)
        fields = {f"vote:CH{n}": "C" for n in range(1, 5)} | {f"comment:CH{n}": "no" for n in range(1, 5)}
        assert to(web, f"/v/{token}/agree", **fields) == f"/v/{token}/rank"
        assert web.get(f"/v/{token}/rank").headers["location"] == f"/v/{token}/review"
        assert "nothing to rank" in web.get(f"/v/{token}/review").text
        assert to(web, f"/v/{token}/send").startswith("/v/-/thanks")

    def test_to_read_in_another_language_saves(self, web: TestClient, work: Work) -> None:
        token = begun(web, work)
        assert to(web, f"/v/{token}/agree", **{"vote:CH1": "B", "lang": "es"}) == f"/v/{token}/agree"
        page = web.get(f"/v/{token}/agree").text
        assert '<html lang="es">' in page
        assert "El comité: cuentas claras." in page
        assert re.search(r'name="vote:CH1" value="B" checked', page)
        assert kept(work)[0][1].language == "es"

    def test_what_the_form_does_not_have_is_refused(self, web: TestClient, work: Work) -> None:
        token = begun(web, work)
        for fields in ({"vote:CH1": "D"}, {"rank:CH1": "9"}, {"rank:CH1": "²"}, {"rank:CH1": "-1"}):
            assert web.post(f"/v/{token}/agree", data=fields).status_code == 422
        to(web, f"/v/{token}/agree", **{"vote:CH9": "A"})
        assert all(answer.vote is None for answer in kept(work)[0][1].answers)

    def test_two_telephones_on_one_link(self, web: TestClient, work: Work) -> None:
        """Each saves what its page held; what only the other changed stays."""
        token = begun(web, work)
        to(web, f"/v/{token}/agree", **{"vote:CH1": "A"})
        to(web, f"/v/{token}/agree", **{"vote:CH2": "B"})
        assert [answer.vote for answer in kept(work)[0][1].answers] == ["A", "B", None, None]

    def test_what_no_form_holds_is_refused(self, web: TestClient, work: Work) -> None:
        """Strangers can send too: nothing is read that is larger than a form."""
        token = begun(web, work)
        for address in (f"/v/{token}/agree", "/v/nothing/agree"):
            assert web.post(address, content=b"comment:CH1=" + b"x" * 5_000_000).status_code == 422
            assert web.post(address, content=b"&".join(b"a=1" for _ in range(2_000))).status_code == 422
            assert web.post(address, content=b"comment:CH1=\xff\xfe").status_code in (303, 404, 422)
        long = "🚰" * 5_000
        assert to(web, f"/v/{token}/agree", **{"vote:CH1": "B", "comment:CH1": long + "more"}).endswith("asked=missing")
        assert kept(work)[0][1].answers[0].comment == long

    def test_a_form_that_no_language_has_whole(self, web: TestClient, work: Work) -> None:
        with work.store.begin() as tx:
            row = tx.scalars(select(ActRow).where(ActRow.act == "form_made")).one()
            body = deepcopy(dict(row.body))
            del body["form"]["wordings"][0]["statement"]["es"], body["form"]["wordings"][1]["statement"]["en"]
            row.body = body
        token = link(work)
        answer = web.get(f"/v/{token}")
        assert answer.status_code == 503
        assert "not ready" in answer.text
        assert web.post(f"/v/{token}", data={"language": "es"}).status_code == 503


class TestTheOrderOfSaves:
    @pytest.mark.parametrize("late", ["quiet", "next"])
    def test_two_saves_in_the_wrong_order(self, settings: Settings, store: Store, late: str) -> None:
        """On both databases: the server keeps what was written last, not what came last."""
        with store.begin() as tx:
            ask(tx)
        work = Work(settings, store)
        with visitor(work) as web:
            token = begun(web, work)
            held = marks(web.get(f"/v/{token}/agree").text)
            newer, older = ALL_A | {"comment:CH1": "of 2021"}, {"vote:CH1": "B", "comment:CH1": "of 20"}
            assert web.post(f"/v/{token}/agree", data=held | newer | {"number": "2", "go": "quiet"}).status_code == 204
            before = kept(work)
            answer = web.post(f"/v/{token}/agree", data=held | older | {"number": "1", "go": late})
            assert answer.status_code in (204, 303)
            assert kept(work) == before
            web.post(f"/v/{token}/agree", data=held | newer | {"comment:CH1": "of 2022", "number": "3", "go": "quiet"})
            assert kept(work)[0][1].answers[0].comment == "of 2022"
            to(web, f"/v/{token}/send")
            with store.begin() as tx:
                assert "saves" not in tx.scalars(select(BallotRow)).one().body, "a ballot that is sent is a ballot"

    def test_two_tabs_lose_nothing(self, web: TestClient, work: Work) -> None:
        token = begun(web, work)
        first, second = (marks(web.get(f"/v/{token}/agree").text) for _ in range(2))
        to(web, f"/v/{token}/agree", **first, **{"vote:CH1": "A", "comment:CH1": "the well <b>"})
        answer = web.post(f"/v/{token}/agree", data=second | {"vote:CH2": "B", "comment:CH1": "the pump"})
        assert answer.status_code == 409
        page = answer.text
        assert "On the other page, and saved: the well &lt;b&gt;" in page
        assert "On this page: the pump" in page
        assert ">\nthe pump</textarea>" in page
        said = kept(work)[0][1].answers
        assert [(one.vote, one.comment) for one in said[:2]] == [("A", "the well <b>"), ("B", "")], (
            "what collides with nothing is saved"
        )
        to(web, f"/v/{token}/agree", **marks(page), **{"vote:CH1": "A", "vote:CH2": "B", "comment:CH1": "the pump"})
        assert kept(work)[0][1].answers[0].comment == "the pump", "who has seen both decides"

    def test_two_tabs_quietly(self, web: TestClient, work: Work) -> None:
        token = begun(web, work)
        first, second = (marks(web.get(f"/v/{token}/agree").text) for _ in range(2))
        for held, text, status in ((first, "a", 204), (second, "b", 409), (first, "a long", 204), (second, "", 204)):
            said = {"comment:CH1": text, "vote:CH1": "B", "number": str(len(text)), "go": "quiet"}
            assert web.post(f"/v/{token}/agree", data=held | said).status_code == status, text
        assert kept(work)[0][1].answers[0].comment == "a long"

    def test_c_in_one_tab_and_a_rank_in_another(self, web: TestClient, work: Work) -> None:
        token = begun(web, work)
        to(web, f"/v/{token}/agree", **ALL_A)
        ranks, votes = (marks(web.get(f"/v/{token}/{stage}").text) for stage in ("rank", "agree"))
        to(web, f"/v/{token}/agree", **votes, **{"vote:CH1": "C", "comment:CH1": "no"})
        answer = web.post(f"/v/{token}/rank", data=ranks | {"rank:CH1": "1", "reason:CH1": "we drink it"})
        assert answer.status_code == 409
        assert "we drink it" in answer.text
        assert "On the other page you gave it C" in answer.text

    def test_what_is_sent_was_looked_at(self, web: TestClient, work: Work) -> None:
        token = begun(web, work)
        to(web, f"/v/{token}/agree", **ALL_A)
        held = marks(web.get(f"/v/{token}/review").text)
        to(web, f"/v/{token}/agree", **ALL_A, **{"comment:CH1": "one more thing"})
        assert to(web, f"/v/{token}/send", **held) == f"/v/{token}/review?asked=changed"
        assert [state for state, _ in kept(work)] == ["open"]
        page = web.get(f"/v/{token}/review?asked=changed").text
        assert "Not sent yet" in page
        assert to(web, f"/v/{token}/send", **marks(page)) == "/v/-/thanks?lang=en"

    def test_marks_that_are_none(self, web: TestClient, work: Work) -> None:
        """Anybody who has the link can post anything beside the form."""
        token = begun(web, work)
        for held in (
            {"page": "x" * 9_000, "number": "2"},
            {"page": "a" * 16, "number": "²", "was:comment:CH1": "z"},
            {"number": "-1"},
        ):
            assert to(web, f"/v/{token}/agree", **held, **{"comment:CH1": str(len(held))}).endswith("asked=missing")
            assert kept(work)[0][1].answers[0].comment == str(len(held))


class TestLinks:
    def test_a_used_link(self, web: TestClient, work: Work) -> None:
        token = begun(web, work)
        to(web, f"/v/{token}/agree", **ALL_A)
        to(web, f"/v/{token}/send")
        before = kept(work)
        for path in ("", "/agree", "/rank", "/review"):
            answer = web.get(f"/v/{token}{path}")
            assert answer.status_code == 410
            assert "has been used" in answer.text
            assert "ccounts" not in answer.text, "the form is not told any more"
            assert "Water" not in answer.text
        for path in ("", "/agree", "/send"):
            assert web.post(f"/v/{token}{path}", data={"vote:CH1": "C", "language": "en"}).status_code == 410
        assert kept(work) == before

    def test_a_strangers_link(self, web: TestClient, work: Work) -> None:
        for path in ("/v/nothing", "/v/nothing/agree", "/v/" + "A" * 32, "/v/a/b/c", "/v/", "/v/%00", "/v/../board"):
            answer = web.get(path)
            assert answer.status_code in (404, 307), path
            assert "Water" not in answer.text
        assert web.post("/v/nothing", data={"language": "en"}).status_code == 404
        assert web.post("/v/nothing/send").status_code == 404
        assert kept(work) == []

    @pytest.mark.parametrize("why", ["expired", "revoked"])
    def test_a_link_that_ran_out_or_was_taken_back(self, web: TestClient, work: Work, why: str) -> None:
        token = begun(web, work)
        to(web, f"/v/{token}/agree", **{"vote:CH1": "A"})
        with work.store.begin() as tx:
            row = tx.get_one(BallotLinkRow, ballots.hash_of(token))
            if why == "expired":
                row.expires_at = now() - timedelta(seconds=1)
        if why == "revoked":
            validation_forms.revoke_link(
                work, study_id="water", by="ana", validator_id="V001", form_id="committees-1", reason="lost"
            )
        answer = web.get(f"/v/{token}/agree")
        assert answer.status_code == 410
        assert "Water" not in answer.text
        assert web.post(f"/v/{token}/agree", data={"vote:CH2": "A", "go": "quiet"}).status_code == 410
        again = link(work)
        assert web.get(f"/v/{again}").headers["location"] == f"/v/{again}/agree", "what was written is not lost"

    def test_one_link_does_not_open_the_ballot_of_another(self, web: TestClient, work: Work) -> None:
        first, second = begun(web, work, "V001"), begun(web, work, "V002")
        to(web, f"/v/{first}/agree", **{"comment:CH1": "of the first"})
        assert "of the first" not in web.get(f"/v/{second}/agree").text
        assert len(kept(work)) == 2

    def test_who_was_asked_by_telephone_meanwhile(self, web: TestClient, work: Work) -> None:
        token = begun(web, work)
        to(web, f"/v/{token}/agree", **ALL_A)
        validation_ballots.enter(
            work, study_id="water", by="ana", form_id="committees-1", validators=["V001"], mode="telephone", language="es",
            answers=[Answer(f"CH{n}", "B") for n in range(1, 5)],
        )  # fmt: skip
        assert web.post(f"/v/{token}/send").status_code == 410
        assert sorted(state for state, _ in kept(work)) == ["sent", "void"]


class TestWhatIsTold:
    def test_no_answer_is_kept_referred_or_framed(self, web: TestClient, work: Work) -> None:
        token = begun(web, work)
        for path in (f"/v/{token}/agree", "/v/nothing", "/v/-/thanks"):
            headers = web.get(path).headers
            assert headers["cache-control"] == "private, no-store"
            assert headers["referrer-policy"] == "no-referrer"
            assert "default-src 'none'" in headers["content-security-policy"]
            assert "unsafe" not in headers["content-security-policy"]
            assert headers["x-robots-tag"] == "noindex, nofollow"
            assert "set-cookie" not in headers

    def test_no_page_asks_another_host(self, web: TestClient, work: Work) -> None:
        token = begun(web, work)
        to(web, f"/v/{token}/agree", **ALL_A)
        for path in ("agree", "rank", "review"):
            page = web.get(f"/v/{token}/{path}").text
            assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)
            for address in re.findall(r'(?:src|href)="(/v/-/static/[^"]+)"', page):
                file = web.get(address)
                assert file.status_code == 200
                assert "immutable" in file.headers["cache-control"]

    @pytest.mark.parametrize("language", ["es", "en"])
    def test_hostile_words_are_text(self, settings: Settings, store: Store, language: str) -> None:
        """On both databases."""
        with store.begin() as tx:
            ask(tx, hostile=HOSTILE)
        work = Work(settings, store)
        with visitor(work, language) as web:
            token = link(work)
            assert "<script>alert" not in web.get(f"/v/{token}").text
            web.post(f"/v/{token}", data={"language": language})
            web.post(f"/v/{token}/agree", data=ALL_A | {"comment:CH1": HOSTILE})
            web.post(f"/v/{token}/rank", data={"rank:CH1": "1", "reason:CH1": HOSTILE})
            for path in ("agree", "rank", "review"):
                page = web.get(f"/v/{token}/{path}").text
                assert "<script>alert" not in page
                assert "<img" not in page
                assert "{{ 7*7 }}" in page
                assert page.count("</form>") == 1
                assert page.count("</textarea>") == page.count("<textarea")
