"""The report page as data and as a file: what it counts, how it lays a cluster out, that no text escapes."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedupe
from dedupe.facts.copies import VERSIONS_MOST, chosen
from dedupe.recorded import recall
from dedupe.report.page.document import as_script
from dedupe.report.page.overview import overview, size_bars
from dedupe.report.page.reading import KINDS, Bonds, laid_out, listed
from dedupe.report.page.timeline import BARS_MOST, timeline
from tests import desk

if TYPE_CHECKING:
    from pathlib import Path

FERRY = (
    "The ferry Grey Heron ran aground off Port Ellis on Monday with 48 people aboard, the harbour master "
    "said. All were taken off by lifeboat before noon, and no one was hurt. The owner, Bay Line, blamed a "
    "failed steering pump."
)


@pytest.fixture(scope="module")
def found() -> dedupe.Found:
    return dedupe.cluster(desk.rows())


def cluster_on_page(found: dedupe.Found, name: str) -> dict[str, Any]:
    """Return a cluster as the page holds it."""
    cluster = found[name]
    return laid_out(cluster, dedupe.diff(chosen(cluster.articles)[0]), Bonds.of(found).within(cluster))


def written(found: dedupe.Found, path: Path, **options: Any) -> str:
    dedupe.write_report(found, path, processes=1, **options)
    return path.read_text(encoding="utf-8")


def held(page: str, name: str) -> Any:
    """Return the value of a JSON script of the page."""
    script = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert script is not None
    return json.loads(script[1])


# The corpus in numbers


def test_the_front_counts_articles_clusters_and_copies(found: dedupe.Found) -> None:
    assert overview(found)["counts"] == {
        "articles": 46,
        "clusters": 29,
        "repeated": 11,
        "together": 28,
        "copies": 17,
        "sources": 34,
        "undated": 0,
    }


def test_clusters_of_many_sizes_end_in_one_bar_of_all_larger_ones() -> None:
    bars = size_bars(np.array([2, 2, 2, *range(3, 30)]))
    assert bars[0] == {"label": "2", "clusters": 3}
    assert bars[-1] == {"label": "9 and more", "clusters": 21}
    assert sum(bar["clusters"] for bar in bars) == 30


def test_a_source_is_told_by_articles_versions_and_what_it_had_first(found: dedupe.Found) -> None:
    shown = overview(found)
    of = {source["name"]: source for source in shown["sources"]}
    assert of["Coastline Press Agency"] == {
        "name": "Coastline Press Agency",
        "articles": 3,
        "together": 3,
        "first": 1,
    }
    assert of["Bank of Carrow Market Desk"] == {
        "name": "Bank of Carrow Market Desk",
        "articles": 4,
        "together": 0,
        "first": 0,
    }
    assert len(shown["sources"]) + shown["more_sources"] == shown["counts"]["sources"]


def test_who_had_it_first_does_not_depend_on_the_order_of_the_articles(found: dedupe.Found) -> None:
    rows = desk.rows()
    random.Random(7).shuffle(rows)
    assert overview(dedupe.cluster(rows)) == overview(found)


@pytest.mark.parametrize(
    ("days", "unit", "bars", "first"),
    [
        (2, "hour", 49, "28 Feb 2026, 00:00"),
        (30, "day", 31, "28 Feb 2026"),
        (300, "week", 44, "week of 23 Feb 2026"),
        (1500, "month", 51, "Feb 2026"),
        (6000, "quarter", 67, "quarter from Jan 2026"),
        (20_000, "year", 55, "2026"),
        (200_000, "decade", 56, "2020s"),
    ],
)
def test_the_timeline_takes_the_finest_unit_that_can_be_told_apart(
    days: int, unit: str, bars: int, first: str
) -> None:
    begin = np.datetime64("2026-02-28T00:30", "s")
    shown = timeline(np.array([begin, begin + np.timedelta64(days, "D")]), np.array([True, False]))
    assert shown is not None
    assert (shown["unit"], len(shown["bars"])) == (unit, bars)
    assert shown["bars"][0] == {"label": first, "articles": 1, "together": 1}
    assert shown["bars"][-1]["together"] == 0
    assert sum(bar["articles"] for bar in shown["bars"]) == 2


def test_a_timeline_of_all_of_history_stays_legible() -> None:
    moments = np.array(["0001-01-01", "1969-12-31", "5000-01-01"], "M8[s]")
    shown = timeline(moments, np.zeros(3, np.bool_))
    assert shown is not None
    assert (shown["unit"], len(shown["bars"])) == ("century", 51)
    assert len(shown["bars"]) <= BARS_MOST
    assert shown["bars"][19] == {"label": "century from 1900", "articles": 1, "together": 0}


def test_without_a_date_there_is_no_timeline() -> None:
    shown = overview(dedupe.cluster([FERRY, FERRY.upper()]))
    assert shown["timeline"] is None
    assert shown["counts"]["undated"] == 2


def test_the_sureness_of_pairs_is_shown_with_the_threshold_that_joined_them(found: dedupe.Found) -> None:
    by_rules = overview(found)["pairs"]
    assert (by_rules["measure"], by_rules["bar"], by_rules["total"]) == ("confidence", 0.786, 20)
    assert sum(bar["pairs"] for bar in by_rules["bars"]) == 20
    asked = overview(dedupe.cluster(desk.rows(), confidence=0.99))["pairs"]
    assert (asked["bar"], asked["bars"][int(asked["place"])]["low"]) == (0.99, 0.99)
    near = overview(dedupe.cluster(desk.rows(), level="near"))["pairs"]
    assert (near["measure"], near["bar"]) == ("Jaccard", 0.7)
    assert near["bars"][int(near["place"])]["low"] == 0.7


def test_a_corpus_without_versions_has_a_page(tmp_path: Path) -> None:
    page = written(dedupe.cluster([FERRY]), tmp_path / "report.html")
    assert held(page, "index")["clusters"] == []
    empty = dedupe.cluster([])
    assert held(written(empty, tmp_path / "report.html"), "index")["clusters"] == []


# A cluster


def test_statements_hold_every_word_of_every_version(found: dedupe.Found) -> None:
    shown = cluster_on_page(found, "flood-daily")
    for number, version in enumerate(shown["versions"]):
        said = "".join(
            version["text"][start:end] for of, start, end, *_ in shown["statements"] if of == number
        )
        assert "".join(said.split()) == "".join(version["text"].split())


def test_a_piece_amid_a_sentence_is_told_from_one_that_begins_it(found: dedupe.Found) -> None:
    shown = cluster_on_page(found, "minerals-wire")
    text = shown["versions"][0]["text"]
    joined = {text[start:end]: joined for of, start, end, joined, *_ in shown["statements"] if of == 0}
    assert joined["Federal Minister for Energy Ali Pervaiz Malik flew"] == 0
    assert joined["in on Sunday evening."] == 1


def test_facts_are_named_by_kind_and_where_they_stand(found: dedupe.Found) -> None:
    shown = cluster_on_page(found, "minerals-wire")
    text = shown["versions"][0]["text"]
    facts = [fact for statement in shown["statements"] if statement[0] == 0 for fact in statement[7]]
    told = {text[fact[1] : fact[2]]: (KINDS[fact[0]], *fact[3:]) for fact in facts}
    assert told["some $500 million"] == ("money", "~500000000 USD")
    assert told["Félix Tshisekedi"] == ("person",)


def test_a_contradiction_names_versions_and_places(found: dedupe.Found) -> None:
    shown = cluster_on_page(found, "flood-daily")
    [kind, values] = shown["conflicts"][0]
    assert kind == "figure"
    assert [(of, shown["versions"][of]["text"][start:end]) for of, start, end in values] == [
        (0, "Eleven people"),
        (1, "Twelve people"),
        (2, "13 dead"),
    ]


def test_a_version_is_told_with_what_it_is_to_the_most_complete_one(found: dedupe.Found) -> None:
    versions = cluster_on_page(found, "ferry-evening")["versions"]
    assert [(v["id"], v["relation"], v["canonical"]) for v in versions] == [
        ("ferry-first", "version", False),
        ("ferry-midday", "version", False),
        ("ferry-evening", "self", True),
        ("ferry-reprint", "near", False),
    ]
    assert versions[0]["published"] == "2026-02-06T07:52:00+00:00"


def test_pairs_stand_in_the_order_of_their_versions(found: dedupe.Found) -> None:
    shown = cluster_on_page(found, "ferry-evening")
    assert [pair[:3] for pair in sorted(shown["pairs"])] == [
        [0, 1, "version"],
        [0, 2, "version"],
        [1, 2, "version"],
        [2, 3, "near"],
    ]
    assert all(0.9 < pair[5] <= 1 for pair in shown["pairs"])


def test_a_pair_of_versions_shows_the_longest_passage_that_both_hold(found: dedupe.Found) -> None:
    shown = cluster_on_page(found, "minerals-wire")
    [[one, _, _, _, _, _, (start, end)]] = shown["pairs"]
    passage = shown["versions"][one]["text"][start:end]
    assert passage.startswith("Opening remarks were to come from US Vice President J.D. Vance")
    assert [pair[6] for pair in cluster_on_page(found, "library-gazette")["pairs"]] == [None] * 3


def test_equal_texts_are_held_once_and_name_each_other() -> None:
    rows = [{"id": name, "text": FERRY} for name in "abc"] + [{"id": "d", "text": FERRY + " Divers came."}]
    shown = cluster_on_page(dedupe.cluster(rows), "a")
    assert sorted(v["id"] for v in shown["versions"]) == ["a", "d"]
    [first] = [place for place, v in enumerate(shown["versions"]) if v["id"] == "a"]
    assert [(other["id"], other["same"]) for other in shown["others"]] == [("b", first), ("c", first)]
    assert all("text" not in other for other in shown["others"])


def test_a_large_cluster_is_compared_in_part_and_says_so() -> None:
    rows = [{"id": f"r{n:02}", "text": f"{FERRY} Tug number {n} stood by."} for n in range(20)]
    cluster = dedupe.cluster(rows, level="near")[0]
    compared, others = chosen(cluster.articles)
    assert (len(compared), len(others)) == (VERSIONS_MOST, 20 - VERSIONS_MOST)
    assert compared[0] == cluster.canonical
    shown = laid_out(cluster, dedupe.diff(compared), [])
    assert {other["same"] for other in shown["others"]} == {None}


def test_the_list_tells_of_a_cluster_what_it_is_sorted_by(found: dedupe.Found) -> None:
    cluster = found["flood-daily"]
    row = listed(cluster, dedupe.diff(cluster), Bonds.of(found).confidence(cluster))
    assert row[0] == "flood-daily"
    assert row[4:] == [
        3,
        ["Druska Daily", "Continental Dispatch"],
        "2026-02-12T08:05:00+00:00",
        "2026-02-13T03:15:00+00:00",
        round(cluster.cohesion, 4),
        pytest.approx(0.91, abs=0.01),
        4,
    ]


def test_a_cluster_is_as_sure_as_its_least_sure_article(found: dedupe.Found) -> None:
    bonds = Bonds.of(found)
    cluster = found["ferry-evening"]
    best = {
        article.id: max(p.score for p in bonds.within(cluster) if article.id in (p.a, p.b))
        for article in cluster
    }
    assert bonds.confidence(cluster) == min(best.values())
    assert bonds.confidence(found["rates-0203"]) is None


# The file


@given(
    st.text()
    | st.sampled_from(["</script>", "<!--<script>", "]]>", "\u2028\u2029\x00\x85\r\n", "\U0010fffe"])
)
def test_no_string_ends_the_script_it_stands_in(text: str) -> None:
    script = as_script([text])
    assert "<" not in script
    assert json.loads(script) == [text]


def test_text_outside_the_scripts_is_escaped(tmp_path: Path) -> None:
    rows = [{"id": f"<b>{n}", "text": FERRY, "source": "<img src=x onerror=alert(1)>"} for n in range(2)]
    page = written(dedupe.cluster(rows), tmp_path / "report.html", title="<script>alert(2)</script>")
    assert "<img" not in page
    assert "<title>&lt;script&gt;alert(2)&lt;/script&gt;</title>" in page
    assert page.count("<script>") == 1


def test_the_policy_names_the_very_script_and_styles(found: dedupe.Found, tmp_path: Path) -> None:
    page = written(found, tmp_path / "report.html")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    for element in ("script", "style"):
        held = re.search(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        assert held is not None
        digest = base64.b64encode(hashlib.sha256(held[1].encode()).digest()).decode()
        assert f"{element}-src &#39;sha256-{digest}&#39;" in policy[1]
    assert policy[1].startswith("default-src &#39;none&#39;;")


def test_the_page_does_not_depend_on_the_order_of_the_articles(found: dedupe.Found, tmp_path: Path) -> None:
    rows = desk.rows()
    random.Random(3).shuffle(rows)
    shuffled = dedupe.cluster(rows)
    assert written(shuffled, tmp_path / "a.html") == written(found, tmp_path / "b.html")


def test_processes_make_the_same_page(tmp_path: Path) -> None:
    rows = [
        {
            "id": f"{n:03}-{v}",
            "text": f"Lot {n:03} went to bidder {n * 7919}. {FERRY} Paid {n * 31 + v} crowns.",
        }
        for n in range(40)
        for v in range(2)
    ]
    ids = [row["id"] for row in rows]
    table = {"id": ids, "cluster": [f"{i[:3]}-0" for i in ids], "relation": ["self", "near"] * 40}
    clusters = pa.table({**table, "similarity": pa.array([1.0, 0.9] * 40)})
    found = recall(dedupe.cluster(rows).articles, clusters)
    pages = []
    for processes in (1, 2):
        dedupe.write_report(found, tmp_path / "report.html", processes=processes)
        pages.append((tmp_path / "report.html").read_bytes())
    assert pages[0] == pages[1]
    assert len(held(pages[0].decode(), "index")["clusters"]) == 40


def test_clusters_over_the_limit_are_counted_and_not_held(found: dedupe.Found, tmp_path: Path) -> None:
    page = written(found, tmp_path / "report.html", limit=4)
    assert len(held(page, "index")["clusters"]) == 4
    assert 'id="cluster-4"' not in page
    assert "The 7 smallest clusters are counted and not on this page." in page
    with pytest.raises(ValueError, match="0 or more"):
        dedupe.write_report(found, tmp_path / "report.html", limit=-1)


def test_an_argument_that_is_misspelt_is_refused_by_the_function_that_was_called(found: dedupe.Found) -> None:
    with pytest.raises(TypeError, match=r"write_report\(\) got an unexpected keyword argument 'titel'"):
        dedupe.write_report(found, "report.html", titel="Today")  # type: ignore[call-arg]


def test_an_interrupted_run_leaves_the_old_page_and_no_part(found: dedupe.Found, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("the old page")

    def interrupt(stage: str) -> None:
        if stage.startswith("comparing"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dedupe.write_report(found, path, processes=1, progress=interrupt)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("report.html", "the old page")]


def test_whoever_waits_is_told_how_far_it_is(found: dedupe.Found, tmp_path: Path) -> None:
    stages: list[str] = []
    counts: list[tuple[int, int, str]] = []

    def told(*how_far: int | str) -> None:
        counts.append(how_far)

    dedupe.write_report(found, tmp_path / "report.html", processes=1, progress=stages.append, told=told)
    assert stages == ["counting", "comparing versions", "writing"]
    assert counts == [(number, 11, "cluster") for number in range(1, 12)]


def test_a_place_that_cannot_be_written_is_told(found: dedupe.Found, tmp_path: Path) -> None:
    with pytest.raises(dedupe.WriteError, match="cannot write"):
        dedupe.write_report(found, tmp_path / "nowhere" / "report.html", processes=1)


# Clusters from a file


def test_clusters_from_a_file_are_those_that_were_found(found: dedupe.Found) -> None:
    again = recall(found.articles, found.to_arrow(), found.pairs)
    assert [(c.id, [a.id for a in c], c.relations) for c in again] == [
        (c.id, [a.id for a in c], c.relations) for c in found
    ]
    assert again.level == "version"
    assert again.to_arrow() == found.to_arrow()
    assert cluster_on_page(again, "flood-daily") == cluster_on_page(found, "flood-daily")


def test_articles_that_no_row_names_are_left_out(found: dedupe.Found) -> None:
    again = recall(found.articles, found.to_arrow().slice(0, 4))
    assert [article.id for article in again[0]] == [article.id for article in found[0]]
    assert len(again.articles) == 4


def test_without_pairs_the_page_shows_how_alike_the_copies_are(found: dedupe.Found) -> None:
    pairs = overview(recall(found.articles, found.to_arrow()))["pairs"]
    assert (pairs["measure"], pairs["bar"], pairs["total"]) == ("similarity to the canonical", None, 17)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("id", "nobody", "1 of 46 are not in the corpus, such as 'nobody'"),
        ("cluster", "nobody", "1 of 46 name clusters but no article in them, such as 'nobody'"),
        ("relation", "cousin", "1 of 46 are no relations, such as 'cousin'"),
        ("id", "ferry-first", "an id stands in more than one row"),
    ],
)
def test_rows_that_do_not_fit_the_corpus_are_named(
    found: dedupe.Found, column: str, value: str, said: str
) -> None:
    rows = found.to_arrow()
    values = rows[column].to_pylist()
    values[-1] = value
    rows = rows.set_column(rows.column_names.index(column), column, pa.array(values))
    with pytest.raises(ValueError, match=re.escape(said)):
        recall(found.articles, rows)


def test_a_cluster_that_is_named_by_an_article_of_another_is_refused(found: dedupe.Found) -> None:
    rows = found.to_arrow()
    follower = rows["id"][rows["canonical"].to_pylist().index(False)].as_py()
    clusters = [*rows["cluster"].to_pylist()[:-1], follower]
    rows = rows.set_column(rows.column_names.index("cluster"), "cluster", pa.array(clusters))
    with pytest.raises(
        ValueError, match=f"1 of 46 name clusters by articles of other clusters.*'{follower}'"
    ):
        recall(found.articles, rows)


def test_clusters_from_a_file_cannot_be_cut_again(found: dedupe.Found) -> None:
    with pytest.raises(ValueError, match="cluster the articles again"):
        recall(found.articles, found.to_arrow()).rethreshold(confidence=0.99)
