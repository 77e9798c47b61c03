"""Real pywb over a folder of WARC files. It runs in an environment of its own: pywb pins old versions of much.

    answers = replay(folder, [("20250811120000", "https://www.journal.example/")])

As a script (by that environment's Python): makes a collection of the files with pywb's own manager, asks its
application for each page, and prints what a browser would get.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: made by ``.ci/set-up-replay``
PYTHON = Path(os.environ.get("REPLAY_PYTHON") or ROOT / ".venv-replay" / "bin" / "python")
#: ``.ci/run`` says so where it could make it
IS_REQUIRED = bool(os.environ.get("REQUIRE_REPLAY"))


@dataclass(frozen=True)
class Replayed:
    """What pywb answers."""

    status: int
    body: bytes
    #: of a redirect: within the collection
    location: str | None
    #: of the capture that was taken, as ``20250811120000``
    moment: str | None


def replay(files: Sequence[Path], asked: Sequence[tuple[str, str]]) -> list[Replayed]:
    """The pages at these moments, as they were, and not rewritten."""
    call = json.dumps({"files": [str(file) for file in files], "asked": asked})
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [PYTHON, __file__], input=call, capture_output=True, text=True, cwd=folder, check=False, timeout=120
        )
    assert done.returncode == 0, done.stderr[-3000:]
    answers = json.loads(done.stdout.splitlines()[-1])
    return [Replayed(**(answer | {"body": base64.b64decode(answer["body"])})) for answer in answers]


def _main() -> None:
    from pywb.apps.frontendapp import FrontEndApp  # noqa: PLC0415 - only there where this is a script
    from pywb.manager.manager import main as manage  # noqa: PLC0415 - likewise
    from werkzeug.test import Client  # noqa: PLC0415 - likewise

    call = json.load(sys.stdin)
    sys.stdout, stdout = sys.stderr, sys.stdout
    manage(["init", "lake"])
    manage(["add", "lake", *call["files"]])
    client = Client(FrontEndApp(config_file=None, custom_config={}))
    print(json.dumps([_ask(client, moment, url) for moment, url in call["asked"]]), file=stdout)


def _ask(client: object, moment: str, url: str) -> dict[str, object]:
    from datetime import datetime  # noqa: PLC0415 - of the script alone

    answer = client.get(f"/lake/{moment}id_/{url}")  # type: ignore[attr-defined]  # werkzeug's
    memento = answer.headers.get("Memento-Datetime")
    return {
        "status": answer.status_code,
        "body": base64.b64encode(answer.get_data()).decode(),
        "location": answer.headers.get("Location"),
        "moment": memento and datetime.strptime(memento, "%a, %d %b %Y %H:%M:%S GMT").strftime("%Y%m%d%H%M%S"),  # noqa: DTZ007 - it is GMT
    }


if __name__ == "__main__":
    _main()
