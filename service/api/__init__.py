"""The REST API under ``/v1``: one router per resource, its schemas beside it."""
