"""Measurements of Relato on material of known truth; `relato bench` shows them."""
