"""The report page in a browser: what a reader sees, does by mouse and keys, and is kept from."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest

import dedupe
from dedupe.facts.copies import chosen
from dedupe.report.page.document import as_script, rendered
from dedupe.report.page.overview import overview
from dedupe.report.page.reading import Bonds, laid_out, listed
from tests import desk
from tests.chromium import browser as started

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    Opened = Callable[..., Page]

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

# The page does not know the engine: the run of the suite with the compiled one is enough.
pytestmark = pytest.mark.skipif(
    os.environ.get("DEDUPE_PURE") == "1", reason="the page is read in a browser in the run with the C kernels"
)

HOSTILE = (
    "<img src=x onerror=\"document.title='taken'\"> </script><script>document.title='taken'</script> "
    "The mayor <b>said</b> &amp; did \u202enothing\u202c with 4 boats \x1b[31m. <!-- " + "W" * 600 + " "
)
PLAIN = "Port Ellis counted 31 boats, 12 crews and a prize of $400 on Monday, the harbour master said. "
ARABIC = (
    "قال مسؤولون في الميناء إن العبارة جنحت صباح الاثنين وعلى متنها 48 راكبا. وأضافوا أن أحدا لم يصب بأذى. "
    "وعزت الشركة المالكة الحادث إلى عطل في مضخة التوجيه."
)
ODD = (
    {"id": "odd</script>", "title": "<i>Boats</i> \u202eback", "text": HOSTILE + PLAIN,
     "published": "2026-03-02", "source": "<u>Wire</u>", "url": "javascript:document.title='taken'"},
    {"id": "odd-2", "title": "Boats", "published": "2026-03-04",
     "text": PLAIN + HOSTILE + "Nobody 𝔰poke. Then 7 tugs left."},
    {"id": "ar-1", "title": "جنوح عبارة", "text": ARABIC, "published": "2026-03-05", "source": "الميناء"},
    {"id": "ar-2", "title": "جنوح عبارة في الميناء", "published": "2026-03-06",
     "text": ARABIC + " وستفحص السفينة غدا."},
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as one:
        yield one


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of the desk, and of a few articles that mean harm or run from right to left."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    dedupe.write_report(dedupe.cluster([*desk.rows(), *ODD]), path, title="The desk", processes=1)
    return path


@pytest.fixture
def opened(browser: Browser, report: Path) -> Iterator[Opened]:
    """Open the report at an address in it; fail where the page complains or asks for anything else."""
    complaints: list[str] = []
    contexts = []

    def go(address: str = "", *, path: Path = report, **context: Any) -> Page:
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **context}))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on(
            "request",
            lambda request: (
                request.url.startswith(path.as_uri()) or complaints.append(f"request: {request.url}")
            ),
        )
        page.goto(f"{path.as_uri()}#{address}")
        page.wait_for_selector("#clusters tbody tr, #cluster h1")
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


def titles(page: Page) -> list[str]:
    return page.locator("#clusters tbody a").all_inner_texts()


def search(page: Page, words: str) -> list[str]:
    """Type words into the search, and return the headlines once the page has looked for them."""
    page.fill("#query", words)
    page.wait_for_function(
        "words => (new URLSearchParams(location.hash.slice(1)).get('q') ?? '') === words", arg=words
    )
    return titles(page)


# The list


def test_the_front_lists_every_cluster_and_counts_the_corpus(opened: Opened) -> None:
    page = opened()
    assert page.locator("#overview h1").inner_text() == "The desk"
    assert page.locator("#found").inner_text() == "13 reports"
    assert len(titles(page)) == 13
    assert page.locator(".counts").inner_text().split("\n")[:2] == ["articles", "50"]
    assert page.locator("svg.timeline g").count() > 10
    assert page.locator("svg.spread .threshold").count() == 1
    assert page.locator("#unsure li").count() == 6


def test_search_finds_headlines_ids_and_sources_whatever_case_and_accents(opened: Opened) -> None:
    page = opened()
    assert search(page, "BRÜCKENSPERRUNG") == [
        "Altenrode ist geteilt: Nach der Brückensperrung beginnt das große Umfahren"
    ]
    assert search(page, "bruckensperrung") == titles(page)
    assert search(page, "coastline ferry") == ["WRAPUP 3-Loose lorry suspected as ferry toll reaches 14"]
    assert search(page, "minerals-scrape") == [
        "Pakistan takes its copper and rare earths to Washington minerals talks"
    ]
    assert search(page, "no such words") == []
    expect(page).to_have_url(re.compile(r"q=no\+such\+words"))


def test_search_goes_through_the_texts_when_asked(opened: Opened) -> None:
    page = opened()
    assert search(page, "Tshisekedi") == []
    page.check("#in-texts")
    page.wait_for_selector("#clusters tbody a")
    assert titles(page) == ["Pakistan takes its copper and rare earths to Washington minerals talks"]


def test_the_heads_of_the_list_sort_it_both_ways(opened: Opened) -> None:
    page = opened()
    head = page.get_by_role("button", name="Contradictions")
    cells = page.locator("#clusters tbody tr td:nth-child(5)")
    head.click()
    most_first = cells.all_inner_texts()
    assert most_first[0] == "≠ 4"
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Contradictions")
    head.click()
    assert cells.all_inner_texts()[-1] == "≠ 4"
    assert page.locator("th[aria-sort=ascending]").count() == 1


def test_a_source_leads_to_its_reports(opened: Opened) -> None:
    page = opened()
    page.click("text=Continental Dispatch >> nth=-1")
    page.wait_for_function("document.querySelectorAll('#clusters tbody tr').length === 1")
    assert page.input_value("#query") == "Continental Dispatch"


def test_the_way_back_leads_to_the_list_as_it_was(opened: Opened) -> None:
    page = opened("q=ferry")
    page.click("#clusters tbody a")
    page.wait_for_selector("#cluster h1")
    page.go_back()
    page.wait_for_selector("#overview:not([hidden])")
    expect(page.locator("#query")).to_have_value("ferry")
    expect(page.locator("#clusters tbody a")).to_have_count(1)


# A cluster


def test_a_cluster_shows_versions_contradictions_and_why_they_are_together(opened: Opened) -> None:
    page = opened("c=flood-daily")
    assert page.locator("table.versions tbody tr").count() == 3
    assert page.locator("ol.moments li").count() == 3
    first = page.locator("table.conflicts tbody tr").first.inner_text()
    assert all(value in first for value in ("Eleven people", "Twelve people", "13 dead"))
    assert "hardly any other article" in page.locator("dl.relations").inner_text()
    assert page.locator("table.pairs tbody tr").count() == 3


def test_versions_are_read_side_by_side_sentence_by_sentence(opened: Opened) -> None:
    page = opened("c=library-gazette&v=1,2")
    rows = page.locator("table.reading tbody tr")
    same = [row for row in rows.all() if row.get_attribute("class") == "all"]
    assert len(same) >= 5
    for row in same:
        cells = row.locator("td[data-version]").all_inner_texts()
        one, other = (set(re.findall(r"\w+", cell.casefold())) for cell in cells)
        assert len(one & other) > len(one | other) / 2


def test_reading_leaves_out_no_word_of_any_version(opened: Opened) -> None:
    texts = {row["id"]: row["text"] for row in desk.rows()}
    page = opened("c=flood-daily&v=1,2,3")
    for number, name in enumerate(("flood-agency", "flood-agency-update", "flood-daily"), 1):
        cells = page.locator(f"td[data-version='{number}']")
        page.eval_on_selector_all(".elsewhere", "all => all.forEach((one) => one.remove())")
        assert "".join("".join(cells.all_text_contents()).split()) == "".join(texts[name].split())


def test_what_a_version_adds_is_marked_by_more_than_colour(opened: Opened) -> None:
    page = opened("c=minerals-wire")
    new = page.locator(".reading .adds", has_text="Both China and the United States")
    assert new.get_attribute("title") == "only in 1 of these"
    mark = page.locator(".reading .adds").first.evaluate(
        "one => getComputedStyle(one, '::before').content + getComputedStyle(one).borderRightStyle"
    )
    assert mark == '"+"solid'
    page.get_by_label("marks").uncheck()
    assert page.locator("#reading.bare").count() == 1


def test_values_and_furniture_and_contradictions_are_marked(opened: Opened) -> None:
    page = opened("c=minerals-wire")
    assert (
        page.locator(".reading .figure", has_text="$500 million").get_attribute("title")
        == "money: ~500000000 USD"
    )
    assert page.locator(".reading .name", has_text="Félix Tshisekedi").count() == 1
    assert page.locator(".reading .quote", has_text="vital to technological").count() == 2
    assert page.locator(".reading .furniture", has_text="Source:").count() == 1
    page.goto(page.url.replace("minerals-wire", "flood-daily"))
    page.wait_for_selector(".reading .conflict")
    toll = page.locator(".reading .conflict", has_text="13 dead")
    assert toll.get_attribute("data-mark") == "≠1"
    assert "1 says Eleven people; 2 says Twelve people; 3 says 13 dead" in (toll.get_attribute("title") or "")


def test_versions_to_read_are_chosen_and_the_address_remembers_them(opened: Opened) -> None:
    page = opened("c=ferry-evening&v=1,3")
    assert page.locator("table.reading thead th").count() == 2
    page.locator("[data-read='1']").check()
    assert page.locator("table.reading thead th").count() == 3
    assert page.locator(".reading .some").count() > 0
    expect(page).to_have_url(re.compile("v=1%2C2%2C3"))
    page.reload()
    page.wait_for_selector("table.reading")
    assert page.locator("table.reading thead th").count() == 3


def test_statements_are_told_by_version_weightiest_first(opened: Opened) -> None:
    page = opened("c=minerals-wire")
    rows = page.locator("table.said tbody tr")
    assert rows.count() == 10
    assert "Félix Tshisekedi" in rows.first.inner_text()
    assert rows.first.locator("td").all_inner_texts()[1:] == ["first", "–"]
    page.click("#said-more")
    assert rows.count() > 20
    page.check("#said-all")
    assert "also" in page.locator("table.said").inner_text()


def test_where_a_date_is_unknown_nobody_is_said_to_be_first(opened: Opened, tmp_path: Path) -> None:
    rows = [{"id": row["id"], "text": row["text"]} for row in desk.rows() if "flood-" in row["id"]]
    dedupe.write_report(dedupe.cluster(rows), tmp_path / "undated.html", processes=1)
    page = opened("c=flood-daily", path=tmp_path / "undated.html")
    cells = page.locator("table.said tbody td:not(.weight)").all_inner_texts()
    assert set(cells) == {"says", "–"}
    assert page.locator("ol.moments").count() == 0


def test_a_statement_said_elsewhere_leads_there(opened: Opened) -> None:
    page = opened("c=minerals-wire")
    page.locator(".elsewhere").first.click()
    target = page.locator(".visited")
    assert target.count() == 1
    assert target.evaluate("one => document.activeElement === one")


def test_equal_texts_and_those_left_out_are_listed(opened: Opened) -> None:
    page = opened("c=library-gazette")
    assert page.locator("table.versions tbody tr").count() == 3


# Keys


def test_the_list_and_a_cluster_are_gone_through_by_keys(opened: Opened) -> None:
    page = opened()
    names = titles(page)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "query"
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.innerText") == names[1]
    page.keyboard.press("Enter")
    # A change of the address reaches the page by an event: what it then shows has to be waited for.
    head = page.locator("#cluster h1")
    expect(head).to_have_text(names[1])
    page.keyboard.press("j")
    expect(head).to_have_text(names[2])
    page.keyboard.press("k")
    expect(head).to_have_text(names[1])
    page.keyboard.press("u")
    page.wait_for_function("name => document.activeElement.innerText === name", arg=names[1])


def test_differences_contradictions_and_versions_are_reached_by_keys(opened: Opened) -> None:
    page = opened("c=flood-daily")
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.className").startswith("conflict")
    page.keyboard.press("d")
    assert page.evaluate("document.activeElement.hasAttribute('data-differs')")
    heads = page.locator("table.reading thead th")
    before = heads.count()
    page.keyboard.press("3")
    assert heads.count() == before - 1
    page.keyboard.press("m")
    assert page.locator("#reading.bare").count() == 1


def test_the_sections_of_a_cluster_are_gone_to(opened: Opened) -> None:
    page = opened("c=flood-daily")
    page.get_by_role("button", name="Why together").click()
    assert page.evaluate("document.activeElement.innerText") == "Why they are together"
    page.keyboard.press("s")
    assert page.evaluate("document.activeElement.innerText") == "Side by side"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") < 200


def test_the_keys_are_listed_and_can_be_turned_off(opened: Opened) -> None:
    page = opened()
    page.keyboard.press("?")
    assert "next difference" in page.locator("#keys").inner_text()
    page.uncheck("#single-keys")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "query"


def test_everything_is_reached_by_the_tab_key_with_a_focus_to_see(opened: Opened) -> None:
    page = opened("c=flood-daily")
    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        what, outline = page.evaluate(
            "(({ activeElement: one }) => [one.id || one.className || one.tagName,"
            " getComputedStyle(one).outlineStyle])(document)"
        )
        assert what == "BODY" or outline != "none", what
        reached.add(what)
    assert {"skip", "home", "theme", "show-keys", "back", "said-all", "marks"} <= reached


# Looks


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


def test_colours_follow_the_system_and_a_switch_that_is_remembered(opened: Opened) -> None:
    light, dark = opened(color_scheme="light"), opened(color_scheme="dark")
    paper, night = background(light), background(dark)
    assert paper != night
    light.keyboard.press("t")
    assert background(light) == paper
    light.click("#theme")
    assert background(light) == night
    light.reload()
    light.wait_for_selector("#clusters tbody tr")
    assert background(light) == night
    assert light.locator("#theme").inner_text() == "Colours: dark"


def test_the_passage_that_joins_two_versions_is_told_in_whole_words(opened: Opened) -> None:
    told = opened("c=dredging-record").locator("table.pairs td.passage").inner_text()
    assert told.startswith("the commissioners. He asked for 740,000 crowns")


@pytest.mark.parametrize("address", ["", "c=flood-daily", "c=odd-2", "c=ar-1"])
def test_nothing_sticks_out_of_a_narrow_screen(opened: Opened, address: str) -> None:
    page = opened(address, viewport={"width": 360, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("address", ["", "c=ferry-evening", "c=odd-2"])
def test_no_table_hides_its_columns_on_a_narrow_screen(opened: Opened, address: str) -> None:
    page = opened(address, viewport={"width": 360, "height": 700})
    boxes = page.locator(".scroll:visible")
    assert boxes.count() > 0
    assert boxes.evaluate_all("boxes => boxes.every(box => box.scrollWidth <= box.clientWidth)")


def test_a_cell_on_a_narrow_screen_says_which_version_it_is_of(opened: Opened) -> None:
    page = opened("c=ferry-evening", viewport={"width": 360, "height": 700})
    said = page.locator("table.said tbody tr >> nth=0 >> td:not(.weight)")
    marks = said.evaluate_all("cells => cells.map(cell => getComputedStyle(cell, '::before').content)")
    assert marks == ['"1"', '"2"', '"3"', '"4"']


def test_versions_stand_below_each_other_on_a_narrow_screen(opened: Opened) -> None:
    page = opened("c=library-gazette&v=1,2", viewport={"width": 360, "height": 700})
    one, other = page.locator("table.reading tr.all >> nth=0 >> td[data-version]").all()
    above, below = one.bounding_box(), other.bounding_box()
    assert above is not None
    assert below is not None
    assert below["y"] >= above["y"] + above["height"]


def test_print_leaves_the_controls_out_and_the_texts_in(opened: Opened) -> None:
    page = opened("c=flood-daily", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator("#theme").is_visible()
    assert not page.locator(".chips").is_visible()
    assert page.locator("table.reading").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["", "c=flood-daily&v=1,2,3", "c=minerals-wire", "c=odd-2"])
def test_axe_finds_nothing_wrong(opened: Opened, address: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    results = axe.Axe().run(opened(address, color_scheme=scheme))
    assert results.response["passes"]
    told = [
        (v["id"], [node["html"][:200] for node in v["nodes"][:3]]) for v in results.response["violations"]
    ]
    assert told == [], json.dumps(told, indent=1)


def test_the_script_leaves_no_name_behind(opened: Opened, browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_text("<!doctype html><title>nothing</title>")
    empty = browser.new_page()
    empty.goto((tmp_path / "empty.html").as_uri())
    names = "Object.getOwnPropertyNames(window)"
    assert set(opened("c=flood-daily").evaluate(names)) == set(empty.evaluate(names))
    empty.close()


# Text that means harm, or runs the other way


def test_hostile_text_is_shown_and_does_nothing(opened: Opened) -> None:
    page = opened("c=odd-2&v=1,2")
    assert page.title() == "Boats"
    text = (
        page.locator("td[data-version='1']").first.inner_text()
        + page.locator("td[data-version='1']").nth(1).inner_text()
    )
    assert "<img src=x onerror=" in text
    assert "</script><script>" in text
    assert "said</b> &amp; did [U+202E]nothing[U+202C]" in text
    assert "\u202e" not in page.locator("body").inner_text()
    assert "␛[31m" in text
    assert page.locator("#cluster img, #cluster b:not([class])").count() == 0
    assert "<u>Wire</u>" in page.locator("table.versions").inner_text()


def test_an_address_that_is_no_web_address_is_no_link(opened: Opened) -> None:
    page = opened("c=odd-2")
    assert page.locator("a[href^='javascript']").count() == 0
    page.goto(page.url.replace("odd-2", "minerals-wire"))
    page.wait_for_selector("table.versions a")
    assert page.locator("table.versions a").first.get_attribute("rel") == "noopener noreferrer"


def test_characters_beyond_the_first_plane_shift_no_mark(opened: Opened) -> None:
    page = opened("c=odd-2&v=1,2")
    assert page.locator("td[data-version='2'] .figure", has_text="7").last.inner_text() == "7 tugs"


def test_text_from_right_to_left_stands_to_the_right(opened: Opened) -> None:
    page = opened("c=ar-1")
    assert page.locator(".reading p").first.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert page.locator("#cluster h1").evaluate("one => getComputedStyle(one).direction") == "rtl"


# Ten thousand clusters

SORTED = """() => {
  const begun = performance.now();
  document.querySelector("[data-sort=title]").click();
  const drawn = new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return drawn.then(() => performance.now() - begun);
}"""
"""Sort the list by headline; how long until it is drawn, in milliseconds."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page of 10,000 clusters: those of the desk again and again, by other names."""
    found = dedupe.cluster(desk.rows())
    bonds = Bonds.of(found)
    laid, rows = [], []
    for cluster in found.repeated:
        diff = dedupe.diff(chosen(cluster.articles)[0])
        laid.append(as_script(laid_out(cluster, diff, bonds.within(cluster))))
        rows.append(listed(cluster, diff, bonds.confidence(cluster)))
    many = range(10_000)
    shown = overview(found)
    shown["counts"] |= {"repeated": len(many), "conflicts": 0}
    named = [[f"n{n}", f"{n}: {rows[n % 11][1]}", [], [f"m{n}"], *rows[n % 11][4:]] for n in many]
    scripts = [laid[n % 11] for n in many]
    path = tmp_path_factory.mktemp("large") / "report.html"
    path.write_text(rendered("Ten thousand", found, shown, named, scripts), encoding="utf-8")
    return path


def test_a_cluster_asked_for_before_the_file_is_read_is_shown_once_it_is(opened: Opened, large: Path) -> None:
    page = opened("c=n9999", path=large)
    page.wait_for_selector("table.reading tbody tr")
    assert page.locator("#cluster h1").inner_text().startswith("9999: ")


def test_ten_thousand_clusters_open_in_two_seconds_and_stay_quick(opened: Opened, large: Path) -> None:
    times = []
    for _ in range(3):
        page = opened(path=large)
        times.append(page.evaluate("performance.getEntriesByName('drawn')[0].startTime"))
    assert min(times) < 2000
    assert page.locator("#found").inner_text() == "10,000 reports"
    assert page.locator("#clusters tbody tr").count() == 50
    page.click("text=Next")
    assert "51–100 of 10,000" in page.locator("#pages").inner_text()
    found = search(page, "9999:")
    assert [title.partition(":")[0] for title in found] == ["9999"]
    search(page, "")
    assert min(page.evaluate(SORTED) for _ in range(3)) < 500
