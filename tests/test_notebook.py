"""What a notebook shows, and the tables that other libraries hold."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

import dedupe
from tests import desk

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "<script>alert(1)</script> & \u202egnp.exe said the council on Monday"


class Tags(HTMLParser):
    """Collects the tags and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data + " "


FOUND = dedupe.cluster(desk.rows())


def test_what_was_found_is_shown_with_its_largest_clusters() -> None:
    page = Tags(FOUND._repr_html_())
    assert "46 articles · 11 clusters of two or more · 17 copies · level version" in page.text
    assert page.tags.count("tr") == 11
    assert "and 1 more cluster" in page.text


def test_a_cluster_is_shown_with_its_versions() -> None:
    page = Tags(FOUND["minerals-wire"]._repr_html_())
    assert all(article.id in page.text for article in FOUND["minerals-wire"])
    assert "2 versions" in page.text


def test_a_diff_is_shown_with_what_each_version_adds_and_where_they_disagree() -> None:
    page = Tags(dedupe.diff(FOUND["deal-wire"])._repr_html_())
    assert "contradiction" in page.text
    assert "deal-correction" in page.text


def test_hostile_text_is_shown_as_text() -> None:
    rows = [{"id": f"<b>{n}", "title": HOSTILE, "source": HOSTILE, "text": f"{HOSTILE} {n}"} for n in (1, 2)]
    found = dedupe.cluster([{**row, "text": HOSTILE} for row in rows])
    for page in (found._repr_html_(), found[0]._repr_html_(), dedupe.diff(rows)._repr_html_()):
        assert set(Tags(page).tags) <= {"div", "p", "b", "table", "thead", "tbody", "tr", "th", "td"}
        assert "\u202e" not in page


def test_nothing_found_is_shown_without_a_table() -> None:
    assert "table" not in Tags(dedupe.cluster(["one text"])._repr_html_()).tags


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_rows_are_the_same_in_every_table(library: str) -> None:
    pytest.importorskip(library)
    frame = getattr(FOUND, f"to_{library}")()
    assert list(frame.columns) == FOUND.to_arrow().column_names
    assert frame["id"].to_list() == FOUND.to_arrow()["id"].to_pylist()


def test_rows_are_written_in_the_format_of_the_suffix(tmp_path: Path) -> None:
    FOUND.write(tmp_path / "clusters.csv")
    assert (tmp_path / "clusters.csv").read_text("utf-8").startswith('"id","cluster","size"')


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_series_of_texts_is_clustered(library: str) -> None:
    module = pytest.importorskip(library)
    assert len(dedupe.cluster(module.Series(["One text.", "one text", "Another."]))) == 2


def test_a_hugging_face_dataset_is_clustered() -> None:
    datasets = pytest.importorskip("datasets")
    rows = datasets.Dataset.from_list(desk.rows()).select(range(0, 46, 2))
    assert len(dedupe.cluster(rows).articles) == 23
