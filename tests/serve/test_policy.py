"""What every response says may be done with it, and by which names the server answers."""

from __future__ import annotations

import pytest

from archiver.serve.policy import allowed_names, datasette_policy
from support.served import desk_at, served


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    path = tmp_path_factory.mktemp("served") / "archive.db"
    with desk_at(path):
        pass
    with served(path) as pages:
        yield pages


def policy_of(response) -> dict[str, list[str]]:
    """The directives of a response's policy."""
    directives = response.headers["content-security-policy"].split(";")
    return {name: values for name, *values in map(str.split, directives)}


@pytest.mark.parametrize("path", ["/", "/nothing-here"])
def test_our_pages_allow_nothing_inline_and_nothing_from_elsewhere(pages, path):
    policy = policy_of(pages.get(path))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == policy["connect-src"] == ["'self'"]
    assert policy["img-src"] == ["'self'", "data:"]


@pytest.mark.parametrize("path", ["/archive", "/archive/articles", "/archive?sql=select+1"])
def test_datasettes_pages_run_their_own_scripts_alone(pages, path):
    response = pages.get(path)
    policy = policy_of(response)
    assert policy["default-src"] == ["'none'"]
    assert "'unsafe-inline'" not in policy["script-src"]
    assert any(source.startswith("'sha256-") for source in policy["script-src"])
    assert response.status_code == 200


@pytest.mark.parametrize("path", ["/", "/archive.json", "/-/files/style.css", "/-/static/app.css", "/favicon.ico"])
def test_every_response_is_taken_for_what_it_is_and_tells_no_other_site(pages, path):
    headers = pages.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert policy_of(pages.get(path))["default-src"] == ["'none'"]


def test_a_script_with_a_value_in_it_is_allowed_for_the_values_that_we_know():
    policy = datasette_policy(["<script>A = {{ datasette_allow_facet }};</script><script>{{ evil }}</script>"])
    assert policy.count("'sha256-") == 2


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost:8001", 200), ("127.0.0.1", 200), ("LOCALHOST", 200), ("evil.example", 421), ("", 421)],
)
def test_on_this_machine_alone_it_answers_to_this_machines_names_alone(tmp_path, host, status):
    """A page elsewhere may let its name point here (DNS rebinding)."""
    with desk_at(tmp_path / "archive.db"):
        pass
    with served(tmp_path / "archive.db", names=allowed_names("127.0.0.1", None)) as guarded:
        assert guarded.get("/archive.json", headers={"host": host}).status_code == status


def test_names_that_may_be_asked_for():
    assert allowed_names("0.0.0.0", None) is None
    assert allowed_names("192.168.1.5", "news.example") is None
    assert {"[::1]", "localhost"} <= allowed_names("::1", None)
    assert {"news.example", "127.0.0.2"} <= allowed_names("127.0.0.2", "news.example")
