"""Three coders and a supervisor go through everything: blind and assisted, revision, adjudication, a new code frame, a second round."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page

from annotations.label_studio.client import LabelStudio
from service.settings import Settings
from service.storage import corpus, review
from service.storage.tables import WorkItemRow
from service.storage.transactions import Store, migrate
from service.workflows import accounts, deciding, rounds
from service.workflows.agreeing import agreement
from service.workflows.work import Work
from tests.encoders import share_encoders
from tests.live import places
from tests.live.browser import desk, sign_in
from tests.live.conftest import LiveLabelStudio
from tests.live.village import FIRST_FRAME, MAY_CODE, SAID, SECOND_FRAME, Village

pytestmark = pytest.mark.live

ACCOUNTS, METERS, FEE, DUES, NOTHING, READS, SUNDAY, BOARD = (words for said in SAID.values() for words in said)
FIRST_ROUND: Mapping[tuple[str, str], Sequence[str]] = {
    ("ana", ACCOUNTS): ["accounts"],
    ("ana", METERS): ["meters"],
    ("ben", ACCOUNTS): ["accounts"],
    ("ben", METERS): ["meters", "accounts"],
    ("ana", FEE): ["fee", "committee"],
    ("ana", DUES): ["dues"],
    ("ben", NOTHING): [],
    ("ben", READS): ["meters", "school"],
    ("cat", SUNDAY): ["committee"],
    ("cat", BOARD): ["accounts", "committee"],
}
AFTER_FIRST_ROUND = {
    ACCOUNTS: ({"accounts"}, "agreed"),
    METERS: ({"meters"}, "decided"),
    FEE: ({"fee", "committee"}, "single"),
    DUES: ({"dues"}, "single"),
    NOTHING: (set(), "single"),
    READS: ({"meters"}, "decided"),
    SUNDAY: ({"committee"}, "single"),
    BOARD: ({"accounts", "committee"}, "single"),
}
LOOKED_AT_AGAIN: Mapping[tuple[str, str], Sequence[str]] = {  # a split, or a new rule
    ("ana", ACCOUNTS): ["accounts"],
    ("ben", ACCOUNTS): ["accounts"],
    ("ben", METERS): ["metering"],
    ("ana", FEE): ["payments", "board"],
    ("cat", SUNDAY): ["assembly"],
    ("cat", BOARD): ["accounts", "board"],
}
SECOND_ROUND: Mapping[tuple[str, str], Sequence[str]] = {
    ("ana", ACCOUNTS): ["accounts"],
    ("ben", ACCOUNTS): ["accounts", "board"],
    ("ana", METERS): ["metering"],
    ("ben", METERS): ["metering"],
    ("ana", FEE): ["payments", "board"],
    ("ana", DUES): ["payments"],
    ("ben", NOTHING): [],
    ("ben", READS): ["metering"],
    ("cat", SUNDAY): ["assembly"],
    ("cat", BOARD): ["board"],
}
IN_THE_END = {
    ACCOUNTS: ({"accounts"}, "decided"),
    METERS: ({"metering"}, "agreed"),
    FEE: ({"payments", "board"}, "single"),
    DUES: ({"payments"}, "single"),
    NOTHING: (set(), "single"),
    READS: ({"metering"}, "single"),
    SUNDAY: ({"assembly"}, "single"),
    BOARD: ({"board"}, "single"),
}


@pytest.fixture
def village(tmp_path: Path, label_studio: LiveLabelStudio) -> Iterator[Village]:
    settings: Settings = share_encoders(places.settings_in(tmp_path / "home", label_studio))
    migrate(settings.database_url)
    store = Store(settings.database_url)
    yield Village(tmp_path / "study", settings, store)
    store.close()


@dataclass
class Coders:
    """Everybody's hands: the API, and for the first task of each kind Chromium."""

    village: Village
    admin: LabelStudio
    page: Page
    url: str
    seen: set[tuple[str, bool]] = field(default_factory=set)
    at_the_desk: str = ""

    def answer(self, item: WorkItemRow, codes: Sequence[str], *, flags: Sequence[str] = (), memo: str = "") -> None:
        kind = (item.arm, bool(item.carried))
        if kind in self.seen or not codes or flags:
            self.village.answer(self.admin, item, codes, flags=flags, memo=memo)
            return
        self.seen.add(kind)
        if self.at_the_desk != item.coder_id:
            email = self.village.coder(item.coder_id).email
            sign_in(self.page, self.url, email, self.village.password(item.coder_id))
            self.at_the_desk = item.coder_id
        self.village.answer_in_browser(self.page, self.url, item, codes, memo=memo)


@pytest.fixture
def coders(village: Village, admin: LabelStudio, label_studio: LiveLabelStudio) -> Iterator[Coders]:
    with desk(label_studio) as opened:
        yield Coders(village, admin, opened.page, label_studio.url)
        assert opened.troubles == []


@pytest.fixture
def admin(label_studio: LiveLabelStudio) -> Iterator[LabelStudio]:
    with LabelStudio(label_studio.url, label_studio.token) as client:
        yield client


def test_a_study_goes_through_two_rounds(village: Village, admin: LabelStudio, coders: Coders) -> None:
    work = Work(village.settings, village.store)
    village.load(FIRST_FRAME)
    village.do("import", folder=str(village.folder / "transcripts"))
    village.do("suggest")
    for name in (*MAY_CODE, "sol"):
        accounts.sign_in(village.settings, admin, village.coder(name)).close()
    words_of = segments(village)

    assert rounds.plan_round(work, study_id="village", round_=1)["tasks"] == len(FIRST_ROUND)
    rounds.open_round(work, study_id="village", round_=1)
    village.do("send")
    assert {words_of[item.segment_id] for item in village.items("blind")} == set(SAID["S1"])
    answer_all(coders, words_of, FIRST_ROUND, flags={READS: ["needs_supervisor"]})
    village.do("collect")
    assert agreement(work, study_id="village")

    assert deciding.revise(work, study_id="village")["entered"] == 1
    assert deciding.adjudicate(work, study_id="village")["entered"] == 1
    village.do("send")
    answer_all(coders, words_of, {("sol", READS): ["meters"]}, arm="revision", memo="No habla de la escuela.")
    answer_all(coders, words_of, {("sol", METERS): ["meters"]}, arm="adjudication", memo="No se leen cuentas.")
    village.do("collect")
    assert standing(village, words_of) == AFTER_FIRST_ROUND

    village.load(SECOND_FRAME)
    village.do("migrate")
    village.do("suggest")
    village.do("send")
    again = {(item.coder_id, words_of[item.segment_id]) for item in waiting(village)}
    assert again == set(LOOKED_AT_AGAIN)
    answer_all(coders, words_of, LOOKED_AT_AGAIN)
    village.do("collect")
    rounds.close_round(work, study_id="village", round_=1)

    rounds.open_round(work, study_id="village", round_=2)
    village.do("suggest")
    village.do("send")
    answer_all(coders, words_of, SECOND_ROUND)
    village.do("collect")
    assert deciding.adjudicate(work, study_id="village")["entered"] == 1
    village.do("send")
    answer_all(coders, words_of, {("sol", ACCOUNTS): ["accounts"]}, arm="adjudication", memo="La mesa no se nombra.")
    village.do("collect", full=True)
    rounds.close_round(work, study_id="village", round_=2)

    assert standing(village, words_of) == IN_THE_END
    before = everything(village)
    village.do("collect", full=True)
    assert everything(village) == before
    assert coders.seen == {
        ("blind", False), ("assisted", False), ("assisted", True), ("revision", True), ("adjudication", True)
    }  # fmt: skip


def segments(village: Village) -> dict[str, str]:
    with village.store.read() as tx:
        return {segment.id: segment.text for segment in corpus.segments(tx, "village")}


def waiting(village: Village) -> list[WorkItemRow]:
    return [item for arm in ("blind", "assisted") for item in village.items(arm)]


def answer_all(
    coders: Coders,
    words_of: Mapping[str, str],
    decisions: Mapping[tuple[str, str], Sequence[str]],
    *,
    arm: str = "",
    flags: Mapping[str, Sequence[str]] | None = None,
    memo: str = "",
) -> None:
    """Everybody answers what waits for them: exactly what is decided here."""
    items = coders.village.items(arm) if arm else waiting(coders.village)
    assert {(item.coder_id, words_of[item.segment_id]) for item in items} == set(decisions)
    for item in items:
        words = words_of[item.segment_id]
        coders.answer(item, decisions[item.coder_id, words], flags=(flags or {}).get(words, ()), memo=memo)


def standing(village: Village, words_of: Mapping[str, str]) -> dict[str, tuple[set[str], str]]:
    return {words_of[segment_id]: (set(codes), how) for segment_id, (codes, how) in village.stands().items()}


def everything(village: Village) -> tuple[list[str], int]:
    with village.store.read() as tx:
        return sorted(map(str, review.codings(tx, "village"))), len(review.log(tx, "village"))
