"""A new version of the code frame is loaded while people code, compared and checked: everything but Label Studio."""

from pathlib import Path

import pytest

from annotations.codings import Coding
from annotations.errors import BadCodeFrame, Conflict, NotFound
from annotations.sessions import Session
from service.jobs.tasks import VERBS
from service.reports import frame_in_words, in_words
from service.settings import Settings
from service.storage import corpus, review, studies
from service.storage.review import LogEntry
from service.storage.transactions import Store
from service.workflows.comparing_frames import check, diff_of_versions
from service.workflows.loading import load_study
from service.workflows.work import Outcome, Work
from tests.annotations.test_frame_checks import FIRST, SECOND
from tests.service.records import segments_of, transcript
from tests.service.test_carrying_over import NOON, item
from tests.service.test_cli import relato

STUDY = """\
id: water
name: {en: Water}
description: {en: A study of water}
languages: [en, es]
domains: [{id: homes, name: {en: Homes}, definition: {en: Families}}]
sections: []
coders: [{id: ana, name: Ana, email: ana@example.org, language: es}]
consent: not_required
"""


class Place:
    def __init__(self, folder: Path, settings: Settings, store: Store) -> None:
        self.folder, self.work = folder, Work(settings, store)
        (folder / "study.yaml").write_text(STUDY)
        self.write(FIRST)

    def write(self, frame: str) -> Path:
        path = self.folder / "codeframe.yaml"
        path.write_text(frame)
        return path

    def load(self, frame: str = "") -> Outcome:
        if frame:
            self.write(frame)
        return load_study(self.work, path=str(self.folder / "study.yaml"))

    def code(self, **said: list[str]) -> None:
        """Ana reviews segments: these codes."""
        with self.work.store.begin() as tx:
            studies.add_session(tx, "water", Session("S1"))
            made = transcript("S1", "Uno.", "Dos.", "Tres.")
            corpus.save_transcript(tx, "water", made, segments_of(made))
            for name, codes in said.items():
                segment = f"S1.{name[1:]}"
                review.add_work_items(tx, [item(segment, "reviewed", None)])
                codings = [Coding(segment, "ana", "code", code, 1, 1, NOON) for code in codes]
                review.replace_codings(tx, "water", segment, "ana", 1, codings)
                entries = [LogEntry("ana", segment, 1, 1, "added", "code", c, "", "", "", "label-studio:1@x") for c in codes]
                review.append_log(tx, "water", entries)


@pytest.fixture
def place(tmp_path: Path, settings: Settings, store: Store) -> Place:
    folder = tmp_path / "study"
    folder.mkdir()
    made = Place(folder, settings, store)
    made.load()
    return made


def test_what_people_coded_goes_along(place: Place) -> None:
    place.code(S001=["agua", "bridge"], S002=["school"], S003=["other"])
    told = place.load(SECOND)
    assert (told["frame_version"], told["frame_is_new"]) == (2, True)
    assert told["migrated"] == {"codings": 4, "again": [f"r1/S1.00{n}/ana" for n in (1, 2, 3)], "later": [], "moved": 0}
    with place.work.store.read() as tx:
        assert [(c.segment_id, c.target, c.frame_version) for c in review.codings(tx, "water")] == [
            ("S1.001", "road", 2), ("S1.001", "water", 2),
        ]  # fmt: skip
        acts = [(e.act, e.suggested, e.target) for e in review.log(tx, "water") if e.segment_id == "S1.002"]
        assert acts == [("added", "", "school"), ("migrated", "school", "")]
    words = in_words("load", told)
    assert "4 codings changed with the code frame" in words
    assert "3 reviews to be looked at again" in words
    again = place.load()
    assert (again["frame_is_new"], again["migrated"]["codings"]) == (False, 0)
    migrated = VERBS["migrate"](place.work, study_id="water")
    assert migrated == {"study": "water", "frame_version": 2, "codings": 0, "again": [], "later": [], "moved": 0}
    assert in_words("migrate", migrated) == "study water: version 2 of the code frame holds everywhere"


def test_a_code_that_is_only_left_out_is_refused_and_nothing_is_loaded(place: Place) -> None:
    place.code(S001=["agua"])
    with pytest.raises(BadCodeFrame, match="'agua'") as caught:
        place.load(SECOND.replace("  - {kind: renamed, codes: [agua], into: [water]}\n", ""))
    assert caught.value.where == f"{place.folder / 'codeframe.yaml'}:3"
    with place.work.store.read() as tx:
        assert studies.frame(tx, "water").version == 1
        assert [c.target for c in review.codings(tx, "water")] == ["agua"]


def test_as_long_as_nobody_has_coded_codes_come_and_go(place: Place) -> None:
    told = place.load(FIRST.replace("version: 1", "version: 2").replace("id: agua", "id: water"))
    assert (told["frame_version"], told["migrated"]["codings"]) == (2, 0)


def test_an_earlier_version_or_other_content_is_refused_as_ever(place: Place) -> None:
    place.load(SECOND)
    with pytest.raises(Conflict, match="version 2 of the code frame is in force"):
        place.load(FIRST)
    with pytest.raises(Conflict, match="already in use with other content"):
        place.load(SECOND.replace("Pupils", "Children"))


def test_what_loading_would_do_is_said_before(place: Place, tmp_path: Path) -> None:
    place.code(S001=["agua", "bridge"], S002=["school"], S003=["road"])
    path = tmp_path / "new.yaml"
    path.write_text(SECOND)
    found = check(place.work, path=path)
    assert found["codings"] == {"merged": 2, "renamed": 1, "rule": 2, "split": 1}
    assert (found["version"], found["codes"], found["again"]) == (2, 5, 3)
    words = frame_in_words(found)
    assert "«School» (school) was split: choose among «Pupils» (pupils), «Teachers» (teachers)." in words
    assert "somebody would have to look again at 3 reviews of a segment" in words
    with place.work.store.read() as tx:
        assert studies.frame(tx, "water").version == 1
    path.write_text(SECOND.replace("  - {kind: removed, codes: [other]}\n", ""))
    with pytest.raises(BadCodeFrame, match="'other'"):
        check(place.work, path=path)


def test_a_version_that_was_given_before_is_not_checked_any_further(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    path.write_text(FIRST.replace("id: agua", "id: water"))
    with pytest.raises(Conflict, match="other content than this version 1") as caught:
        check(place.work, path=path)
    assert "version 2" in caught.value.remedy
    path.write_text(FIRST)
    assert "nothing is different" in frame_in_words(check(place.work, path=path))


def test_a_frame_without_a_study_is_checked_by_itself(settings: Settings, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    path.write_text(SECOND)
    assert frame_in_words(check(Work(settings, store), path=path)) == "version 2: 5 codes, nothing wrong with it"


def test_versions_beside_each_other(place: Place) -> None:
    with pytest.raises(NotFound, match="no version of the code frame before version 1"):
        diff_of_versions(place.work, study_id="")
    place.load(SECOND)
    lines = diff_of_versions(place.work, study_id="", language="es")
    assert lines[0] == "Versión 1 → versión 2 del marco de códigos"
    assert "  «Other» (other) ya no se aplica." in lines
    assert lines == diff_of_versions(place.work, study_id="water", old=1, new=2, language="es")
    with pytest.raises(NotFound, match="no version 7"):
        diff_of_versions(place.work, study_id="", new=7)


def test_on_the_command_line(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "study.yaml").write_text(STUDY)
    frame = folder / "codeframe.yaml"
    frame.write_text(FIRST)
    assert relato(tmp_path / "home", "study", "load", str(folder / "study.yaml")).returncode == 0
    frame.write_text(SECOND)
    checked = relato(tmp_path / "home", "frame", "check", str(frame), "--language", "es")
    assert checked.stdout.splitlines()[:2] == [
        "version 2: 5 codes, nothing wrong with it", "Versión 1 → versión 2 del marco de códigos",
    ]  # fmt: skip
    assert relato(tmp_path / "home", "study", "load", str(folder / "study.yaml")).returncode == 0
    shown = relato(tmp_path / "home", "frame", "diff", "--from", "1")
    assert "  «Other» (other) is no longer applied." in shown.stdout
    migrated = relato(tmp_path / "home", "frame", "migrate")
    assert migrated.stdout == "study water: version 2 of the code frame holds everywhere\n"
