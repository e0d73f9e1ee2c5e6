"""Pages mailed as a zip: the same bytes, nothing foreign, and they work where they are unpacked."""

from __future__ import annotations

import re
import zipfile
from urllib.parse import unquote

import pytest

from pilotzones.errors import OutputError
from pilotzones.present.archive import write_zip
from pilotzones.present.folder import MARKER, replace_folder


def test_zip_lies_beside_the_folder_and_unpacks_into_one(tmp_path):
    replace_folder(tmp_path / "out", {"index.html": b"a", "deep/b.csv": b"b"})
    target = write_zip(tmp_path / "out")
    assert target == tmp_path / "out.zip"
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["out/deep/b.csv", "out/index.html"]
        assert archive.testzip() is None


def test_same_folder_gives_the_same_zip_whenever_it_was_written(tmp_path):
    made = []
    for name in ("one", "two"):
        out = tmp_path / name / "out"
        replace_folder(out, {"index.html": b"a"})
        made.append(write_zip(out).read_bytes())
    assert made[0] == made[1]


def test_what_others_put_into_the_folder_is_not_mailed(tmp_path):
    replace_folder(tmp_path / "out", {"index.html": b"a"})
    (tmp_path / "out" / "persons.csv").write_text("secret")
    with zipfile.ZipFile(write_zip(tmp_path / "out")) as archive:
        assert archive.namelist() == ["out/index.html"]


def test_zip_of_ours_is_replaced_and_that_of_others_is_left(tmp_path):
    replace_folder(tmp_path / "out", {"index.html": b"a"})
    write_zip(tmp_path / "out")
    replace_folder(tmp_path / "out", {"index.html": b"b"})
    with zipfile.ZipFile(write_zip(tmp_path / "out")) as archive:
        assert archive.read("out/index.html") == b"b"
    with zipfile.ZipFile(tmp_path / "out.zip", "w") as archive:
        archive.writestr("mine.txt", "mine")
    mine = (tmp_path / "out.zip").read_bytes()
    with pytest.raises(OutputError, match=r"out\.foreign"):
        write_zip(tmp_path / "out")
    assert (tmp_path / "out.zip").read_bytes() == mine


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory, sites):
    folder = tmp_path_factory.mktemp("mail")
    with zipfile.ZipFile(write_zip(sites["journey"])) as archive:
        archive.extractall(folder)
    return folder / sites["journey"].name


def test_every_link_of_an_unpacked_site_leads_to_a_file_in_it(unpacked):
    pages = sorted(unpacked.glob("*.html"))
    assert len(pages) >= 8
    for page in pages:
        plain = re.sub(r"<script.*?</script>", "", page.read_text("utf-8"), flags=re.DOTALL)
        for link in re.findall(r'(?:href|src)="([^"]*)"', plain):
            if link.startswith(("#", "data:", "mailto:")):
                continue
            file = unquote(link.split("#")[0].split("?")[0])
            assert (unpacked / file).is_file(), f"{page.name}: {link}"


def test_unpacked_site_opens_without_a_request(unpacked, open_page):
    opened = open_page(unpacked / "index.html")
    opened.page.click('a[href^="zone.html"]')
    opened.page.wait_for_selector(".leaflet-container path")
    assert opened.requests == []
    assert opened.messages == []
    assert not (unpacked / MARKER).exists()
