"""Reading and clustering for a command, with progress for whoever watches and a word on bad rows."""

from __future__ import annotations

import glob
import itertools
import os
import shlex
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, BinaryIO

import click

from dedupe.cli import complain
from dedupe.cli.options import files
from dedupe.cli.watching import watched
from dedupe.threads import available_threads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedupe.articles import Article, Articles, Problem
    from dedupe.cli.options import Clustering, Reading
    from dedupe.facts import Diff
    from dedupe.found import Found

PROBLEMS_NAMED = 3
"""Problems of reading that a warning spells out."""

sources_argument = click.argument(
    "sources", nargs=-1, required=True, metavar="SOURCE...", shell_complete=files
)


cluster_option = click.option(
    "--cluster", metavar="ID", help="The cluster of this article, of a corpus that is clustered first."
)


def files_of(sources: Sequence[str], archive: Sequence[str] = ()) -> list[str]:
    """Return the paths of the files that the sources name, `-` for standard input, and of an archive's."""
    from dedupe.articles.sources import find_both

    return [source.path for files in find_both(sources, archive) for source in files]


def read_corpus(
    sources: Sequence[str],
    reading: Reading,
    clustering: Clustering | None = None,
    *,
    archive: Sequence[str] = (),
    original: bool = False,
    stdin: BinaryIO | None = None,
) -> Articles:
    """Read the articles, with every field or those that count, and say what could not be read.

    Where it is known how they will be clustered, texts are sketched while they are read. `stdin` is the
    stream that `-` reads, by default the process's own.
    """
    from dedupe.articles import read
    from dedupe.articles.sources import find_both, size_on_disk

    sketcher = None
    if clustering is not None and clustering.threads in (None, available_threads()):
        from dedupe.sketches import Sketcher

        sketcher = Sketcher.of(clustering.settings())
    files = list(itertools.chain(*find_both(sources, archive, stdin)))
    in_all = 0 if any(file.stream for file in files) else sum(size_on_disk(file.path) for file in files)
    done = 0
    with watched() as (stage, told):

        def tell(size: int) -> None:
            nonlocal done
            done += size
            told(done, in_all, "byte")

        stage("reading")
        articles = read(
            *sources,
            **asdict(reading),
            archive=archive,
            original=original,
            progress=tell,
            note=sketcher,
            stdin=stdin,
        )
    if articles.problems:
        complain(described(articles.problems), label="Warning: ")
    return articles


def find_clusters(articles: Articles, clustering: Clustering) -> Found:
    """Cluster the articles."""
    from dedupe.pipeline import cluster

    settings = clustering.settings()
    with watched() as (stage, told):
        return cluster(articles, settings, stage, told)


def ids_after(sources: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Part what a command was given: sources, and behind them what may be the ids of articles in them."""
    named = next((n for n, name in enumerate(sources) if n and not _is_source(name)), len(sources))
    return sources[:named], sources[named:]


def _is_source(name: str) -> bool:
    """Tell a file or a glob that matches any; an address may be an id, and has the *?* of a glob."""
    return name == "-" or os.path.lexists(name) or any(glob.iglob(name, recursive=True))


def articles_named(articles: Articles, ids: Sequence[str], sources: Sequence[str]) -> tuple[Article, ...]:
    """Return the articles of some ids, in this order.

    Where none of them is an article's they were meant for files, and the files are asked for.
    """
    places = {name: row for row, name in enumerate(articles.about["id"].to_pylist())}
    if places.keys().isdisjoint(ids):
        files_of([*sources, *ids])
    for name in ids:
        check_id(articles, name)
    return tuple(articles[places[name]] for name in dict.fromkeys(ids))


def read_versions(
    sources: Sequence[str],
    inputs: Sequence[str],
    cluster: str | None,
    clustering: Clustering,
    reading: Reading,
) -> tuple[Article, ...]:
    """Return the versions of a report: the articles of `inputs`, one a file, or a cluster of a corpus."""
    articles = read_corpus(sources, reading, clustering if cluster else None)
    if cluster is None:
        return _one_a_file(articles, sources, inputs)
    check_id(articles, cluster)
    versions = find_clusters(articles, clustering)[cluster].articles
    if len(versions) == 1:
        complain(f"{cluster} has no other version at level {clustering.level}", label="Warning: ")
    return tuple(versions)


def _one_a_file(articles: Articles, sources: Sequence[str], inputs: Sequence[str]) -> tuple[Article, ...]:
    from dedupe.cli.output import usage
    from dedupe.report import count

    if len(articles) > len(inputs):
        held = count(len(articles), "article")
        listed = shlex.join(["dedupe", "cluster", *sources])
        raise usage(
            f"{held} in {count(len(inputs), 'file')}: add the ids of two of them, or --cluster ID; "
            f"for the ids: {listed}"
        )
    if len(articles) < 2:
        command = click.get_current_context().info_name
        raise usage(
            f"{command} compares versions: name two files or more, or a corpus and two ids or --cluster ID"
        )
    return tuple(articles)


def compare(versions: Sequence[Article], limit: int) -> Diff:
    """Compare versions, of so many different texts at most (0 for all), and say what is left out."""
    from dedupe.cli.output import note
    from dedupe.facts import diff
    from dedupe.facts.copies import chosen
    from dedupe.report import count

    first, others = chosen(versions, limit or len(versions))
    texts = {article.text for article in first}
    with watched() as (stage, _):
        stage("comparing")
        found = diff([article for article in versions if article.text in texts])
    if more := len({article.text for article in others} - texts):
        left = f"{count(more, 'further one')} left out by --limit {limit}"
        note(f"compared {count(len(texts), 'different text')}; {left}")
    return found


def described(problems: Sequence[Problem]) -> str:
    """Return how many problems of each kind there are, and the first few, lost files first, in one line."""
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in Counter(p.kind for p in problems).items())
    worst_first = sorted(problems, key=lambda problem: problem.kind != "unreadable")
    first = "; ".join(map(str, worst_first[:PROBLEMS_NAMED]))
    more = "; …" if len(problems) > PROBLEMS_NAMED else ""
    return f"problems while reading ({kinds}): {first}{more}"


def check_id(articles: Articles, name: str) -> None:
    """Make sure that an article has this id, or say which is meant."""
    from dedupe import compute as pc

    ids = articles.about["id"]
    if pc.any(pc.equal(ids, name)).as_py():
        return
    from difflib import get_close_matches

    close = get_close_matches(name, ids.slice(0, 10_000).to_pylist(), n=1, cutoff=0.5)
    if not len(ids):
        raise click.ClickException(f"no article has the id {name!r}: there is no article at all")
    raise click.ClickException(
        f"no article has the id {name!r}; "
        + (f"did you mean {close[0]!r}?" if close else f"ids look like {ids[0].as_py()!r}")
    )
