"""Validation and ranking by those concerned: who is drawn, what is put to them, what they answer, how many did."""
