"""The Content-Security-Policy of the pages."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser

import pytest
from synthetic_journey import EVERY_PAGE, SITE_PAGES

from pilotzones.present.policy import with_policy

SCRIPTS = {"zone": 5, "people": 6, "care": 6, "glossary": 2}
"""Scripts of a page: its own, those of the map, of the themes, of the search in the glossary."""


class Reader(HTMLParser):
    """Collects the scripts, the policy and every address of a page."""

    def __init__(self):
        super().__init__()
        self.policies, self.scripts, self.addresses, self.handlers = [], [], [], []
        self._script = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policies.append(given["content"])
        if tag == "script":
            self._script = given.get("type", "text/javascript")
            assert "src" not in given
        self.addresses += [v for k, v in attrs if k in ("src", "href", "action", "data") and v]
        self.handlers += [k for k, _ in attrs if k.startswith("on")]

    def handle_data(self, data):
        if self._script == "text/javascript":
            self.scripts.append(data)

    def handle_endtag(self, tag):
        self._script = None if tag == "script" else self._script


def read(path):
    reader = Reader()
    reader.feed(path.read_text("utf-8"))
    return reader


@pytest.mark.parametrize(("site", "name"), SITE_PAGES)
def test_policy_allows_the_scripts_of_the_page_and_nothing_else(sites, site, name):
    found = read(sites[site] / f"{name}.html")
    hashes = [f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in found.scripts]
    assert found.policies == [
        f"default-src 'none'; script-src {' '.join(hashes)}; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    ]
    assert len(hashes) == SCRIPTS.get(name, 1)


@pytest.mark.parametrize(("site", "name"), SITE_PAGES)
def test_page_names_no_address_but_its_own_pages_and_files(sites, site, name):
    found = read(sites[site] / f"{name}.html")
    files = [a for a in found.addresses if not re.fullmatch(r"#[\w-]*|data:,", a)]
    strange = [a for a in files if not re.fullmatch(r"[\w./-]+(#[\w-]+)?", a)]
    assert strange == []
    assert [a for a in files if not (sites[site] / a.partition("#")[0]).is_file()] == []
    assert found.handlers == []
    assert "url(http" not in (sites[site] / f"{name}.html").read_text("utf-8")


def test_page_without_a_script_allows_none():
    assert "script-src 'none'" in with_policy('<meta content="content-policy-goes-here">')


def test_policy_is_put_in_its_place_once_even_where_a_name_repeats_the_mark(sites):
    page = with_policy('<meta content="content-policy-goes-here"><p>content-policy-goes-here</p>')
    assert page.endswith("<p>content-policy-goes-here</p>")


def test_hostile_names_are_text_on_every_page(sites):
    for name in EVERY_PAGE:
        page = (sites["hostile"] / f"{name}.html").read_text("utf-8")
        body = page[page.index("<body") :]
        assert "<script>alert" not in body
        assert "<img" not in body
        if name != "method":
            assert "<script>alert(1)</script>" in unescape(body)
