"""Six sessions of a valley: three tell that the board reads its accounts, one that it does not, two of meters; nobody entered that."""

from dataclasses import replace
from datetime import date

from annotations.codeframe import Code, CodeFrame
from annotations.codings import Coding, Kind
from annotations.sessions import Consent, Participation, Register, Respondent, Session
from annotations.studies import Change, Place, Study
from annotations.transcripts import Transcript, Turn
from service.storage import corpus, review, studies
from service.storage.transactions import Store, now
from tests.service import records
from tests.service.records import segments_of

FRAME = CodeFrame(
    version=1,
    families=(
        Code("theme", {"es": "Temas", "en": "Themes"}, codes=(
            Code("accounts", {"es": "Cuentas", "en": "Accounts"}), Code("meters", {"es": "Medidores", "en": "Meters"}),
            Code("school", {"es": "Escuela", "en": "School"}),
        )),
        Code("verdict", {"en": "Verdict"}, codes=(Code("better", {"es": "Mejoró", "en": "Better"}), Code("same", {"es": "Sigue igual", "en": "As before"}))),
        Code("actor", {"en": "Actors"}, codes=(Code("committee", {"es": "Comité", "en": "Committee"}), Code("town", {"en": "Town hall"}))),
    ),
)  # fmt: skip
STUDY: Study = replace(
    records.STUDY,
    id="valley",
    consent="not_required",
    actors_family="actor",
    places=(Place("Arriba", {"es": "Arriba", "en": "Upper barrio"}), Place("Abajo")),
    changes=(Change("CH1", "homes", {"en": "School"}, {"en": "Girls go to school."}),),
)
READ = "La mesa lee las cuentas en la asamblea"
TURN = "El medidor gira y pagamos por lo que gastamos"
SAID: dict[str, tuple[tuple[str, str, str], ...]] = {  # session: words, domain, codes; a domain makes it a report
    "S1": ((f"{READ} desde 2021", "committees", "accounts better committee"), ("Pues sí, así es por acá", "", "committee")),
    "S2": ((f"{READ} de Arriba", "committees", "accounts better"), (TURN, "homes", "meters better")),
    "S3": ((f"{READ} cada mes", "committees", "accounts better"),),
    "S4": ((f"Aquí no: nunca {READ}", "committees", "accounts same"), (f"{TURN} ahora", "homes", "meters better")),
    "S5": (("Las niñas van a la escuela", "homes", "school same"),),
    "S6": ((f"{READ} siempre", "committees", "accounts better"),),
}
NOT_REVIEWED = "S6"
WITH_A_CHANGE = {"S5.001": "CH1"}


def put_in(store: Store) -> Study:
    """The study with every session but the last reviewed by one coder."""
    with store.begin() as tx:
        studies.save_study(tx, STUDY)
        studies.save_frame(tx, STUDY.id, FRAME)
        sessions = tuple(Session(id_, date=date(2024, 3, int(id_[1:])), place="Abajo") for id_ in SAID)
        people = tuple(Respondent(f"R{id_}") for id_ in SAID)
        present = tuple(Participation(id_, f"R{id_}", "A", Consent(True, True)) for id_ in SAID)
        studies.save_register(tx, STUDY.id, Register(sessions, people, present))
        for session_id in SAID:
            _add(tx, session_id)
    return STUDY


def _add(tx: object, session_id: str) -> None:
    text, turns = "Q: ¿Qué cambió?", [Turn("Q", "interviewer", 3, 15)]
    for words, _, _ in SAID[session_id]:
        start = len(text) + len("\n\nA: ")
        text += f"\n\nA: {words}"
        turns.append(Turn("A", "respondent", start, start + len(words)))
    made = Transcript(session_id, text, tuple(turns), "es", f"{session_id}.txt", f"h-{session_id}")
    segments = segments_of(made)
    corpus.save_transcript(tx, STUDY.id, made, segments)  # type: ignore[arg-type]
    if session_id == NOT_REVIEWED:
        return
    for segment, (_, domain, codes) in zip(segments, SAID[session_id], strict=True):
        code(tx, segment.id, domain, codes.split(), WITH_A_CHANGE.get(segment.id, ""))


def code(tx: object, segment_id: str, domain: str, codes: list[str], change: str = "") -> None:
    """Ana has reviewed the segment, and this is what she said."""
    said: list[tuple[Kind, str]] = [("code", one) for one in codes]
    said += [("domain", domain)] if domain else []
    codings = [Coding(segment_id, "ana", kind, target, 1, FRAME.version, now()) for kind, target in said]
    if change:
        codings.append(Coding(segment_id, "ana", "change", change, 1, FRAME.version, now(), stance="for"))
    item = {"study_id": STUDY.id, "id": f"r1/{segment_id}/ana", "segment_id": segment_id, "coder_id": "ana", "round": 1}
    row = {**item, "batch": "b", "state": "reviewed", "model_version": "", "task_id": None}
    review.add_work_items(tx, [row])  # type: ignore[arg-type]
    review.replace_codings(tx, STUDY.id, segment_id, "ana", 1, codings)  # type: ignore[arg-type]
