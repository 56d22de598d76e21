"""A news corpus of any size whose duplicates are known: articles, gold clusters, exact similarities.

The language is invented, its statistics are those of news: Zipfian words, topics, casts of names and
figures, quotes, set phrases that unrelated articles share. Every text is a pure function of the seed and of
its article's number (random numbers come by counter), so articles are written in shuffled order while no
text is kept, by any number of processes, and a second pass makes each cluster again to measure its pairs.

From left to right: `chance` and `stock` feed the `language`; `clauses` are spelt in it; `copies` are made of
clauses and of texts; a `corpus` says by its `settings` what every article is; `files` writes it.
"""
