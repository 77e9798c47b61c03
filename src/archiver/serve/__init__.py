"""``archiver serve``: the archive as web pages, in Datasette with a plugin of ours."""
