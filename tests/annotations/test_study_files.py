"""A small study, and what can be wrong with one."""

import re
from pathlib import Path

import pytest

from annotations.codeframe import Code, CodeFrame
from annotations.errors import BadStudy, NotFound
from annotations.sessions import Register, Session
from annotations.studies import SuggestionRule
from annotations.study_files import check_together, read_study, read_study_with_places
from tests.conftest import SAMPLE

STUDY = """\
id: demo
name: {fr: Eau}
description: {fr: De l'eau}
languages: [fr, nah]
domains:
  - {id: homes, name: {fr: Foyers}, definition: {nah: Calli}}
sections:
  - {id: summary, name: {fr: Sommaire}, definition: {fr: En bref}}
guide:
  - {id: q1, text: {fr: Quoi}, feeds: summary}
  - {id: q2, text: {fr: Et}}
changes:
  - {id: c1, domain: homes, title: {fr: T}, statement: {fr: S}}
coders:
  - {id: ana, name: Ana, email: ana@example.org, language: fr, sessions: [S1, S2]}
  - {id: eva, name: Eva, email: eva@example.org, language: fr, sessions: [S2]}
saturation: {minimum_independent: 3}
"""


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "study.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_good_study(tmp_path: Path) -> None:
    study = read_study(written(tmp_path, STUDY))
    assert study.languages == ("fr", "nah")
    assert study.change("c1").domain == "homes"
    assert study.saturation.minimum_independent == 3
    assert study.code_frame == "codeframe.yaml"
    assert study.suggestions == SuggestionRule(recall=0.8, confidence=0.9, random_share=0.1)


def test_a_study_states_what_it_asks_of_suggestions(tmp_path: Path) -> None:
    study = read_study(written(tmp_path, STUDY + "suggestions: {recall: 0.9, random_share: 0}\n"))
    assert study.suggestions == SuggestionRule(recall=0.9, confidence=0.9, random_share=0.0)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("id: q2", "id: q1", 11, "guide[1].id: 'q1' is given twice, first at guide[0].id"),
        ("id: eva", "id: ana", 16, "coders[1].id: 'ana' is given twice"),
        ("[S1, S2]", "[S1, S1]", 15, "coders[0].sessions[1]: 'S1' is given twice"),
        ("[fr, nah]", "[fr, fr]", 4, "languages[1]: 'fr' is given twice"),
        ("[fr, nah]", "[]", 4, "the study has no language"),
        ("domain: homes", "domain: house", 13, "changes[0].domain: there is no domain 'house'"),
        ("feeds: summary", "feeds: end", 10, "guide[0].feeds: there is no section 'end'"),
        ("name: {fr: Foyers}", "name: {en: Homes}", 6, "domains[0].name has no words in fr or nah"),
        ("statement: {fr: S}", "statement: {fr: ' '}", 13, "changes[0].statement has no words"),
        ("independent: 3", "independent: 0", 17, "saturation.minimum_independent must be at least 1"),
        ("{minimum_independent: 3}", "{maximum_against_ratio: 30.0}", 17, "a ratio between 0 and 1"),
        ("saturation: {minimum_independent: 3}", "suggestions: {recall: 1.0}", 17, "suggestions.recall must be a ratio above 0"),
        (
            "saturation: {minimum_independent: 3}",
            "suggestions: {confidence: 90}",
            17,
            "suggestions.confidence must be a ratio above 0",
        ),
        (
            "saturation: {minimum_independent: 3}",
            "suggestions: {confidence: .nan}",
            17,
            "suggestions.confidence: Input should be",
        ),
        (
            "saturation: {minimum_independent: 3}",
            "suggestions: {random_share: -0.1}",
            17,
            "suggestions.random_share must be a ratio",
        ),
        ("saturation: {minimum_independent: 3}", "suggestions: {precision: 1}", 17, "suggestions.precision: Unexpected"),
        (
            "saturation: {minimum_independent: 3}",
            "retraining: {schedule: nightly}",
            17,
            "retraining.schedule must be five fields of cron",
        ),
        ("saturation: {minimum_independent: 3}", "retraining: {schedule: 0 0 3 * * 1}", 17, "retraining.schedule must be"),
        ("saturation: {minimum_independent: 3}", "retraining: {promotion: never}", 17, "retraining.promotion: Input should be"),
        (
            "saturation: {minimum_independent: 3}",
            "validation:\n  questions:\n    - {id: q, text: {fr: Oui}}\n    - {id: q, text: {fr: Non}}",
            20,
            "validation.questions[1].id: 'q' is given twice",
        ),
        (
            "saturation: {minimum_independent: 3}",
            "validation:\n  questions:\n    - {id: q, text: {en: Yes}}",
            19,
            "validation.questions[0].text has no words in fr or nah",
        ),
        (
            "saturation: {minimum_independent: 3}",
            "validation:\n  questions:\n    - {id: q, text: {fr: Oui}, section: end}",
            19,
            "validation.questions[0].section: there is no section 'end'",
        ),
        (
            "saturation: {minimum_independent: 3}",
            "validation: {questions: [{id: ¿, text: {fr: Oui}}]}",
            17,
            "validation.questions[0].id: '¿' is not an id",
        ),
        ("saturation: {minimum_independent: 3}", "validation: {questions: [{id: q}]}", 17, "validation.questions[0].text: "),
        ("id: homes", "id: ''", 6, "domains[0].id is empty"),
        ("statement: {fr: S}", "statement: {fr: S}, kind: maybe", 13, "changes[0].kind: Input should be 'change'"),
        ("name: {fr: Eau}", "nom: {fr: Eau}", 2, "nom: Unexpected"),
    ],
)
def test_bad_studies_are_refused_with_their_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    path = written(tmp_path, STUDY.replace(old, new))
    with pytest.raises(BadStudy) as caught:
        read_study(path)
    assert message in str(caught.value)
    assert f"{path}:{line}" in str(caught.value)
    assert caught.value.remedy


def test_a_change_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"demo: there is no change 'c9' \(use one of c1\)"):
        read_study(written(tmp_path, STUDY)).change("c9")


FRAME = CodeFrame(1, (Code("theme", {"fr": "Thème"}, codes=(Code("t1", {"fr": "Un"}),)), Code("group", {"fr": "Groupe"})))
BOTH = Register((Session("S1"), Session("S2")))


@pytest.mark.parametrize("families", ["", "groups_family: group\n", "groups_family: group\nactors_family: theme\n"])
@pytest.mark.parametrize("register", [BOTH, Register()])
def test_what_the_study_names_is_there(tmp_path: Path, families: str, register: Register) -> None:
    check_together(read_study(written(tmp_path, STUDY + families)), FRAME, register, where="study.yaml")


@pytest.mark.parametrize(
    ("more", "register", "message"),
    [
        ("groups_family: t1", BOTH, "groups_family: the code frame has no family 't1'"),
        ("actors_family: who", Register(), "actors_family: the code frame has no family 'who'"),
        ("actors_family: theme\nprogramme_actors: [t9]", BOTH, "programme_actors[0]: the family of actors has no code 't9'"),
        ("outside_actors: [t1]", BOTH, "outside_actors[0]: the family of actors has no code 't1'"),
        ("hindering_codes: [t9]", BOTH, "hindering_codes[0]: the code frame has no code 't9'"),
        ("", Register((Session("S2"),)), "coders[0].sessions: 'S1' of 'ana' not in the register"),
    ],
)
def test_what_the_study_names_in_vain_is_refused(tmp_path: Path, more: str, register: Register, message: str) -> None:
    study = read_study(written(tmp_path, STUDY + more))
    with pytest.raises(BadStudy) as caught:
        check_together(study, FRAME, register, where="study.yaml")
    assert str(caught.value).startswith(f"study.yaml: {message}")
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("id: agua-y-acuerdos", 'id: "../../elsewhere"', "is not an id"),
        ("id: agua-y-acuerdos", 'id: ""', "is not an id"),
        ("id: CH01", "id: CH/01", "is not an id"),
        ("languages: [es, en]", 'languages: [es, "../en"]', "is no language tag"),
        ("sessions: sessions.csv", "sessions: /etc/passwd", "must lie in the folder of the study"),
        ("code_frame: codeframe.yaml", "code_frame: ../codeframe.yaml", "must lie in the folder of the study"),
        ("marco@example.org", "INES@example.org", "ines@example.org"),
    ],
)
def test_what_would_lead_out_of_the_study_is_refused(tmp_path: Path, before: str, after: str, said: str) -> None:
    sample = (SAMPLE / "study.yaml").read_text()
    assert before in sample
    (tmp_path / "study.yaml").write_text(sample.replace(before, after))
    with pytest.raises(BadStudy, match=re.escape(said)) as caught:
        read_study(tmp_path / "study.yaml")
    assert "study.yaml:" in str(caught.value)


MORE = """\
projects:
  - {id: p1, name: {fr: Un}}
  - {id: p2, name: {fr: Deux}, description: {fr: Plus}}
places:
  - {id: San José el Alto, latitude: 12.5, longitude: -118.25}
  - {id: "Estados Unidos", name: {fr: États-Unis}}
borders: maps/valley.geojson
occasions:
  - {id: o1, name: {fr: Atelier}, date: 2024-05-11, categories: [vendor], domains: [homes]}
plan:
  - {id: EQ1, question: {fr: Quoi}, codes: [theme, t1], sections: [summary], changes: [c1, c2], methods: [focus_group], domains: [homes]}
  - {id: EQ2, question: {fr: Qui}, categories: [vendor], not_asked: [clerk], asked_about: [homes], any_change: true, elsewhere: {fr: Fiches}}
priorities_family: theme
"""
WITH = STUDY.replace(
    "statement: {fr: S}}",
    "statement: {fr: S}, contributed: [p1], addressed: [p1, p2], priorities: [t1]}",
)


def test_a_study_with_projects_places_a_plan_and_occasions(tmp_path: Path) -> None:
    study, places = read_study_with_places(written(tmp_path, WITH + MORE))
    check_together(study, FRAME, BOTH, where="study.yaml", places=places, changes=["c2"])
    assert [row.id for row in study.plan] == ["EQ1", "EQ2"]
    assert study.change("c1").addressed == ("p1", "p2")
    assert study.places[0].longitude == -118.25


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: p2", "id: p1", "projects[1].id: 'p1' is given twice, first at projects[0].id"),
        ("id: p2", "id: p 2", "projects[1].id: 'p 2' is not an id"),
        ('id: "Estados Unidos"', "id: San José el Alto", "places[1].id: 'San José el Alto' is given twice"),
        ("id: EQ2", "id: EQ1", "plan[1].id: 'EQ1' is given twice"),
        ("contributed: [p1]", "contributed: [p9]", "changes[0].contributed[0]: there is no project 'p9' (use one of p1, p2"),
        ("addressed: [p1, p2]", "addressed: [p1, p9]", "changes[0].addressed[1]: there is no project 'p9'"),
        ("addressed: [p1, p2]", "addressed: [p1, p1]", "changes[0].addressed[1]: 'p1' is given twice"),
        ("priorities: [t1]", "secondary_domains: [towns]", "changes[0].secondary_domains[0]: there is no domain 'towns'"),
        ("priorities: [t1]", "secondary_domains: [homes]", "changes[0].secondary_domains: 'homes' is its domain already"),
        ("latitude: 12.5", "latitude: 95", "places[0].latitude: must be from -90 to 90"),
        ("longitude: -118.25", "longitude: -218.25", "places[0].longitude: must be from -180 to 180"),
        (", longitude: -118.25", "", "places[0]: has no longitude"),
        ("borders: maps/", "borders: ../maps/", "borders: must lie in the folder of the study"),
        ("date: 2024-05-11", "date: 11 May", "occasions[0].date: Input should be a valid date"),
        ("categories: [vendor], domains: [homes]}", "domains: [towns]}", "occasions[0].domains[0]: there is no domain 'towns'"),
        ("sections: [summary]", "sections: [end]", "plan[0].sections[0]: there is no section 'end'"),
        ("methods: [focus_group]", "methods: [chat]", "plan[0].methods[0]: there is no method 'chat' (use one of"),
        ("asked_about: [homes]", "asked_about: [towns]", "plan[1].asked_about[0]: there is no domain 'towns'"),
        ("not_asked: [clerk]", "not_asked: [vendor]", "plan[1].not_asked: vendor is among the categories too"),
        ("question: {fr: Qui}", "question: {en: Who}", "plan[1].question has no words in fr or nah"),
        (
            "priorities_family: theme",
            "priorities_family: theme\nsaturation: {warn_under: -1}",
            "saturation.warn_under must be 0 or more",
        ),
    ],
)
def test_what_is_wrong_with_them_is_named_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    content = (WITH + MORE).replace("saturation: {minimum_independent: 3}\n", "")
    assert old in content
    path = written(tmp_path, content.replace(old, new, 1))
    with pytest.raises(BadStudy) as caught:
        read_study(path)
    assert message in str(caught.value)
    assert re.match(rf"{path}:\d+$", caught.value.where)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("priorities_family: theme", "priorities_family: aims", "priorities_family: the code frame has no family 'aims'"),
        ("priorities: [t1]", "priorities: [t9]", "changes[0].priorities[0]: the family of priorities has no code 't9'"),
        ("priorities: [t1]", "priorities: [group]", "changes[0].priorities[0]: the family of priorities has no code 'group'"),
        ("codes: [theme, t1]", "codes: [theme, t9]", "plan[0].codes[1]: the code frame has no code 't9'"),
        ("changes: [c1, c2]", "changes: [c1, c9]", "plan[0].changes[1]: there is no change 'c9' (use one of c1, c2"),
        ("id: ana,", "id: ana, role: supervisor,", ""),
    ],
)
def test_what_the_frame_and_the_register_do_not_have_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = written(tmp_path, (WITH + MORE).replace(old, new))
    study, places = read_study_with_places(path)
    if not message:
        check_together(study, FRAME, BOTH, where="study.yaml", places=places, changes=["c2"])
        return
    with pytest.raises(BadStudy) as caught:
        check_together(study, FRAME, BOTH, where="study.yaml", places=places, changes=["c2"])
    assert message in str(caught.value)
    line = 1 + path.read_text().splitlines().index(next(one for one in path.read_text().splitlines() if new in one))
    assert caught.value.where == f"{path}:{line}"
