"""The library as its user meets it."""

from __future__ import annotations

import subprocess
import sys

import pyarrow as pa
import pytest

import dedupe
from tests import desk


def test_every_public_name_is_there() -> None:
    for name in dedupe.__all__:
        assert getattr(dedupe, name) is not None
    assert set(dedupe.__all__) <= set(dir(dedupe))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'dedup'"):
        dedupe.dedup  # noqa: B018


def test_importing_the_library_imports_nothing_heavy() -> None:
    heavy = "{'numpy', 'pyarrow', 'scipy', 'sklearn', 'datasketch', 'pandas', 'click', 'rich'}"
    code = f"import sys, dedupe; print(sorted({heavy} & set(sys.modules)))"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"


def test_texts_mappings_articles_and_tables_are_all_a_corpus() -> None:
    texts = [row["text"] for row in desk.rows()[:4]]
    rows = [{"id": str(i), "text": text} for i, text in enumerate(texts)]
    for corpus in (texts, rows, pa.Table.from_pylist(rows), [dedupe.Article(**row) for row in rows]):
        assert len(dedupe.cluster(corpus)) == 4


def test_a_file_read_is_clustered_and_a_cluster_is_diffed() -> None:
    articles = dedupe.read(desk.DESK / "articles.jsonl")
    found = dedupe.cluster(articles)
    diff = dedupe.diff(found["minerals-wire"])

    assert {version.id for version in diff.versions} == {"minerals-wire", "minerals-scrape"}
    assert diff.only("minerals-scrape")
    assert diff.shared


def test_a_cluster_is_found_by_place_and_by_the_id_of_any_member() -> None:
    found = dedupe.cluster(desk.rows())

    assert found[0].id == found["ferry-first"].id
    assert len(found[0]) == max(len(cluster) for cluster in found)
    assert [len(cluster) for cluster in found] == sorted((len(c) for c in found), reverse=True)
    with pytest.raises(KeyError, match="no article has the id 'nobody'"):
        found["nobody"]


def test_clusters_are_sliced_as_those_of_a_sequence() -> None:
    found = dedupe.cluster(desk.rows())
    clusters = list(found)
    assert found[:2] == clusters[:2]
    assert found[-1:] == clusters[-1:]
    assert found[len(found) :] == []


def test_a_version_is_named_by_its_id_or_itself() -> None:
    one, other = (dedupe.Article(row["id"], row["text"]) for row in desk.rows()[:2])
    diff = dedupe.diff([one, other])
    assert diff.only(one) == diff.only(one.id)
    assert diff.added(one, against=other) == diff.dropped(other, against=one) != []
    with pytest.raises(KeyError) as error:
        diff.only(dedupe.Article("third", "A text. " * 100))
    assert str(error.value).startswith("\"no version 'third' in this diff; it has ")
    assert "A text." not in str(error.value)


def test_one_string_is_no_list_of_versions() -> None:
    with pytest.raises(TypeError, match="list of two or more"):
        dedupe.diff("one text")


@pytest.mark.parametrize("name", [str(desk.DESK / "articles.jsonl"), desk.DESK / "articles.jsonl"])
def test_a_path_in_place_of_articles_is_told_to_be_read(name: object) -> None:
    with pytest.raises(dedupe.ReadError, match=r"articles.jsonl' names a file: give dedupe\.read\('"):
        dedupe.cluster(name)


def test_what_was_found_is_explained_as_it_was_found() -> None:
    articles = dedupe.read(desk.DESK / "articles.jsonl")
    found = dedupe.cluster(articles, level="near", threshold=0.9)
    one, other = (article.id for article in next(iter(dedupe.cluster(articles))).articles[:2])
    assert dedupe.explain(found, one, other) == dedupe.explain(
        articles, one, other, level="near", threshold=0.9
    )
    assert dedupe.explain(found, one, other, level="version") == dedupe.explain(articles, one, other)


def test_the_near_copy_of_an_original_is_not_canonical_for_a_stray_line() -> None:
    found = dedupe.cluster(desk.rows())

    assert found["ferry-reprint"].canonical.id == "ferry-evening"


def test_canonicals_are_those_of_the_gold() -> None:
    found = dedupe.cluster(desk.rows())

    assert {cluster.id for cluster in found} == set(desk.gold().values())


def test_cohesion_is_the_least_similar_accepted_pair() -> None:
    found = dedupe.cluster(desk.rows())

    assert found["library-gazette"].cohesion == pytest.approx(
        min(found["library-gazette"].similarities), abs=0.05
    )
    assert found["science-moss"].cohesion == 1.0


def test_the_engine_is_the_one_the_test_run_asked_for() -> None:
    import os

    from dedupe import kernels

    expected = "numpy" if os.environ.get("DEDUPE_PURE") == "1" else os.environ.get("DEDUPE_EXPECT_ENGINE")
    if expected is None:
        pytest.skip("neither DEDUPE_PURE nor DEDUPE_EXPECT_ENGINE is set: either engine is as good")
    assert kernels.engine == expected


def test_many_clusters_are_diffed_in_their_order() -> None:
    repeated = dedupe.cluster(desk.rows()).repeated[:4]

    diffs = list(dedupe.diff_all([*repeated, ["one text", "another text"]], processes=2))
    assert [each.to_dict() for each in diffs[:4]] == [dedupe.diff(cluster).to_dict() for cluster in repeated]
    assert len(diffs[4].versions) == 2


def test_the_rows_of_a_table_are_versions_and_those_of_a_mapping_are_not() -> None:
    texts = ["The ferry sank off Cape Tansy.", "The ferry sank off Cape Tansy on Monday."]
    table = pa.table({"id": ["a", "b"], "text": texts})
    wanted = dedupe.diff([{"id": "a", "text": texts[0]}, {"id": "b", "text": texts[1]}])
    assert dedupe.diff(table) == wanted  # type: ignore[arg-type]
    assert list(dedupe.diff_all([table], processes=1)) == [wanted]  # type: ignore[list-item]
    with pytest.raises(TypeError, match="several versions: pass a list of two or more, not one mapping"):
        dedupe.diff({"a": texts[0], "b": texts[1]})  # type: ignore[arg-type]


def test_ids_that_are_numbers_are_explained() -> None:
    rows = [{"id": 1, "text": "The ferry sank."}, {"id": 2, "text": "The ferry sank."}]
    assert dedupe.explain(rows, 1, 2).relation == "exact"  # type: ignore[arg-type]


@pytest.mark.parametrize("lacking", [None, float("nan")])
def test_an_article_without_a_cluster_is_not_scored(lacking: object) -> None:
    with pytest.raises(ValueError, match=r"gold has no cluster for 1 articles \(such as 'b'\)"):
        dedupe.evaluate({"a": 1, "b": 2}, {"a": 1, "b": lacking})


def test_labels_stand_in_the_order_of_the_rows_whatever_their_ids_and_index() -> None:
    pandas = pytest.importorskip("pandas")
    moss, road = (row["text"] for row in desk.rows()[:2])
    frame = pandas.DataFrame(
        {"id": [1, 1, 2, 3, 3], "text": [moss, road, None, road, moss]}, index=list("vwxyz")
    )
    with pytest.warns(UserWarning, match="1 of 5 objects"), pytest.warns(UserWarning, match="2 of 5 objects"):
        found = dedupe.cluster(frame)
    frame["cluster"] = found.labels
    assert frame["cluster"].isna().tolist() == [False, False, True, False, False]
    assert found.articles.left_out == (2,)
    assert found.labels[0] == found.labels[4] != found.labels[1] == found.labels[3]
    assert [found[label].canonical.text for label in found.labels if label] == [moss, road, road, moss]


def test_labels_are_the_clusters_of_the_articles_of_a_file() -> None:
    found = dedupe.cluster(dedupe.read(desk.DESK / "articles.jsonl"))
    rows = {row["id"]: row["cluster"] for row in found.to_arrow().to_pylist()}
    assert found.labels == [rows[article.id] for article in found.articles]
    assert set(found.rethreshold(confidence=0.99).labels) > set(found.labels)
    assert dedupe.cluster([]).labels == []
