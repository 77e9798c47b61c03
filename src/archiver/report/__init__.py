"""The archive as one page of charts and tables, in a file that needs nothing else."""
