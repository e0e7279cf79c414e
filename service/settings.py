"""Settings: read once from the environment (prefix ``RELATO_``), passed in, never changed."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that can be set. State lives under ``home`` and nowhere else."""

    model_config = SettingsConfigDict(env_prefix="RELATO_", frozen=True)

    home: Path = Field(Path(".relato"), description="Folder of all state")
    database_url: str = Field("", description="SQLAlchemy URL; default: SQLite in the home folder")
    encoder: str = Field("packed", description="'packed' (multilingual-e5-small, comes with the installation), or a model folder")
    label_studio_url: str = Field("", description="Default: the Label Studio that Relato started")
    label_studio_token: SecretStr = Field(SecretStr(""), description="API token of Label Studio")
    label_studio_executable: Path = Field(Path(".venv-ls/bin/label-studio"), description="Label Studio in its own environment")
    api_host: str = Field("127.0.0.1", description="Address the API listens on")
    api_port: int = Field(8085, description="Port of the API")
    collect_seconds: int = Field(60, description="How often reviews are collected from Label Studio, in seconds")
    retrain_cron: str = Field("0 3 * * *", description="When models are retrained (cron, local time of the worker)")
    heartbeat_seconds: int = Field(5, description="How often a worker says that it is alive, in seconds")

    @model_validator(mode="after")
    def _resolve(self) -> Self:
        home = self.home.expanduser().resolve()
        object.__setattr__(self, "home", home)
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{home / 'relato.sqlite3'}")
        elif self.database_url.startswith(("postgres://", "postgresql://")):  # the driver we install
            object.__setattr__(self, "database_url", "postgresql+psycopg://" + self.database_url.split("://", 1)[1])
        return self

    @property
    def jobs_database_url(self) -> str:
        """Where the durable jobs live: the same PostgreSQL, or a SQLite file of their own (one writer at a time each)."""
        if self.database_url.startswith("sqlite"):
            return f"sqlite:///{self.home / 'jobs.sqlite3'}"
        return self.database_url

    def folder(self, *parts: str) -> Path:
        """A folder under ``home``, made when missing, readable by its owner only."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.home.joinpath(*parts)
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path
