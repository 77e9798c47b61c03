"""Past one process: sites and files handed to workers, and what they bring back put into one archive."""
