"""The board: the pages that people read, under ``/board``. Nothing of it comes from another host, and all of it works without scripts.

A page is a router in a module of its own with ``prefix="/{study_id}"`` (``/board`` is added where it is mounted), put on the list in
``service.board.mounting``; its words are ``WORDS`` in a module ``words_<page>.py`` beside it, which ``service.board.words`` finds.
"""
