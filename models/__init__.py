"""Machines: text to segments, vectors, scores, and suggestions with reasons."""
