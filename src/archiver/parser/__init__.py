"""Turns a document into an Article. Pure: no clock, network or disk."""
