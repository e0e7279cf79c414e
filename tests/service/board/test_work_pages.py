"""Jobs, models and agreement on the board: what is shown is what is there, and a person's acts are kept under their id."""

import re
from pathlib import Path

from fastapi.testclient import TestClient
from typer.testing import CliRunner

from annotations.agreement_report import Report
from service.board.pages import SIGNED_IN
from service.cli import app
from service.jobs.queue import Jobs
from service.settings import Settings
from service.storage import machines, registry, signed_in, snapshots
from service.storage.transactions import Store
from service.workflows import agreement_snapshot
from service.workflows.machines import usable_encoders
from service.workflows.work import Work
from tests.service import double_coded


def post(board: TestClient, path: str, **form: str) -> tuple[int, str]:
    """Send a form of ours; the status, and what the page then says."""
    token = re.search(r'name="csrf" value="(\w+)"', board.get("/board/water/jobs").text)
    assert token is not None
    answer = board.post(f"/board/water{path}", data={"csrf": token[1], **form})
    return answer.status_code, board.get(answer.headers["location"]).text if answer.is_redirect else answer.text


class TestJobs:
    def test_begun_looked_at_and_cancelled(self, board: TestClient, settings: Settings, prepared: Store) -> None:
        assert "Count saturation" in post(board, "/jobs", verb="saturation")[1]
        post(board, "/jobs", verb="saturation")
        jobs = Jobs(settings, prepared)
        (job,) = jobs.jobs()  # the same one that waits is not put there twice
        assert job.params == {"study_id": "water"}
        part = board.get("/board/water/jobs?part=1").text
        assert part.strip().startswith('<div id="jobs"')
        assert "every 2s" in part
        assert "1 job under way or waiting" in part
        assert "relato worker" in part, "nobody is there to do it"
        assert "cancelled" in post(board, f"/jobs/{job.id}/cancel")[1]
        assert jobs.job(job.id).state == "cancelled"
        assert "every 20s" in board.get("/board/water/jobs?part=1").text
        jobs.close()

    def test_what_is_no_job_of_the_board_is_refused(self, board: TestClient) -> None:
        assert [post(board, "/jobs", verb=verb)[0] for verb in ("", "withdraw", "load", "paint")] == [422] * 4

    def test_another_studys_job_is_not_shown_and_not_cancelled(
        self, board: TestClient, settings: Settings, prepared: Store
    ) -> None:
        jobs = Jobs(settings, prepared)
        other = jobs.enqueue("draft", {"study_id": "other"})
        assert "There is no job yet" in board.get("/board/water/jobs").text
        assert post(board, f"/jobs/{other}/cancel")[0] == 404
        assert jobs.job(other).state == "queued"
        jobs.close()

    def test_what_is_collected_every_minute_does_not_hide_the_rest(
        self, board: TestClient, settings: Settings, prepared: Store
    ) -> None:
        jobs = Jobs(settings, prepared)
        jobs.enqueue("draft", {"study_id": "water"})
        for _ in range(45):
            jobs.cancel(jobs.enqueue("collect", {"study_id": "water"}))
        assert "Draft stories" in board.get("/board/water/jobs").text
        jobs.close()


class TestModels:
    def test_which_one_is_in_use_and_what_became_of_it(self, board: TestClient, prepared: Store) -> None:
        with prepared.begin() as tx:
            registry.happened(tx, "water", "m1", "entered", registry.By("person", "ana"), {"": "<b>first</b>"})
        page = board.get("/board/water/models").text
        assert "in use" in page
        assert "&lt;b&gt;first&lt;/b&gt;" in page, "what people write is text"
        assert "the code frame alone" in board.get("/board/water/models/m1").text

    def test_a_person_uses_another_one_and_goes_back(self, board: TestClient, settings: Settings, prepared: Store) -> None:
        encoder = min(usable_encoders(Work(settings, prepared), "water"))
        with prepared.begin() as tx:
            for version in ("m2", "m3"):
                machines.save_model(
                    tx, "water", version, frame_version=1, encoder=encoder, champion=False, body={"kind": "cold_start"}
                )
            registry.make_champion(tx, "water", "m2", registry.By("job", "suggest"))
        assert post(board, "/models/m3/promote", reason="better with the elders")[0] == 303
        with prepared.read() as tx:
            used = machines.champion(tx, "water")
            last = registry.events(tx, "water")[-1]
        assert used is not None
        assert (used.version, last.event, last.by, last.reason) == ("m3", "promoted", "ana", {"": "better with the elders"})
        assert post(board, "/models/back", reason="worse with the young")[0] == 303
        with prepared.read() as tx:
            assert getattr(machines.champion(tx, "water"), "version", "") == "m2"

    def test_what_cannot_be_used_is_refused_and_says_why(self, board: TestClient) -> None:
        status, text = post(board, "/models/m1/promote", reason="why not")
        assert (status, "made with another encoder" in text) == (409, True)
        assert post(board, "/models/m1/promote", reason="  ")[0] == 422
        assert post(board, "/models/none/promote", reason="why")[0] == 404


class TestAgreement:
    def test_as_long_as_nothing_was_computed(self, board: TestClient) -> None:
        assert "No agreement has been computed yet" in board.get("/board/water/agreement").text

    def test_parts_apart_and_what_is_inflated_says_so(self, visitor: TestClient, settings: Settings, prepared: Store) -> None:
        double_coded.put_in(prepared)
        work = Work(settings, prepared)
        assert isinstance(agreement_snapshot.compute(work, "water"), Report)
        with prepared.begin() as tx:
            token = signed_in.new_session(tx, "ana")
        visitor.cookies.set(SIGNED_IN, token, path="/board")
        blind = visitor.get("/board/water/agreement?lang=en").text
        assert "Nobody was shown suggestions" in blind
        assert "=Ana / =Ben: 9" in blind  # meters by Ana where Ben gave accounts, in S0 to S8
        assert "/board/water/segments?code=accounts" in blind
        assert "ids=S0.002%2CS1.002" in blind
        assert "Inflated" in visitor.get("/board/water/agreement?part=2-assisted").text
        assert visitor.get("/board/water/agreement?part=none&units=coded").status_code == 200
        assert visitor.get("/board/water/agreement?units=some").status_code == 422

    def test_it_is_computed_again_only_when_something_has_changed(self, settings: Settings, store: Store) -> None:
        double_coded.put_in(store)
        work = Work(settings, store)
        agreement_snapshot.ensure(work, "water")
        with store.read() as tx:
            first = snapshots.get(tx, "water", "agreement")
        agreement_snapshot.ensure(work, "water")
        with store.begin() as tx:
            again = snapshots.get(tx, "water", "agreement")
            double_coded.code(tx, "S0.004", "ana", 1, "blind", "meters")
        assert first is not None
        assert first == again
        with store.read() as tx:
            kept = agreement_snapshot.kept(tx, "water")
        assert kept is not None
        assert not kept.fresh
        agreement_snapshot.ensure(work, "water")
        with store.read() as tx:
            kept = agreement_snapshot.kept(tx, "water")
        assert kept is not None
        assert kept.fresh


def test_the_command_makes_a_link_and_refuses_a_name(tmp_path: Path, visitor: TestClient, settings: Settings) -> None:
    environment = settings.as_environment()
    made = CliRunner().invoke(app, ["board", "link", "ana", "--url", "https://relato.example/"], env=environment)
    address, code = made.stdout.strip().split("#")
    assert address == "https://relato.example/board/-/sign-in"
    assert visitor.post("/board/-/sign-in", data={"secret": code}).status_code == 303
    assert "no id" in str(CliRunner().invoke(app, ["board", "link", "Doña Lencha"], env=environment).exception)
