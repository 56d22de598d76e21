"""The numbers that decide, in one place, each with the measurement that chose it.

"Reuters" is Reuters-21578 with 51 hand-labelled pairs, "BASIL" 300 articles on 100 events by three
outlets, "Gedikli" 100 business articles in story chains. `n` is the number of letters of the shorter
of two articles. How they were measured is told in `docs/method.md`.
"""

from __future__ import annotations

NEAR_JACCARD = 0.7
"""Word-shingle Jaccard from which two articles are near copies: the field's usual value, settable."""

BAND_RECALL = 0.998
"""Least chance that LSH proposes a pair whose Jaccard is just the threshold (two of 32 bands of 4 at 0.7;
at 0.75 it is 0.9999)."""

EXCERPT_CONTAINMENT = 0.85
"""Share of the shorter article's letter shingles that the longer holds, from which it is an excerpt."""

PASSAGE_LETTERS = 12
"""Letters in a passage shingle. On BASIL and Gedikli 9 and 12 do alike; 12 is rarer, so cheaper."""

RUN_SLACK = 15
"""Letters of a shared run that prove nothing. Two unrelated English articles often share "according to
the" (14 letters), seldom more; with the first 15 letters of each run left out, 12,000 pairs of BASIL and
Gedikli articles on different events score at most 0.053, without any knowledge of frequencies."""

RARE_COUNT = 4
"""A shingle in `2 + RARE_COUNT` articles counts half: see `dedupe.passages.rarity`. On Reuters 3, 4 and 8
order the labelled pairs alike; 4 keeps the three-outlet events of BASIL whole."""

RARE_MOST = 8
"""Shingles in more articles than this propose no pair by themselves (their weight would be under 0.31)."""

SPREAD_MOST = 1024
"""Shingles in up to this many articles link each of them to the most complete one among them."""

EVIDENCE_SHARE = 0.09
EVIDENCE_LETTERS = 15.0
"""Two articles are versions of one report where the weighted letters of their shared runs come to at
least `EVIDENCE_LETTERS + EVIDENCE_SHARE * n`. No pair on different events of 6,000 from BASIL and Gedikli
reaches 0.04 of `n`; of Gedikli's story pairs 72 % pass. Tried on these sets and the sample desk: at 0.06
Reuters joins reports that share only a paragraph of background, at 0.08 its tender notices, and at 0.10
two reports of the desk's bus strike fall apart. Wikipedia's revisions had no part in the choice."""

EVIDENCE_DAYS = 14.0
EVIDENCE_MOST = 3.0
"""Days between two articles at which twice the evidence is needed, and how many times it is needed at most:
versions follow one another within days; what shares a passage weeks later is the next issue of a notice, or
another story with the same background. Of 57 pairs of Reuters that had 1.0 to 2.2 times the evidence, drawn
evenly over that range and labelled by hand, the 29 on one piece of news are at most 5 days apart, 12 of the
28 others more than 7; this keeps 27 and 15. Gedikli's recall is 0.73 at 30 days, 0.76 at 14 and at 10, that
of BASIL 0.23, 0.23 and 0.22 (0.73 and 0.24 without); nothing wrong is joined there in any case."""

LARGE_CONTAINMENT = 0.5
WHOLE_CONTAINMENT = 0.7
"""Overlap that counts however frequent it is (a story reprinted forty times): from `LARGE_CONTAINMENT`
where figures bear it out, from `WHOLE_CONTAINMENT` where there are too few to tell and none differs. On the
generated reprints ARI is 0.980 at 0.8, 0.990 here and 0.994 at 0.6; at 0.7 two more pairs of notices are
joined among all of Reuters, at 0.6 five, all but one of them wrong."""

LARGE_FIGURES = 3
LARGE_DISAGREEMENT = 0.2
"""Figures bear a large overlap out where at least this many stand in shared passages and at most this
share of them differ. Reuters' bond-issue notices share 50 to 65 % of their letters and fail it."""

EVIDENCE_A_FIGURE = 0.15
"""How much more evidence is needed for each figure that differs, where `TEMPLATE_FIGURES` or more do and none
agrees: two elections, two auctions, two notices of one office share their phrases. Ten such pairs stand under
`TEMPLATE_CONTAINMENT` among all versions of BASIL, Gedikli, Wikipedia and Reuters. Five of Reuters, on two
things or two moments, have 1.0 to 1.2 times what is needed else, two on one thing 1.4 and 2.0, three of
Wikipedia 1.5 to 2.1. From 0.1 to 0.16 it parts the same."""

FIGURES_FOR = 3
"""Figures at most that speak for a pair of one day where none differs, each as much as another speaks against
it. Of 100 articles written for this by others, with rewrites that keep a quotation and a few names, five
more true pairs are found by it and none wrong; of another 101 four and none, of BASIL six and none, of
Wikipedia five and two. Among all of Reuters it joins 100 pairs: of 27 that were read a third are on one
piece of news and nearly half on what became of it that day. Without the bound on days it is 46 more,
follow-ups of a week or three."""

KIN_CONSTANT = 3.59
KIN_SHARE = 0.9
KIN_LONGEST = 0.35
KIN_VOCABULARY = 2.35
KIN_HEADLINE = 0.92
HEADLINE_EVEN = 0.42
"""How many times the evidence is needed, as its logarithm: a constant, and so much for the logarithms of the
share of letters and of the longest run's, for the share of words, and for the share of the headlines' words
over one that says nothing. Fitted by `benchmarks/kinship.py` on six sets of versions (370 articles in ten
languages written by others for this, the tuned half of `corpora/feed`, 149 pairs of Reuters labelled by hand,
the desk) and on BASIL and Gedikli, where events count only if passages join them. With the corpus judged left
out, precision rises from 0.72 to 0.93 at the same recall in the largest set, from 0.63 to 0.74, 0.68 to 0.81
and 0.88 to 0.96 in three others, and recall from 0.53 to 0.70 and 0.71 to 0.77 in two. 106 articles that had
no part in anything had pairs of F1 0.74, and have 0.80; the held-out half of the feed 0.77, and has 0.80.
Without the share of letters or the longest run most of it is lost; other measures of the words (of pairs of
words, without short words, of the beginnings of texts) do not do better."""

KIN_LEAST = 0.7
KIN_MOST = 5.0
"""Bounds of that. Under the first, pairs of Reuters come together that tell of one subject in the course of a
day: of 61 that it adds there and that were labelled by hand 18 are versions, of 74 that the rule parts 13. At
0.8 it adds less in all sets, at 1.0 recall falls to 0.52 in one and to 0.26 on BASIL (0.36). It is 1 where a
day or more lies between: of 15 such pairs in Reuters 2 are true."""

LARGE_ESTRANGEMENT = 4.0
"""How many times the evidence may be needed where a large overlap is borne out by figures. Of 136 true pairs
in the sets above all lie below it, two portraits of companies, with the year and number of their people,
above."""

SKELETON_CONTAINMENT = 0.24
SKELETON_RUN = 65
"""A notice whose figures and names cut it up shares no long stretch with its next issue, and less of it than
`TEMPLATE_CONTAINMENT`. Among all of Reuters 35 pairs that had the evidence are parted by these two where
their figures are those of a template: gasoil calls, gold fixings, crop estimates; two or three of them are
on one affair. Chosen on these and on 100 articles written for this, of whose notices it parts five pairs;
the nearest true pairs have 68 letters at 0.27 (Wikipedia) and 0.22 at 58 letters (in the 101 articles that
had no part in the choice but for this look: one wrong pair is parted there and no other)."""

TEMPLATE_CONTAINMENT = 0.4
TEMPLATE_FIGURES = 2
TEMPLATE_DISAGREEMENT = 0.35
"""Same wording around other figures: containment from `TEMPLATE_CONTAINMENT`, and at least
`TEMPLATE_FIGURES` figures and this share of those that touch a shared passage differ. Of the labelled
Reuters pairs templates with evidence lie at 0.5 and more, versions at 0.2 and less (one of 1 in 2)."""

TEMPLATE_EVIDENCE = 2.0
"""Where no figure that touches a shared passage agrees, so many times the evidence needed overrules it:
"Hertz files for 500 mln dlrs of notes", "Bankers Trust for 400 mln" have 1.0 times, corrections over 4."""

UPDATE_DAYS = 1.0
UPDATE_EVIDENCE = 3.0
UPDATE_RUN = 150
"""A report brought up to date in less than `UPDATE_DAYS` is no template though its toll and its damage have
risen: it keeps whole sentences, or most of its figures. It has so many times the evidence needed, and a run
of so many letters or no more figures that differ than agree; where dates are unknown, or the same, both.

Among all of Reuters 71 pairs of templates less than a day apart have the evidence: the longest runs of the
notices have 131 letters, the one update among them has 181, with 4.5 times the evidence. Updates written for
this, in English and German, have 220 to 240 letters and 4 to 5 times. With most of their figures and no such
run there are two pairs in all of Reuters, each a notice sent twice within hours, none in the other labelled
corpora, and one, a minister who resigns, in 85 articles written for this. On Wikipedia, which had no part in
it but for the bound on figures, recall rises from 0.884 to 0.894 at the same precision. Where dates are
unknown all pairs count as of one day: of 10,000 generated articles without dates precision is 0.9995, not
0.9998."""

STORY_COSINE = 0.075
"""TF-IDF cosine of words and word pairs, less for few shared terms and for the days between, from which two
articles tell of one event in their own words. F1 on BASIL and on Gedikli is 0.97 and 0.99 at 0.07, 0.96 and
0.99 here, 0.95 and 0.99 at 0.08; without dates 0.84, 0.90, 0.90 on BASIL. Both had part in the choice."""

NEAR_CONFIDENCE = 0.998
"""Probability that near copies are versions of one report: of 497 on Gedikli, Reuters' labelled pairs,
Wikipedia and the sample desk all are, of 1,060 in 10,000 generated articles all but one, two issues of a
recurring notice. So it does not depend on the Jaccard, from 0.7 up."""

VERSION_CONFIDENCE = (1.3, 1.36)
VERSION_PROPOSED = 0.25
"""Log-odds that two articles are versions of one report where they have just the evidence needed, and how
much they rise for each factor of e; pairs are proposed from this share of the evidence needed (see
`dedupe.passages.SHARED_PART`). Fitted by `benchmarks/calibration.py` on BASIL, Gedikli, 260 pairs of
Reuters labelled by hand, most of them where rules disagreed, Wikipedia, the tuned half of `corpora/feed` and
the desk, each counting the same. With the corpus judged left out the Brier score is 0.021 on the desk, 0.058
on Gedikli, 0.052 on Wikipedia, 0.154 on the feed; the share of true pairs alone would have 0.052, 0.095,
0.097 and 0.239. It does not carry over to the two at the ends: 0.286 on BASIL (0.055), whose labels are of
events, and 0.500 on Reuters (0.527), drawn where doubt is greatest."""

STORY_CONFIDENCE = (-0.16, 6.87)
STORY_PROPOSED = 0.5
"""The same for reports of one event, by their likeness over `STORY_COSINE`: on BASIL, Gedikli and the desk,
0.081, 0.046 and 0.032 where the share of true pairs has 0.365, 0.355 and 0.251."""

COMPLETE_MOST = 64
"""Components up to this size have all their pairs measured before they are cut into clusters."""

HUB_PAIRS = 1 << 17
HUBS_LEAST = 4
"""Of larger ones half as many nodes, the hubs, are measured against all others; fewer, and at least so few,
where that would be more pairs than the first: components of 4,096 nodes and more."""

LINK_SHARE = 0.55
"""Average link strength at which two groups of one component become one cluster. A digest that holds two
stories whole is linked to each at 1 and they are not linked: 0.5, kept apart; a chain of updates whose
ends share half the evidence needed has 0.75, and is one cluster."""

DIGEST_STORIES = 3
DIGEST_LIKENESS = 0.1
"""Groups from which an article that joins to all of them is a digest and stays alone, where the mean cosine
of their words is below the second. Among all of Reuters that finds six round-ups; no article of Wikipedia's
revisions, of Gedikli's stories or of the generated corpora joins to more than two groups. Three quarters of
one article have a mean cosine of 0.09 (BASIL, lowest tenth; median 0.16) and 0.12 (Gedikli; 0.20), those of
three articles of 0.03 (highest tenth); the items of Reuters' round-ups of one trade lie between."""

CORRECTION_DAYS = 3.0
SAME_LENGTH = 0.1
"""Days within which a later version that keeps the wording and changes a figure corrects it, and the share of
its letters by which it may be longer and no update. Told in explanations; nothing is decided by them."""

EQUALLY_COMPLETE = 0.98
"""Share of the most complete version's letters from which a version is as complete: a stray button or a
few scanning errors must not make a reprint canonical over the original (in the sample desk 0.7 %)."""

REPEATED = 1.5
"""Times its distinct shingles from which a text repeats itself (a scrape pasted twice has 2)."""

FURNITURE_COUNT = 3
"""A line must stand in this many articles before it can be furniture."""

WEIGHTY_STATEMENT = 0.3
"""Weight from which a statement has a row of its own in the table of facts. On the 17 labelled pairs 171 of
309 new statements weigh so much; 83 % of them are of importance 2 or 3, and they hold 85 % of what is of
importance 3. At 0.2 these are 78 % and 95 %, at 0.45 87 % and 73 %."""

ATTRIBUTED_ALIKE = 0.6
ATTRIBUTED_WORDS = 3
"""Jaccard of the content words of two sentences, their sources left out, from which they say the same, and
how many of these a sentence must have, for a change of source to be told. In the versions of 373 reports
(BASIL, Gedikli, Wikipedia, the labelled pairs, the desk) 193 pairs of sentences that name a source each are
that much alike and no change is reported; at 0.4 it is 216 pairs and one change, which is doubtful, at 0.2
261 and 13, nearly all wrong."""
