"""Fit the coefficients by which two values are taken to be of one thing, and judge them on reports left out.

    python -m benchmarks.counterparts

Fitted to `corpora/contradictions/tuned.jsonl` and `corpora/facts`: one row a pair of values that could
contradict each other, true where a label says that they do. The shipped coefficients rest on more, which
`dedupe.facts.counterparts.COEFFICIENTS` names. The numbers go there by hand; `python -m tests.contradictions`
then says what is found.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from dedupe.articles import from_objects
from dedupe.facts.boilerplate import furniture
from dedupe.facts.claims import claims
from dedupe.facts.conflicts import not_given
from dedupe.facts.counterparts import COEFFICIENTS, Heard, compared
from dedupe.facts.given import Amounts, given
from dedupe.facts.view import view
from tests import contradictions, labelled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from numpy.typing import NDArray

    Labels = list[tuple[list[int], list[int]]]

STRENGTH = 0.5
"""Inverse strength of regularisation: scikit-learn's C."""

FOLDS = 10
BOUNDS = (-1.0, -0.5, 0.0, 0.5, 1.0)


class Candidate(NamedTuple):
    """A pair of values: its report, what speaks for and against it, whether a label says that it is true."""

    report: str
    because: list[float]
    true: bool


def reports() -> Iterator[tuple[str, dict[str, Any], dict[str, Any], Labels]]:
    """Yield the labelled pairs of versions, each with the spans of its contradictions."""
    for row in contradictions.pairs(contradictions.TUNED):
        yield row["id"], row["a"], row["b"], [(label["a"], label["b"]) for label in row["contradictions"]]
    docs, seen = labelled.docs(), set()
    for row in labelled.gold():
        one, other = row["from"], row["to"]
        if (other, one) not in seen:
            seen.add((one, other))
            spans = [(label["from"], label["to"]) for label in row["conflicts"]]
            yield row["pair"], docs[one], docs[other], spans


def candidates() -> Iterator[Candidate]:
    """Yield every pair of values that could contradict each other."""
    for report, one, other, labels in reports():
        views = [view(article) for article in from_objects([{**one, "id": "a"}, {**other, "id": "b"}])]
        amounts = Amounts()
        facts = [given(each.facts, each.denied, amounts) for each in views]
        ours, theirs = (
            not_given(claims(each, furniture(each), [against]), own, against)
            for each, own, against in zip(views, facts, facts[::-1], strict=True)
        )
        for pair in compared(ours, theirs, Heard(), least=-math.inf):
            spans = [(claim.fact.start, claim.fact.end) for claim in (pair.one, pair.other)]
            true = any(all(map(labelled.overlap, spans, label)) for label in labels)
            yield Candidate(report, [pair.because[name] for name in COEFFICIENTS], true)


def fitted(because: NDArray[np.float64], true: NDArray[np.bool_]) -> LogisticRegression:
    """Fit the model."""
    return LogisticRegression(C=STRENGTH, max_iter=5000).fit(because, true)


def main() -> None:
    """Print the coefficients, and what they find of reports that had no part in the fit."""
    found = list(candidates())
    because, true = np.array([each.because for each in found]), np.array([each.true for each in found])
    fold_of = {report: number % FOLDS for number, report in enumerate(dict.fromkeys(c.report for c in found))}
    folds = np.array([fold_of[each.report] for each in found])
    odds = np.empty(len(found))
    for fold in range(FOLDS):
        out = folds == fold
        odds[out] = fitted(because[~out], true[~out]).decision_function(because[out])
    print(f"{len(found):,} pairs of values, {true.sum()} of one thing")
    for bound in BOUNDS:
        told = odds >= bound
        print(f"{bound:5.1f}  {(told & true).sum():3} found  {(told & ~true).sum():3} false")
    model = fitted(because, true)
    print(f"{'intercept':12}{model.intercept_[0]:6.2f}")
    for name, coefficient in zip(COEFFICIENTS, model.coef_[0], strict=True):
        print(f"{name:12}{coefficient:6.2f}")


if __name__ == "__main__":
    main()
