"""Asks for pages politely and keeps what came over the wire."""
