"""The pages of validation, verification and ranking: what they show, what can be done on them, and by whom."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from annotations.studies import ValidationRule
from annotations.validation.records import Answer
from annotations.verification_questions import VerificationQuestion
from service.board.mounting import board as board_app
from service.board.pages import SIGNED_IN
from service.settings import Settings
from service.storage import act_logs, ballots, signed_in, studies
from service.storage.transactions import Store
from service.workflows import validation
from service.workflows.work import Work
from tests.service.ballots.asked import HOSTILE, ask, copied_home, prepared_home

BOARD = "/board/water"
PAGES = (
    "/validation", "/validation?domain=homes", "/validation/enter", "/validation/enter?form=committees-1&language=es",
    "/validation/verification", "/validation/ballots/B001", "/ranking", "/ranking?unranked=silent&frequency=1", "/ranking/criteria",
    "/ranking/criteria?only=open&domain=committees",
)  # fmt: skip


WRONG: tuple[tuple[str, dict[str, str], str], ...] = (
    ("/draw", {"domain": "homes", "size": "x"}, "«x» no es un número"),
    ("/draw", {"domain": "homes", "size": "0"}, "no se puede sortear a 0 personas"),
    ("/add", {"domain": "committees", "category": "official"}, "falta el motivo"),
    ("/add", {"domain": "committees", "respondent": "R1", "reason": "why"}, "ya se le pregunta"),
    ("/forms", {"domain": "homes"}, "todavía no se puede preguntar"),
    ("/links", {"validator": "V003", "form": "committees-1"}, "V003 ya contestó este formulario"),
    ("/links", {"validator": "V001", "form": "committees-1", "days": "0"}, "un enlace no puede valer 0 días"),
    ("/contacts", {"domain": "committees", "what": "invited"}, "falta decir a quién"),
    (
        "/contacts",
        {"domain": "committees", "what": "invited", "validator": "V001", "on": "2999-01-01"},
        "todavía no llega",
    ),
    ("/enter", {"form": "committees-1", "mode": "paper", "language": "es", "validator": "V001"}, "falta decir A, B o C"),
    ("/enter", {"form": "committees-1", "mode": "web", "language": "es", "validator": "V001"}, "cómo contestaron"),
    ("/ballots/B001/void", {}, "falta el motivo"),
    ("/verification/CH1/verify", {"verifier": "ana", "independence": "x"}, "ana participó en el estudio"),
    ("/verification/CH1/verify", {"verifier": "somebody", "independence": "x"}, "no se contestó ninguna pregunta"),
)
"""What is sent, and what is then said in Spanish."""


class _NoJobs:
    """These pages begin no job."""


@contextmanager
def signed_in_as(store: Store, settings: Settings, name: str = "ana") -> Iterator[TestClient]:
    app = FastAPI()
    app.mount("/board", board_app(Work(settings, store), _NoJobs()))  # type: ignore[arg-type]
    with store.begin() as tx:
        token = signed_in.new_session(tx, name)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False, headers={"Accept-Language": "en"}) as client:
        client.cookies.set(SIGNED_IN, token, path="/board")
        yield client


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which three people are asked about committees, one of whom has answered by telephone: to be copied."""
    with prepared_home(tmp_path_factory.mktemp("answered")) as made:
        answers = [
            Answer("CH1", "A", "", 1, "We see the money."), Answer("CH2", "B", "Say when.", 2), Answer("CH3", "C", "Wrong."), Answer("CH4", "A"),
        ]  # fmt: skip
        validation.enter(
            made,
            study_id="water",
            by="ana",
            form_id="committees-1",
            validators=["V003"],
            mode="telephone",
            language="en",
            answers=answers,
        )
    return made.settings.home


@pytest.fixture
def work(answered: Path, tmp_path: Path) -> Iterator[Work]:
    with copied_home(answered, tmp_path / "home") as made:
        yield made


@pytest.fixture
def board(work: Work) -> Iterator[TestClient]:
    with signed_in_as(work.store, work.settings) as client:
        yield client


def send(board: TestClient, page: str, path: str, **fields: str | list[str]) -> str:
    """Send a form as the page has it; where it leads to."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', board.get(BOARD + page).text)
    assert found
    answer = board.post(BOARD + path, data={"csrf": found[1], **fields})
    assert answer.status_code in (200, 303), answer.text
    return str(answer.headers.get("location") or answer.text)


def acts(work: Work) -> list[tuple[str, str, str]]:
    with work.store.read() as tx:
        return [(one.act, one.subject, one.by) for one in act_logs.acts(tx, "water", "validation")]


class TestReading:
    def test_every_page_in_both_languages(self, board: TestClient) -> None:
        for path in PAGES:
            for language in ("es", "en"):
                text = board.get(BOARD + path + ("&" if "?" in path else "?") + f"lang={language}").text
                assert f'<html lang="{language}">' in text, path
                assert "<h1>" in text, path
                assert ">None<" not in text, path

    def test_nobody_reads_them_who_is_not_signed_in(self, board: TestClient) -> None:
        board.cookies.clear()
        for path in (*PAGES, "/validation/forms/committees-1/paper.pdf"):
            assert board.get(BOARD + path).status_code == 303, path
        assert board.post(f"{BOARD}/validation/links", data={"validator": "V001", "form": "committees-1"}).status_code in (
            303,
            401,
            403,
        )

    def test_what_is_not_there(self, board: TestClient) -> None:
        for path in (
            "/validation?domain=x",
            "/validation/enter?form=x",
            "/validation/ballots/B9",
            "/validation/forms/x/paper.pdf",
        ):
            assert board.get(BOARD + path).status_code == 404, path
        assert board.get(f"{BOARD}/validation/forms/committees-1/paper.pdf?language=nah").status_code == 422

    def test_people_votes_and_ballots(self, board: TestClient) -> None:
        text = board.get(f"{BOARD}/validation").text
        assert [id_ in text for id_ in ("V001", "V002", "V003")] == [True] * 3
        assert "Say when." in text
        assert re.search(r'href="/board/water/validation/ballots/B001">Answered', text)
        assert "CH9 (not yet reported by enough people independently)" in text

    def test_nothing_asked_yet(self, settings: Settings, store: Store) -> None:
        """A study whose people nobody asks yet: every page says so and none breaks."""
        with store.begin() as tx:
            ask(tx, people=())
        with signed_in_as(store, settings) as board:
            assert "Nobody is asked" in board.get(f"{BOARD}/validation?domain=homes").text
            assert "no sent ballots" in board.get(f"{BOARD}/ranking").text
            assert board.get(f"{BOARD}/ranking/criteria").status_code == 200
            assert board.get(f"{BOARD}/validation/enter?form=committees-1").status_code == 200

    def test_hostile_words_are_text(self, settings: Settings, store: Store) -> None:
        with store.begin() as tx:
            ask(tx, hostile=HOSTILE)
        work = Work(settings, store)
        answers = [Answer(f"CH{n}", "B", HOSTILE, n, HOSTILE) for n in range(1, 5)]
        validation.enter(
            work,
            study_id="water",
            by="ana",
            form_id="committees-1",
            validators=["V003"],
            mode="paper",
            language="en",
            answers=answers,
        )
        with signed_in_as(store, settings) as board:
            for path in PAGES:
                text = board.get(BOARD + path).text
                assert "<script>alert" not in text, path
                assert "<img" not in text, path


class TestActs:
    def test_a_link_is_told_once(self, board: TestClient, work: Work) -> None:
        text = send(board, "/validation", "/validation/links", validator="V001", form="committees-1", days="7")
        found = re.search(r'value="http://testserver/v/([\w-]{20,})"', text)
        assert found
        assert validation.look_up(work, found[1]).state == "open"
        assert found[1] not in board.get(f"{BOARD}/validation").text
        send(board, "/validation", "/validation/links/revoke", validator="V001", form="committees-1")
        assert validation.look_up(work, found[1]).state == "revoked"
        assert [one for one in acts(work) if one[0].startswith("link")] == [
            ("link_made", "V001", "ana"),
            ("link_revoked", "V001", "ana"),
        ]

    def test_the_sheet_of_links_is_for_those_who_have_not_answered(self, board: TestClient, work: Work) -> None:
        sheet = send(board, "/validation", "/validation/links.csv", form="committees-1")
        rows = list(csv.DictReader(io.StringIO(sheet.lstrip("\ufeff"))))
        assert [row["validator"] for row in rows] == ["V001", "V002"]
        tokens = [row["link"].rsplit("/", 1)[1] for row in rows]
        assert [validation.look_up(work, token).state for token in tokens] == ["open", "open"]

    def test_contacts_of_several(self, board: TestClient, work: Work) -> None:
        send(
            board, "/validation", "/validation/contacts", validator=["V001", "V002"], what="reminded", channel="telephone", domain="committees",
            on="2026-01-05", reason="no answer yet",
        )  # fmt: skip
        assert [(c.validator_id, c.what, c.channel, str(c.on), c.by) for c in validation.contacts_of(work, "water")] == [
            ("V001", "reminded", "telephone", "2026-01-05", "ana"),
            ("V002", "reminded", "telephone", "2026-01-05", "ana"),
        ]
        assert "reminder due" in board.get(f"{BOARD}/validation").text

    def test_what_was_said_by_telephone_is_entered(self, board: TestClient, work: Work) -> None:
        fields: dict[str, str | list[str]] = {
            "form": "committees-1", "language": "es", "validator": ["V001", "V002"], "mode": "workshop", "people": "9", "on": "2026-01-05",
            **{f"vote:CH{n}": "B" for n in range(1, 4)}, "vote:CH4": "C", "comment:CH4": "no hay jabón", "rank:CH1": "1", "reason:CH1": "=1+1",
            "rank:CH2": "1",
        }  # fmt: skip
        assert send(board, "/validation/enter?form=committees-1", "/validation/enter", **fields).endswith(
            "/validation/ballots/B002"
        )
        with work.store.read() as tx:
            ballot = ballots.kept(tx, "water", ids=["B002"])[0].ballot
        assert (ballot.validators, ballot.people, ballot.mode, ballot.entered_by) == (("V001", "V002"), 9, "workshop", "ana")
        assert ballot.ranks == {"CH1": 1, "CH2": 1}
        text = board.get(f"{BOARD}/validation/ballots/B002").text
        assert "no hay jabón" in text
        assert "Tied" in text or "tied" in text
        send(board, "/validation/ballots/B002", "/validation/ballots/B002/void", reason="entered twice")
        assert "Void" in board.get(f"{BOARD}/validation/ballots/B002").text

    def test_what_is_missing_is_said_and_what_was_typed_stays(self, board: TestClient, work: Work) -> None:
        page = f"{BOARD}/validation/enter?form=committees-1&language=es"
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', board.get(page).text)
        assert found
        fields = {"csrf": found[1], "form": "committees-1", "language": "es", "validator": "V001", "mode": "paper", "vote:CH1": "B",
                  "comment:CH1": "typed with care"}  # fmt: skip
        answer = board.post(f"{BOARD}/validation/enter", data=fields, headers={"Referer": f"http://testserver{page}"})
        assert answer.status_code == 409
        assert "typed with care" in answer.text
        assert 'role="alert"' in answer.text

    def test_what_is_wrong_is_said_in_spanish(self, board: TestClient) -> None:
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', board.get(f"{BOARD}/validation?lang=es").text)
        assert found
        for path, fields, said in WRONG:
            answer = board.post(f"{BOARD}/validation{path}", data={"csrf": found[1], **fields})
            assert 400 <= answer.status_code < 500, path
            assert said in answer.text, path

    def test_draw_add_and_make_a_form(self, board: TestClient, work: Work) -> None:
        send(board, "/validation?domain=committees", "/validation/draw", domain="committees", size="1")
        send(
            board,
            "/validation?domain=homes",
            "/validation/add",
            domain="homes",
            category="official",
            reason="decides about budgets",
        )
        kinds = [(one.chosen, one.category) for one in validation.people_of(work, "water") if one.domain == "homes"]
        assert ("purposive", "official") in kinds
        answer = board.post(f"{BOARD}/validation/forms", data={"csrf": "x", "domain": "homes"})
        assert answer.status_code in (401, 403)
        assert ("drawn", "committees", "ana") in acts(work)

    def test_nobody_is_drawn_where_nothing_can_be_asked(self, board: TestClient) -> None:
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', board.get(f"{BOARD}/validation?domain=homes").text)
        assert found
        answer = board.post(f"{BOARD}/validation/draw", data={"csrf": found[1], "domain": "homes"})
        assert answer.status_code == 409
        assert "nobody is drawn for homes" in answer.text

    def test_a_verifier_was_asked_the_wording_that_the_page_had(self, board: TestClient, work: Work) -> None:
        here = "/validation/verification"
        page = board.get(BOARD + here).text
        found = re.search(r'name="wording" value="([0-9a-f]+)"', page)
        assert found
        given = {"verifier": "doctor", "independence": "came in 2024", "agreement:own": "partial", "comment:own": "<b>"}
        with work.store.begin() as tx:
            study = studies.study(tx, "water")
            rule = ValidationRule(questions=(VerificationQuestion("own", {"es": "¿Es <cierto>?", "en": "Is it <true>?"}),))
            studies.save_study(tx, replace(study, validation=rule))
        csrf = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
        assert csrf
        answer = board.post(f"{BOARD}{here}/CH1/verify", data=given | {"csrf": csrf[1], "wording": found[1]})
        assert answer.status_code == 409
        assert "worded anew" in answer.text
        send(board, here, f"{here}/CH1/verify", **given)
        page = board.get(BOARD + here).text
        assert page.count("Is it &lt;true&gt;?") == 1 + 4, "as it was asked, and in the form of each change"

    def test_a_comment_is_taken_up_as_a_correction(self, board: TestClient, work: Work) -> None:
        ballot = "/validation/ballots/B001"
        page = board.get(BOARD + ballot).text
        change = re.findall(r'name="change" value="(\w+)"', page)[0]
        assert "Say when." in page
        fields = {"change": change, "text": "the year <b>is</b> missing", "outcome": "rejected", "reason": "nobody remembers"}
        assert send(board, ballot, f"{ballot}/correct", **fields).endswith(f"#k-B001-{change}")
        page = board.get(BOARD + ballot).text
        assert "the year &lt;b&gt;is&lt;/b&gt; missing" in page
        assert "Not accepted" in page
        assert "nobody remembers" in page
        (made,) = validation.corrections_of(work, "water", change_id=change)
        assert (made.outcome, made.by) == ("rejected", "ana")
        csrf = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
        assert csrf
        for wrong in ({"outcome": "maybe"}, {"story": "x"}, {"outcome": "accepted"}, {"change": "CH9"}):
            answer = board.post(f"{BOARD}{ballot}/correct", data=fields | {"csrf": csrf[1]} | wrong)
            assert 400 <= answer.status_code < 500, wrong

    def test_verification(self, board: TestClient, work: Work) -> None:
        here = "/validation/verification"
        send(board, here, f"{here}/CH3/decide", act="cannot", reason="two versions of the year")
        assert "left the ranking" in board.get(BOARD + here).text
        send(board, here, f"{here}/CH1/decide", act="not_required", reason="minutes of the assembly are public")
        send(
            board, here, f"{here}/CH3/verify", verifier="head of a school, another valley", independence="was not interviewed",
            mode="telephone", language="es", **{"agreement:change": "partial", "comment:change": "In 2022, not 2021."},
        )  # fmt: skip
        stand = {one.change_id: one for one in validation.verifications_of(work, "water")}
        assert (stand["CH1"].state, stand["CH1"].by, stand["CH1"].reason) == (
            "not_required",
            "ana",
            "minutes of the assembly are public",
        )
        assert stand["CH3"].state == "done"
        assert "In 2022, not 2021." in board.get(BOARD + here).text

    def test_criteria_are_named_added_and_taken_back(self, board: TestClient, work: Work) -> None:
        here = "/ranking/criteria"
        assert "We see the money." in board.get(BOARD + here).text
        send(board, here, f"{here}/name", criterion="trust", name_es="Confianza", name_en="Trust")
        send(board, here, here, ballot="B001", change="CH1", act="add", criterion="trust")
        assert "✓ Trust" in board.get(BOARD + here).text
        assert "Trust" in board.get(f"{BOARD}/ranking").text
        send(board, here, here, ballot="B001", change="CH1", act="remove", criterion="trust")
        assert "✓ Trust" not in board.get(BOARD + here).text
        send(board, here, here, ballot="B001", change="CH1", act="none")
        assert [one[0] for one in acts(work)][-4:] == [
            "criterion_named",
            "criterion_added",
            "criterion_removed",
            "criterion_none",
        ]

    def test_the_form_on_paper(self, board: TestClient) -> None:
        answer = board.get(f"{BOARD}/validation/forms/committees-1/paper.pdf?language=es&validator=V002")
        assert answer.headers["content-type"] == "application/pdf"
        text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(answer.content))
        assert "El comité: cuentas claras." in text
        assert "V002" in text
