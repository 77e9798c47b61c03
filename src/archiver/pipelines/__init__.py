"""Crawl, update, ingest, reparse: the only layer that knows fetch, discover, parser and store."""
