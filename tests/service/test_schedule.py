"""A study's own schedule, and the service's for the others."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from annotations.studies import RetrainingRule
from service.jobs.schedule import is_due
from tests.service.records import STUDY

MONDAY = replace(STUDY, retraining=RetrainingRule(schedule="30 6 * * 1"))


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2026, 3, 2, 6, 30, tzinfo=UTC), True),
        (datetime(2026, 3, 2, 6, 30, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 2, 6, 31, tzinfo=UTC), False),
        (datetime(2026, 3, 3, 6, 30, tzinfo=UTC), False),
        (datetime(2026, 3, 2, 0, 30, tzinfo=timezone(timedelta(hours=-6))), True),
        (None, False),
    ],
)
def test_a_study_with_a_schedule_of_its_own(at: datetime | None, due: bool) -> None:
    assert is_due(MONDAY, at) is due


def test_the_others_follow_the_service() -> None:
    assert is_due(STUDY, None)
    assert not is_due(STUDY, datetime(2026, 3, 2, 6, 30, tzinfo=UTC))
