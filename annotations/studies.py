"""One evaluation: languages, domains of change, instruments, candidate changes, rules, coders."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import ConfigDict

from annotations.errors import NotFound
from annotations.finding_sections import FindingSection
from annotations.pseudonyms.records import Action, IdentityKind, Policy
from annotations.rubrics import Rubric
from annotations.story_roles import STORY_ROLES, StoryRole
from annotations.verification_questions import VerificationQuestion

Words = Mapping[str, str]
ChangeKind = Literal["change", "no_change", "unintended"]
STRATA = ("language", "method", "mode", "capture", "instrument", "instrument_version", "place", "prompted", "domains")


@dataclass(frozen=True)
class DomainOfChange:
    """A broad kind of change, defined by who changes."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    name: Words
    definition: Words
    example: Words = field(default_factory=dict)


@dataclass(frozen=True)
class StorySection:
    """A section of the story template that evidence can speak to."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    name: Words
    definition: Words
    example: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A question of the guide; ``feeds`` is the story section that its answers usually speak to.

    ``block`` names the questions that are asked again for every change: the same word for each of them.
    ``variants`` are other wordings of the question: of a shorter version of the guide, or as interviewers put it.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    text: Words
    feeds: str = ""
    block: str = ""
    variants: tuple[Words, ...] = ()


@dataclass(frozen=True)
class RespondentCategory:
    """What to call a category of the roster, and within a sentence ``one`` or ``many`` of it; as the roster has it when not listed."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    name: Words
    one: Words = field(default_factory=dict)
    many: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """A change reported by respondents, with its current statement. The id is stable and never reused.

    ``kind``: a change, a change that did not happen, or an unintended one. ``contributed``: the projects that contributed to it;
    ``addressed``: those that work on its theme, which is another relation. ``priorities``: codes of the study's priorities family.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    domain: str
    title: Words
    statement: Words
    kind: ChangeKind = "change"
    secondary_domains: tuple[str, ...] = ()
    contributed: tuple[str, ...] = ()
    addressed: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Project:
    """Something that was done so that things change: a project, a grant, a programme. ``priorities``: codes of those that it pursues."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    name: Words
    description: Words = field(default_factory=dict)
    priorities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """A place as the register writes it (``id``), with what a map needs: degrees, north and east positive."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    name: Words = field(default_factory=dict)
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Occasion:
    """A day on which people could be asked to rank changes, once: a workshop, a survey. Only changes saturated by then can be ranked.

    ``categories``: of the respondents that were there, all when empty. ``domains``: those they were asked about, all when empty.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    name: Words
    date: datetime.date
    categories: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True)
class Criterion:
    """Why people rank a change high: what reasons are coded with. ``examples`` are other ways to say it."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    name: Words
    definition: Words = field(default_factory=dict)
    examples: tuple[Words, ...] = ()


@dataclass(frozen=True)
class ValidationRule:
    """Who is asked whether stories are right, and to rank them.

    ``per_domain``: people drawn in each domain; ``stratify_by``: what of a respondent the draw is spread over (``category``,
    ``place``, ``sex``); ``seed`` of the draw. ``interested``: categories that judge work of their own, shown apart.
    ``questions``: what third parties are asked who verify a story, the method's five when empty.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    per_domain: int = 12
    stratify_by: tuple[str, ...] = ("category",)
    seed: int = 1
    interested: tuple[str, ...] = ()
    questions: tuple[VerificationQuestion, ...] = ()


@dataclass(frozen=True)
class PlanRow:
    """One row of the analysis plan: which segments answer an evaluation question. What is empty does not restrict.

    ``methods``, ``instruments``, ``modes`` and ``prompted`` of the session; ``categories`` of the people who speak, ``asked_about``
    the domains they were asked about; ``not_asked``: categories that the question was not put to, which is not the same as having
    said nothing. ``domains`` and ``sections`` the segment was coded with; ``codes``: codes, headings or families, one of them on
    the segment; ``changes``: one of them reported or denied in it, ``any_change``: any. ``elsewhere``: what the question needs that
    is not in Relato.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    question: Words
    methods: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    prompted: bool | None = None
    categories: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    asked_about: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    any_change: bool = False
    strategy: Words = field(default_factory=dict)
    elsewhere: Words = field(default_factory=dict)


@dataclass(frozen=True)
class SaturationRule:
    """When a change has been reported often enough to be written up.

    ``minimum_independent``: independent sessions for it. ``minimum_categories``: different respondent categories among them.
    ``maximum_against_ratio``: above this share of sessions against, the change is saturated but contested.
    ``count_prompted``: whether answers to a closed list count. ``merge_referrals``: whether a session of somebody named by a
    respondent of another session that reports the same change counts together with it. ``merge_affiliations``: whether sessions of
    people of one organisation count together. ``warn_under``: fewer independent sessions than this are enough, with a warning.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    minimum_independent: int = 5
    minimum_categories: int = 1
    maximum_against_ratio: float = 0.3
    count_prompted: bool = False
    merge_referrals: bool = True
    merge_affiliations: bool = False
    warn_under: int = 5


@dataclass(frozen=True)
class IdentityRule:
    """What has to be settled before words leave for review, and what is done about each kind of identifying detail.

    ``before_sending``: every proposal decided by a person, or all texts looked at, or nothing. ``kinds``: an action by kind: mask it from
    the first proposal on, ask first, or keep it. ``regions``: countries (ISO 3166) whose numbers are looked for; else all of the language.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    before_sending: Literal["decided", "looked_at", "nothing"] = "decided"
    kinds: Mapping[IdentityKind, Action] = field(default_factory=dict)
    regions: tuple[str, ...] = ()

    @property
    def policy(self) -> Policy:
        return Policy(self.kinds)


@dataclass(frozen=True)
class SuggestionRule:
    """What the study asks of suggestions.

    ``recall``: of what people would code with a code, the share that must be shown to them for it to be certified; ``confidence``: how
    sure that must be, code by code. ``random_share``: of what is sent for review, drawn by lot to estimate what is missed.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    recall: float = 0.8
    confidence: float = 0.9
    random_share: float = 0.1


@dataclass(frozen=True)
class RetrainingRule:
    """When models are retrained, and who lets a better one be used.

    ``schedule``: cron, in UTC; else the service's own. ``promotion``: by itself when shown to be better, or when a person says so.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    schedule: str = ""
    promotion: Literal["automatic", "ask"] = "automatic"


@dataclass(frozen=True)
class RoundRule:
    """One pass over the material. Ratios lie in [0, 1].

    ``overlap``: the share of sessions that ``coders`` people code, each by themselves; the others are coded by one. ``blind``:
    which sessions are coded without anything shown. Of what is coded with suggestions shown, ``withheld`` is the share of segments
    whose suggestions are held back and ``planted`` the share among whose suggestions one is put that is known to be wrong.
    ``drawn``: the share of segments that the supervisor sees anyway.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    number: int
    overlap: float = 0.0
    coders: int = 2
    blind: Literal["overlap", "all", "none"] = "overlap"
    withheld: float = 0.0
    planted: float = 0.0
    drawn: float = 0.0


@dataclass(frozen=True)
class ReviewRule:
    """Who codes what, round by round. Without rounds every coder codes all their sessions, once, with suggestions shown.

    ``stratify_by``: what of a session (``STRATA``) the sessions that several people code are spread over.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    rounds: tuple[RoundRule, ...] = ()
    stratify_by: tuple[str, ...] = ()
    seed: int = 1

    def round(self, number: int) -> RoundRule:
        """The rule of one round. Raises NotFound."""
        for rule in self.rounds:
            if rule.number == number:
                return rule
        known = ", ".join(str(rule.number) for rule in self.rounds)
        raise NotFound(
            f"the study has no round {number}",
            remedy=f"use one of {known}" if known else "write it under `review: {rounds: […]}` in the study",
        )


@dataclass(frozen=True)
class Coder:
    """A person who reviews; ``sessions`` are the ones that they may be given, all when empty.

    A supervisor is given no sessions to code: they decide what coders ask them or disagree about.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    name: str
    email: str
    language: str
    sessions: tuple[str, ...] = ()
    role: Literal["coder", "supervisor"] = "coder"


@dataclass(frozen=True)
class Study:
    """One evaluation. Every list is the study's own; the code assumes no number of anything.

    ``consent``: whether a session is imported only when everybody in it is known to agree; not required of public material.
    Of the codes of actors, ``programme_actors`` are what is evaluated, ``outside_actors`` others from elsewhere, the rest local ones;
    ``hindering_codes`` say that something got in the way: drafts of stories are ordered by them.
    ``findings``: the sub-sections of each domain in the report, the house's when empty.
    ``borders``: a GeoJSON file beside the study, for maps; ``statistics``: a CSV or XLSX file of data points.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    name: Words
    description: Words
    languages: tuple[str, ...]
    domains: tuple[DomainOfChange, ...]
    sections: tuple[StorySection, ...]
    coders: tuple[Coder, ...]
    guide: tuple[Question, ...] = ()
    changes: tuple[Change, ...] = ()
    categories: tuple[RespondentCategory, ...] = ()
    groups_family: str = ""
    actors_family: str = ""
    programme_actors: tuple[str, ...] = ()
    outside_actors: tuple[str, ...] = ()
    hindering_codes: tuple[str, ...] = ()
    priorities_family: str = ""
    projects: tuple[Project, ...] = ()
    places: tuple[Place, ...] = ()
    borders: str = ""
    plan: tuple[PlanRow, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    saturation: SaturationRule = SaturationRule()
    identity: IdentityRule = IdentityRule()
    suggestions: SuggestionRule = SuggestionRule()
    retraining: RetrainingRule = RetrainingRule()
    review: ReviewRule = ReviewRule()
    story_roles: tuple[StoryRole, ...] = STORY_ROLES
    findings: tuple[FindingSection, ...] = ()
    validation: ValidationRule = ValidationRule()
    criteria: tuple[Criterion, ...] = ()
    rubrics: tuple[Rubric, ...] = ()
    statistics: str = ""
    consent: Literal["required", "not_required"] = "required"
    code_frame: str = "codeframe.yaml"
    sessions: str = "sessions.csv"
    roster: str = "roster.csv"
    contacts: str = "contacts.csv"
    transcripts: str = "transcripts"

    def change(self, change_id: str) -> Change:
        for change in self.changes:
            if change.id == change_id:
                return change
        known = ", ".join(change.id for change in self.changes)
        remedy = f"use one of {known}" if known else "add it to the changes of the study"
        raise NotFound(f"there is no change {change_id!r}", where=self.id, remedy=remedy)
