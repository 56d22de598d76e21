"""One module a peer: its fastest way, by its own documentation, articles in, pairs of articles out.

Each has `PACKAGES`, its own name first and then what else must be installed; `NOTE`, how it is run;
`EVERY_PAIR`, whether its pairs are all that it holds to be alike or only enough of them to make the clusters;
and `find(articles, threads)`, which returns them as `job.Found`. None imports anything of what it is compared
with.
"""
