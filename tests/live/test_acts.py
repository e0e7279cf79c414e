"""What coders did in a real Label Studio, as it is told from the log."""

from collections import Counter

import pytest

from service.reports_acts import acts_in_words
from service.storage import review
from service.workflows.acting import review_acts
from service.workflows.work import Work
from tests.live import places
from tests.live.places import Place
from tests.live.small_study import Desk

pytestmark = pytest.mark.live
desk = pytest.fixture(scope="module")(places.desk_of)
workers = pytest.fixture(scope="module")(places.started_workers)
place = pytest.fixture(places.new_place)


def test_acts_and_times_are_those_of_the_coders(place: Place, desk: Desk) -> None:
    place.do("send")
    desk.review(place.store, place.study)
    place.do("collect")
    place.do("collect", full=True)  # what is collected again is no second act
    found = review_acts(Work(place.settings, place.store), study_id=place.study.id, language="en")
    with place.store.read() as tx:
        acts = Counter(row.act for _, row in review.reviews(tx, place.study.id))
        items = review.work_items(tx, place.study.id, states=("reviewed",))
    counted = found["acts"]["all"]
    assert acts == {act: counted[act] for act in ("accepted", "changed", "rejected", "added")}
    assert min(acts.values()) > 0
    assert found["reviewed"] == len(items) == found["times"]["shown:assisted"]["segments"]
    assert found["times"]["shown:assisted"]["median"] == 3.5  # what every answer took
    both = [found["acts"][f"coder:{coder.id}"] for coder in place.study.coders]
    assert sum(one["accepted"] for one in both) == counted["accepted"]
    shown = found["anchoring"]["all"]["agreeing"]["shown"]
    assert (shown["hits"], found["anchoring"]["all"]["agreeing"]["unprompted"]["of"]) == (counted["accepted"], 0)
    assert f"{len(items)} reviewed segments" in acts_in_words(found)
