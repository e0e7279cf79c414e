"""What identifies by its form: e-mail, links, accounts, numbers, addresses, dates of birth."""

import re
from collections.abc import Iterable, Iterator, Sequence

from annotations.pseudonyms.localities import numbers_of
from annotations.pseudonyms.records import IdentityKind, Mention
from annotations.pseudonyms.spelled import spelled

K = IdentityKind
CUE_REACH = 60
BEFORE_DIGITS, AFTER_DIGITS = 120, 60
_DIGITS = re.compile(r"\d+")
_TLDS = "com|org|net|edu|gob|gov|mil|int|info|biz|mx|es|co|ar|cl|pe|br|uk|us|ca|fr|de|it|eu|io|ai|app|dev|me|tv|ly|gt|hn|sv|ni|cr|pa|ec|bo|py|uy|ve|ke|ng|gh|za|in"
_SIMPLE: tuple[tuple[IdentityKind, str, float, re.Pattern[str]], ...] = (
    (K.EMAIL, "email", 0.99, re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    (
        K.EMAIL,
        "spoken email",
        0.9,
        re.compile(
            r"(?<!\w)[\w-]{2,40}(?: (?:punto|guion|guión|guion bajo|guión bajo|dot|dash|underscore) [\w-]{1,40}){0,5} (?:arroba|at) [\w-]{2,40}(?: (?:punto|dot) [\w-]{2,20}){1,3}(?!\w)",
            re.IGNORECASE,
        ),
    ),
    (K.URL, "url", 0.97, re.compile(r"(?<![\w.])(?:https?://|www\.)[^\s<>\"'()\[\]{}«»“”]{3,2000}(?<![.,;:!?…])", re.IGNORECASE)),
    (
        K.URL,
        "domain",
        0.8,
        re.compile(
            rf"(?<![\w.@-])(?:[a-z0-9-]{{1,63}}\.){{1,4}}(?:{_TLDS})(?:/[^\s<>\"'()\[\]]{{0,500}}(?<![.,;:!?…]))?(?![\w@-]|\.\w)"
        ),
    ),
    (K.HANDLE, "handle", 0.9, re.compile(r"(?<![\w@.+-])@[A-Za-z_][\w.]{1,38}\w(?!@)")),
)
_STREET_ES = r"(?:calle|avenida|av\.|avda?\.|calz(?:ada|\.)|blvd\.?|bulevar|boulevard|privada|andador|callej[óo]n|cerrada|carretera|paseo|prolongaci[óo]n|c/|cra\.?|carrera|jr\.?|jir[óo]n|pasaje)"
_CAPITALS = r"(?:(?:de|del|la|las|los|el|y) ){0,3}[^\W\d_a-zà-ÿ][\w.'’-]*"
_ADDRESSES = (
    re.compile(
        rf"(?<!\w)(?i:{_STREET_ES}) {_CAPITALS}(?: {_CAPITALS}){{0,5}},? (?:(?i:n[úu]mero|n[úu]m\.?|no\.|nro\.?|n[°º]|#) ?)?#?\d{{1,5}}(?:-?[A-Z]\b|-\d{{1,4}})?"
        r"(?:,? (?i:int(?:erior|\.)?|depto\.?|departamento|piso|mz(?:a|\.)?|lt\.?) ?[\w-]{1,5})?"
    ),
    re.compile(
        r"(?<![\w.])\d{1,5} (?:[NSEW]\.? )?(?:[A-Z][\w.'’-]* ){1,4}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Terrace|Close)\b"
    ),
    re.compile(r"(?<!\w)(?:C\.?P\.?|[Cc]ódigo postal|[Zz]ip(?: code)?|[Pp]ostcode) ?:?(?: es(?: el)?| is)? ?\d{4,5}(?!\w)"),
)
_MONTHS = (
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre|ene|feb|mar|abr|jun|jul|ago|sept?|oct|nov|dic|"
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|apr|aug|dec|"
    "janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
)
_DAY_WORDS = (
    "primero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|diecis[ée]is|diecisiete|dieciocho|diecinueve|veinte|"
    "veinti\\w{2,6}|treinta(?: y uno)?|"
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|"
    "eighteenth|nineteenth|twentieth|twenty[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|thirty[- ]first"
)
_YEAR = r"(?:(?:18|19|20)\d\d|['’]?\d\d(?!\d)|mil novecientos(?: \w+){1,3}|dos mil(?: \w+)?|nineteen [\w-]+(?: [\w-]+)?|(?:veinti\w{2,6}|(?:treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)(?: y \w{3,6})?))"
DATE = re.compile(
    rf"(?<!\w)(?:(?:\d{{1,2}}(?:º|°|ro|st|nd|rd|th)?|{_DAY_WORDS})(?: de| of)? (?:{_MONTHS})\.?(?!\w)(?:(?:,| de| del)?(?: a[ñn]o)? {_YEAR}(?!\w))?|(?:{_MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?"
    rf"(?!\w)(?:,? {_YEAR}(?!\w))?|\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d{{2}})(?!\w)|(?:18|19|20)\d\d-\d{{1,2}}-\d{{1,2}}(?!\w)|"
    rf"(?:{_MONTHS})(?:,| de| del| of) {_YEAR}(?!\w))",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\d{4}|\d[/.-]\d{1,2}[/.-]\d|(?:mil|nineteen|twenty|del?) \w+|['’]\d\d", re.IGNORECASE)
_BIRTH = re.compile(
    r"(?<!\w)(?:nac[íi]|naci[óo]|naci(?:mos|eron)|nacid[oa]s?|nacimiento|cumplea[ñn]os|cumpl(?:o|e|[íi]|[íi]a) a[ñn]os|born|birth(?:day|date|\s?date)?|date\s+of\s+birth|d\.?o\.?b\.?|nasci|nascid[oa]|"
    r"nascimento|née?|naissance)(?!\w)",
    re.IGNORECASE,
)
BIRTH_REACH, ANSWER_REACH = 150, 70


def by_form(text: str, regions: Sequence[str] = ()) -> list[Mention]:
    """Everything that a pattern finds. ``regions`` (ISO 3166) choose the countries' numbers; none means all that are known."""
    found = [
        Mention(match.start(), match.end(), kind, match.group(), score, by)
        for kind, by, score, pattern in _SIMPLE
        for match in (pattern.finditer(text) if _worth(by, text) else ())
    ]
    places = windows(text)
    for pattern in _ADDRESSES:
        matches = (m for start, end in places for m in pattern.finditer(text, start, end))
        found += [Mention(m.start(), m.end(), K.ADDRESS, m.group(), 0.85, "address") for m in matches]
    return [*found, *birth_dates(text), *numbers(text, regions, places), *spelled(text)]


def windows(text: str) -> list[tuple[int, int]]:
    """Stretches around digits, apart and between spaces: where there are none no number is, and most of an interview has none."""
    found: list[tuple[int, int]] = []
    for match in _DIGITS.finditer(text):
        if found and match.end() <= found[-1][1]:
            continue
        start = max(match.start() - BEFORE_DIGITS, found[-1][1] if found else 0)
        end = min(match.end() + AFTER_DIGITS, len(text))
        if start > 0 and (not found or start > found[-1][1]):
            start = next((i for i in range(start, match.start()) if text[i].isspace()), match.start())
        end = next((i for i in range(end, min(end + 80, len(text))) if text[i].isspace()), min(end + 80, len(text)))
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _worth(by: str, text: str) -> bool:
    """Most texts hold no e-mail at all: look for its one sure sign first."""
    signs = {
        "url": ("http", "www.", "HTTP", "WWW.", "Http", "Www."),
        "email": ("@",),
        "handle": ("@",),
        "spoken email": ("arroba", " at ", "Arroba", " AT "),
    }
    return by not in signs or any(sign in text for sign in signs[by])


def birth_dates(text: str) -> Iterator[Mention]:
    """Dates that a word of birth stands shortly before, in the same sentence."""
    for cue in _BIRTH.finditer(text):
        window = text[cue.end() : cue.end() + BIRTH_REACH]
        stop = re.search(r"[.?!](?:\s|$)|\n\s*\n", window)
        match = DATE.search(window[: stop.start()] if stop else window)
        if match is None and stop and stop.group().startswith("?"):
            match = DATE.search(window, stop.end(), min(len(window), stop.end() + ANSWER_REACH))
            match = match if match and _WHOLE.search(match.group()) else None
        if match:
            start, end = cue.end() + match.start(), cue.end() + match.end()
            yield Mention(start, end, K.BIRTH_DATE, text[start:end], 0.9, "birth")


def numbers(text: str, regions: Iterable[str], places: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    """Numbers of persons and vehicles: the check digit proves them, or a word before them says what they are."""
    for number in numbers_of(regions) if places else ():
        for match in (m for start, end in places for m in number.pattern.finditer(text, start, end)):
            characters = re.sub(r"[ .-]", "", match.group()).upper()
            proved = number.check is not None and number.check(characters)
            said = (
                number.cue is not None and number.cue.search(text[max(0, match.start() - CUE_REACH) : match.start()]) is not None
            )
            if proved and (number.cue is None or said):
                score = 0.97
            elif said or proved:
                score = 0.92 if said else number.proved
            elif number.alone:
                score = 0.7
            else:
                continue
            yield Mention(match.start(), match.end(), number.kind, match.group(), score, number.name)
