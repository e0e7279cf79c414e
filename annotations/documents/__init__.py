"""Documents for people: tables, stories and annexes as DOCX, PDF, HTML, Markdown and JSON."""
