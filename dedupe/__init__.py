"""Find the versions of a news report in a corpus, and show which facts each version adds.

>>> import dedupe
>>> found = dedupe.cluster(["The ferry sank off Port Ellis on Monday.", "Rates were left unchanged."])
>>> len(found)
2
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dedupe._version import __version__

if TYPE_CHECKING:
    from dedupe.api import cluster, diff, diff_all, explain, tune, write_report
    from dedupe.articles import Article, Articles, Problem, ReadError, WriteError, read, write
    from dedupe.estimator import NearDuplicates
    from dedupe.evaluation import Scores, evaluate
    from dedupe.explanation import Explanation
    from dedupe.facts.diff import Diff
    from dedupe.found import Cluster, Found
    from dedupe.tuning import Tuning

__all__ = [
    "Article",
    "Articles",
    "Cluster",
    "Diff",
    "Explanation",
    "Found",
    "NearDuplicates",
    "Problem",
    "ReadError",
    "Scores",
    "Tuning",
    "WriteError",
    "__version__",
    "cluster",
    "diff",
    "diff_all",
    "evaluate",
    "explain",
    "read",
    "tune",
    "write",
    "write_report",
]

# Names are imported when first used, so that `import dedupe` costs nothing.
_HOMES = {
    "Article": "articles",
    "Articles": "articles",
    "Cluster": "found",
    "Diff": "facts.diff",
    "Explanation": "explanation",
    "Found": "found",
    "NearDuplicates": "estimator",
    "Problem": "articles",
    "ReadError": "articles",
    "Scores": "evaluation",
    "Tuning": "tuning",
    "WriteError": "articles",
    "cluster": "api",
    "diff": "api",
    "diff_all": "api",
    "evaluate": "evaluation",
    "explain": "api",
    "read": "articles",
    "tune": "api",
    "write": "articles",
    "write_report": "api",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its home; PEP 562."""
    if name not in _HOMES:
        raise AttributeError(f"module 'dedupe' has no attribute {name!r}")
    value = getattr(import_module(f"dedupe.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
