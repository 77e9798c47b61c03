"""Keeps records in one SQLite file: the only layer that knows SQLite."""
