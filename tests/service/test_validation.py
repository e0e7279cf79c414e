"""Whom to ask, forms, links and ballots, on both databases: written down with who and why, refused where it cannot be, and gone when
somebody withdraws."""

import csv
import io
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from annotations.errors import BadInput, Conflict, NotFound, RelatoError
from annotations.stories.records import Block, StoryText, TextSection
from annotations.validation.records import Answer, Ballot
from annotations.validation.verification import Said
from annotations.verification_questions import VerificationQuestion, wording_of
from service.settings import Settings
from service.storage import ballots, stories, studies
from service.storage.act_logs import acts
from service.storage.story_tables import BallotLinkRow
from service.storage.transactions import Store, migrate
from service.workflows import validation
from service.workflows.changes import enter, restate
from service.workflows.validatable import LeftOut
from service.workflows.withdrawing import withdraw
from service.workflows.work import Work
from tests.service.asking import COMMITTEES, Asked, answers, put_in
from tests.service.hamlet import DyingStore, Killed, found_in_tables


@pytest.fixture(scope="session")
def put_in_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the study in it, to be copied: to make a database takes longer than most tests."""
    home = tmp_path_factory.mktemp("asked") / "home"
    settings = Settings(home=home)
    settings.folder()
    migrate(settings.database_url)
    store = Store(settings.database_url)
    put_in(settings, store)
    store.close()
    return home


@pytest.fixture
def asked(put_in_once: Path, tmp_path: Path) -> Iterator[Asked]:
    """The study, on SQLite."""
    settings = Settings(home=Path(shutil.copytree(put_in_once, tmp_path / "home")))
    store = Store(settings.database_url)
    yield Asked(Work(settings, store))
    store.close()


@pytest.fixture
def both(settings: Settings, store: Store) -> Asked:
    """The study, on each database."""
    return put_in(settings, store)


def told(asked: Asked) -> list[tuple[str, str]]:
    with asked.work.store.read() as tx:
        return [(one.act, one.subject) for one in acts(tx, "asked", "validation")]


class TestDraw:
    def test_seed_frame_and_strata_are_kept_and_it_comes_out_again(self, asked: Asked, put_in_once: Path, tmp_path: Path) -> None:
        (made,) = asked.do("draw", domain="committees")
        assert list(made.frame) == COMMITTEES  # not R14 of the survey, not R11 who spoke of homes
        assert (made.seed, made.size, made.stratify_by, made.by) == (3, 5, ("category",), "vera")
        assert [(one.name, one.frame, one.drawn) for one in made.strata] == [
            ("committee", 3, 2), ("family", 6, 3), ("official", 1, 0),
        ]  # fmt: skip
        people = validation.people_of(asked.work, "asked")
        assert [one.id for one in people] == list(made.validators) == ["V001", "V002", "V003", "V004", "V005"]
        assert {one.chosen for one in people} == {"drawn"}
        settings = Settings(home=Path(shutil.copytree(put_in_once, tmp_path / "again")))
        again = Asked(Work(settings, Store(settings.database_url)))
        again.do("draw", domain="committees")
        assert validation.people_of(again.work, "asked") == people
        again.work.store.close()

    def test_every_domain_without_a_draw_and_never_twice_in_silence(self, asked: Asked) -> None:
        asked.do("draw", domain="homes")
        made = asked.do("draw")
        assert [one.domain for one in made] == ["committees"]
        with pytest.raises(Conflict, match="homes: people are drawn already"):
            asked.do("draw", domain="homes")
        assert asked.do("draw") == []
        with pytest.raises(BadInput, match="no reason"):
            asked.do("draw", domain="homes", again=True)

    def test_nobody_is_drawn_where_nothing_can_be_put_to_them(self, both: Asked) -> None:
        both.do("cannot_validate", change_id="CH4", reason="nobody can say")
        assert [one.domain for one in both.do("draw")] == ["committees"]
        assert validation.left_out_of(both.work, "asked") == [LeftOut("homes", (("CH4", "cannot_validate"),))]
        for again in (False, True):
            with pytest.raises(Conflict, match="nobody is drawn for homes.*CH4 cannot_validate") as refused:
                both.do("draw", domain="homes", again=again, reason="now")
            assert "relato saturation" in str(refused.value)
        assert [one.domain for one in both.do("draw", again=True, reason="the roster")] == ["committees"]
        both.do("can_be_validated", change_id="CH4", reason="somebody can")
        assert validation.left_out_of(both.work, "asked") == []
        assert [one.domain for one in both.do("draw")] == ["homes"]

    def test_where_a_form_was_made_people_can_still_be_drawn(self, asked: Asked) -> None:
        asked.form("homes")
        asked.do("cannot_validate", change_id="CH4", reason="said C")
        assert [one.domain for one in asked.do("draw", domain="homes")] == ["homes"]

    def test_who_was_asked_stays_when_it_is_drawn_again(self, both: Asked) -> None:
        """To draw anew after people did not answer would hide that they did not."""
        both.do("draw", domain="committees")
        both.do("contact", validator_id="V002", what="invited", channel="telephone")
        both.form()
        both.link("V004")
        before = {one.id: one for one in validation.people_of(both.work, "asked")}
        (made,) = both.do("draw", domain="committees", again=True, seed=9, reason="the roster was corrected")
        assert (made.kept, made.gone) == (("V002", "V004"), ("V001", "V003", "V005"))
        after = {one.id: one for one in validation.people_of(both.work, "asked")}
        assert [one for one in after if one in before] == ["V002", "V004"]
        assert len(after) == 5
        assert sorted(after)[2:] == ["V006", "V007", "V008"]  # an id is never used for somebody else
        assert len({one.respondent_id for one in after.values()}) == 5
        assert len(validation.draws_of(both.work, "asked")) == 2
        with pytest.raises(Conflict, match="V001 is not asked"):
            both.enter("V001")

    def test_a_smaller_draw_drops_nobody_who_was_asked(self, asked: Asked) -> None:
        asked.do("draw", domain="committees")
        for one in ("V001", "V002", "V003"):
            asked.do("contact", validator_id=one, what="invited")
        asked.do("draw", domain="committees", again=True, size=1, reason="fewer")
        assert [one.id for one in validation.people_of(asked.work, "asked")] == ["V001", "V002", "V003"]

    def test_nobody_who_withdrew_and_nobody_who_is_asked_otherwise(self, asked: Asked) -> None:
        withdraw(asked.work, study_id="asked", respondent_id="R01", by="vera")
        asked.add("R02")
        (made,) = asked.do("draw", domain="committees", size=99)
        assert made.frame == tuple(COMMITTEES[2:])
        assert len(made.validators) == 8

    def test_where_sessions_do_not_say_what_they_were_for_those_who_spoke_of_it(self, asked: Asked) -> None:
        with asked.work.store.begin() as tx:
            register = studies.register(tx, "asked")
            studies.save_register(
                tx, "asked", replace(register, sessions=tuple(replace(s, domains=()) for s in register.sessions))
            )
        (made,) = asked.do("draw", domain="committees")
        assert made.frame == ("R01", "R02")

    def test_somebody_chosen_otherwise_says_how(self, asked: Asked) -> None:
        one = asked.do("add_purposive", domain="homes", respondent_id="R14", reason="the only midwife")
        two = asked.do("add_occasion", domain="homes", occasion="workshop", category="partner")
        assert (one.chosen, one.category, one.reason, one.interested) == ("purposive", "family", "the only midwife", False)
        assert (two.chosen, two.occasion, two.respondent_id, two.interested) == ("occasion", "workshop", "", True)
        assert told(asked) == [("added", "V001"), ("added", "V002")]

    @pytest.mark.parametrize(
        ("verb", "values", "error", "said"),
        [
            ("draw", {"domain": "towns"}, NotFound, "no domain 'towns'"),
            ("draw", {"domain": "homes", "size": 0}, BadInput, "0 people"),
            ("draw", {"domain": "homes", "by": " "}, BadInput, "nobody is named"),
            ("add_purposive", {"domain": "homes", "respondent_id": "R14", "reason": " "}, BadInput, "no reason"),
            ("add_purposive", {"domain": "homes", "respondent_id": "R99", "reason": "so"}, NotFound, "no respondent 'R99'"),
            ("add_purposive", {"domain": "homes", "reason": "so"}, BadInput, "what kind of person"),
            ("add_purposive", {"domain": "homes", "respondent_id": "R12", "reason": "so"}, Conflict, "asked about homes already"),
            ("add_occasion", {"domain": "homes", "occasion": "fair", "category": "x"}, NotFound, "no occasion 'fair'"),
            ("contact", {"validator_id": "V9", "what": "invited"}, NotFound, "nobody is asked as 'V9'"),
            ("contact", {"validator_id": "V001", "what": "bribed"}, BadInput, "nothing that can be noted"),
            ("contact", {"validator_id": "V001", "what": "invited", "on": date(2999, 1, 1)}, BadInput, "still to come"),
        ],
    )
    def test_what_cannot_be_done(self, asked: Asked, verb: str, values: Any, error: type[RelatoError], said: str) -> None:
        asked.add("R12", "homes")
        before = told(asked)
        with pytest.raises(error, match=said) as caught:
            asked.do(verb, **values)
        assert caught.value.remedy
        assert told(asked) == before


class TestReminders:
    def test_a_week_after_the_last_time_until_they_answer_or_refuse(self, asked: Asked) -> None:
        asked.form()
        ids = [asked.add(one) for one in COMMITTEES[:5]]
        day = datetime.now(UTC).date()
        for one, ago in zip(ids, (20, 8, 7, 6, 30), strict=True):
            asked.do("contact", validator_id=one, what="invited", channel="WhatsApp", on=day - timedelta(days=ago))
        asked.do("contact", validator_id=ids[0], what="reminded", channel="telephone", on=day - timedelta(days=9))
        asked.do("contact", validator_id=ids[4], what="refused", reason="no time")
        due = validation.reminders_due(asked.work, "asked")
        assert [(one.validator_id, one.times, one.channels) for one in due] == [
            (ids[0], 2, ("WhatsApp", "telephone")), (ids[1], 1, ("WhatsApp",)), (ids[2], 1, ("WhatsApp",)),
        ]  # fmt: skip
        asked.enter(ids[0])
        asked.do("contact", validator_id=ids[4], what="invited", on=day - timedelta(days=8))  # asked once more after all
        assert [one.validator_id for one in validation.reminders_due(asked.work, "asked")] == [ids[1], ids[4], ids[2]]
        assert len(validation.contacts_of(asked.work, "asked")) == 8


class TestForms:
    def test_what_is_saturated_is_on_it_and_the_others_with_why(self, asked: Asked) -> None:
        made = asked.form()
        assert (made.id, made.number, made.domain) == ("committees-1", 1, "committees")
        assert [(one.change_id, one.statement_number, one.story_number) for one in made.wordings] == [
            ("CH1", 1, 0),
            ("CH2", 1, 0),
        ]
        assert made.not_shown == (("CH3", "not_saturated"),)
        assert asked.form("homes").wordings[0].statement == {"es": "Cambió CH4.", "en": "CH4 changed."}

    def test_nothing_new_is_no_new_form_and_another_wording_is(self, both: Asked) -> None:
        first = both.form()
        assert both.form() == first
        restate(both.work, study_id="asked", by="vera", change_id="CH1", title={}, statement={"en": "Better."}, reason="shorter")
        second = both.form()
        assert (second.id, second.wordings[0].statement["en"], second.wordings[0].statement_number) == (
            "committees-2",
            "Better.",
            2,
        )
        assert validation.form(both.work, "asked", first.id).wordings[0].statement["en"] == "CH1 changed."
        assert [one.id for one in validation.forms_of(both.work, "asked")] == ["committees-1", "committees-2"]

    def test_only_what_was_saturated_before_the_day_of_an_occasion(self, asked: Asked) -> None:
        """S01 was held the day before the first meeting, S02 on it: what is put before people was written before."""
        made = asked.form(occasion="early")
        assert [one.change_id for one in made.wordings] == ["CH1"]
        assert made.not_shown == (("CH2", "not_saturated"), ("CH3", "not_saturated"))
        assert made.occasion == "early"
        assert asked.form().number == 2
        assert asked.form(occasion="early") == made

    def test_what_cannot_be_validated_is_on_no_later_form(self, asked: Asked) -> None:
        asked.do("cannot_validate", change_id="CH1", reason="three people say that it is wrong")
        assert asked.form().not_shown == (("CH1", "cannot_validate"), ("CH3", "not_saturated"))
        asked.do("can_be_validated", change_id="CH1", reason="the year was corrected")
        assert [one.change_id for one in asked.form().wordings] == ["CH1", "CH2"]

    def test_a_form_needs_something_to_be_asked(self, asked: Asked) -> None:
        asked.do("cannot_validate", change_id="CH4", reason="so")
        with pytest.raises(Conflict, match=r"no change of homes can be put to people: CH4 cannot_validate"):
            asked.form("homes")
        with pytest.raises(NotFound, match="no occasion"):
            asked.form(occasion="fair")
        more = {"es": "Hay más."}
        enter(
            asked.work, study_id="asked", by="vera", domain="committees", title=more, statement=more, segments={"S01.001": "for"}
        )
        restate(asked.work, study_id="asked", by="vera", change_id="CH1", title={}, statement={"es": ""}, reason="to be worded")
        with pytest.raises(Conflict, match="no language has the statements of all of CH1, CH2, CH5"):
            asked.form()
        with pytest.raises(NotFound, match="no form 'homes-9'"):
            validation.form(asked.work, "asked", "homes-9")

    def test_the_summary_is_of_the_story_as_it_stands(self, asked: Asked) -> None:
        with_story(asked)
        first = asked.form().wordings[0]
        assert (first.story_number, dict(first.summary)) == (
            1, {"es": "Lo pidió Lencha. Luego lo leyeron.", "en": "They asked for it. Then they read it."},
        )  # fmt: skip


class TestLinks:
    def test_from_the_link_to_thanks_and_cut_off_in_between(self, both: Asked) -> None:
        both.form()
        one = both.add()
        token = both.link(one)
        assert len(token) >= 32
        opened = validation.look_up(both.work, token)
        assert (opened.state, opened.ballot, opened.languages) == ("open", None, ("es", "en"))
        assert opened.form is not None
        assert opened.form.id == "committees-1"
        begun = validation.begin(both.work, token, language="en")
        assert (begun.mode, begun.language, begun.group) == ("web", "en", "family")
        validation.save_answers(both.work, token, [Answer("CH1", "B", "and the school")])
        again = validation.begin(both.work, token, language="es")  # opened anew, in the other language
        assert (again.id, again.language, again.answers[0].comment) == (begun.id, "es", "and the school")
        with pytest.raises(Conflict, match="nothing is said of CH2"):
            validation.send(both.work, token)
        validation.save_answers(both.work, token, [Answer("CH2", "A", rank=1, reason="water")])
        assert both.sent() == []
        sent = validation.send(both.work, token)
        assert sent.sent_at is not None
        assert both.sent() == [begun.id]
        assert validation.look_up(both.work, token) == validation.Opened("used")
        with pytest.raises(Conflict, match="has been used"):
            validation.begin(both.work, token, language="es")
        with pytest.raises(Conflict, match="has been used"):
            validation.save_answers(both.work, token, [Answer("CH1", "A")])
        with pytest.raises(Conflict, match="has been used"):
            validation.send(both.work, token)
        assert told(both)[-1] == ("ballot_sent", begun.id)
        with both.work.store.read() as tx:
            assert acts(tx, "asked", "validation")[-1].by == one

    def test_a_strangers_an_expired_and_a_closed_link_open_nothing(self, both: Asked) -> None:
        both.form()
        both.add()
        assert validation.look_up(both.work, "guess") == validation.Opened("unknown")
        with pytest.raises(NotFound, match="no such link"):
            validation.begin(both.work, "guess", language="es")
        closed = both.link("V001")
        assert both.do("revoke_link", validator_id="V001", form_id="committees-1", reason="sent to somebody else") == 1
        assert validation.look_up(both.work, closed) == validation.Opened("revoked")
        late = both.link("V001")
        with both.work.store.begin() as tx:
            past = datetime.now(UTC) - timedelta(seconds=1)
            tx.execute(update(BallotLinkRow).where(BallotLinkRow.revoked.is_(False)).values(expires_at=past))
        assert validation.look_up(both.work, late) == validation.Opened("expired")
        with pytest.raises(Conflict, match="has expired"):
            validation.begin(both.work, late, language="es")
        assert [one.state for one in validation.links_of(both.work, "asked")] == ["revoked", "expired"]

    def test_a_lost_link_is_replaced_and_what_was_answered_stays(self, asked: Asked) -> None:
        asked.form()
        asked.add()
        lost = asked.link("V001")
        validation.begin(asked.work, lost, language="es")
        validation.save_answers(asked.work, lost, [Answer("CH1", "C", "no fue así")])
        new = asked.link("V001")
        assert validation.look_up(asked.work, lost).state == "revoked"
        opened = validation.look_up(asked.work, new)
        assert opened.ballot is not None
        assert opened.ballot.answers[0] == Answer("CH1", "C", "no fue así")
        assert len(asked.kept()) == 1

    def test_the_link_itself_is_nowhere_in_the_database(self, asked: Asked) -> None:
        asked.form()
        asked.add()
        token = asked.link("V001")
        validation.begin(asked.work, token, language="es")
        assert found_in_tables(asked.work.store, [token], but=()) == set()

    def test_a_sheet_of_links_for_those_who_have_not_answered(self, asked: Asked) -> None:
        asked.form()
        for one in COMMITTEES[:2]:
            asked.add(one)
        asked.do("add_purposive", domain="committees", category="=HYPERLINK(1)", reason="so")
        asked.enter("V002")
        sheet = asked.do("links_sheet", form_id="committees-1", base_url="https://relato.example/")
        rows = list(csv.reader(io.StringIO(sheet.decode("utf-8-sig"))))
        assert rows[0] == ["validator", "respondent", "category", "link"]
        assert [row[:3] for row in rows[1:]] == [["V001", "R01", "family"], ["V003", "", "'=HYPERLINK(1)"]]
        address, token = rows[1][3].rsplit("/", 1)
        assert address == "https://relato.example/v"
        assert validation.look_up(asked.work, token).state == "open"

    @pytest.mark.parametrize(
        ("values", "error", "said"),
        [
            ({"validator_id": "V001", "form_id": "homes-1"}, Conflict, "not asked about homes"),
            ({"validator_id": "V001", "form_id": "homes-9"}, NotFound, "no form"),
            ({"validator_id": "V009", "form_id": "committees-1"}, NotFound, "nobody is asked"),
            ({"validator_id": "V001", "form_id": "committees-1", "days": 0}, BadInput, "0 days"),
            ({"validator_id": "V002", "form_id": "committees-1"}, Conflict, "has answered"),
        ],
    )
    def test_no_link_for_these(self, asked: Asked, values: Any, error: type[RelatoError], said: str) -> None:
        asked.form()
        asked.form("homes")
        asked.add("R01")
        asked.enter(asked.add("R02"))
        with pytest.raises(error, match=said):
            asked.do("new_link", **values)


class TestBallots:
    def test_of_the_telephone_with_who_entered_it_and_when_it_was(self, asked: Asked) -> None:
        asked.form()
        asked.add()
        made = asked.enter("V001", votes="A:1 C", on=date(2024, 5, 2))
        assert (made.id, made.entered_by, made.mode, made.group, made.people) == ("B001", "vera", "telephone", "family", 1)
        assert made.sent_at == datetime(2024, 5, 2, 12, tzinfo=UTC)
        assert made.ranks == {"CH1": 1}
        assert told(asked)[-1] == ("ballot_entered", "B001")

    def test_what_no_database_keeps_is_taken_out_of_what_people_write(self, both: Asked) -> None:
        both.form()
        both.do("add_purposive", domain="committees", category="mid\x00wife", reason="the \x00only one")
        both.enter("V001", reason="on the \ud800 telephone")
        (person,) = validation.people_of(both.work, "asked")
        assert (person.category, person.reason) == ("midwife", "the only one")

    def test_several_together_are_one_ballot(self, asked: Asked) -> None:
        asked.form()
        ids = [asked.add("R01"), asked.add("R07")]
        made = asked.enter(*ids, mode="workshop", people=9)
        assert (made.validators, made.people, made.group) == (("V001", "V002"), 9, "mixed")
        assert len(asked.sent()) == 1
        with pytest.raises(Conflict, match="V002 answered this form already, with B001"):
            asked.enter("V002")

    def test_judging_work_of_ones_own_is_on_the_ballot(self, asked: Asked) -> None:
        asked.form()
        asked.do("add_occasion", domain="committees", occasion="workshop", category="partner")
        assert asked.enter("V001", mode="workshop").interested

    def test_void_and_again(self, both: Asked) -> None:
        both.form()
        both.add()
        both.enter("V001")
        both.do("void", ballot_id="B001", reason="read over the wrong form")
        assert both.sent() == []
        both.enter("V001", votes="B:2 A:1")
        assert [(one.ballot.id, one.state) for one in both.kept()] == [("B001", "void"), ("B002", "sent")]
        with pytest.raises(Conflict, match="B001 is void already"):
            both.do("void", ballot_id="B001", reason="so")
        with pytest.raises(NotFound, match="no ballot 'B009'"):
            both.do("void", ballot_id="B009", reason="so")

    def test_what_was_begun_on_the_web_gives_way_to_what_was_entered(self, asked: Asked) -> None:
        asked.form()
        asked.add()
        token = asked.link("V001")
        validation.begin(asked.work, token, language="es")
        asked.enter("V001")
        assert validation.look_up(asked.work, token).state == "used"
        assert [(one.ballot.mode, one.state) for one in asked.kept()] == [("web", "void"), ("telephone", "sent")]

    def test_the_same_changes_worded_anew_count_once_for_a_person(self, asked: Asked) -> None:
        asked.form()
        asked.add("R01")
        asked.add("R02")
        asked.enter("V001")
        asked.enter("V002")
        restate(asked.work, study_id="asked", by="vera", change_id="CH1", title={}, statement={"en": "Better."}, reason="shorter")
        asked.form()
        asked.enter("V001", form_id="committees-2")
        assert asked.sent() == ["B002", "B003"]

    def test_ballots_on_another_set_of_changes_count_beside(self, asked: Asked) -> None:
        asked.form(occasion="early")
        asked.form()
        asked.add()
        asked.do("enter", form_id="committees-1", validators=["V001"], mode="paper", language="es", answers=[Answer("CH1", "A")])
        asked.enter("V001", form_id="committees-2")
        assert asked.sent() == ["B001", "B002"]

    @pytest.mark.parametrize(
        ("values", "error", "said"),
        [
            ({"mode": "web"}, BadInput, "'web' is not entered"),
            ({"validators": []}, BadInput, "nobody answered"),
            ({"validators": ["V001", "V001"]}, BadInput, "named twice"),
            ({"validators": ["V009"]}, NotFound, "nobody is asked"),
            ({"validators": ["V002"]}, BadInput, "V002 is asked about homes"),
            ({"people": -1}, BadInput, "cannot be"),
            ({"language": "nah"}, BadInput, "not worded in 'nah'"),
            ({"form_id": "x"}, NotFound, "no form"),
            ({"on": date(2999, 1, 1)}, BadInput, "still to come"),
            ({"answers": answers("A:1 C:2")}, BadInput, "not ranked"),
            ({"answers": [Answer("CH1", "A")]}, Conflict, "nothing is said of CH2"),
            ({"answers": [*answers("A A"), Answer("CH9", "A")]}, NotFound, "not on the form"),
        ],
    )
    def test_what_is_refused_leaves_nothing(self, asked: Asked, values: Any, error: type[RelatoError], said: str) -> None:
        asked.form()
        asked.add("R01")
        asked.add("R12", "homes")
        given = {"form_id": "committees-1", "validators": ["V001"], "mode": "paper", "language": "es", "answers": answers("A A")}
        before = told(asked)
        with pytest.raises(error, match=said) as caught:
            asked.do("enter", **(given | values))
        assert caught.value.remedy
        assert (asked.kept(), told(asked)) == ([], before)


class TestResults:
    def test_responses_votes_and_what_limits_them(self, both: Asked) -> None:
        both.do("draw", domain="committees")
        both.form()
        both.enter("V001", votes="A:1 C")
        both.enter("V002", votes="B:1 A:1", mode="workshop")
        both.do("contact", validator_id="V003", what="unreachable", channel="telephone")
        line = validation.responses(both.work, "asked").line("committees")
        assert line is not None
        assert (line.asked, line.answered, line.unreachable, line.not_asked, line.rate) == (5, 2, 1, 2, 0.4)
        assert [dict(one.counts) for one in validation.votes(both.work, "asked")] == [
            {"A": 1, "B": 1, "C": 0}, {"A": 1, "B": 0, "C": 1},
        ]  # fmt: skip
        assert "40%" in validation.response_table(both.work, "asked", "en").rows[0]
        both.do("cannot_validate", change_id="CH2", reason="wrong year")
        assert [row[-1] for row in validation.votes_table(both.work, "asked", "en").rows] == [
            "in it",
            "out: could not be validated",
        ]
        facts = {one.kind: one for one in validation.facts_for_limitations(both.work, "asked")}
        assert (facts["response"].number, facts["response"].of) == (2, 5)
        assert {"contacts_from", "contacts_ended", "not_asked", "small_response", "unreachable", "not_asked_yet"} <= set(facts)


class TestVerification:
    def test_from_leaving_the_ranking_to_a_verifier(self, both: Asked) -> None:
        both.do("cannot_validate", change_id="CH1", reason="three say that it is wrong")
        with pytest.raises(Conflict, match="left the ranking already"):
            both.do("cannot_validate", change_id="CH1", reason="so")
        stands = {one.change_id: one for one in validation.verifications_of(both.work, "asked")}
        assert stands["CH1"].waits
        said = [Said("change", "partial", " the year "), Said("contribution")]
        done = both.do(
            "verify", change_id="CH1", verifier="clinic doctor", independence="came in 2024", answers=said, mode="visit"
        )
        assert (done.state, done.waits, done.left_ranking) == ("done", False, True)
        assert done.verified[0].answers == (Said("change", "partial", "the year"), Said("contribution"))
        assert (done.verified[0].by, done.verified[0].statement_number) == ("vera", 1)
        not_needed = both.do("decide_verification", change_id="CH2", state="not_required", reason="nobody voted C")
        assert (not_needed.state, not_needed.by, not_needed.reason) == ("not_required", "vera", "nobody voted C")
        rows = validation.verification_table(both.work, "asked", "en").rows
        assert [(row[0], row[2]) for row in rows] == [
            ("CH1", "done"), ("CH2", "not required"), ("CH3", "not decided"), ("CH4", "not decided"),
        ]  # fmt: skip

    def test_a_study_words_its_own_questions_and_answers_keep_them(self, both: Asked) -> None:
        def word(*questions: VerificationQuestion) -> None:
            with both.work.store.begin() as tx:
                study = studies.study(tx, "asked")
                studies.save_study(tx, replace(study, validation=replace(study.validation, questions=questions)))

        who = {"change_id": "CH1", "verifier": "clinic doctor", "independence": "came in 2024"}
        both.do("verify", **who, answers=[Said("change", "full")])
        word(
            VerificationQuestion("change", {"es": "¿Fue así?"}), VerificationQuestion("year", {"es": "¿Ese año?"}, optional=False)
        )
        before = validation.questions_of(both.work, "asked")
        assert [one.id for one in before] == ["change", "year"]
        with pytest.raises(BadInput, match="'year' is not answered"):
            both.do("verify", **who, answers=[Said("change", "full")])
        with pytest.raises(BadInput, match="no question 'groups'"):
            both.do("verify", **who, answers=[Said("groups", "full")])
        both.do("verify", **who, answers=[Said("change", "none"), Said("year", None, "was not here")], wording=wording_of(before))
        word(VerificationQuestion("year", {"es": "¿Qué año?"}))
        with pytest.raises(Conflict, match="worded anew"):
            both.do("verify", **who, answers=[Said("year", "full")], wording=wording_of(before))
        (first, second) = next(one for one in validation.verifications_of(both.work, "asked") if one.change_id == "CH1").verified
        assert [(one.id, one.wording) for one in first.asked] == [("change", 1)]
        assert [(one.id, one.text["es"], one.wording) for one in second.asked] == [
            ("change", "¿Fue así?", 2),
            ("year", "¿Ese año?", 1),
        ]

    def test_questions_about_sections_that_the_study_has(self, asked: Asked) -> None:
        assert [one.id for one in validation.questions_of(asked.work, "asked")] == ["change"]

    @pytest.mark.parametrize(
        ("values", "error", "said"),
        [
            ({"verifier": "R03"}, Conflict, "R03 is a respondent"),
            ({"verifier": "v001"}, Conflict, "a validator"),
            ({"verifier": "Ben"}, Conflict, "of the study's team"),
            ({"independence": " "}, BadInput, "how it is known that they are independent"),
            ({"answers": []}, BadInput, "no question is answered"),
            ({"answers": [Said("change")]}, BadInput, "no question is answered"),
            ({"answers": [Said("weather", "full")]}, BadInput, "no question 'weather'"),
            ({"answers": [Said("change", "much")]}, BadInput, "'much' is no answer"),  # type: ignore[arg-type]
            ({"answers": [Said("change", "full"), Said("change", "none")]}, BadInput, "answered twice"),
            ({"change_id": "CH9"}, NotFound, "no change 'CH9'"),
        ],
    )
    def test_who_cannot_verify_and_what_cannot_be_said(
        self, asked: Asked, values: Any, error: type[RelatoError], said: str
    ) -> None:
        asked.add("R14")
        given = {"change_id": "CH1", "verifier": "doctor", "independence": "came later", "answers": [Said("change", "full")]}
        with pytest.raises(error, match=said):
            asked.do("verify", **(given | values))
        with pytest.raises(BadInput, match="cannot be decided"):
            asked.do("decide_verification", change_id="CH1", state="done", reason="so")
        with pytest.raises(Conflict, match="has not left"):
            asked.do("can_be_validated", change_id="CH1", reason="so")


class TestCorrections:
    def commented(self, asked: Asked) -> str:
        """A ballot on the form as it is, with a comment on CH1."""
        asked.form()
        asked.add("R01")
        said = [Answer("CH1", "C", "it was in 2021"), Answer("CH2", "A")]
        made: Ballot = asked.do(
            "enter", form_id="committees-1", validators=["V001"], mode="workshop", language="es", answers=said
        )
        return made.id

    def test_taken_up_and_accepted_in_a_later_wording(self, both: Asked) -> None:
        ballot = self.commented(both)
        assert validation.corrections_of(both.work, "asked") == []
        here = {"ballot_id": ballot, "change_id": "CH1"}
        taken = both.do("correct", **here, outcome="open", text="the year is 2021")
        assert (taken.outcome, taken.comment, taken.vote, taken.by) == ("open", "it was in 2021", "C", "vera")
        with pytest.raises(Conflict, match=r"nothing of CH1 was changed since .*story 0, statement 1"):
            both.do("correct", **here, outcome="accepted", reason="the minutes say so")
        restate(
            both.work, study_id="asked", by="vera", change_id="CH1", title={}, statement={"es": "En 2021."}, reason="the year"
        )
        done = both.do("correct", **here, outcome="accepted", reason="the minutes say so", by="lead")
        assert (done.text, done.statement_number, done.story_number) == ("the year is 2021", 2, 0)
        assert (done.shown_statement, done.by, done.taken_up_by, done.reason) == (1, "lead", "vera", "the minutes say so")
        with_story(both)
        assert both.do("correct", **here, outcome="accepted", reason="both", story=1).story_number == 1
        with pytest.raises(NotFound, match="no version 2"):
            both.do("correct", **here, outcome="accepted", reason="so", story=2)
        table = validation.corrections_table(both.work, "asked", "en")
        assert [row[:6] for row in table.rows] == [
            ("CH1", "family", "Workshop", "the year is 2021", "accepted",
             "story, version 1, statement 2"),
        ]  # fmt: skip
        assert [one.outcome for one in validation.corrections_of(both.work, "asked", change_id="CH1")] == ["accepted"]
        assert validation.corrections_of(both.work, "asked", change_id="CH2") == []

    def test_not_accepted_and_why(self, asked: Asked) -> None:
        ballot = self.commented(asked)
        here = {"ballot_id": ballot, "change_id": "CH1", "outcome": "rejected"}
        with pytest.raises(BadInput, match="no reason"):
            asked.do("correct", **here, text="the year")
        done = asked.do("correct", **here, text="the year", reason="four others say 2020")
        assert (done.outcome, done.story_number, done.statement_number) == ("rejected", 0, 0)
        row = validation.corrections_table(asked.work, "asked", "es").rows[0]
        assert (row[3], row[4], row[5], row[7]) == ("the year", "no aceptada", "—", "four others say 2020")
        asked.add("R02")
        asked.do(
            "enter", form_id="committees-1", validators=["V002"], mode="visit", language="es",
            answers=[Answer("CH1", "B", "and the school"), Answer("CH2", "A", "good")],
        )  # fmt: skip
        notes = validation.corrections_table(asked.work, "asked", "en").notes
        assert notes[1] == "Comments beside a B or a C that nobody has taken up as a correction: 1."

    @pytest.mark.parametrize(
        ("values", "error", "said"),
        [
            ({"change_id": "CH2"}, NotFound, "comments nothing about CH2"),
            ({"change_id": "CH9"}, NotFound, "not on the form"),
            ({"ballot_id": "B009"}, NotFound, "no ballot 'B009'"),
            ({"outcome": "maybe"}, BadInput, "no outcome"),
            ({"text": " "}, BadInput, "what is to be put right"),
            ({"by": ""}, BadInput, "nobody is named"),
        ],
    )
    def test_refused(self, asked: Asked, values: dict[str, Any], error: type[RelatoError], said: str) -> None:
        ballot = self.commented(asked)
        given = {"ballot_id": ballot, "change_id": "CH1", "outcome": "open", "text": "the year"} | values
        with pytest.raises(error, match=said):
            asked.do("correct", **given)
        assert validation.corrections_of(asked.work, "asked") == []

    def test_a_ballot_that_does_not_count_any_more(self, asked: Asked) -> None:
        ballot = self.commented(asked)
        asked.do("correct", ballot_id=ballot, change_id="CH1", outcome="open", text="the year")
        asked.do("void", ballot_id=ballot, reason="entered twice")
        assert validation.corrections_of(asked.work, "asked") == []
        with pytest.raises(Conflict, match="does not count"):
            asked.do("correct", ballot_id=ballot, change_id="CH1", outcome="open")

    def test_gone_with_who_said_it(self, both: Asked) -> None:
        ballot = self.commented(both)
        both.do(
            "correct", ballot_id=ballot, change_id="CH1", outcome="rejected", text="the alcatraz year", reason="the alcatraz says"
        )
        withdraw(both.work, study_id="asked", respondent_id="R01", by="vera")
        assert validation.corrections_of(both.work, "asked") == []
        assert found_in_tables(both.work.store, ["alcatraz"]) == set()


class TestWithdrawal:
    def test_their_words_go_their_ballot_is_void_and_their_link_closed(self, both: Asked) -> None:
        both.form()
        second = both.add("R02")
        first = both.do("add_purposive", domain="committees", respondent_id="R01", reason="keeps the jirafa").id
        said = [Answer("CH1", "A", "the alcatraz", 1, "the jirafa"), Answer("CH2", "C", "the alcatraz")]
        both.do(
            "enter", form_id="committees-1", validators=[first], mode="paper", language="es", answers=said, reason="the jirafa"
        )
        both.enter(second)
        both.do("contact", validator_id=first, what="reminded", reason="at the alcatraz")
        withdraw(both.work, study_id="asked", respondent_id="R01", by="vera")
        assert found_in_tables(both.work.store, ["alcatraz", "jirafa"]) == set()
        assert [(one.ballot.id, one.state) for one in both.kept()] == [("B001", "void"), ("B002", "sent")]
        assert both.sent() == ["B002"]
        assert "ballot" not in withdraw(both.work, study_id="asked", respondent_id="R01", by="vera")["removed"]
        assert told(both).count(("ballot_void", "B001")) == 1
        with pytest.raises(Conflict, match="has withdrawn"):
            both.enter(first)
        with pytest.raises(Conflict, match="has withdrawn"):
            both.link(first)
        line = validation.responses(both.work, "asked").lines[0]
        assert (line.asked, line.answered, line.withdrawn) == (2, 1, 1)

    def test_a_link_in_their_hands_is_closed_and_what_they_had_begun_goes(self, asked: Asked) -> None:
        asked.form()
        token = asked.link(asked.add("R01"))
        validation.begin(asked.work, token, language="es")
        validation.save_answers(asked.work, token, [Answer("CH1", "B", "the alcatraz")])
        withdraw(asked.work, study_id="asked", respondent_id="R01", by="vera")
        assert validation.look_up(asked.work, token).state == "revoked"
        assert found_in_tables(asked.work.store, ["alcatraz"]) == set()

    def test_a_ballot_of_several_keeps_the_others_without_words(self, asked: Asked) -> None:
        asked.form()
        ids = [asked.add("R01"), asked.add("R02")]
        said = [Answer("CH1", "A", "the alcatraz", 1), Answer("CH2", "A")]
        asked.do("enter", form_id="committees-1", validators=ids, mode="workshop", language="es", answers=said, people=6)
        withdraw(asked.work, study_id="asked", respondent_id="R01", by="vera")
        (kept,) = asked.kept()
        assert (kept.state, kept.ballot.validators, kept.ballot.people) == ("sent", ("V002",), 5)
        assert kept.ballot.answers[0] == Answer("CH1", "A", "", 1)
        assert asked.sent() == ["B001"]

    def test_a_withdrawal_in_the_roster_alone_closes_the_link_and_stops_the_ballot_from_counting(self, asked: Asked) -> None:
        asked.form()
        token = asked.link(asked.add("R01"))
        asked.enter(asked.add("R02"))
        with asked.work.store.begin() as tx:
            register = studies.register(tx, "asked")
            for one in ("R01", "R02"):
                register = register.with_withdrawal(one, date(2024, 6, 1))
            studies.save_register(tx, "asked", register)
        assert validation.look_up(asked.work, token) == validation.Opened("revoked")
        assert asked.sent() == []

    def test_what_rests_on_their_words_leaves_the_summaries_of_forms(self, both: Asked) -> None:
        with_story(both)
        both.form()
        withdraw(both.work, study_id="asked", respondent_id="R01", by="vera")  # who said S01.001
        made = validation.form(both.work, "asked", "committees-1")
        assert dict(made.wordings[0].summary) == {"es": "Luego lo leyeron.", "en": "Then they read it."}
        assert found_in_tables(both.work.store, ["Lencha"]) == set()


def test_of_two_who_do_it_at_once_one_comes_first(both: Asked) -> None:
    """The same link on two screens, and somebody who enters the same person's ballot meanwhile."""
    both.form()
    both.add()
    token = both.link("V001")

    def at_once(*what: Callable[[], object]) -> list[object]:
        with ThreadPoolExecutor(len(what)) as pool:
            return [one.exception() or "done" for one in [pool.submit(do) for do in what]]

    def begin() -> object:
        return validation.begin(both.work, token, language="es")

    assert at_once(begin, begin, begin) == ["done"] * 3
    assert len(both.kept()) == 1
    validation.save_answers(both.work, token, answers("A:1 B"))
    found = at_once(
        lambda: validation.send(both.work, token), lambda: both.enter("V001"), lambda: validation.send(both.work, token)
    )
    assert sorted(type(one) is Conflict for one in found) == [False, True, True]
    assert len(both.sent()) == 1


@pytest.mark.parametrize("committed", [False, True])
def test_killed_while_sending_nothing_is_lost_and_nothing_is_there_twice(asked: Asked, committed: bool) -> None:
    asked.form()
    asked.add()
    token = asked.link("V001")
    validation.begin(asked.work, token, language="es")
    validation.save_answers(asked.work, token, answers("A:1 B"))
    dying = replace(asked.work, store=DyingStore(asked.work.settings.database_url, at=1, committed=committed))
    with pytest.raises(Killed):
        validation.send(dying, token)
    opened = validation.look_up(asked.work, token)
    assert opened.state == ("used" if committed else "open")
    if not committed:
        assert opened.ballot is not None
        assert opened.ballot.answers == tuple(answers("A:1 B"))
        validation.send(asked.work, token)
    assert asked.sent() == ["B001"]
    assert [one for one, _ in told(asked)].count("ballot_sent") == 1


def test_names_decided_later_are_masked_in_what_was_written_before(both: Asked) -> None:
    with_story(both)
    both.form()
    both.add()
    said = [Answer("CH1", "B", "ask Lencha", 1, "so says Lencha"), Answer("CH2", "A")]
    both.do("enter", form_id="committees-1", validators=["V001"], mode="paper", language="es", answers=said, reason="with Lencha")
    told_ = [Said("change", "full", "Lencha was there")]
    both.do("verify", change_id="CH1", verifier="doctor", independence="not Lencha's kin", answers=told_)
    with both.work.store.begin() as tx:
        assert ballots.reword(tx, "asked", lambda words: words.replace("Lencha", "[…]")) == 3
        assert ballots.reword_forms(tx, "asked", lambda change: lambda words: words.replace("Lencha", f"[{change}]")) == 1
    assert validation.form(both.work, "asked", "committees-1").wordings[0].summary["es"].startswith("Lo pidió [CH1].")
    assert found_in_tables(both.work.store, ["Lencha"], but=("vault", "story_text")) == set()


def with_story(asked: Asked) -> None:
    """A story whose first sentence rests on what R01 said."""
    blocks = (
        Block("b1", "sentence", {"es": "Lo pidió Lencha [S01.001].", "en": "They asked for it [S01.001]."}),
        Block("b2", "sentence", {"es": "Luego lo leyeron [S02.001].", "en": "Then they read it [S02.001]."}),
    )
    section = TextSection("what", {"en": "What"}, blocks)
    text = StoryText("CH1", "change", {}, {}, 1, {}, (), (section,), 1)
    with asked.work.store.begin() as tx:
        stories.add(tx, "asked", 1, "vera", "", text)
