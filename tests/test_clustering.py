"""What `dedupe.cluster` finds, and that nothing but the corpus and the settings decides it."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dedupe
from dedupe import near
from tests import desk

WIRE = (
    "PORT ELLIS, Monday - The car ferry Aurelia ran aground off Cape Tansy shortly before dawn with 212 "
    "people on board, the coastguard said. Two tugs from Port Ellis and a naval helicopter were sent to the "
    "wreck, and by noon all but nine of the passengers had been taken off. The master, Captain Ines Vaal, "
    "reported a fire in the engine room at 04:40 before radio contact was lost, according to a log read out "
    "by the harbour authority. The line said the ship had passed its yearly inspection in March."
)
REWRITE = (
    "Nine people were still missing last night after a ferry was wrecked on the rocks near Cape Tansy. "
    "Relatives gathered at the quay in Port Ellis, where the mayor opened a school gymnasium to them. The "
    "master, Captain Ines Vaal, reported a fire in the engine room at 04:40 before radio contact was lost, "
    "officials read from the log. Divers will go down as soon as the swell allows it, the navy said. It is "
    "the worst accident on the route since the winter of 1987, when a lighter sank in the same channel."
)
OTHER = (
    "The central bank left its main rate where it was on Thursday and gave no hint of when it may move. "
    "Governor Pell Andros told reporters that wages were still rising faster than he would like, and that "
    "the council had not discussed a cut. Economists had expected as much; the krone hardly moved."
)


def together(found: dedupe.Found, a: str, b: str) -> bool:
    return found[a].id == found[b].id


def labels(found: dedupe.Found) -> dict[str, str]:
    return {article.id: cluster.id for cluster in found for article in cluster}


def test_two_articles_alone_are_versions_where_they_share_long_passages() -> None:
    found = dedupe.cluster([{"id": "wire", "text": WIRE}, {"id": "rewrite", "text": REWRITE}])

    assert len(found) == 1
    assert set(found[0].relations) == {"self", "version"}


def test_two_unrelated_articles_alone_stay_apart() -> None:
    found = dedupe.cluster([WIRE, OTHER])

    assert [len(cluster) for cluster in found] == [1, 1]


@pytest.mark.parametrize("level", ["near", "version", "story"])
def test_unrelated_articles_stay_apart_at_every_level(level: str) -> None:
    singles = [row for row in desk.rows() if row["id"] in {"science-moss", "football-cup", "bakery-feature"}]

    assert len(dedupe.cluster(singles, level=level)) == 3


def test_the_desk_is_clustered_as_its_gold_says() -> None:
    found = dedupe.cluster(desk.rows())

    assert labels(found).keys() == desk.gold().keys()
    pairs = list(combinations(desk.gold(), 2))
    gold = {pair for pair in pairs if desk.gold()[pair[0]] == desk.gold()[pair[1]]}
    mine = {pair for pair in pairs if together(found, *pair)}
    assert mine - gold == set(), "articles wrongly together"
    assert gold - mine == set(), "articles wrongly apart"


def test_a_recurring_notice_with_other_figures_is_no_version_of_the_last_one() -> None:
    notices = [row for row in desk.rows() if row["id"].startswith("rates-")]

    assert len(notices) == 4
    assert len(dedupe.cluster(notices)) == 4


SMELTER = (
    "A fire at the Skarholm aluminium smelter {hurt} on Tuesday and halted production at the country's "
    "second-largest metals plant, the owner Brennick Metals said. The blaze broke out at 3.40 a.m. in the "
    "anode baking hall and was brought under control by 7.15 a.m., said fire chief Aud Listad. The works "
    "would stand idle for at least {weeks} weeks. The owner put the damage at {damage} million crowns. "
    "Shares fell {fall} percent."
)


@pytest.mark.parametrize(("published", "clusters"), [("2026-11-18T13:00Z", 1), ("2026-11-25T13:00Z", 2)])
def test_a_report_whose_toll_and_damage_rise_in_hours_is_one_report(published: str, clusters: int) -> None:
    first = SMELTER.format(hurt="injured 12 workers", weeks="three", damage=65, fall=7.8)
    update = SMELTER.format(hurt="killed one worker and injured 14", weeks="six", damage=90, fall=9.1)

    found = dedupe.cluster(
        [
            {"id": "first", "text": first, "published": "2026-11-18T08:00Z"},
            {"id": "update", "text": update, "published": published},
        ]
    )

    assert len(found) == clusters


def test_the_damaged_scrape_is_found_by_its_letters() -> None:
    pair = [row for row in desk.rows() if row["id"] in {"minerals-wire", "minerals-scrape"}]

    assert len(dedupe.cluster(pair)) == 1


def test_a_digest_of_two_stories_does_not_glue_them_together() -> None:
    digest = f"Also in the news today.\n\n{WIRE}\n\n{OTHER}\n\nMore at ten."

    found = dedupe.cluster(
        [{"id": "wire", "text": WIRE}, {"id": "other", "text": OTHER}, {"id": "digest", "text": digest}]
    )

    assert not together(found, "wire", "other")


@pytest.mark.parametrize("share", [1, 2, 4])
def test_a_round_up_of_ten_stories_stays_alone_and_glues_none(share: int) -> None:
    stories = [article["text"] for article in desk.unrelated(10)]
    heads = [" ".join(text.split()[: max(60, len(text.split()) // share)]) for text in stories]
    rows = [{"id": f"story-{n}", "text": text} for n, text in enumerate(stories)]
    rows += [{"id": f"again-{n}", "text": f"{text}\nMore as we get it."} for n, text in enumerate(stories)]
    rows += [{"id": f"roundup-{n}", "text": "\n\n".join(heads[n:])} for n in (0, 1)]

    found = dedupe.cluster(rows)

    assert len(found["roundup-0"]) == (2 if together(found, "roundup-0", "roundup-1") else 1)
    assert all(len(found[f"story-{n}"]) == 2 for n in range(10))
    assert all(together(found, f"story-{n}", f"again-{n}") for n in range(10))


def test_pages_of_nothing_but_site_furniture_stay_alone_and_are_named() -> None:
    lines = [
        "We value your privacy and use cookies to improve your experience.",
        "Subscribe now to read this article for one crown a week.",
        "Already a subscriber? Log in to continue reading the full story.",
        "Sign up to our morning newsletter and never miss a story again.",
        "All rights reserved. No part may be reproduced without permission.",
    ]
    walls = [{"id": f"wall-{n}", "text": "\n".join(lines[n : n + 3])} for n in range(3)]
    pages = [
        {
            "id": row["id"],
            "text": "\n".join([lines[n % 5], row["text"], lines[(n + 1) % 5], lines[(n + 2) % 5]]),
        }
        for n, row in enumerate(desk.unrelated(10))
    ]

    found = dedupe.cluster(walls + pages)

    assert not found.repeated
    assert found.boilerplate.tolist() == [True] * 3 + [False] * 10


def test_equal_texts_are_exact_whatever_their_case_width_and_spacing() -> None:
    found = dedupe.cluster([{"id": "a", "text": WIRE}, {"id": "b", "text": WIRE.upper().replace(" ", "  ")}])

    assert found["a"].relations == ("self", "exact")
    assert found["a"].cohesion == 1.0


def test_near_copies_are_joined_at_level_near_and_rewrites_are_not() -> None:
    near = WIRE.replace("a naval helicopter", "an army helicopter")
    found = dedupe.cluster(
        [{"id": "a", "text": WIRE}, {"id": "b", "text": near}, {"id": "c", "text": REWRITE}], level="near"
    )

    assert together(found, "a", "b")
    assert not together(found, "a", "c")
    assert found["a"].relations == ("self", "near")


def test_in_a_crowd_of_one_wording_copies_are_together_and_the_others_apart() -> None:
    chance = random.Random(5)
    words = [f"word{number}" for number in range(5000)]
    page = chance.choices(words, k=300)

    def changed(text: list[str], count: int) -> list[str]:
        places = set(chance.sample(range(len(text)), count))
        return [chance.choice(words) if place in places else word for place, word in enumerate(text)]

    # A Jaccard of 0.8 to each other; of 0.6 to those and 0.4 to each other; of 0.9 to one of these.
    near = {f"near-{number}": changed(page, 3) for number in range(400)}
    apart = {f"apart-{number}": changed(page, 16) for number in range(400)}
    copies = {f"copy-{number}": changed(apart[f"apart-{number}"], 3) for number in range(100)}
    texts = near | apart | copies
    found = dedupe.cluster([{"id": id, "text": " ".join(text)} for id, text in texts.items()], level="near")

    assert len(found[0]) == 400
    assert all(together(found, f"apart-{number}", f"copy-{number}") for number in range(100))
    assert found.sizes.tolist() == [400] + [2] * 100 + [1] * 300


def test_an_abridged_copy_is_an_excerpt() -> None:
    found = dedupe.cluster([{"id": "whole", "text": WIRE}, {"id": "brief", "text": WIRE[:330]}])

    assert found["brief"].canonical.id == "whole"
    assert found["brief"].relations == ("self", "excerpt")


def test_an_excerpt_is_with_its_source_though_the_other_versions_share_nothing_with_it() -> None:
    rows = [
        {"id": "wire", "text": WIRE},
        {"id": "rewrite", "text": REWRITE},
        {"id": "brief", "text": WIRE[: WIRE.index(" The master")]},
    ]

    assert dedupe.explain(rows, "rewrite", "brief").relation == "none"
    for ids in (("a", "b", "c"), ("b", "c", "a"), ("c", "a", "b")):
        found = dedupe.cluster([{**row, "id": name} for row, name in zip(rows, ids, strict=True)])
        assert len(found[0]) == 3


def test_the_canonical_is_the_most_complete_then_the_earliest_then_the_first_by_id() -> None:
    late, early = "2026-02-03T10:00:00Z", "2026-02-03T08:00:00Z"
    found = dedupe.cluster(
        [
            {"id": "c", "text": WIRE[:330], "published": "2026-02-01"},
            {"id": "b", "text": WIRE, "published": late},
            {"id": "a", "text": WIRE, "published": early},
            {"id": "d", "text": WIRE, "published": early},
        ]
    )

    assert found[0].canonical.id == "a"
    assert [article.id for article in found[0]] == ["a", "c", "d", "b"]


def test_empty_texts_are_each_a_cluster_of_their_own() -> None:
    found = dedupe.cluster([{"id": "a", "text": ""}, {"id": "b", "text": ""}, {"id": "c", "text": "?!"}])

    assert len(found) == 3


def test_texts_shorter_than_a_shingle_are_joined_only_where_they_are_equal() -> None:
    found = dedupe.cluster(
        [
            {"id": "a", "text": "Rates unchanged"},
            {"id": "b", "text": "RATES UNCHANGED!"},
            {"id": "c", "text": "Rates up"},
        ]
    )

    assert together(found, "a", "b")
    assert not together(found, "a", "c")


def test_an_empty_corpus_has_no_clusters() -> None:
    found = dedupe.cluster([])

    assert len(found) == 0
    assert found.to_arrow().num_rows == 0


@pytest.mark.parametrize("level", ["near", "version", "story"])
def test_the_answer_does_not_depend_on_order_or_threads(level: str) -> None:
    rows = desk.rows()
    expected = dedupe.cluster(rows, level=level, threads=1)
    for seed in range(3):
        shuffled = random.Random(seed).sample(rows, len(rows))
        found = dedupe.cluster(shuffled, level=level, threads=3)

        assert found.to_arrow().equals(expected.to_arrow())
        assert found.pairs.equals(expected.pairs)


words = st.lists(
    st.sampled_from(["ferry", "bank", "goal", "rain", "vote", "fire", "coal", "wage"]), max_size=30
).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(st.lists(words, max_size=12), st.randoms(use_true_random=False))
def test_any_texts_are_each_in_one_cluster_in_any_order(texts: list[str], chance: random.Random) -> None:
    rows = [{"id": str(i), "text": text} for i, text in enumerate(texts)]
    expected = dedupe.cluster(rows)
    chance.shuffle(rows)
    found = dedupe.cluster(rows)

    assert sorted(labels(found)) == sorted(str(i) for i in range(len(texts)))
    assert labels(found) == labels(expected)
    pairs = [(row["a"], row["b"]) for row in found.pairs.to_pylist()]
    assert pairs == sorted(set(pairs))


def test_the_higher_level_joins_all_that_the_lower_one_joins() -> None:
    near, version, story = (
        labels(dedupe.cluster(desk.rows(), level=level)) for level in ("near", "version", "story")
    )
    for a, b in combinations(near, 2):
        assert near[a] != near[b] or version[a] == version[b]
        assert version[a] != version[b] or story[a] == story[b]


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"level": "same"}, "near, version, story"),
        ({"threshold": 1.5}, "over 0 and up to 1"),
        ({"shingle": "words"}, "words:5"),
        ({"num_perm": 0}, "128 is usual"),
        ({"threads": 0}, "at least 1"),
        ({"seed": -1}, "from 0 to 4294967295"),
        ({"shingle": "words:99999999999999999999"}, "from 1 to"),
    ],
)
def test_a_setting_out_of_range_is_refused_with_what_is_possible(
    setting: dict[str, object], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        dedupe.cluster([WIRE], **setting)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"threshold": "0.7"}, "threshold must be float, got '0.7', which is str"),
        ({"shingle": 5}, "shingle must be str"),
        ({"threads": True}, "threads must be int or None"),
    ],
)
def test_a_setting_of_the_wrong_kind_is_refused_by_name(setting: dict[str, object], said: str) -> None:
    with pytest.raises(TypeError, match=said):
        dedupe.cluster([WIRE], **setting)  # type: ignore[arg-type]


def test_numbers_of_numpy_are_settings() -> None:
    found = dedupe.cluster(
        [WIRE], level="near", threshold=np.float32(0.5), num_perm=np.int64(64), seed=np.uint8(2), threads=None
    )
    assert found.settings is not None
    assert [type(each) for each in (found.settings.threshold, found.settings.num_perm)] == [float, int]
    assert (found.settings.threshold, found.settings.num_perm, found.settings.seed) == (0.5, 64, 2)


def test_texts_without_letters_are_joined_only_where_they_are_equal() -> None:
    found = dedupe.cluster(
        [
            {"id": "a", "text": "👍"},
            {"id": "b", "text": "👍"},
            {"id": "c", "text": "!!!"},
            {"id": "d", "text": " "},
        ]
    )

    assert [len(cluster) for cluster in found] == [2, 1, 1]
    assert found["a"].relations == ("self", "exact")


def test_a_text_pasted_twice_is_not_canonical() -> None:
    found = dedupe.cluster([{"id": "twice", "text": f"{WIRE}\n{WIRE}"}, {"id": "once", "text": WIRE}])

    assert found[0].canonical.id == "once"


def test_notices_of_one_wording_with_figures_that_have_units_stay_apart() -> None:
    wording = "The weather for the harbour of Marlport today: {}C at noon, a wind of {}kt by the evening."

    assert len(dedupe.cluster([wording.format(21, 12), wording.format(14, 33)])) == 2


def test_what_was_found_shows_itself_in_a_line() -> None:
    found = dedupe.cluster([{"id": "a", "text": WIRE}, {"id": "b", "text": WIRE}])

    assert repr(found) == "Found(2 articles in 1 clusters, level 'version')"
    assert repr(found[0]) == "Cluster('a', 2 articles, cohesion 1.00)"
    assert "b" in found
    assert "c" not in found


def test_rows_say_what_each_article_is_to_its_canonical() -> None:
    table = dedupe.cluster(desk.rows()).to_arrow()

    assert table.column_names == ["id", "cluster", "size", "canonical", "relation", "similarity"]
    assert table.num_rows == len(desk.rows())
    for row in table.to_pylist():
        assert row["canonical"] == (row["relation"] == "self") == (row["id"] == row["cluster"])
        assert 0.0 <= row["similarity"] <= 1.0


def test_pairs_are_verified_and_inside_the_contract() -> None:
    found = dedupe.cluster(desk.rows())

    assert found.pairs.column_names == ["a", "b", "relation", "jaccard", "containment", "score"]
    for row in found.pairs.to_pylist():
        assert row["a"] < row["b"]
        assert row["relation"] in {"exact", "near", "excerpt", "version"}
        assert row["relation"] != "near" or row["jaccard"] >= 0.7


def test_stages_are_named_as_they_begin() -> None:
    stages: list[str] = []
    dedupe.cluster(desk.rows(), level="story", progress=stages.append)

    assert stages[0] == "sketching"
    assert len(stages) == 6


@given(st.integers(0, 40), st.data())
def test_rows_that_are_moved_to_the_beginning_are_those(rows: int, drawn: st.DataObject) -> None:
    values = np.arange(3 * rows, dtype=np.uint32).reshape(rows, 3)
    chosen = np.flatnonzero(drawn.draw(st.lists(st.booleans(), min_size=rows, max_size=rows)))
    wanted = values[chosen]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(near, "ROWS_MOVED", 4)
        np.testing.assert_array_equal(near.compacted(values, chosen), wanted)
