"""One prepared encoder for all tests, instead of one for each home."""

from models.embeddings.prepared import default_folder
from service.settings import Settings


def share_encoders(settings: Settings) -> Settings:
    """The same settings, whose home looks for prepared encoders in the folder of this machine."""
    folder = default_folder()
    folder.mkdir(parents=True, exist_ok=True)
    link = settings.folder("cache") / "encoders"
    if not link.exists():
        link.symlink_to(folder)
    return settings
