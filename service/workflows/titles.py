"""What projects are called in Label Studio."""

import hashlib

LONGEST = 50  # characters that Label Studio takes


def project_title(study_id: str, round_: int, coder_id: str, frame_version: int, arm: str = "assisted") -> str:
    """The title of a project, which is how it is found again.

    >>> project_title("water", 1, "ines", 2)
    'water · r1 · ines · f2'
    >>> project_title("water", 1, "ines", 2, "blind")
    'water · r1 · ines · f2 · blind'
    >>> len(project_title("agua-y-acuerdos-en-la-sierra", 10, "maria-fernanda", 12, "adjudication"))
    50
    """
    kind = "" if arm == "assisted" else f" · {arm}"
    title = f"{study_id} · r{round_} · {coder_id} · f{frame_version}{kind}"
    if len(title) <= LONGEST:
        return title
    mark = hashlib.sha256(title.encode()).hexdigest()[:8]
    if not kind:
        return f"{study_id[:14]} · r{round_} · {coder_id[:8]} · f{frame_version} · {mark}"
    rest = f" · r{round_} · {coder_id[:4]} · f{frame_version} · {mark}{kind}"
    return study_id[: max(0, LONGEST - len(rest))] + rest
