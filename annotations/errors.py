"""Every error that Relato raises on purpose, on one page.

The docstring of a class is its message when none is given. ``where`` names the file or record and the place in it,
``remedy`` tells what to do. ``str(error)`` is one line that a person can act on.
"""


class RelatoError(Exception):
    """Relato could not do this."""

    def __init__(self, message: str = "", *, where: str = "", remedy: str = "") -> None:
        self.message = message or (type(self).__doc__ or "").strip().splitlines()[0]
        self.where = where
        self.remedy = remedy
        super().__init__(": ".join(part for part in (where, self.message) if part) + (f" ({remedy})" if remedy else ""))

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the facts when a job stores the error (keyword arguments do not survive the default pickling)."""
        return _rebuild, (type(self), self.message, self.where, self.remedy)


def _rebuild(kind: type[RelatoError], message: str, where: str, remedy: str) -> RelatoError:
    return kind(message, where=where, remedy=remedy)


class BadInput(RelatoError):
    """The input cannot be used as it is."""


class BadStudy(BadInput):
    """The study file does not describe a study."""


class BadCodeFrame(BadInput):
    """The code frame is not a tree of uniquely named codes."""


class BadRegister(BadInput):
    """The session register or the roster contradicts itself."""


class BadTranscript(BadInput):
    """The file holds no transcript that can be read."""


class SuffixMismatch(BadTranscript):
    """The content of the file is not what its suffix says. Rename the file or save it again in that format."""


class ConsentMissing(BadInput):
    """Somebody in this session did not consent to take part. Nothing of it is imported."""


class VaultLocked(RelatoError):
    """The key of the vault is not the one that sealed it. Set RELATO_VAULT_KEY, or put the key's file back."""


class NotFound(RelatoError):
    """There is no such record."""


class Conflict(RelatoError):
    """This would overwrite work that people have done."""


class NotReady(RelatoError):
    """An earlier step has not been done yet."""


class TooFewTranscripts(RelatoError):
    """There are not enough reviewed transcripts. Review more, or lower the number of folds."""


class ModelMismatch(RelatoError):
    """The model was made for another encoder or another version of the code frame. Retrain it."""


class LabelStudioError(RelatoError):
    """Label Studio refused or did not answer."""


class NotAllowed(RelatoError):
    """The API key is missing or unknown. Make one with `relato key new`."""
