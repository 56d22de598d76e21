"""The shipped desk corpus is what its README says: well-formed, each relation of the size its name means."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

DESK = Path(__file__).parent.parent / "corpora" / "desk"
FIELDS = ["id", "title", "text", "published", "source", "url"]
TEMPLATES = ["rates-0203", "rates-0205", "rates-0209", "rates-0212"]
NEAR = 0.7  # the Jaccard of 5-word shingles from which two articles are near copies


def rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (DESK / name).read_text(encoding="utf-8").splitlines()]


ARTICLES = {row["id"]: row for row in rows("articles.jsonl")}
GOLD = {row["id"]: row for row in rows("gold.jsonl")}


def with_relation(relation: str) -> list[str]:
    return [row["id"] for row in GOLD.values() if row["relation"] == relation]


def jaccard(a: str, b: str) -> float:
    """Jaccard similarity of the 5-word shingles of two articles, given by id."""
    first, second = (
        {tuple(words[i : i + 5]) for i in range(len(words) - 4)}
        for words in (re.findall(r"\w+", ARTICLES[article]["text"].lower()) for article in (a, b))
    )
    return len(first & second) / len(first | second)


def containment(a: str, b: str) -> float:
    """Share of the smaller article's runs of 12 letters and digits that the other one holds."""
    first, second = (
        {letters[i : i + 12] for i in range(len(letters) - 11)}
        for letters in (
            "".join(c for c in ARTICLES[article]["text"].casefold() if c.isalnum()) for article in (a, b)
        )
    )
    return len(first & second) / min(len(first), len(second))


def folded(article: str) -> str:
    return " ".join(ARTICLES[article]["text"].casefold().split())


def test_every_article_has_every_field_and_an_id_of_its_own() -> None:
    articles = rows("articles.jsonl")
    assert all(list(row) == FIELDS and all(row.values()) for row in articles)
    assert len({row["id"] for row in articles}) == len(articles)


def test_gold_covers_exactly_the_articles_in_their_order() -> None:
    assert [row["id"] for row in rows("gold.jsonl")] == [row["id"] for row in rows("articles.jsonl")]


def test_every_date_has_a_zone_and_all_fall_within_two_weeks() -> None:
    dates = [datetime.fromisoformat(row["published"]) for row in ARTICLES.values()]
    assert all(date.tzinfo for date in dates)
    assert max(dates) - min(dates) < timedelta(days=14)


def test_articles_stand_in_the_order_in_which_they_were_published() -> None:
    dates = [datetime.fromisoformat(row["published"]) for row in ARTICLES.values()]
    assert dates == sorted(dates)


def test_addresses_are_on_domains_kept_for_examples() -> None:
    assert all(re.match(r"https://[a-z-]+\.example\.(com|net|org)/", row["url"]) for row in ARTICLES.values())


def test_every_relation_is_there() -> None:
    assert set(Counter(row["relation"] for row in GOLD.values())) == {
        "self", "exact", "near", "excerpt", "version", "story",
    }  # fmt: skip


def test_clusters_and_stories_are_named_by_an_article_of_theirs() -> None:
    for row in GOLD.values():
        assert GOLD[row["cluster"]]["cluster"] == row["cluster"]
        assert GOLD[row["story"]]["story"] == row["story"]


def test_a_story_holds_whole_clusters() -> None:
    assert all(GOLD[row["cluster"]]["story"] == row["story"] for row in GOLD.values())


def test_an_article_is_self_where_it_is_the_canonical_of_its_story() -> None:
    assert all((row["relation"] == "self") == (row["id"] == row["story"]) for row in GOLD.values())


def test_story_relations_join_stories_and_not_clusters() -> None:
    assert all(GOLD[article]["cluster"] == article for article in with_relation("story"))


@pytest.mark.parametrize("article", TEMPLATES)
def test_a_notice_of_the_recurring_template_is_a_singleton(article: str) -> None:
    assert [row["id"] for row in GOLD.values() if article in (row["cluster"], row["story"])] == [article]


def test_notices_of_the_template_share_more_words_than_most_versions_do() -> None:
    assert min(jaccard(a, b) for a in TEMPLATES for b in TEMPLATES) > 0.4


@pytest.mark.parametrize("article", with_relation("exact"))
def test_an_exact_copy_differs_in_case_and_white_space_only(article: str) -> None:
    canonical = GOLD[article]["cluster"]
    assert ARTICLES[article]["text"] != ARTICLES[canonical]["text"]
    assert folded(article) == folded(canonical)


@pytest.mark.parametrize("article", with_relation("near"))
def test_a_near_copy_is_at_or_over_the_threshold(article: str) -> None:
    assert NEAR <= jaccard(article, GOLD[article]["cluster"]) < 1


@pytest.mark.parametrize("article", with_relation("excerpt"))
def test_an_excerpt_lies_nearly_whole_in_its_canonical(article: str) -> None:
    canonical = GOLD[article]["cluster"]
    assert containment(article, canonical) > 0.95
    assert jaccard(article, canonical) < NEAR


@pytest.mark.parametrize("article", with_relation("version"))
def test_a_version_shares_passages_but_is_no_near_copy(article: str) -> None:
    canonical = GOLD[article]["cluster"]
    assert containment(article, canonical) > 0.1
    assert jaccard(article, canonical) < NEAR / 2


@pytest.mark.parametrize("article", with_relation("story"))
def test_a_report_in_its_own_words_shares_hardly_a_passage(article: str) -> None:
    assert containment(article, GOLD[article]["story"]) < 0.05


def test_unrelated_articles_share_site_furniture_at_most() -> None:
    unrelated = [
        (a, b)
        for a in GOLD
        for b in GOLD
        if a < b and GOLD[a]["story"] != GOLD[b]["story"] and not {a, b} <= set(TEMPLATES)
    ]
    shared = {pair: jaccard(*pair) for pair in unrelated}
    assert max(shared.values()) < 0.15
    overlapping = {article for pair, share in shared.items() if share for article in pair}
    assert all("newsletter" in ARTICLES[article]["text"] for article in overlapping)


def test_the_two_minerals_reports_share_too_little_for_plain_jaccard() -> None:
    assert 0.04 <= jaccard("minerals-wire", "minerals-scrape") < 0.15


def test_the_scraped_minerals_report_is_damaged_as_scrapes_are() -> None:
    scrape = ARTICLES["minerals-scrape"]
    assert scrape["text"].count(scrape["title"]) == 2
    assert "Pakistanwants a share" in scrape["text"]
    assert "Source:https://" in scrape["text"]


def test_two_articles_are_shorter_than_thirty_words() -> None:
    short = {
        row["id"] for row in ARTICLES.values() if row["text"].isascii() and len(row["text"].split()) < 30
    }
    assert short == {"road-short", "weather-short"}


def test_a_correction_says_so_and_changes_one_figure() -> None:
    before = ARTICLES["deal-wire"]["text"].split("\n\n")
    notice, *after = ARTICLES["deal-correction"]["text"].split("\n\n")
    assert notice.startswith("CORRECTION:")
    assert after[0] != before[0]
    assert after[0] == before[0].replace("$3.2 billion", "$2.3 billion")
    assert after[1:-1] == before[1:-1]


def test_the_toll_rises_from_one_version_to_the_next() -> None:
    assert "four people died" in ARTICLES["ferry-first"]["text"]
    assert "Nine people were confirmed dead" in ARTICLES["ferry-midday"]["text"]
    assert "reached 14 with five still missing" in ARTICLES["ferry-evening"]["text"]


@pytest.mark.parametrize(("script", "articles"), [("[一-鿿]", 2), ("[äöüß]", 2), ("[áéíóúñ]", 1)])
def test_not_all_of_it_is_english(script: str, articles: int) -> None:
    assert sum(len(re.findall(script, row["text"])) > 10 for row in ARTICLES.values()) == articles
