"""Near copies and versions by scikit-learn's conventions: texts in, a label for each out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import BaseEstimator, ClusterMixin

from dedupe.evaluation import numbered
from dedupe.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class NearDuplicates(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Label texts that are copies or versions of one another alike.

    Parameters
    ----------
    level : {"near", "version", "story"}
        What belongs together.
    threshold : float
        Word-shingle Jaccard from which two texts are near copies.
    shingle : str
        What a shingle is for near copies: `words:K` or `letters:K`.
    num_perm, seed : int
        Permutations of a MinHash signature, and their seed.
    threads : int, optional
        Default: the processors this process may use. The labels do not depend on it.
    confidence : float, optional
        As in `dedupe.cluster`.

    Attributes
    ----------
    labels_ : int64[n]
        The cluster of each text, numbered by their first texts.
    canonical_ : int64[n]
        The place of the canonical text of each one's cluster.
    found_ : dedupe.Found
        All that clustering found; the ids are the places of the texts.

    Examples
    --------
    >>> NearDuplicates().fit_predict(["The ferry sank off Cape Tansy.", "Rates stay.", "rates stay"])
    array([0, 1, 1])
    """

    def __init__(
        self,
        level: str = "near",
        *,
        threshold: float = 0.7,
        shingle: str = "words:5",
        num_perm: int = 128,
        seed: int = 1,
        threads: int | None = None,
        confidence: float | None = None,
    ) -> None:
        self.level = level
        self.threshold = threshold
        self.shingle = shingle
        self.num_perm = num_perm
        self.seed = seed
        self.threads = threads
        self.confidence = confidence

    def fit(self, X: Sequence[str], y: Any = None) -> NearDuplicates:  # noqa: N803
        """Cluster texts; `y` is there for scikit-learn and not looked at.

        Raises
        ------
        ValueError
            Where `X` is not one text or more, or a parameter is out of its range.
        """
        import dedupe

        texts = _texts(X)
        settings = {name: getattr(self, name) for name in Settings.__dataclass_fields__}
        width = len(str(len(texts)))
        articles = [{"id": f"{place:0{width}}", "text": text} for place, text in enumerate(texts)]
        self.found_ = dedupe.cluster(articles, **settings)
        self.canonical_ = self.found_.canonical
        self.labels_: NDArray[np.int64] = numbered(self.canonical_.tolist())
        return self

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that this takes texts, one a sample."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        return tags


def _texts(given: Any) -> list[str]:
    """Return texts as a list; a column of a table of one will do."""
    if isinstance(given, str):
        raise ValueError("one string is given where a list of texts is expected: try [text]")
    texts = np.asarray(given, dtype=object)
    if texts.ndim == 2 and texts.shape[1] == 1:
        texts = texts[:, 0]
    if texts.ndim != 1:
        raise ValueError(f"texts come as a list, got an array of shape {texts.shape}")
    if not len(texts):
        raise ValueError("at least one text is needed, got none")
    for place, text in enumerate(texts):
        if not isinstance(text, str):
            raise ValueError(f"text {place} is of type {type(text).__name__}, not a string")
    return list(texts)
