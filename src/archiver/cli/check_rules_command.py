"""``check-rules``: whether site rules are sound, and whether they read their cases as they should."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.session import Session, session_options
from archiver.cli.tables import print_json, printable

if TYPE_CHECKING:
    from archiver.pipelines.rule_cases import CheckedCase
    from archiver.site_rules import SiteRules


@click.command("check-rules")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with an object for each case.")
@session_options
def check_rules(session: Session, folder: Path, *, as_json: bool) -> int:
    """Try site rules on their cases. Ends with 1 when a case is read otherwise.

    DIR holds rules, one TOML file a site. A case is a saved page in DIR/cases, and beside it, under the same name with
    .json behind it, what it is expected to say.
    """
    from archiver.pipelines.rule_cases import check_cases  # spares the start of --help lxml and requests
    from archiver.pipelines.site_rules import load_rules

    rules = load_rules(folder)
    cases = list(check_cases(folder, rules))
    if as_json:
        print_json([case.to_dict() for case in cases])
    else:
        _print_differences(cases)
    _report(session, rules, cases)
    return 1 if any(case.differences for case in cases) else 0


def _print_differences(cases: list[CheckedCase]) -> None:
    from archiver.jsontext import encode_json  # as above

    for case in cases:
        if case.differences:
            print(printable(f"{case.name} ({case.file})"))
        for one in case.differences:
            print(printable(f"  {one.place}"))
            print(printable(f"    expected {encode_json(one.expected)}"))
            print(printable(f"    found    {encode_json(one.found)}"))


def _report(session: Session, rules: SiteRules, cases: list[CheckedCase]) -> None:
    tried = {case.file for case in cases}
    for file in rules.files:
        if file.name not in tried:
            session.messages.warning(f"{file.name}: no case tries these rules")
    wrong = sum(1 for case in cases if case.differences)
    session.messages.info(f"rule files: {len(rules.files)}; cases: {len(cases)}; read otherwise: {wrong}")
