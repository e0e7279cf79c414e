"""When there is nothing to draw yet."""

from annotations.errors import NotReady


class NothingToDraw(NotReady):
    """There is nothing in the study yet that this figure could show. Its words are in the reader's language."""
