"""``python -m archiver.cli`` is ``archiver``, wherever the console script is not on the path."""

from archiver.cli.main import main

if __name__ == "__main__":
    main()
