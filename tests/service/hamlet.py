"""A hamlet of invented people: a study on disk as a team has it, two interviews and a focus group, and what coders do with them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import text
from sqlalchemy.orm import Session

from annotations.codings import Coding, Reason, Suggestion
from annotations.pseudonyms.masking import Masked, without_overlaps
from annotations.pseudonyms.records import IdentityKind, Mention
from service.settings import Settings
from service.storage import corpus, identity, machines, review, vault
from service.storage.tables import Row
from service.storage.transactions import Store
from service.workflows.importing import import_folder
from service.workflows.loading import load_study
from service.workflows.reading import Reader
from service.workflows.work import Outcome, Progress, Work, silent

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
STUDY: Mapping[str, Any] = {
    "id": "hamlet",
    "name": {"es": "La aldea", "en": "The hamlet"},
    "description": {"es": "Qué cambió en la aldea", "en": "What changed in the hamlet"},
    "languages": ["es", "en"],
    "domains": [{"id": "homes", "name": {"es": "Casas"}, "definition": {"es": "Lo que hacen las familias"}}],
    "sections": [{"id": "description", "name": {"es": "Qué cambió"}, "definition": {"es": "Quién hace qué"}}],
    "coders": [{"id": "ines", "name": "Inés", "email": "ines@aldea.example", "language": "es"}],
    "changes": [
        {"id": "CH1", "domain": "homes", "title": {"es": "Cuentas abiertas"}, "statement": {"es": "Se leen las cuentas."}},
        {"id": "CH2", "domain": "homes", "title": {"es": "Menos polvo"}, "statement": {"es": "Se barre la plaza."}},
    ],
}
FRAME: Mapping[str, Any] = {
    "version": 1,
    "families": [
        {
            "id": "theme",
            "name": {"es": "Temas"},
            "codes": [
                {"id": "accounts", "name": {"es": "Cuentas"}, "definition": {"es": "Leen las cuentas"}},
                {"id": "dust", "name": {"es": "Polvo"}, "definition": {"es": "Barren la plaza"}},
            ],
        }
    ],
}
SESSION_HEAD = "session,date,method,mode,place,language,capture,instrument,prompted\n"
ROSTER_HEAD = "respondent,session,label,consent,consent_recording,consent_how,nombre\n"
SESSIONS = (
    "S1,2024-02-01,individual,in person,,es,recording,,no",
    "S2,2024-02-02,individual,in person,,es,recording,,no",
    "G1,2024-02-03,focus_group,in person,,es,recording,,no",
)
ROSTER = (
    "R1,S1,SEÑORA,yes,yes,oral,Xóchitl Barragán",
    "R2,S2,Doña Lencha,yes,yes,oral,Lorenza Quiñones",
    "R3,G1,P1,yes,yes,oral,",
    "R4,G1,P2,yes,yes,oral,Eulalio Zamarripa",
    "R5,G1,P3,yes,yes,oral,",
)
S1 = """ENTREVISTADORA: ¿Qué cambió desde que vino Eulalio Zamarripa?

SEÑORA: Ahora leen las cuentas 💧 delante de todos. Me llamo Xóchitl Barragán y mi teléfono es 951 123 4567.

ENTREVISTADORA: ¿Y antes?

SEÑORA: Antes no se sabía nada de los dineros, ni un papel colgado.

ENTREVISTADORA: ¿Quién lo pidió?

SEÑORA: Lo pidió la comisión de Tlaxiaco.
"""
S2 = """ENTREVISTADORA: ¿Qué cambió?

Doña Lencha: Que barremos la plaza cada domingo, con mi comadre Xóchitl.

ENTREVISTADORA: ¿Y quién más?

Doña Lencha: Nadie más, la verdad.
"""
G1 = """MODERADORA: ¿Qué cambió en la plaza?

P1: Se barre cada domingo.

P2: El alcatraz morado floreció junto al pozo. Eso lo digo yo.

P3: Yo no vi ningún cambio, y de eso no sé.

MODERADORA: ¿Y las cuentas?

P2: Las cuentas las leyó la jirafa azul, apunten eso.

P1: Las leen cada dos meses.
"""
NAMES = ("Xóchitl", "Barragán", "Lorenza", "Quiñones", "Eulalio", "Zamarripa", "951 123 4567", "Lencha")
CERTAIN = {
    "Xóchitl": IdentityKind.PERSON,
    "Xóchitl Barragán": IdentityKind.PERSON,
    "Eulalio Zamarripa": IdentityKind.PERSON,
    "951 123 4567": IdentityKind.PHONE,
}
SAID_BY_R4 = ("alcatraz", "jirafa")


@dataclass
class Place:
    """The study's folder and everything that is done with it."""

    folder: Path
    settings: Settings
    store: Store
    progress: Progress = silent
    reader: Reader | None = None
    study: dict[str, Any] = field(default_factory=lambda: dict(STUDY))
    sessions: list[str] = field(default_factory=lambda: list(SESSIONS))
    roster: list[str] = field(default_factory=lambda: list(ROSTER))

    @property
    def work(self) -> Work:
        return Work(self.settings, self.store, self.progress)

    @property
    def transcripts(self) -> Path:
        return self.folder / "transcripts"

    def write(self, **files: str) -> None:
        """Put transcripts there: ``S1=…`` is ``S1.txt``; an empty one is taken away."""
        self.transcripts.mkdir(exist_ok=True, parents=True)
        for name, words in files.items():
            path = self.transcripts / (name if "." in name else f"{name}.txt")
            if words:
                path.write_text(words)
            else:
                path.unlink()

    def load(self) -> Outcome:
        """Write the study's tables as they are now and load them."""
        self.write_tables()
        return load_study(self.work, path=str(self.folder / "study.yaml"))

    def write_tables(self) -> None:
        """Put the study, its frame, its sessions and its people there, as they are now."""
        (self.folder / "study.yaml").write_text(yaml.safe_dump(self.study, allow_unicode=True))
        (self.folder / "codeframe.yaml").write_text(yaml.safe_dump(FRAME, allow_unicode=True))
        (self.folder / "sessions.csv").write_text(SESSION_HEAD + "\n".join(self.sessions) + "\n")
        (self.folder / "roster.csv").write_text(ROSTER_HEAD + "\n".join(self.roster) + "\n")

    def take_in(self, *sessions: str) -> Outcome:
        """Import the folder of transcripts; ``sessions`` may be replaced."""
        return import_folder(self.work, study_id="", folder=str(self.transcripts), replace=sessions, reader=self.reader)

    def dying(self, *, at: int, committed: bool = False) -> "Place":
        """The same place, worked on by a process that is killed at its n-th writing transaction."""
        return replace(self, store=DyingStore(self.settings.database_url, at=at, committed=committed))

    def segments(self, session_id: str = "") -> dict[str, str]:
        """Texts of the segments, by id."""
        with self.store.read() as tx:
            return {s.id: s.text for s in corpus.segments(tx, "hamlet", session_id=session_id)}

    def id_of(self, words: str) -> str:
        """The only segment that holds these words."""
        (found,) = [id_ for id_, said in self.segments().items() if words in said]
        return found

    def code(self, segment_id: str, target: str = "accounts", *, task: int = 0, span: str = "") -> None:
        """A coder has answered the task of a segment: coding, annotation, note with a marked stretch."""
        said, item = self.segments()[segment_id], item_of(segment_id, state="reviewed", task=task)
        start = said.index(span) if span else 0
        stretch = {"segment_id": segment_id, "coder_id": "ines", "label": "quote", "start": start, "end": start + len(span)}
        value = {"start": start, "end": start + len(span), "text": span, "labels": ["quote"]}
        body = {"id": 1, "result": [{"type": "labels", "from_name": "span", "value": value}], "completed_by": 1}
        with self.store.begin() as tx:
            review.save_project(tx, "hamlet", 1, "ines", "assisted", 1, label_studio_id=7, cursor="", account_id=1)
            review.add_work_items(tx, [item])
            coding = Coding(segment_id, "ines", "code", target, 1, 1, NOON)
            review.replace_codings(tx, "hamlet", segment_id, "ines", 1, [coding])
            review.save_annotation(tx, "hamlet", str(item["id"]), 1, seen_at="2024-03-01T12:00:00Z", deleted=False, body=body)
            spans = [{**stretch, "text": span}] if span else []
            review.save_note(tx, "hamlet", str(item["id"]), {"spans": spans, "flags": [], "memo": "", "problems": []})
            act = {"act": "added", "kind": "code", "target": target, "suggested": "", "stance": "", "model_version": "m1"}
            review.append_log(tx, "hamlet", [review.LogEntry("ines", segment_id, 1, 1, source="label-studio:1@2024", **act)])

    def send_out(self, segment_id: str, task: int) -> None:
        """The task of a segment lies in Label Studio, and nobody has answered it."""
        with self.store.begin() as tx:
            review.save_project(tx, "hamlet", 1, "ines", "assisted", 1, label_studio_id=7, cursor="", account_id=1)
            review.add_work_items(tx, [item_of(segment_id, state="pushed", task=task)])

    def suggest(self) -> None:
        """A made-up model suggests something for every segment, quotes it, and names another segment that is like it."""
        with self.store.begin() as tx:
            machines.save_model(tx, "hamlet", "m1", frame_version=1, encoder="none", champion=True, body={})
            segments = corpus.segments(tx, "hamlet")
            made = [
                Suggestion(one.id, "code", "accounts", 0.9, "m1", 1, (
                    Reason("definition", "Leen las cuentas", one.text, "es"),
                    Reason("segment", other.text, one.text, "es", other.id),
                ))
                for one, other in zip(segments, [*segments[1:], segments[0]], strict=True)
            ]  # fmt: skip
            machines.save_suggestions(tx, "hamlet", "m1", dict.fromkeys([s.id for s in segments], 0.5), made)

    def codings(self) -> set[tuple[str, str]]:
        with self.store.read() as tx:
            return {(c.segment_id, c.target) for c in review.codings(tx, "hamlet")}

    def shown(self, session_id: str) -> str:
        with self.store.read() as tx:
            return corpus.transcript(tx, "hamlet", session_id).text

    def original(self, session_id: str) -> identity.Sealed:
        with self.store.begin() as tx:
            return identity.original(tx, vault.open_vault(self.settings, tx), "hamlet", session_id)

    def check_offsets(self) -> int:
        """Everything that is kept reads back: segments, spans, and the original from what is shown of it. How many segments."""
        with self.store.begin() as tx:
            box = vault.open_vault(self.settings, tx)
            found = corpus.segments(tx, "hamlet")
            texts = {one.id: one.text for one in found}
            shown = {id_: corpus.transcript(tx, "hamlet", id_) for id_ in corpus.transcript_ids(tx, "hamlet")}
            for one in found:
                assert shown[one.session_id].text[one.start : one.end] == one.text, one.id
            for session_id, transcript in shown.items():
                sealed = identity.original(tx, box, "hamlet", session_id)
                assert Masked(transcript.text, sealed.pieces).unmask() == sealed.transcript.text, session_id
                for mention, _ in sealed.mentions:
                    assert sealed.transcript.text[mention.start : mention.end] == mention.text
            for item, body in review.notes(tx, "hamlet"):
                for span in body["spans"]:
                    assert texts[item.segment_id][span["start"] : span["end"]] == span["text"], item.id
        return len(found)


def item_of(segment_id: str, *, state: str, task: int) -> dict[str, Any]:
    return {
        "study_id": "hamlet", "id": f"r1/{segment_id}/ines", "segment_id": segment_id, "coder_id": "ines", "round": 1,
        "batch": "b1", "state": state, "model_version": "m1", "task_id": task or None,
    }  # fmt: skip


def found_in_tables(store: Store, words: Sequence[str], *, but: Sequence[str] = ("vault",)) -> set[tuple[str, str, str]]:
    """Table, column and word, wherever one of the words stands in any column of any row."""
    found = set()
    with store.read() as tx:
        for table in Row.metadata.sorted_tables:
            if table.name in but:
                continue
            for row in tx.execute(text(f'SELECT * FROM "{table.name}"')).mappings():
                for column, value in row.items():
                    found |= {(table.name, column, word) for word in words if word in _readable(value)}
    return found


def _readable(value: Any) -> str:
    """The value with its escapes undone: JSON may keep ``ó`` as ``\\u00f3``."""
    said = bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
    return said.encode("ascii", "backslashreplace").decode("unicode_escape") + said if "\\u" in said else said


def found_in_files(home: Path, words: Sequence[str]) -> set[tuple[str, str]]:
    """File and word, wherever a file beneath ``home`` has its bytes, as text or with JSON's escapes."""
    found = set()
    for path in _files(home):
        data = path.read_bytes()
        for word in words:
            escaped = word.encode("ascii", "backslashreplace").replace(b"\\x", b"\\u00")
            if word.encode() in data or escaped in data:
                found.add((str(path.relative_to(home)), word))
    return found


def _files(home: Path) -> Iterator[Path]:
    return (path for path in home.rglob("*") if path.is_file())


class Killed(Exception):
    """The process was killed: nobody catches this."""


class DyingStore(Store):
    """A database whose process is killed at its n-th writing transaction: before it is committed, or right after it."""

    def __init__(self, url: str, *, at: int, committed: bool) -> None:
        super().__init__(url)
        self.left, self.committed = at, committed

    @contextmanager
    def begin(self) -> Iterator[Session]:
        self.left -= 1
        with super().begin() as tx:
            yield tx
            if self.left == 0 and not self.committed:
                raise Killed
        if self.left == 0:
            raise Killed


@dataclass(frozen=True)
class Listed:
    """A finder that knows its names by heart, and those that it is told."""

    names: Mapping[str, IdentityKind]
    missing: tuple[str, ...] = ()

    def find(
        self, text: str, language: str, *, known: Mapping[str, IdentityKind], regions: Sequence[str] = ()
    ) -> tuple[Mention, ...]:
        found = [
            Mention(match.start(), match.end(), kind, name)
            for name, kind in {**known, **CERTAIN, **self.names}.items()
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        ]
        return without_overlaps(found)
