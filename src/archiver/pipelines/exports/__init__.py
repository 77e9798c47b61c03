"""Selections of an archive in formats that other programs read; nothing is written to the archive."""
