"""What the tests of the labelling form show: the sample study with frames of 20 and of 300 codes, a segment, suggestions, two rounds."""

from dataclasses import replace
from pathlib import Path

from annotations.codeframe import Code, CodeFrame
from annotations.codeframe_files import read_code_frame
from annotations.codings import Kind, Reason, Suggestion
from annotations.label_studio.decisions import Choice, Side
from annotations.label_studio.tasks import WorkItem
from annotations.rounds import Carried
from annotations.studies import Coder
from annotations.study_files import read_study
from annotations.transcripts import Segment

SAMPLE = Path(__file__).parents[2] / "examples" / "agua-y-acuerdos"
CODERS = (Coder("ines", "Inés", "ines@forms.example", "es"), Coder("marco", "Marco", "marco@forms.example", "en"))
STUDY = replace(read_study(SAMPLE / "study.yaml"), coders=CODERS)
_WHOLE = read_code_frame(SAMPLE / "codeframe.yaml")
SHAPES = {"question": 4, "theme": 8, "actor": 5, "group": 3}
ASPECTS = (
    ("según las mujeres", "as women tell it"),
    ("según los hombres", "as men tell it"),
    ("en tiempo de secas", "in the dry season"),
    ("en tiempo de lluvias", "in the rains"),
    ("en el barrio de arriba", "in the upper quarter"),
    ("en el barrio de abajo", "in the lower quarter"),
)


def _twenty() -> CodeFrame:
    families = (replace(f, codes=tuple(f.leaves())[: SHAPES[f.id]]) for f in _WHOLE.families)
    return CodeFrame(1, tuple(families))


def _three_hundred() -> CodeFrame:
    """Three levels: every code of the sample becomes a heading of six."""

    def split(code: Code) -> Code:
        if code.codes:
            return replace(code, codes=tuple(split(child) for child in code.codes))
        made = (
            replace(
                code,
                id=f"{code.id}.{n}",
                name={"es": f"{code.name['es']} {es}", "en": f"{code.name.get('en', code.name['es'])} {en}"},
            )
            for n, (es, en) in enumerate(ASPECTS, 1)
        )
        return replace(code, codes=tuple(made))

    return CodeFrame(1, tuple(split(family) for family in _WHOLE.families))


FRAMES = {20: _twenty(), 300: _three_hundred()}
SEGMENT = Segment(
    session_id="S16",
    number=15,
    start=0,
    end=321,
    text="Well, they opened an office. Water office, ground floor, next to the civil registry. Now, people are rude about it. But I'll "
    "tell you what I saw, because I'm a tedious man and I asked for the paper. I saw the budget. The municipal budget for 2022, "
    "printed, stamped, and there's a line in it for the water office, $48,000 😀.",
    speaker="ADVISER",
    language="en",
    question="Interested how?",
    before="ADVISER: The land commissioner turned up and that mattered, because the spring's on common land. The priest had the hall. The "
    "town hall was absent, I would say, in '21, they didn't want to own a fight. And then the following year they suddenly got "
    "interested.\nINTERVIEWER: Interested how?",
    after="ADVISER: Its own line, I mean, not buried under public works. Salary, some fuel, a small amount for materials. I want to say "
    "three hundred and something thousand pesos? Don't quote me on the figure. And I saw the '23 one as well and it was still there, "
    "a touch bigger. In my trade that's the bit that makes me sit up. Anyone can put a sign over a door.",
)
MODEL = "forms-1"
SENTENCES = ("I saw the budget.", "Water office, ground floor, next to the civil registry.", "Well, they opened an office.")


def item(round_: int = 1, coder: str = "ines") -> WorkItem:
    return WorkItem(STUDY.id, SEGMENT.id, coder, round_)


def suggestions(frame: CodeFrame) -> list[Suggestion]:
    """Two likely codes and a possible one, a domain, a section and a change."""
    ids = list(frame.by_id)
    picked = [ids[len(ids) // 4], ids[len(ids) // 2], ids[-2]]
    made = []
    for place, (target, sentence) in enumerate(zip(picked, SENTENCES, strict=True)):
        definition = frame.by_id[target].definition
        reason = Reason("definition", definition.get("es", ""), sentence, "es", phrases=definition)
        made.append(_suggest("code", target, 0.9 - 0.2 * place, reason, strength="possible" if place == 2 else "likely"))
    domain = STUDY.domains[1]
    said = Reason("example", domain.example.get("es", ""), SENTENCES[0], "es", phrases=domain.example)
    made.append(_suggest("domain", domain.id, 0.6, said))
    made.append(_suggest("section", STUDY.sections[1].id, 0.5))
    made += [_suggest("change", change.id, 0.4) for change in STUDY.changes[:1]]
    return made


def _suggest(kind: Kind, target: str, score: float, *reasons: Reason, strength: str = "likely") -> Suggestion:
    made = Suggestion(SEGMENT.id, kind, target, score, MODEL, 1, reasons, certified=kind == "code")
    return replace(made, strength="possible") if strength == "possible" else made


def carried(frame: CodeFrame) -> list[Carried]:
    ids = list(frame.by_id)
    made = [
        Carried("code", ids[1], None, ("ines", "marco"), 1, False),
        Carried("code", ids[len(ids) // 2], None, ("marco",), 1, True),
        Carried("domain", STUDY.domains[2].id, None, ("ines", "marco"), 1, False),
        Carried("section", STUDY.sections[0].id, None, ("ines", "marco"), 1, False),
    ]
    return made + [Carried("change", change.id, "for", ("ines",), 1, False) for change in STUDY.changes[:1]]


CHANGED = {
    "es": (
        "Se juntaron «Escuela» y «Centro de salud»: use «Servicios públicos».",
        "Regla nueva: una oficina que solo se anuncia no cuenta como presupuesto.",
    ),
    "en": (
        "“School” and “Health centre” were merged: use “Public services”.",
        "New rule: an office that is only announced does not count as a budget.",
    ),
}


def sides(frame: CodeFrame) -> list[Side]:
    ids = list(frame.by_id)
    both = {Choice("code", ids[len(ids) // 4]), Choice("section", STUDY.sections[0].id)}
    ines = both | {Choice("code", ids[len(ids) // 2]), Choice("domain", STUDY.domains[1].id)}
    marco = both | {Choice("code", ids[-2]), Choice("code", ids[-3]), Choice("domain", STUDY.domains[2].id)}
    memo = "La oficina existe, pero el presupuesto lo supo por un papel que vio."
    return [Side("Inés", frozenset(ines), memo), Side("Marco", frozenset(marco))]
