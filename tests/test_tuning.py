"""`dedupe.tune`: the sweep is what clustering at each bar gives, and its advice is not flattery."""

from __future__ import annotations

import json
import random
import xml.etree.ElementTree as ET
from io import StringIO

import pyarrow as pa
import pytest
from rich.cells import cell_len
from rich.console import Console

import dedupe
from dedupe.evaluation import DifferentArticlesError, evaluate
from dedupe.report.agreement import print_tuning
from dedupe.report.curves import draw_tuning
from dedupe.tuning import BARS, Tuning
from tests import desk


def tuned(level: str, **settings: object) -> Tuning:
    return dedupe.tune(
        desk.rows(), desk.gold("story" if level == "story" else "cluster"), level=level, **settings
    )


def printed(tuning: Tuning) -> str:
    console = Console(file=StringIO(), width=80, color_system=None)
    print_tuning(tuning, console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_each_point_is_what_clustering_at_that_threshold_scores() -> None:
    points = {point.bar: point.scores for point in tuned("near").points}
    assert tuple(points) == BARS["near"]
    for bar in (0.5, 0.7, 0.9):
        found = dedupe.cluster(desk.rows(), level="near", threshold=bar)
        assert points[bar] == evaluate(found, desk.gold())


@pytest.mark.parametrize("level", ["version", "story"])
def test_each_point_is_what_clustering_with_that_confidence_scores(level: str) -> None:
    gold = desk.gold("story" if level == "story" else "cluster")
    points = {point.bar: point.scores for point in tuned(level).points}
    found = dedupe.cluster(desk.rows(), level=level, confidence=0.9)
    assert points[0.9] == evaluate(found, gold)


def test_the_default_is_the_settings_as_they_are() -> None:
    assert tuned("version").default == evaluate(dedupe.cluster(desk.rows()), desk.gold())
    near = tuned("near", threshold=0.72)
    assert near.default_bar == 0.72
    assert 0.72 in [point.bar for point in near.points]


def test_the_best_has_the_best_f1_and_the_gain_is_over_the_default() -> None:
    tuning = tuned("near")
    assert tuning.best.scores.f1 == max(point.scores.f1 for point in tuning.points)
    assert tuning.gain == tuning.best.scores.f1 - tuning.default.f1
    assert tuning.gain_left_out < tuning.gain


def test_where_nothing_does_better_no_other_bar_is_advised() -> None:
    tuning = tuned("version")
    assert tuning.gain == 0.0
    text = printed(tuning)
    assert "No confidence that was tried does better than F1 1.0000 as it is." in text
    assert "best" not in text


def test_the_advice_warns_that_the_labels_chose_it() -> None:
    text = " ".join(printed(tuned("near")).split())
    assert "Best: threshold 0.45" in text
    assert "expect less" in text


def test_wrong_pairs_come_first_and_the_nearest_of_them_first() -> None:
    pairs = tuned("near").borderline
    wrong = [pair.wrong for pair in pairs]
    assert wrong == sorted(wrong, reverse=True)
    distances = [abs(pair.bar - 0.7) for pair in pairs if pair.wrong]
    assert distances == sorted(distances)


def test_issues_of_a_template_are_no_borderline_pairs() -> None:
    assert not any(pair.a.id.startswith("rates-") for pair in tuned("near").borderline)


def test_the_sweep_does_not_depend_on_the_order_of_corpus_or_gold() -> None:
    rows, gold = desk.rows(), list(desk.gold().items())
    expected = dedupe.tune(rows, dict(gold), level="near")
    random.Random(7).shuffle(rows)
    random.Random(8).shuffle(gold)
    assert dedupe.tune(rows, dict(gold), level="near").to_dict() == expected.to_dict()


def test_articles_that_gold_does_not_name_can_be_left_out() -> None:
    some = dict(list(desk.gold().items())[:30])
    with pytest.raises(DifferentArticlesError, match="16 of the corpus's 46 are not in gold"):
        dedupe.tune(desk.rows(), some, level="near")
    assert dedupe.tune(desk.rows(), some, level="near", ignore_missing=True).default.articles == 30


def test_gold_without_a_pair_is_refused() -> None:
    with pytest.raises(ValueError, match="no two articles"):
        dedupe.tune(desk.rows(), {row["id"]: row["id"] for row in desk.rows()})


@pytest.mark.parametrize("level", ["near", "version", "story"])
def test_the_page_fits_eighty_columns(level: str) -> None:
    assert all(cell_len(line) <= 80 for line in printed(tuned(level)).splitlines())


@pytest.mark.parametrize("level", ["near", "version", "story"])
def test_the_picture_is_whole_and_its_curves_stay_inside(level: str) -> None:
    drawn = ET.fromstring(draw_tuning(tuned(level)))
    space = "{http://www.w3.org/2000/svg}"
    width, height = float(drawn.attrib["width"]), float(drawn.attrib["height"])
    curves = drawn.findall(f"{space}polyline")
    assert len(curves) == (4 if level == "near" else 3)
    for curve in curves:
        places = [tuple(map(float, place.split(","))) for place in curve.attrib["points"].split()]
        assert all(0 <= x <= width and 0 <= y <= height for x, y in places)
    style = drawn.find(f"{space}style")
    assert style is not None
    assert "prefers-color-scheme: dark" in (style.text or "")


def test_titles_cannot_steer_the_terminal() -> None:
    rows = [{**row, "title": f"\x1b[2J{row['title']}"} for row in desk.rows()]
    assert "\x1b" not in printed(dedupe.tune(rows, desk.gold(), level="near"))


def test_a_sweep_is_plain_values() -> None:
    plain = json.loads(json.dumps(tuned("near").to_dict()))
    assert plain["measure"] == "threshold"
    assert plain["bands"] == {"bands": 32, "rows": 4}
    assert plain["points"][0]["threshold"] == 0.4
    assert set(plain["borderline"][0]) == {"a", "b", "threshold", "joined", "together_in_gold"}


def test_gold_can_be_a_table() -> None:
    gold = pa.table({"id": list(desk.gold()), "cluster": list(desk.gold().values())})
    assert dedupe.tune(desk.rows(), gold, level="near").default == tuned("near").default


def test_a_sweep_shows_itself_in_a_line() -> None:
    found = tuned("near")
    assert repr(found).startswith(f"Tuning(level 'near': best threshold {found.best.bar:g} with F1 ")
