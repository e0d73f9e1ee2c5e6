"""The checks on pages find what is wrong: each fault planted in a small page is told."""

from __future__ import annotations

import pytest
from proofs.page_checks import look_at

pytestmark = pytest.mark.browser

PLANTED = {
    "scroll": '<div style="width:900px;height:4px;background:#000"></div>',
    "clipped: Coupé à droite": '<p style="width:60px;overflow:hidden;white-space:nowrap">Coupé à'
    " droite</p>",
    "clipped: Coupé en bas": '<p style="height:8px;overflow:hidden">Coupé en bas</p>',
    "outside: Au dehors": '<p style="position:absolute;top:90px;left:-30px">Au dehors</p>',
    "overlap: Dessous": '<div style="position:relative"><p>Dessous</p>'
    '<p style="position:absolute;top:0;left:4px;margin:0 0 0 4px">Dessus</p></div>',
    "torn: Zentrum": '<p style="width:2em;overflow-wrap:anywhere">Zentrum</p>',
    "contrast: Pâle": '<p style="color:#999">Pâle</p>',
    "contrast: À travers": '<p style="opacity:0.4">À travers</p>',
    "message id: page.zone": "<p>Voir page.zone</p>",
    "not filled in: Population": "<p>Population : {people}</p>",
}
FINE = {
    "for screen readers": '<p class="unseen" style="position:absolute;overflow:hidden">Lu</p>'
    "<style>.unseen { width: 1px; height: 1px }</style>",
    "scrolls": '<div style="width:80px;overflow:auto"><p style="width:300px">Long</p></div>',
    "close lines": '<h1 style="line-height:1">Un titre<br>sur <b>deux</b> lignes</h1><p>Texte</p>',
    "hyphens": '<p lang="de" style="width:4em;hyphens:auto">Krankenpflege&shy;dienst</p>',
    "in front": '<p>Page</p><div style="position:fixed;top:9px;background:#fff">Menu</div>',
    "hidden": '<p hidden style="color:#fff">Rien</p><p style="visibility:hidden">{people}</p>',
    "white on dark": '<p style="background:#0b5c8a;color:#fff">Clair</p>',
}


@pytest.fixture(scope="module")
def small_page(chromium):
    page = chromium.new_page(viewport={"width": 390, "height": 600})
    yield page
    page.close()


def faults(page, body):
    page.set_content(f"<!doctype html><html lang=fr><body><main>{body}</main></body></html>")
    return look_at(page).faults


@pytest.mark.parametrize("told", PLANTED)
def test_a_planted_fault_is_told_and_nothing_else(small_page, told):
    (found,) = faults(small_page, PLANTED[told])
    assert found.startswith(told)


@pytest.mark.parametrize("name", FINE)
def test_what_is_meant_so_is_no_fault(small_page, name):
    assert faults(small_page, FINE[name]) == ()
