"""What identifies people in a text: found, proposed, decided by a person, replaced, and mapped back.

Pure: no SQL, no files, no network. What is found is a proposal; ``docs/explanation/identity.md`` says how far to trust it.
"""
