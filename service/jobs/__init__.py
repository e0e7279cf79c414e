"""Durable jobs: the only place that knows DBOS. A verb of ``service.workflows`` becomes a job of the same name here."""
