"""The overview counts what is there, and every number leads to what it counts."""

from datetime import UTC, date, datetime, timedelta

from fastapi.testclient import TestClient

from annotations.codings import PLANTED
from service.storage import board_counts, review
from service.storage.board_counts import Day, Pile
from service.storage.review import LogEntry
from service.storage.tables import LogRow
from service.storage.transactions import Store


def test_what_is_in(board: TestClient) -> None:
    page = board.get("/board/water").text
    assert '<a class="count" href="/board/water/sessions">2<' in page
    assert '<a class="count" href="/board/water/sessions">1<' in page  # people: R1 of S1
    assert '<a class="count" href="/board/water/segments">4<' in page
    assert '<a class="count" href="/board/water/segments?state=reviewed">1<' in page
    assert "25% of all" in page


def test_what_waits_for_whom(board: TestClient) -> None:
    page = board.get("/board/water").text
    assert "segments?state=waiting&amp;coder=ana&amp;round=1&amp;arm=assisted" in page
    assert "segments that wait for Ana" in page


def test_in_spanish_and_back(board: TestClient) -> None:
    assert '<html lang="es">' in board.get("/board/water?lang=es").text
    assert '<html lang="es">' in board.get("/board/water").text, "a choice is kept"
    page = board.get("/board/water?state=x&lang=en").text
    assert 'href="/board/water?state=x&amp;lang=es"' in page


def test_with_one_study_the_first_page_is_its_overview(board: TestClient) -> None:
    assert board.get("/board/").headers["location"] == "/board/water"


def test_sessions_with_and_without_transcript(board: TestClient) -> None:
    page = board.get("/board/water/sessions").text
    assert 'href="/board/water/sessions/S1"' in page
    assert 'href="/board/water/segments?session=S2"' in page


class TestCounts:
    def test_piles(self, board: TestClient, prepared: Store) -> None:
        with prepared.read() as tx:
            assert board_counts.piles(tx, "water") == [Pile("ana", 1, "assisted", reviewed=1, skipped=0, waiting=1)]

    def test_segments_by_session(self, board: TestClient, prepared: Store) -> None:
        with prepared.read() as tx:
            assert board_counts.segments_by_session(tx, "water") == {"S1": 2, "S2": 2}
            assert board_counts.reviewed_by_session(tx, "water") == {"S1": 1}

    def test_today_is_there_even_when_nobody_did_anything(self, prepared: Store) -> None:
        with prepared.read() as tx:
            assert board_counts.days(tx, "water", today=date(2026, 1, 2)) == [Day(date(2026, 1, 2))]

    def test_days_are_counted_apart_and_only_of_who_saw_suggestions(self, board: TestClient, prepared: Store) -> None:
        acts = [
            ("accepted", "m1"), ("rejected", "m1"), ("rejected", "m1"), ("changed", "m1"), ("added", "m1"), ("added", ""),
            ("accepted", PLANTED), ("nothing", "m1"),
        ]  # fmt: skip
        entries = [
            LogEntry("ana", "S2.001", 1, 1, act, "code", f"t{n}", "", "", model, f"label-studio:9@{n}")
            for n, (act, model) in enumerate(acts)
        ]
        today = datetime.now(UTC).date()
        with prepared.begin() as tx:
            review.append_log(tx, "water", entries)
            for row in review.log(tx, "water"):
                row.at = datetime.combine(today, datetime.min.time(), UTC) - timedelta(
                    seconds=1 if row.segment_id == "S2.001" else -1
                )
            assert isinstance(row, LogRow)
        with prepared.read() as tx:
            found = board_counts.days(tx, "water", today=today)
        assert found == [Day(today, accepted=1), Day(today - timedelta(days=1), accepted=1, changed=1, rejected=2, added=1)]
        assert [one.accepted_ratio for one in found] == [1.0, 0.25]
