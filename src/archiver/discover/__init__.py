"""Finds addresses in feeds, sitemaps and pages; orders what is due. Pure."""
