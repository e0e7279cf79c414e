"""What is logged of an error: what kind, and where; never what it says."""

import logging
import sys

from service.logs import QuietFormatter


def test_an_exception_is_logged_without_its_message() -> None:
    said_by_somebody = "doña Lencha dijo que no"
    try:  # the line below is logged, the words are not
        raise ValueError(said_by_somebody)
    except ValueError:
        record = logging.LogRecord("service", logging.ERROR, __file__, 1, "job %s failed", ("x",), sys.exc_info())
    said = QuietFormatter("%(message)s").format(record)
    assert "job x failed" in said
    assert "ValueError" in said
    assert "test_logs.py" in said
    assert "Lencha dijo" not in said
