"""The library's verbs, on whatever the caller has: files read, lists of texts, mappings, tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dedupe.progress import untold, unwatched

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dedupe.articles import Article, Articles
    from dedupe.explanation import Explanation
    from dedupe.facts.diff import Diff
    from dedupe.found import Cluster, Found
    from dedupe.progress import Progress, Told
    from dedupe.tuning import Tuning


def cluster(
    articles: Any,
    *,
    level: str = "version",
    threshold: float = 0.7,
    shingle: str = "words:5",
    num_perm: int = 128,
    seed: int = 1,
    threads: int | None = None,
    confidence: float | None = None,
    progress: Callable[[str], None] = lambda stage: None,
) -> Found:
    """Cluster articles into the versions of each report.

    Parameters
    ----------
    articles : Articles, or a list of str or of mappings with "text", or an Arrow, pandas or polars table
        The corpus. Articles without an id get one made from their content.
    level : {"near", "version", "story"}
        Which relations join: near copies; also rewritten, abridged and updated versions; also reports
        of the same event in other words.
    threshold : float
        Word-shingle Jaccard from which two articles are near copies.
    shingle : str
        What a shingle is for near copies: `words:N` or `letters:N`.
    num_perm : int
        Permutations of a MinHash signature.
    seed : int
        Seed of the permutations.
    threads : int, optional
        Default: the processors this process may use. The result does not depend on it.
    confidence : float, optional
        At level version or story: join what belongs together with at least this probability, instead of
        by the rules. `Found.rethreshold` tries others without measuring again.
    progress : callable
        Called with the name of each stage as it begins.

    Returns
    -------
    Found
        Iterates over the clusters, largest first, singletons too.

    Raises
    ------
    ValueError
        If a setting is out of its range; the message says what is possible.
    """
    from dedupe.pipeline import cluster as run
    from dedupe.settings import Settings

    settings = Settings.of(
        level=level,
        threshold=threshold,
        shingle=shingle,
        num_perm=num_perm,
        seed=seed,
        threads=threads,
        confidence=confidence,
    )
    return run(_corpus(articles), settings, progress)


def diff(versions: Cluster | Sequence[Any]) -> Diff:
    """Compare versions of one report: what each adds, what all share, where they contradict each other.

    Parameters
    ----------
    versions : Cluster, or a sequence of Article, str or mappings with "text", or a table
        At least one. Where all have a date they are put in time order.

    Returns
    -------
    Diff
        The statements of each version, who holds each of them, and the conflicts.

    Raises
    ------
    TypeError
        If one string or mapping is given in place of several.
    """
    from dedupe.facts import diff as compare
    from dedupe.found import Cluster

    return compare(versions.articles if isinstance(versions, Cluster) else _versions(versions))


def diff_all(clusters: Iterable[Cluster | Sequence[Any]], *, processes: int | None = None) -> Iterator[Diff]:
    """Compare the versions of each of many clusters, on all processors; yield the diffs in their order.

    Clusters are read as they are needed. As with all that starts processes, a script calls this under
    `if __name__ == "__main__":`.

    Parameters
    ----------
    clusters : iterable of Cluster, or of what `diff` takes
    processes : int, optional
        Default: the processors this process may use; 1 starts none. The diffs do not depend on it.

    Returns
    -------
    iterator of Diff
        One a cluster, in the order of the clusters.

    Raises
    ------
    ValueError
        If `processes` is less than 1, or two versions of a cluster have one id.
    """
    from dedupe.facts import diff_all as compare_all
    from dedupe.found import Cluster

    versions = (each.articles if isinstance(each, Cluster) else _versions(each) for each in clusters)
    return compare_all(versions, processes=processes)


def explain(articles: Any, a: str, b: str, **settings: Any) -> Explanation:
    """Say why two articles of a corpus are, or are not, together.

    Parameters
    ----------
    articles : Found, or as for `cluster`
        The whole corpus: what is rare in it decides.
    a, b : str
        The ids of the two.
    **settings
        As for `cluster`; by default those that the clusters were found with.

    Returns
    -------
    Explanation
        What the two are to each other, the measures, and the passages they share.

    Raises
    ------
    KeyError
        If no article has one of the ids.
    ValueError
        If a setting is out of its range.
    """
    from dedupe.explanation import explain as run
    from dedupe.found import Found
    from dedupe.settings import Settings

    asked = Settings.of(**settings)
    if isinstance(articles, Found):
        asked, articles = asked if settings else articles.settings or asked, articles.articles
    return run(_corpus(articles), str(a), str(b), asked)


def tune(articles: Any, gold: Any, *, ignore_missing: bool = False, **settings: Any) -> Tuning:
    """Say how well each threshold, or at level version and story each confidence, agrees with gold clusters.

    Parameters
    ----------
    articles : as for `cluster`
    gold : Found, mapping of id to cluster, or a table with the columns id and cluster
    ignore_missing : bool
        Compare the articles that gold names, and leave out the others.
    **settings
        As for `cluster`. The threshold or confidence among them is what the others are held against.

    Returns
    -------
    Tuning
        The scores at each bar, the best of them, and the pairs to look at.

    Raises
    ------
    ValueError
        If gold puts no two articles of the corpus together, if it does not name the same articles and
        `ignore_missing` is False, or if a setting is out of its range.
    """
    from dedupe.settings import Settings
    from dedupe.tuning import tune as run

    return run(_corpus(articles), gold, Settings.of(**settings), ignore_missing=ignore_missing)


def write_report(
    found: Found,
    path: str | os.PathLike[str],
    *,
    title: str | None = None,
    limit: int | None = None,
    processes: int | None = None,
    progress: Progress = unwatched,
    told: Told = untold,
) -> int:
    """Write a page to read of the clusters and what their versions say; return how many are on it.

    As with `diff_all`, a script calls this under `if __name__ == "__main__":`, or with `processes=1`.

    Parameters
    ----------
    found : Found
    path : str or path
        An `.html` file, which appears when it is complete and needs nothing beside it.
    title : str, optional
        What stands over the page.
    limit : int, optional
        Clusters of two and more that are on the page, the largest first: by default 10,000.
    processes : int, optional
        How many share the work, as for `diff_all`; the page does not depend on it.
    progress : callable
        Called with the name of each stage as it begins.
    told : callable
        Called with how many clusters were compared, of how many, and `"cluster"`.
    """
    from dedupe.report.page import write_page

    given = {"title": title, "limit": limit}
    asked: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    return write_page(found, path, **asked, processes=processes, progress=progress, told=told)


def _versions(versions: Any) -> tuple[Article, ...]:
    """Return versions of one report that a caller has, as articles; of a table they are its rows."""
    if isinstance(versions, str | Mapping):
        kind = "string" if isinstance(versions, str) else "mapping"
        raise TypeError(f"diff compares several versions: pass a list of two or more, not one {kind}")
    is_table = hasattr(versions, "columns") or hasattr(versions, "__arrow_c_stream__")
    return tuple(_corpus(versions if is_table else list(versions)))


def _corpus(articles: Any) -> Articles:
    from dedupe.articles import Articles, from_objects

    return articles if isinstance(articles, Articles) else from_objects(articles)
