"""A database of an earlier Relato keeps what is in it when it is brought to the present schema."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from service.settings import Settings
from service.storage import review, rounds, transactions
from service.storage.transactions import Store, migrate, open_engine


def config_of(settings: Settings) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(transactions.__file__).parent / "migrations"))
    config.attributes["url"] = settings.database_url
    return config


OLD = (
    "INSERT INTO study (id, body, loaded_at) VALUES ('water', '{}', '2024-01-01 00:00:00')",
    "INSERT INTO session (study_id, id, body) VALUES ('water', 'S1', '{}')",
    (
        "INSERT INTO transcript (study_id, session_id, body, source_hash, imported_at) "
        "VALUES ('water', 'S1', '{}', 'h', '2024-01-01 00:00:00')"
    ),
    "INSERT INTO segment (study_id, id, session_id, number, body) VALUES ('water', 'S1.001', 'S1', 1, '{}')",
    (
        "INSERT INTO review_project (study_id, round, coder_id, label_studio_id, frame_version, cursor, account_id) "
        "VALUES ('water', 1, 'ana', 7, 2, '2024-02-01', 3), ('water', 1, 'ben', 8, 2, '', NULL)"
    ),
    (
        "INSERT INTO work_item (study_id, id, segment_id, coder_id, round, batch, state, model_version, task_id) "
        "VALUES ('water', 'r1/S1.001/ana', 'S1.001', 'ana', 1, 'b', 'reviewed', 'm1', 5)"
    ),
    (
        "INSERT INTO coding (study_id, segment_id, coder_id, round, kind, target, stance, frame_version, at, from_suggestion) "
        "VALUES ('water', 'S1.001', 'ana', 1, 'code', 'wells', NULL, 2, '2024-02-01 00:00:00', 'm1')"
    ),
    (
        "INSERT INTO coding_log (study_id, at, coder_id, segment_id, round, frame_version, act, kind, target, suggested, stance, "
        "model_version, source) VALUES "
        "('water', '2024-02-01 00:00:00', 'ana', 'S1.001', 1, 2, 'accepted', 'code', 'wells', 'wells', '', 'm1', 'label-studio:1@t')"
    ),
)


@pytest.fixture
def old(settings: Settings) -> Settings:
    """A database as it was before there were rounds, with a review in it."""
    settings.folder()
    command.upgrade(config_of(settings), "0006")
    _do(open_engine(settings.database_url), *OLD)
    return settings


def _do(engine: Engine, *statements: str) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_a_review_from_before_there_were_rounds_goes_on(old: Settings) -> None:
    migrate(old.database_url)
    store = Store(old.database_url)
    with store.read() as tx:
        assert [
            (p.round, p.coder_id, p.arm, p.frame_version, p.label_studio_id, p.cursor, p.account_id)
            for p in review.projects(tx, "water")
        ] == [(1, "ana", "assisted", 2, 7, "2024-02-01", 3), (1, "ben", "assisted", 2, 8, "", None)]
        (item,) = review.work_items(tx, "water", frame_version=2)
        assert (item.arm, item.condition, item.planted, item.carried, item.frame_version, item.why) == (
            "assisted", "shown", [], [], 0, ""
        )  # fmt: skip
        found = review.project(tx, "water", item.round, item.coder_id, item.arm, item.frame_version)
        assert found is not None
        assert found.label_studio_id == 7
        assert [row.reason for row in review.log(tx, "water")] == [""]
        stood = review.standing(tx, "water")["S1.001"]
        assert (stood.how, [c.target for c in stood.codings]) == ("single", ["wells"])
        assert rounds.rounds(tx, "water") == []
    with store.begin() as tx:
        review.save_project(tx, "water", 1, "ana", "blind", 2, label_studio_id=9, cursor="", account_id=3)
        review.save_project(tx, "water", 1, "ana", "assisted", 3, label_studio_id=10, cursor="", account_id=3)
    with store.read() as tx:
        assert [p.label_studio_id for p in review.projects(tx, "water")] == [7, 10, 9, 8]
        newest = review.project(tx, "water", 1, "ana", "assisted", 0)
        assert newest is not None
        assert newest.label_studio_id == 10
    store.close()


def test_and_back_again_with_the_newest_project_of_each_coder(old: Settings) -> None:
    migrate(old.database_url)
    more = "INSERT INTO review_project (study_id, round, coder_id, arm, frame_version, label_studio_id, cursor) VALUES "
    _do(
        open_engine(old.database_url), more + "('water', 1, 'ana', 'assisted', 3, 10, ''), ('water', 1, 'ana', 'blind', 2, 9, '')"
    )
    command.downgrade(config_of(old), "0006")
    engine = open_engine(old.database_url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT coder_id, label_studio_id FROM review_project ORDER BY coder_id")).all()
        assert [tuple(row) for row in found] == [("ana", 10), ("ben", 8)]
        assert connection.execute(text("SELECT count(*) FROM work_item")).scalar() == 1
    engine.dispose()
    migrate(old.database_url)
