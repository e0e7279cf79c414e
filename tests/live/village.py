"""A village of invented people, three coders and a supervisor: a study on disk, its two code frames, and a desk for everybody."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml
from playwright.sync_api import Locator, Page, expect

from annotations.codeframe import CodeFrame
from annotations.codings import Suggestion
from annotations.label_studio.client import LabelStudio
from annotations.label_studio.decisions import Choice
from annotations.label_studio.handles import shortcuts
from annotations.label_studio.offers import offers
from annotations.label_studio.reviews import write_result
from annotations.rounds import Arm
from annotations.studies import Coder
from service.jobs.tasks import VERBS
from service.settings import Settings
from service.storage import machines, review, studies
from service.storage.tables import WorkItemRow
from service.storage.transactions import Store
from service.workflows.accounts import password_of, sign_in
from service.workflows.machines import study_and_frame
from service.workflows.shown import carried_of, planted_among, sides_of
from service.workflows.work import Outcome, Work

SAID = {
    "S1": ("Ahora leen las cuentas delante de todos.", "Pusieron medidores en cada casa."),
    "S2": ("El comité cobra una cuota cada mes.", "La junta pide cooperación a las familias."),
    "S3": ("Yo no vi ningún cambio.", "Los medidores miden lo que gasta cada casa."),
    "S4": ("El comité se reúne cada domingo en asamblea.", "La mesa directiva lee las cuentas."),
}
MAY_CODE = {"ana": ["S1", "S2"], "ben": ["S1", "S3"], "cat": ["S4"]}


def _code(id_: str, name: str) -> dict[str, Any]:
    return {"id": id_, "name": {"es": name}}


def _frame(version: int, themes: Mapping[str, str], actors: Mapping[str, str], **more: Any) -> dict[str, Any]:
    families = [("theme", "Temas", themes), ("actor", "Actores", actors)]
    made = [{"id": id_, "name": {"es": name}, "codes": [_code(*code) for code in codes.items()]} for id_, name, codes in families]
    return {"version": version, "families": made, **more}


FIRST_FRAME = _frame(
    1,
    {"accounts": "Cuentas", "meters": "Medidores", "fee": "Cuota", "dues": "Cooperación"},
    {"committee": "Comité", "school": "Escuela"},
)
SECOND_FRAME = _frame(
    2,
    {"accounts": "Cuentas", "metering": "Medición", "payments": "Pagos"},
    {"board": "Mesa directiva", "assembly": "Asamblea", "school": "Escuela"},
    changes=[
        {"kind": "renamed", "codes": ["meters"], "into": ["metering"]},
        {"kind": "merged", "codes": ["fee", "dues"], "into": ["payments"]},
        {"kind": "split", "codes": ["committee"], "into": ["board", "assembly"]},
        {"kind": "rule", "codes": ["accounts"], "note": {"es": "Solo cuando se leen en voz alta."}},
    ],
)
STUDY: dict[str, Any] = {
    "id": "village",
    "name": {"es": "El pueblo"},
    "description": {"es": "Qué cambió en el pueblo"},
    "languages": ["es"],
    "consent": "not_required",
    "identity": {"before_sending": "nothing"},
    "domains": [],
    "sections": [],
    "coders": [
        *(
            {"id": name, "name": name.title(), "email": f"{name}@village.example", "language": "es", "sessions": sessions}
            for name, sessions in MAY_CODE.items()
        ),
        {"id": "sol", "name": "Sol", "email": "sol@village.example", "language": "es", "role": "supervisor"},
    ],
    "review": {
        "rounds": [
            {"number": 1, "overlap": 0.25, "blind": "overlap", "withheld": 0.2, "planted": 0.2},
            {"number": 2, "overlap": 0.25, "blind": "none"},
        ]
    },
}


def arm_of(item: WorkItemRow) -> Arm:
    return cast(Arm, item.arm)


def _press(page: Page, key: str, box: Locator, checked: bool) -> None:
    """As somebody does who looks: the page takes no keys before it has settled, so they press again when nothing happens."""
    for _ in range(3):
        page.keyboard.press(key)
        try:
            expect(box).to_be_checked(checked=checked, timeout=3000)
            return
        except AssertionError:
            continue
    raise AssertionError(f"nothing happens when {key} is pressed")


@dataclass
class Village:
    """The study, and what is done with it."""

    folder: Path
    settings: Settings
    store: Store
    ids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.folder / "transcripts").mkdir(parents=True)
        for session, (one, other) in SAID.items():
            said = f"ENTREVISTADORA: ¿Qué cambió?\n\nVECINA: {one}\n\nENTREVISTADORA: ¿Qué más?\n\nVECINA: {other}\n"
            (self.folder / "transcripts" / f"{session}.txt").write_text(said)
        (self.folder / "study.yaml").write_text(yaml.safe_dump(STUDY, allow_unicode=True))

    def load(self, frame: Mapping[str, Any]) -> Outcome:
        (self.folder / "codeframe.yaml").write_text(yaml.safe_dump(dict(frame), allow_unicode=True))
        return VERBS["load"](Work(self.settings, self.store), path=str(self.folder / "study.yaml"))

    def do(self, verb: str, **params: Any) -> Outcome:
        return VERBS[verb](Work(self.settings, self.store), study_id="village", **params)

    def items(self, arm: str, **wanted: Any) -> list[WorkItemRow]:
        """Work items that wait for an answer."""
        with self.store.read() as tx:
            return review.work_items(tx, "village", arm=arm, states=("pushed",), **wanted)

    def answer(
        self, admin: LabelStudio, item: WorkItemRow, codes: Collection[str], *, flags: Collection[str] = (), memo: str = ""
    ) -> None:
        """Whose item it is answers it under their own account, as the browser would write it down."""
        study, frame = study_and_frame(Work(self.settings, self.store), "village")
        result = write_result(
            {Choice("code", code) for code in codes}, self._suggested(item, frame), study, frame,
            flags={*flags, *(() if codes else ("no_code",))}, memo=memo, arm=arm_of(item), carried=carried_of(item),
            sides=sides_of(item),
        )  # fmt: skip
        assert item.task_id is not None
        with sign_in(self.settings, admin, self.coder(item.coder_id)) as person:
            person.annotate(item.task_id, result, 2.0)

    def answer_in_browser(self, page: Page, url: str, item: WorkItemRow, codes: Collection[str], *, memo: str = "") -> None:
        """The same with the keyboard, before the task itself. The page is signed in as the item's coder."""
        _, frame = study_and_frame(Work(self.settings, self.store), "village")
        seen = offers(self._suggested(item, frame), arm=arm_of(item), carried=carried_of(item), sides=sides_of(item))
        offered = [offer for offer in seen if offer.kind == "code"]
        page.goto(f"{url}/projects/{self._project(item)}/data?task={item.task_id}")
        page.locator(".relato-right textarea").wait_for()
        page.locator(".relato-segment .lsf-richtext__line, .relato-segment .lsf-richtext__container").first.wait_for()
        page.wait_for_load_state("networkidle")
        for place, offer in enumerate(offered, 1):
            if offer.prefilled != (offer.target in codes):
                _press(page, str(place), page.locator(".relato-suggested input").nth(place - 1), offer.target in codes)
        order = list(frame.by_id)
        for code in set(codes) - {offer.target for offer in offered}:
            box = page.locator(".relato-codes input").nth(order.index(code))
            _press(page, f"Shift+{shortcuts(frame)[code][1:]}", box, True)
        if memo:
            page.fill(".relato-right textarea", memo)
            page.locator(".relato-heading").click()  # the field keeps what was typed once it is left
        with page.expect_response(lambda answer: "/annotations" in answer.url and answer.request.method == "POST"):
            page.keyboard.press("Control+Enter")

    def password(self, coder_id: str) -> str:
        return password_of(self.settings, self.coder(coder_id))

    def _suggested(self, item: WorkItemRow, frame: CodeFrame) -> list[Suggestion]:
        """What the item's task suggests."""
        if item.condition == "withheld" or item.arm != "assisted":
            return []
        with self.store.read() as tx:
            found = machines.suggestions(tx, "village", model_version=item.model_version, segment_ids=[item.segment_id])
        shown = found.get(item.segment_id, [])
        return [*shown, *planted_among(item, shown, None, item.model_version, frame)]

    def _project(self, item: WorkItemRow) -> int:
        with self.store.read() as tx:
            row = review.project(tx, "village", item.round, item.coder_id, item.arm, item.frame_version)
        assert row is not None
        return row.label_studio_id

    def coder(self, coder_id: str) -> Coder:
        with self.store.read() as tx:
            return next(coder for coder in studies.study(tx, "village").coders if coder.id == coder_id)

    def stands(self) -> dict[str, tuple[frozenset[str], str]]:
        """For every segment that was reviewed the codes that count, and how they came to."""
        with self.store.read() as tx:
            found = review.standing(tx, "village")
        return {id_: (frozenset(c.target for c in stood.codings), stood.how) for id_, stood in found.items()}
