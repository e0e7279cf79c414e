"""The check before publishing: a set of outputs, read together, against what must not be found in them.

Pure: no SQL, no vault, no network. The caller opens the vault and passes the originals; findings never print them unless asked to.
"""
