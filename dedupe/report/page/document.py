"""The page as a file: data, template, styles and scripts in one, with a policy that forbids the network."""

from __future__ import annotations

import base64
import hashlib
import json
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedupe._version import __version__
from dedupe.articles.writing import WriteError, destination
from dedupe.facts import diff_all
from dedupe.facts.copies import VERSIONS_MOST, chosen
from dedupe.facts.many import CLUSTERS_A_TASK
from dedupe.progress import untold, unwatched
from dedupe.report.legible import legible
from dedupe.report.outline import FAIR, WEIGHTY
from dedupe.report.page.overview import overview
from dedupe.report.page.reading import KINDS, LISTED, Bonds, laid_out, listed

if TYPE_CHECKING:
    import os

    from dedupe.found import Found
    from dedupe.progress import Progress, Told

CLUSTERS_MOST = 10_000
"""Clusters that a page holds unless more are asked for: some 50 MB of news, which opens in a second."""

SCRIPTS = (
    "text.js",
    "align.js",
    "list.js",
    "versions.js",
    "said.js",
    "reading.js",
    "cluster.js",
    "keys.js",
    "page.js",
)
"""In the order in which they build on each other; the page runs them as one."""


def write_page(
    found: Found,
    path: str | os.PathLike[str],
    *,
    title: str = "Versions of reports",
    limit: int = CLUSTERS_MOST,
    processes: int | None = None,
    progress: Progress = unwatched,
    told: Told = untold,
) -> int:
    """Compare the versions in each cluster and write the report page; the file appears when it is complete.

    Parameters
    ----------
    found : Found
    path : str or path
        An `.html` file.
    title : str
        What stands over the page.
    limit : int
        Clusters of two and more that are on the page, the largest first; the page tells how many are not.
    processes : int, optional
        How many share the work, as for `dedupe.diff_all`; the page does not depend on it.
    progress : callable
        Called with the name of each stage as it begins.
    told : callable
        Called with how many clusters were compared, of how many, and `"cluster"`.

    Returns
    -------
    int
        How many clusters are on the page.

    Raises
    ------
    WriteError
        Where the file cannot be made. What stood there before stays.
    ValueError
        Where `limit` is negative.
    """
    if limit < 0:
        raise ValueError(f"limit is a number of clusters, 0 or more; got {limit}")
    progress("counting")
    shown = overview(found)
    clusters = [found[place] for place in range(min(limit, shown["counts"]["repeated"]))]
    bonds = Bonds.of(found)
    rows: list[list[Any]] = []
    texts: list[str] = []
    several = processes if len(clusters) > 2 * CLUSTERS_A_TASK else 1
    with closing(diff_all((chosen(cluster.articles)[0] for cluster in clusters), processes=several)) as diffs:
        progress("comparing versions")
        for number, (cluster, diff) in enumerate(zip(clusters, diffs, strict=True), 1):
            rows.append(listed(cluster, diff, bonds.confidence(cluster)))
            texts.append(as_script(laid_out(cluster, diff, bonds.within(cluster))))
            told(number, len(clusters), "cluster")
    shown["counts"]["conflicts"] = sum(row[LISTED.index("conflicts")] for row in rows)
    progress("writing")
    text = rendered(title, found, shown, rows, texts)
    try:
        with destination(str(path)) as place:
            Path(place).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise WriteError(f"cannot write {path}: {error.strerror or error}") from None
    return len(clusters)


def rendered(title: str, found: Found, shown: dict[str, Any], rows: list[list[Any]], texts: list[str]) -> str:
    """Return the page, of what `overview` returns, the rows of the list and the clusters as scripts."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    style = _read("page.css")
    script = f'"use strict";\n(() => {{\n{"".join(map(_read, SCRIPTS))}}})();\n'
    index = {
        "fields": LISTED,
        "clusters": rows,
        "kinds": KINDS,
        "weights": [FAIR, WEIGHTY],
    }
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    page.filters["number"] = "{:,}".format
    template = page.from_string(_read("page.html"))
    return template.render(
        title=legible(title),
        found=found,
        shown=shown,
        more_clusters=shown["counts"]["repeated"] - len(rows),
        versions_most=VERSIONS_MOST,
        style=Markup(style),
        script=Markup(script),
        policy=policy(script, style),
        index=Markup(as_script(index)),
        texts=map(Markup, texts),
        version=__version__,
    )


def policy(script: str, style: str) -> str:
    """Return the content security policy of a page: this script, these styles, and nothing from elsewhere."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def as_script(value: Any) -> str:
    """Return a value as JSON that can stand in a script element, whatever its strings hold.

    Without `<` no string can end the element or begin a comment in it (HTML, "restrictions for contents of
    script elements").
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _read(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")
