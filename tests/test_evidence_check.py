"""`cobtrack evidence check`: dead links, addresses that moved, and addresses that must not be visited."""

from __future__ import annotations

import hashlib
import json
import socket
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from cobtrack.exchange import web
from cobtrack.store.load import load
from cobtrack.views.evidence.addresses import addresses
from tests.cli_support import ask, small
from tests.support import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = b"a report"
SUM = hashlib.sha256(FILE).hexdigest()
ASKED: list[str] = []


class Server(BaseHTTPRequestHandler):
    """A server with pages of every kind."""

    def do_HEAD(self) -> None:
        self.respond("HEAD")

    def do_GET(self) -> None:
        self.respond("GET")

    def respond(self, method: str) -> None:
        ASKED.append(f"{method} {self.path}")
        status = {"/gone": 404, "/only-get": 405 if method == "HEAD" else 200, "/closed": 403}.get(self.path, 200)
        target = {"/old": "/found", "/loop": "/loop", "/login": "/found", "/inside": "http://inside.example/",
                  "/colours": "/\x1b[31m\xc3\xa9"}  # fmt: skip
        if self.path in target:
            status = 302 if self.path == "/login" else 301
        self.send_response(status)
        if self.path in target:
            self.send_header("Location", target[self.path])
        self.send_header("Content-Length", str(len(FILE) + (self.path == "/cut")))
        self.end_headers()
        if method == "GET":
            self.wfile.write(FILE)

    def log_message(self, *_: object) -> None:
        """Write no log."""


def resolve(port: int, host: str, _: int) -> list[web.Place]:
    """Find every host of the tests on the local server, except one inside a private network."""
    return web.public_places("127.0.0.1", port) if host.startswith("inside") else [("127.0.0.1", port)]


@pytest.fixture(scope="module", autouse=True)
def local_server() -> Iterator[None]:
    """Run a server, and let the commands find all hosts there. No test uses the network."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
    thread.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(web.Web.__init__, "__defaults__", (partial(resolve, server.server_port), lambda _: None))
        yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "state"),
    [("/found", "found"), ("/gone", "dead"), ("/only-get", "found"), ("/closed", "unclear"), ("/old", "moved"),
     ("/login", "found"), ("/loop", "unclear"), ("/inside", "refused")],
)  # fmt: skip
def test_what_a_server_answers_decides_what_became_of_an_address(path: str, state: str) -> None:
    answer = web.Web().visit(f"http://a.example{path}")
    assert answer.state == state
    assert answer.url == ("http://a.example/found" if state == "moved" else "")


@pytest.mark.parametrize("url", ["ftp://a.example/", "http://me:secret@a.example/", "http://a.example:22/", "http://["])
def test_an_address_that_is_no_public_web_page_is_not_visited(url: str) -> None:
    ASKED.clear()
    assert (web.Web().visit(url).state, ASKED) == ("refused", [])


@pytest.mark.parametrize(
    "place",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fe80::1",
     "fc00::1", "::ffff:127.0.0.1", "::7f00:1", "::ffff:0:127.0.0.1", "fec0::1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "224.0.0.1"],
)  # fmt: skip
def test_no_address_of_a_private_network_is_public(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not web.is_public(place)
    rows = [(0, 0, 0, "", (address, 80)) for address in ("93.184.215.14", place)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    assert web.Web(web.public_places).visit("http://a.example/").state == "refused"
    assert web.is_public("93.184.215.14")


def test_a_file_is_compared_with_its_checksum(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "http://a.example/report"
    assert [web.Web().visit(url, checksum).state for checksum in (SUM, "0" * 64)] == ["found", "changed"]
    assert web.Web().visit("http://a.example/cut", SUM).state == "unclear"
    monkeypatch.setattr(web, "MAX_BYTES", 3)
    assert web.Web().visit(url, SUM).state == "unclear"


def test_control_characters_in_the_answer_of_a_server_are_escaped() -> None:
    answer = web.Web().visit("http://a.example/colours")
    assert (answer.state, answer.url) == ("moved", "http://a.example/%1B[31m%C3%A9")


def test_every_address_of_the_data_is_found_in_its_record() -> None:
    workspace = load(EXAMPLE).workspace
    found = {(row.record, row.field): row.url for row in addresses(workspace, workspace.file_records())}
    assert found["crc-2022", "url"] == "https://example.org/crc-2022"
    assert found["crc-2022:26", "assessments.1.evidence.2.source.1"] == "https://example.org/survey"
    assert found["ban-in-the-law", "progress.1.evidence.2.archived"] == "https://example.org/archive/brief"
    assert found["roadmap", "sections.1.text.1"] == "https://example.org/dialogue"


def workspace(root: Path, evidence: str) -> Path:
    progress = f"progress: [{{date: 2026-01-30, status: done, evidence: {evidence}}}]"
    text = f"actions:\n  - {{id: brief, title: Brief, kind: action, {progress}, source: http://a.example/found}}\n"
    return small(root, {"data/actions/plan.yaml": text})


def test_a_dead_link_is_an_answer_of_no_with_its_archived_copy(tmp_path: Path) -> None:
    root = workspace(tmp_path, "{cite: 'http://a.example/gone', archived: 'http://b.example/copy'}")
    result = ask(root, "evidence", "check", "brief")
    assert result.code == 1
    assert result.out.startswith(
        "dead: http://a.example/gone\n  There is nothing at this address (404).\n  in brief progress.1.evidence.1\n"
        "  archived copy: http://b.example/copy\n\ndead: 1, found: 2\n"
    )
    rows = json.loads(ask(root, "evidence", "check", "brief", "--format", "json").out)["addresses"]
    assert {row["field"]: row["state"] for row in rows} == {
        "progress.1.evidence.1": "dead",
        "progress.1.evidence.1.archived": "found",
        "source.1": "found",
    }


def test_write_records_when_evidence_was_seen(tmp_path: Path) -> None:
    root = workspace(tmp_path, "['http://a.example/found', 'http://a.example/closed', Minutes]")
    assert ask(root, "evidence", "check", "brief", "--write").code == 0
    text = (root / "data/actions/plan.yaml").read_text(encoding="utf-8")
    # Sources that are not evidence stay as they are.
    assert (
        "evidence: [{cite: \"http://a.example/found\", seen: 2026-02-01}, 'http://a.example/closed', Minutes]" in text
    )
    assert "source: http://a.example/found}" in text
    assert ask(root, "evidence", "check", "brief", "--write").code == 0
    assert (root / "data/actions/plan.yaml").read_text(encoding="utf-8") == text


def test_without_the_internet_nothing_is_called_dead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "no name")

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    monkeypatch.setattr(web.Web.__init__, "__defaults__", (web.public_places, lambda _: None))
    result = ask(workspace(tmp_path, "'http://a.example/gone'"), "evidence", "check", "brief")
    assert (result.code, "no server could be reached" in result.err) == (2, True)
