"""What happens in one part while people work in another: withdrawals, drafts, ballots and the register at the same moment."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import yaml
from sqlalchemy import delete

from annotations.errors import Conflict
from annotations.pseudonyms.records import IdentityKind
from annotations.stories.records import Block, StoryText, TextSection
from annotations.validation.records import Answer
from service.settings import Settings
from service.storage import stories as texts
from service.storage import studies
from service.storage.tables import StoryRow
from service.storage.transactions import Store
from service.workflows import changes, criteria, ranking, stories, validation
from service.workflows.assessing import assess_study
from service.workflows.drafting import draft_stories
from service.workflows.identifying import find_identities
from service.workflows.loading import load_study
from service.workflows.withdrawing import withdraw
from service.workflows.work import Work
from tests.service.asking import Asked, answers, put_in
from tests.service.hamlet import FRAME, SAID_BY_R4, Listed, Place, found_in_files, found_in_tables
from tests.service.meeting import Before, Meeting, opened
from tests.service.storied import WHO, begun, text

ON_POSTGRESQL = pytest.mark.parametrize("settings", ["postgresql"], indirect=True)  # SQLite has one writer at a time


@pytest.fixture
def asked(settings: Settings, store: Store) -> Asked:
    """The study of ``asking``, on each database."""
    return put_in(settings, store)


def meeting(work: Work, other: Callable[[], object]) -> Meeting:
    return Meeting(work.settings.database_url, other)


class TestAtTheSameMoment:
    def test_who_withdraws_while_their_ballot_is_saved_leaves_no_word(self, asked: Asked) -> None:
        asked.form()
        token = asked.link(asked.add("R01"))
        validation.begin(asked.work, token, language="es")
        with opened(meeting(asked.work, lambda: withdraw(asked.work, study_id="asked", respondent_id="R01", by="vera"))) as held:
            validation.save_answers(Work(asked.work.settings, held), token, [Answer("CH1", "C", "la jirafa", 0, "")])
        assert held.failed == []
        assert found_in_tables(asked.work.store, ["jirafa"]) == set()

    def test_who_withdraws_while_their_first_ballot_is_entered_leaves_no_word(self, asked: Asked) -> None:
        asked.form()
        one = asked.add("R01")
        given = [Answer("CH1", "A", "la jirafa", 1, "jirafa"), Answer("CH2", "A", "", 2, "")]
        with opened(meeting(asked.work, lambda: withdraw(asked.work, study_id="asked", respondent_id="R01", by="vera"))) as held:
            validation.enter(
                Work(asked.work.settings, held), study_id="asked", by="vera", form_id="committees-1", validators=[one], mode="paper",
                language="es", answers=given,
            )  # fmt: skip
        assert held.failed == []
        assert found_in_tables(asked.work.store, ["jirafa"]) == set()
        assert asked.sent() == []

    def test_who_withdraws_while_a_story_quotes_them_leaves_no_word(self, storied: Place) -> None:
        begun(storied)
        block = text(storied).blocks[0].id
        with opened(
            meeting(storied.work, lambda: withdraw(storied.work, study_id="hamlet", respondent_id="R4", by="vera"))
        ) as held:
            stories.edit_block(
                Work(storied.settings, held), **WHO, based_on=1, block_id=block, language="es",
                text=f"Dijo: {storied.segments()[storied.id_of('alcatraz')]} [{storied.id_of('alcatraz')}].",
            )  # fmt: skip
        assert held.failed == []
        assert found_in_tables(storied.store, SAID_BY_R4) == set()

    def test_the_same_ballot_is_sent_once(self, asked: Asked) -> None:
        asked.form()
        token = asked.link(asked.add())
        validation.begin(asked.work, token, language="es")
        validation.save_answers(asked.work, token, [Answer("CH1", "A", rank=1), Answer("CH2", "A", rank=2)])
        with opened(meeting(asked.work, lambda: validation.send(asked.work, token))) as held:
            validation.send(Work(asked.work.settings, held), token)
        assert [type(one) for one in held.failed] == [Conflict]
        assert asked.sent() == ["B001"]

    def test_two_begin_one_ballot(self, asked: Asked) -> None:
        asked.form()
        token = asked.link(asked.add())
        with opened(meeting(asked.work, lambda: validation.begin(asked.work, token, language="en"))) as held:
            validation.begin(Work(asked.work.settings, held), token, language="es")
        assert held.failed == []
        assert [one.ballot.id for one in asked.kept()] == ["B001"]

    @ON_POSTGRESQL
    @pytest.mark.parametrize("verb", ["draw", "form", "void", "enter", "link"])
    def test_two_do_the_same(self, asked: Asked, verb: str) -> None:
        if verb != "form":
            asked.form()
        one = asked.add()
        if verb == "void":
            asked.enter(one)
        given = [Answer("CH1", "A", "", 1, ""), Answer("CH2", "A", "", 2, "")]
        values: dict[str, tuple[str, dict[str, Any]]] = {
            "draw": ("draw", {"domain": "committees"}),
            "form": ("make_form", {"domain": "committees"}),
            "void": ("void", {"ballot_id": "B001", "reason": "so"}),
            "enter": (
                "enter",
                {"form_id": "committees-1", "validators": [one], "mode": "paper", "language": "es", "answers": given},
            ),
            "link": ("new_link", {"validator_id": one, "form_id": "committees-1"}),
        }
        name, arguments = values[verb]

        def do(work: Work) -> Any:
            return getattr(validation, name)(work, study_id="asked", by="vera", **arguments)

        with opened(meeting(asked.work, lambda: do(asked.work))) as held:
            do(Work(asked.work.settings, held))
        assert [type(error) for error in held.failed] == ([Conflict] if verb in ("draw", "void", "enter") else [])
        counts = {
            "draw": len(validation.draws_of(asked.work, "asked")),
            "form": len(validation.forms_of(asked.work, "asked")),
            "void": len([k for k in asked.kept() if k.state == "void"]),
            "enter": len(asked.sent()),
            "link": len([k for k in validation.links_of(asked.work, "asked") if k.state == "open"]),
        }
        assert counts[verb] == 1

    def test_a_name_that_is_decided_while_a_story_is_saved_is_masked_in_it(self, storied: Place) -> None:
        begun(storied)
        storied.write(S2="ENTREVISTADORA: ¿Quién?\n\nDoña Lencha: Fulgencia, con mi comadre.\n")
        storied.take_in("S2")
        finder = Listed({"Fulgencia": IdentityKind.PERSON})
        block = text(storied).blocks[0].id
        with opened(meeting(storied.work, lambda: find_identities(storied.work, study_id="hamlet", finder=finder))) as held:
            stories.edit_block(
                Work(storied.settings, held), **WHO, based_on=1, block_id=block, language="es", text="Lo dijo Fulgencia [S1]."
            )
        assert held.failed == []
        assert not {table for table, _, _ in found_in_tables(storied.store, ["Fulgencia"])} & {"story_text", "act"}

    def test_two_workers_draft_one_story(self, storied: Place) -> None:
        def draft_again(work: Work) -> Any:
            return draft_stories(work, study_id="hamlet", change_id="CH1")

        with storied.store.begin() as tx:
            tx.execute(delete(StoryRow))
        with opened(meeting(storied.work, lambda: draft_again(storied.work))) as held:
            made = draft_again(Work(storied.settings, held))
        assert held.failed == []
        assert made["stories"]["CH1"]["version"] == 1


class TestWhatBecameOfAChange:
    """It was put to people, and something was done about it afterwards."""

    def told(self, asked: Asked) -> list[tuple[str, str, str]]:
        (result,) = ranking.results(asked.work, "asked")[1]
        return [(one.change_id, one.what, one.now) for one in result.since]

    def notes(self, asked: Asked, language: str) -> str:
        tables = ranking.result_tables(asked.work, "asked", language)
        return " ".join(note for table in tables for note in table.notes)

    def test_is_said_beside_the_ranking_and_ballots_stay_as_they_were(self, asked: Asked) -> None:
        asked.form()
        asked.enter(asked.add("R02"), votes="A:2 A:1")
        assert self.told(asked) == []
        who = {"study_id": "asked", "by": "vera", "reason": "so"}
        part = changes.Part(("S01.001",), title={"es": "Parte"}, statement={"es": "Una parte."})
        (made,) = changes.split(asked.work, **who, change_id="CH1", parts=[part])
        changes.restate(asked.work, **who, change_id="CH1", title={}, statement={"es": "Cambió otra cosa."})
        changes.describe(asked.work, **who, change_id="CH2", domain="homes")
        assess_study(asked.work, study_id="asked")
        new = made.change.id
        assert self.told(asked) == [
            ("CH1", "worded", "2"), ("CH1", "split", new), ("CH1", "not_saturated", ""), ("CH2", "moved", "homes"),
        ]  # fmt: skip
        (result,) = ranking.results(asked.work, "asked")[1]
        assert (result.domain, result.changes, result.all.first) == ("committees", ("CH1", "CH2"), ("CH2",))
        assert "CH2 was moved to another domain after it was shown: Homes." in self.notes(asked, "en")
        assert f"CH1 se dividió después de presentarse: parte de lo dicho sobre él cuenta ahora para {new}." in self.notes(
            asked, "es"
        )
        changes.drop(asked.work, **who, change_id="CH1")
        assert self.told(asked) == [("CH2", "moved", "homes")]

    def test_what_was_done_before_it_was_shown_is_not_said(self, asked: Asked) -> None:
        who = {"study_id": "asked", "by": "vera", "reason": "so"}
        part = changes.Part(("S02.001",), title={"es": "Parte"}, statement={"es": "Una parte."})
        changes.restate(asked.work, **who, change_id="CH1", title={}, statement={"es": "Cambió otra cosa."})
        changes.split(asked.work, **who, change_id="CH2", parts=[part])
        form = asked.form()
        given = answers("A A", [one.change_id for one in form.wordings])
        asked.do("enter", form_id=form.id, validators=[asked.add("R02")], mode="paper", language="es", answers=given)
        assess_study(asked.work, study_id="asked")
        assert self.told(asked) == []

    def test_a_domain_that_the_study_has_no_more_keeps_who_was_asked_about_it(self, asked: Asked) -> None:
        asked.do("draw", domain="committees")
        asked.form()
        drawn = validation.people_of(asked.work, "asked")[0].id
        asked.enter(drawn, votes="A:2 A:1")
        before = validation.responses(asked.work, "asked")
        with asked.work.store.begin() as tx:
            study = studies.as_loaded(tx, "asked")
            assert study is not None
            studies.save_study(tx, replace(study, domains=tuple(one for one in study.domains if one.id != "committees")))
        assert validation.responses(asked.work, "asked") == before
        table = validation.response_table(asked.work, "asked", "en")
        assert [row[0] for row in table.rows] == ["committees"]
        assert validation.domains_of(asked.work, "asked")["committees"] == {"": "committees"}
        assert [fact.domain for fact in validation.facts_for_limitations(asked.work, "asked")].count("committees") > 0
        assert ranking.results(asked.work, "asked")[1][0].all.first == ("CH2",)


class TestWhoWithdrawsFromTheirBallot:
    SAID = "Ya no tenemos que ir de noche al pozo de la jirafa."

    def test_what_others_quote_of_it_goes_too(self, asked: Asked) -> None:
        asked.form()
        given = [Answer("CH1", "B", self.SAID, 1, self.SAID), Answer("CH2", "A", "", 2, "")]
        asked.do("enter", form_id="committees-1", validators=[asked.add("R01")], mode="paper", language="es", answers=given)
        other = [Answer("CH1", "A", "", 1, "Porque la gente ya no desconfía"), Answer("CH2", "A", "", 2, "")]
        asked.do("enter", form_id="committees-1", validators=[asked.add("R02")], mode="paper", language="es", answers=other)
        who = {"study_id": "asked", "by": "vera"}
        quote = f"como dice uno: {self.SAID}"
        criteria.name_criterion(asked.work, **who, criterion_id="night", name={"es": quote}, definition={"es": quote}, why=quote)
        criteria.add(asked.work, **who, ballot_id="B002", change_id="CH1", criterion="night", why=quote)
        asked.do("cannot_validate", change_id="CH2", reason=quote)
        told_story(asked, quote)
        asked.form()
        withdraw(asked.work, study_id="asked", respondent_id="R01", by="vera")
        assert found_in_tables(asked.work.store, ["jirafa"]) == set()
        assert criteria.vocabulary(asked.work, "asked")[1]["night"].name == {"": "night"}
        (one,) = criteria.reasons(asked.work, "asked")
        assert (one.reason.text, one.criteria) == ("Porque la gente ya no desconfía", ("night",))


def told_story(asked: Asked, words: str) -> None:
    """A story of CH1 that says this."""
    section = TextSection("what", {"en": "What"}, (Block("b1", "sentence", {"es": words}, origin="person"),))
    with asked.work.store.begin() as tx:
        texts.add(tx, "asked", 1, "vera", "", StoryText("CH1", "change", {}, {}, 1, {}, (), (section,), 1))


class TestMeanwhile:
    def test_who_withdraws_while_a_draft_is_made_is_not_in_it(self, storied: Place) -> None:
        def gone() -> None:
            withdraw(storied.work, study_id="hamlet", respondent_id="R4", by="vera")

        with opened(Before(storied.settings.database_url, gone)) as busy:
            made = draft_stories(Work(storied.settings, busy), study_id="hamlet", change_id="CH1")
        assert made["stories"]["CH1"]["version"] == 2
        assert found_in_tables(storied.store, SAID_BY_R4) == set()
        assert found_in_files(storied.settings.home / "stories", SAID_BY_R4) == set()


@pytest.mark.parametrize("kind", ["renamed", "merged", "removed"])
def test_the_priorities_of_a_change_follow_the_code_frame(place: Place, kind: str) -> None:
    """Of one that was entered on the board: the file says nothing of it."""
    place.study |= {"priorities_family": "theme"}
    place.load()
    made = changes.enter(
        place.work, study_id="hamlet", by="vera", title={"es": "Otro"}, statement={"es": "Otro."}, domain="homes",
        priorities=["accounts", "dust"],
    )  # fmt: skip
    place.take_in()
    at = place.id_of("Ahora leen las cuentas")
    changes.link(place.work, study_id="hamlet", by="ana", change_id=made.change.id, segments={at: "for"}, reason="so")
    changes.cite_priority(
        place.work,
        study_id="hamlet",
        by="ana",
        change_id=made.change.id,
        priority="accounts",
        segments=[at],
        reason="she says so",
    )
    codes = [code for code in FRAME["families"][0]["codes"] if code["id"] == "dust"]
    codes.append({**FRAME["families"][0]["codes"][0], "id": "ledgers"})
    told = {"renamed": ["ledgers"], "merged": ["dust"], "removed": []}[kind]
    change = {
        "kind": kind,
        "codes": ["accounts", "dust"] if kind == "merged" else ["accounts"],
        **({"into": told} if told else {}),
    }
    frame = {"version": 2, "changes": [change], "families": [{**FRAME["families"][0], "codes": codes}]}
    (place.folder / "codeframe.yaml").write_text(yaml.safe_dump(frame, allow_unicode=True), encoding="utf-8")
    outcome = load_study(place.work, path=str(place.folder / "study.yaml"))
    _, register = changes.register(place.work, study_id="hamlet")
    now = register.entries[made.change.id]
    assert now.change.priorities == {"renamed": ("ledgers", "dust"), "merged": ("dust",), "removed": ("accounts", "dust")}[kind]
    [passages] = register.evidence(made.change.id)  # who cited them, and why, stays
    named = {"renamed": "ledgers", "merged": "dust", "removed": "accounts"}[kind]
    assert (passages.priority, passages.segment_ids, passages.by, passages.reason) == (named, (at,), "ana", "she says so")
    assert outcome["changes"]["described"] == ([] if kind == "removed" else [made.change.id])
    assert now.acts[-1].by == ("ana" if kind == "removed" else "study file")
