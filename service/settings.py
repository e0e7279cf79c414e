"""Settings: read once from the environment (prefix ``RELATO_``), passed in, never changed."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

CHECKOUT = Path(__file__).parent.parent


class Settings(BaseSettings):
    """Everything that can be set. State lives under ``home`` and nowhere else."""

    model_config = SettingsConfigDict(env_prefix="RELATO_", frozen=True)

    home: Annotated[Path, Field(description="Folder of all state")] = Path(".relato")
    database_url: Annotated[str, Field(description="SQLAlchemy URL; default: SQLite in the home folder")] = ""
    encoder: Annotated[
        str, Field(description="'packed' (multilingual-e5-small, comes with the installation), or a model folder")
    ] = "packed"
    encoder_precision: Annotated[
        Literal["fast", "float32"],
        Field(description="'fast': 8-bit weights, checked against float32 when they are made; or 'float32'"),
    ] = "fast"
    label_studio_url: Annotated[str, Field(description="Default: the Label Studio that Relato started")] = ""
    label_studio_token: Annotated[SecretStr, Field(description="API token of Label Studio")] = SecretStr("")
    label_studio_secret: Annotated[
        SecretStr, Field(description="Password with which Label Studio asks for predictions and gives hints; empty: it may not")
    ] = SecretStr("")
    label_studio_executable: Annotated[Path, Field(description="Label Studio in its own environment")] = (
        CHECKOUT / ".venv-ls/bin/label-studio"
    )
    vault_key: Annotated[
        SecretStr, Field(description="Key of the vault of names (Fernet); several with commas: the first seals, each opens")
    ] = SecretStr("")
    vault_key_file: Annotated[
        Path, Field(description="File of the key, made on first use; default: vault.key in the home folder")
    ] = Path()
    api_host: Annotated[str, Field(description="Address the API listens on")] = "127.0.0.1"
    api_port: Annotated[int, Field(description="Port of the API")] = 8085
    collect_seconds: Annotated[int, Field(description="How often reviews are collected from Label Studio, in seconds")] = 60
    retrain_cron: Annotated[
        str, Field(description="When models are retrained, and everything is compared with Label Studio (cron, UTC)")
    ] = "0 3 * * *"
    processes: Annotated[
        int, Field(ge=0, description="In how many processes suggestions are made at most; 0: as many as cores may be used")
    ] = 0
    language_model_url: Annotated[
        str, Field(description="Language model that may word sentences of drafts anew (OpenAI's protocol); empty: none")
    ] = ""
    language_model: Annotated[str, Field(description="Name of that model, written down beside what it wrote")] = "local"
    language_model_key: Annotated[SecretStr, Field(description="Key of that model's address")] = SecretStr("")
    language_model_anywhere: Annotated[
        bool, Field(description="Whether that address may be outside this machine and its network: sentences then leave it")
    ] = False
    heartbeat_seconds: Annotated[int, Field(ge=1, le=20, description="How often a worker says that it is alive, in seconds")] = 5

    @field_validator("collect_seconds")
    @classmethod
    def _can_be_scheduled(cls, seconds: int) -> int:
        minutes, rest = divmod(seconds, 60)
        if seconds < 1 or (60 % seconds if seconds < 60 else rest or minutes > 60 or 60 % minutes):
            raise ValueError("must divide a minute, or be whole minutes that divide an hour: 10, 30, 60, 300, 3600")
        return seconds

    @model_validator(mode="after")
    def _resolve(self) -> Self:
        home = self.home.expanduser().resolve()
        object.__setattr__(self, "home", home)
        if self.vault_key_file == Path():
            object.__setattr__(self, "vault_key_file", home / "vault.key")
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

    def as_environment(self) -> dict[str, str]:
        """What gives another process these very settings."""
        values = self.model_dump()
        values |= {name: value.get_secret_value() for name, value in self if isinstance(value, SecretStr)}
        return {f"RELATO_{name.upper()}": str(value) for name, value in values.items()}

    def folder(self, *parts: str) -> Path:
        """A folder under ``home``, made when missing, readable by its owner only."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.home.joinpath(*parts)
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path
