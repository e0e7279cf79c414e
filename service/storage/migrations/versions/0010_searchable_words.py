"""words that can be searched, of every segment; indexes for the lists behind numbers"""

import json

import sqlalchemy as sa
from alembic import op

from annotations.disclosure.folding import searchable_words

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BATCH = 2000
DROP = "INSERT INTO segment_words (segment_words, rowid, words) VALUES ('delete', old.number, old.words);"
ADD = "INSERT INTO segment_words (rowid, words) VALUES (new.number, new.words);"
TABLE = "words, content='searchable', content_rowid='number', tokenize='unicode61 remove_diacritics 0'"
FTS5 = (
    f"CREATE VIRTUAL TABLE segment_words USING fts5({TABLE})",
    f"CREATE TRIGGER searchable_insert AFTER INSERT ON searchable BEGIN {ADD} END",
    f"CREATE TRIGGER searchable_delete AFTER DELETE ON searchable BEGIN {DROP} END",
    f"CREATE TRIGGER searchable_update AFTER UPDATE ON searchable BEGIN {DROP} {ADD} END",
)
TSVECTOR = ("CREATE INDEX ix_searchable_words ON searchable USING gin (to_tsvector('simple', words))",)
INDEXES = (
    ("ix_work_item_segment", "work_item", ("study_id", "segment_id")),
    ("ix_coding_target", "coding", ("study_id", "kind", "target")),
    ("ix_coding_log_at", "coding_log", ("study_id", "at")),
)


def upgrade() -> None:
    table = op.create_table(
        "searchable",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("study_id", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id", "segment_id"],
            ["segment.study_id", "segment.id"],
            name=op.f("fk_searchable_study_id_segment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_searchable")),
        sa.UniqueConstraint("study_id", "segment_id", name=op.f("uq_searchable_study_id")),
    )
    for statement in FTS5 if op.get_bind().dialect.name == "sqlite" else TSVECTOR:
        op.execute(statement)
    _fill(table)
    for name, on, columns in INDEXES:
        op.create_index(name, on, list(columns))


def _fill(table: sa.Table) -> None:
    """The words of every segment that is there already."""
    bind = op.get_bind()
    found = bind.execute(sa.text("SELECT study_id, id, body FROM segment WHERE NOT retired")).all()
    for start in range(0, len(found), BATCH):
        rows = []
        for study_id, segment_id, body in found[start : start + BATCH]:
            said = body if isinstance(body, dict) else json.loads(body)
            rows.append({"study_id": study_id, "segment_id": segment_id, "words": searchable_words(said.get("text", ""))})
        bind.execute(table.insert(), rows)


def downgrade() -> None:
    for name, on, _ in INDEXES:
        op.drop_index(name, on)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE segment_words")
    op.drop_table("searchable")
