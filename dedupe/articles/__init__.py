"""Articles: read any format into Arrow tables, write any back."""

from dedupe.articles.model import COLUMNS, Article, Articles, Problem, ReadError
from dedupe.articles.reading import from_objects, read
from dedupe.articles.writing import WriteError, write

__all__ = [
    "COLUMNS",
    "Article",
    "Articles",
    "Problem",
    "ReadError",
    "WriteError",
    "from_objects",
    "read",
    "write",
]
