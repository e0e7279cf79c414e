"""SQL, and nothing but SQL: the only place that knows SQLAlchemy. SQLite (WAL) and PostgreSQL 15+."""
