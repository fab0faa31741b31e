"""Mirrors qc; `flow` and `browser` drive the running product."""
