"""The annexes that are counted from the register: every number is known beforehand."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from annotations.changes.register_records import Entry
from annotations.changes.saturation import Verdict
from annotations.codeframe import Code, CodeFrame
from annotations.documents.limits import Known, limits_of, limits_table
from annotations.documents.records import Heading, Paragraph
from annotations.documents.register_tables import (
    Names,
    Registered,
    changes_table,
    priorities_tables,
    projects_table,
    result_tables,
)
from annotations.documents.report_document import Annexes, report_document
from annotations.documents.report_words import ANNEXES, ON_DEMAND, WORDS
from annotations.documents.sample_annex import sample_annex
from annotations.sessions import Consent, Participation, Register
from annotations.studies import Change, DomainOfChange, Project
from tests.annotations.changes.samples import STUDY, coding, judge, observe, one_each, person, register, session
from tests.annotations.documents.samples import table

AT = datetime(2024, 6, 1, tzinfo=UTC)
CH1 = Change(
    "CH1",
    "paths",
    {"en": "Path open"},
    {"en": "The path was opened."},
    contributed=("wells",),
    addressed=("wells", "roads"),
    priorities=("water",),
)
CH2 = replace(
    CH1, id="CH2", title={"en": "No dust"}, kind="no_change", domain="homes", contributed=(), addressed=(), priorities=()
)
FIELD = replace(
    STUDY,
    domains=(DomainOfChange("homes", {"en": "Homes"}, {}), DomainOfChange("paths", {"en": "Paths"}, {})),
    projects=(Project("roads", {"en": "Roads"}), Project("idle", {"en": "Idle"}), Project("wells", {"en": "Wells"})),
    priorities_family="aims",
)
FRAME = CodeFrame(1, (Code("aims", {"en": "Aims"}, codes=(Code("water", {"en": "Water"}), Code("light", {"en": "Light"}))),))
NAMES = Names(FIELD, FRAME, "en")


def verdict(number: int = 4, **more: Any) -> Verdict:
    who = one_each(number)
    return replace(judge(observe(who, [coding(f"S{n}.001") for n in range(1, number + 1)])), **more)


def registered(change: Change, judged: Verdict | None = None, **more: Any) -> Registered:
    return Registered(Entry(change, more.pop("status", "candidate"), "", "", (), AT, ()), judged)


def test_changes_with_what_the_rule_says() -> None:
    found = changes_table(
        [registered(CH1, verdict()), registered(CH2, verdict(1, contested=True), status="pursued")], NAMES, left_out=3
    )
    assert found.rows == (
        ("CH1", "Path open: The path was opened.", "Paths", "change", "not decided", "4", "0", "February 2024"),
        (
            "CH2",
            "No dust: The path was opened.",
            "Homes",
            "change that did not happen",
            "followed",
            "1",
            "0",
            "not yet (contested)",
        ),
    )
    assert found.notes[1] == "Changes that were dropped or merged are not in it: 3."
    assert changes_table([registered(CH1)], NAMES).rows[0][5:] == ("", "", "")


def test_two_relations_of_projects_are_two_columns() -> None:
    homes, paths = result_tables([registered(CH1), registered(CH2)], NAMES)
    assert (homes.caption, paths.caption) == ("Results and projects: Homes", "Results and projects: Paths")
    assert paths.rows == (("CH1", "Path open", "Water", "Wells; Roads", "Wells"),)
    assert homes.rows == (("CH2", "No dust", "–", "–", "–"),)


def test_a_domain_that_the_study_no_longer_has_still_has_its_changes() -> None:
    [one] = result_tables([registered(replace(CH1, domain="gone"))], NAMES)
    assert one.caption == "Results and projects: gone"


def test_projects_and_priorities_without_a_change_are_findings() -> None:
    projects = projects_table([registered(CH1)], NAMES)
    assert projects is not None
    assert projects.rows == (("Roads", "–", "CH1"), ("Wells", "CH1", "CH1"), ("Idle", "–", "–"))
    assert projects.notes == ("Projects in the last rows have no change linked to them.",)
    served, without = priorities_tables([registered(CH1)], NAMES, {("CH1", "water"): ("S1.001", "S2.001")})
    assert served.rows == (("Water", "CH1 (2)", "Wells", "Wells; Roads"),)
    assert len(served.notes) == 1
    assert without.rows == (("Light", "–", "without a change"),)  # nothing is said of what projects pursue


def test_priorities_that_are_pursued_without_a_change_stand_apart_from_those_of_nobody() -> None:
    third = Code("peace", {"en": "Peace"})
    frame = replace(FRAME, families=(replace(FRAME.families[0], codes=(*FRAME.families[0].codes, third)),))
    idle = replace(FIELD.projects[1], priorities=("peace",))
    study = replace(FIELD, projects=(FIELD.projects[0], idle))
    served, without = priorities_tables([registered(CH1)], Names(study, frame, "en"), {})
    assert served.rows[0][:2] == ("Water", "CH1")
    assert served.notes[1] == "Linked to a priority without a passage that says so: CH1."
    assert without.rows == (("Peace", "Idle", "pursued, without a change"), ("Light", "–", "not pursued"))
    spanish = priorities_tables([registered(CH1)], Names(study, frame, "es"), {})[1]
    assert [row[2] for row in spanish.rows] == ["perseguida, sin cambio", "nadie la persigue"]


def test_a_study_without_projects_or_priorities_has_no_such_tables() -> None:
    bare = Names(replace(FIELD, projects=(), priorities_family=""), FRAME, "en")
    assert projects_table([registered(CH2)], bare) is None
    assert priorities_tables([registered(CH2)], bare, {}) == []


def test_sample_tables_say_what_they_count_and_leave_out() -> None:
    who = register(
        [session("S1", 1, domains=("paths",)), session("S2", 2)],
        [person("R1"), person("R2", "teacher")],
        {"S1": ["R1"], "S2": ["R2"]},
    )
    withdrawn = Participation("S2", "R2", "R2", Consent(take_part=True, withdrawn_on=date(2024, 3, 1)))
    who = replace(who, participations=(who.participations[0], withdrawn))
    found = {one.id: one for one in sample_annex(who, FIELD, "en")}
    participants = found["sample.participants.method"]
    assert participants.caption == "Participants by domain and method"
    assert participants.headings == ("Domain", "Participants", "individual interview")
    assert participants.rows == (("Homes", "0", "0"), ("Paths", "1", "1"), ("Total", "1", "1"))
    first = next(iter(found.values()))
    assert "Not counted: 0 who refused, 0 who left a focus group before it was recorded, 1 who withdrew." in first.notes
    assert not any(one.startswith("sample.contacts") for one in found)


def test_sample_tables_that_are_too_wide_come_in_parts_with_all_their_columns() -> None:
    people = [person(f"R{n}", place=f"Place {n:02}") for n in range(12)]
    who = register(
        [session(f"S{n}", 1 + n, mode=f"mode {n:02}") for n in range(12)], people, {f"S{n}": [f"R{n}"] for n in range(12)}
    )
    parts = [one for one in sample_annex(who, FIELD, "en", widest=7) if one.id.startswith("sample.sessions.mode")]
    assert [len(one.headings) for one in parts] == [7, 7, 4]
    assert [one.caption[-5:] for one in parts] == ["(1/3)", "(2/3)", "(3/3)"]
    assert sum(int(cell) for one in parts for cell in one.rows[-1][2:]) == 12


def test_nobody_in_the_register_means_no_tables() -> None:
    assert sample_annex(Register(), FIELD, "es") == []


def limits(known: Known, language: str = "en") -> dict[str, tuple[int, int, tuple[str, ...]]]:
    return {one.name: (one.number, one.of, one.touches) for one in limits_of(known, FIELD, language)}


def test_what_does_not_limit_is_not_said() -> None:
    who = register(
        [session("S1", 1), session("S2", 2, place="Abajo")], [person("R1"), person("R2")], {"S1": ["R1"], "S2": ["R2"]}
    )
    judged = verdict(
        categories=("farmer", "teacher"), sessions_for=("S1", "S2"), sessions_total=2, sessions_reviewed=2, few=False
    )
    assert limits(Known(who, (judged,)), "es") == {}


def test_limits_are_counted() -> None:
    who = register(
        [session("S1", 1, capture="notes"), session("S2", 2, capture="notes", language="en"), session("S3", 3, prompted=True)],
        [person("R1"), person("R2"), person("R3")], {"S1": ["R1"], "S2": ["R2"], "S3": ["R3"]},
    )  # fmt: skip
    refused = replace(who.participations[2], consent=Consent(take_part=False))
    judged = verdict(
        sessions_for=("S1", "S2"), sessions_prompted=("S3",), sessions_merged=("S2",), categories=("farmer",), few=True, contested=True,
        sessions_total=3, sessions_reviewed=2,
    )  # fmt: skip
    open_one = replace(
        judged,
        change_id="CH2",
        state="needs_sessions",
        sessions_for=(),
        contested=False,
        sessions_prompted=(),
        sessions_merged=(),
    )
    known = Known(
        replace(who, participations=(*who.participations[:2], refused)), (judged, open_one), stories=("CH1", "CH2"), signed=frozenset({"CH2"}),
        gaps=(("CH1", 3), ("CH2", 0)), compared=(("CH1", 2), ("CH2", 0)), contradicted=("CH1",), answered=1, pursued=frozenset({"CH2"}),
    )  # fmt: skip
    assert limits(known, "es") == {
        "refused": (1, 3, ()), "not_reviewed": (1, 3, ()), "notes": (2, 3, ()), "prompted": (1, 3, ("CH1",)), "languages": (1, 3, ()),
        "merged": (1, 0, ("CH1",)), "notes_only": (1, 2, ("CH1",)), "one_category": (1, 1, ("CH1",)), "contested": (1, 2, ("CH1",)),
        "not_saturated": (1, 1, ("CH2",)), "few": (1, 1, ("CH1",)), "one_place": (1, 1, ("CH1",)), "unsigned": (1, 2, ("CH1",)),
        "gaps": (3, 0, ("CH1",)), "no_data": (1, 2, ("CH2",)), "contradictions": (1, 2, ("CH1",)),
    }  # fmt: skip


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_limit_is_a_sentence_with_its_numbers_and_where_they_come_from(language: str) -> None:
    who = register([session("S1", 1, capture="notes", prompted=True)], [person("R1")], {"S1": ["R1"]}, consent=None)
    known = Known(who, (verdict(few=True),), stories=("CH1",), compared=(("CH1", 1),), contradicted=("CH1",), gaps=(("CH1", 1),))
    found = limits_table(known, FIELD, language, "x", others=[("Said elsewhere.", "Homes"), ("Of all.", "")])
    assert all("{" not in cell for row in found.rows for cell in row)
    assert all(row[0].endswith("]") for row in found.rows[:-2])
    assert found.rows[-2][:2] == ("Said elsewhere.", "Homes")
    assert found.rows[-1][1] in ("todos los hallazgos", "all findings")


def annexes(**more: Any) -> Annexes:
    given: dict[str, Any] = {"study": {"en": "Hamlet", "es": "Aldea"}, "on": date(2024, 6, 1), "tables": {}}
    return Annexes(**(given | more))


def test_an_annex_with_nothing_in_it_says_so() -> None:
    found = report_document(annexes(), "en", "hamlet")
    notices = [part.text for part in found.parts if isinstance(part, Paragraph)]
    assert notices == [WORDS["en"][name][2] for name in ANNEXES if name not in ON_DEMAND]
    assert found.state == "draft"


def test_an_annex_refers_to_its_tables_of_many_to_the_first_and_the_last() -> None:
    tables = {"changes": [table("a")], "results": [table("b"), table("c")], "sample": [table(f"s{n}") for n in range(5)]}
    found = report_document(annexes(tables=tables, only=("changes", "results", "sample")), "es", "hamlet")
    targets = [[run.target for run in part.runs if run.target] for part in found.parts if isinstance(part, Paragraph)]
    assert targets == [["a"], ["b", "c"], ["s0", "s4"]]
    headings = [part.text for part in found.parts if isinstance(part, Heading)]
    assert headings == ["Anexo A. Cambios", "Anexo B. Resultados, proyectos y prioridades", "Anexo C. Personas y sesiones"]


def test_a_report_is_a_draft_as_long_as_a_story_is() -> None:
    assert report_document(annexes(written=2, signed=1), "en", "h").state == "draft"
    assert report_document(annexes(written=2, signed=2), "en", "h").state == "signed"


def test_both_languages_say_the_same_things() -> None:
    from annotations.documents import labels, limit_words, register_words, story_words

    for words in (labels.LABELS, register_words.WORDS, story_words.WORDS, limit_words.LIMITS, WORDS):
        assert words["es"].keys() == words["en"].keys()
