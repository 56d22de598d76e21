"""The ways news is copied: abridged, rewritten, edited to a known Jaccard, misread, wrapped."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from corpora.synthetic.clauses import Clauses, lengths_of
from corpora.synthetic.language import COMMA, FEW, PARAGRAPH, STOP

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from corpora.synthetic.language import Language


KEPT = (0.18, 0.40)  # of the words, in whole clauses: what a rewrite keeps verbatim
ABRIDGED_TO = (0.25, 0.60)  # of the clauses, cut at a sentence's end
COLUMN = (72, 78)  # width at which a lost-space copy was wrapped, in characters
PRINT_COLUMN = (32, 46)  # width of a printed column, in characters
HYPHENATED = 0.5  # of the words at its line ends that could be
# A character and what a recogniser reads instead.
CONFUSIONS = (
    "ao bh ce dcl ec ft gq hb il ji klc l1 mrn nu o0 pn qg rn s5 tf un vy wvv xz yv z2 "
    "B8 DO GC I1 O0 S5 Z2 0O 1l 2Z 38 4A 5S 6b 7T 8B 9g"
)
CONFUSED = {ord(pair[0]): pair[1:].encode() for pair in CONFUSIONS.split()}

# Bytes of a text in UTF-8 to what they count as in a word: letters (all written here are ASCII) fold to lower
# case, digits stay, all else parts words.
FOLD = bytes(ord(chr(byte).lower()) if byte < 128 and chr(byte).isalnum() else 32 for byte in range(256))


def abridge(clauses: Clauses, rng: random.Random) -> Clauses:
    """Keep the first sentences of an article, a quarter to three fifths of it."""
    ends = np.flatnonzero(clauses.endings != COMMA) + 1
    kept = int(ends[np.abs(ends - len(clauses.keys) * rng.uniform(*ABRIDGED_TO)).argmin()])
    shorter = Clauses(clauses.keys[:kept], clauses.endings[:kept].copy())
    shorter.endings[-1] = PARAGRAPH
    return shorter


def rewrite(clauses: Clauses, rng: random.Random) -> Clauses:
    """Reword most of an article, keep some of its passages verbatim, add to it and put it in another order.

    What is kept depends on the passage as much as on chance, so two rewrites of one report share passages.
    """
    keys, endings = clauses.keys.tolist(), clauses.endings.tolist()
    ends = [i + 1 for i, ending in enumerate(endings) if ending != COMMA]
    sentences = [list(range(start, end)) for start, end in pairwise([0, *ends])]
    lengths = lengths_of(clauses.keys).tolist()
    to_keep = sum(lengths) * rng.uniform(*KEPT)
    kept: set[int] = set()
    for sentence in sorted(sentences, key=lambda sentence: keys[sentence[0]] / 2**64 + rng.random()):
        for clause in sentence:
            if to_keep > 0:
                kept.add(clause)
                to_keep -= lengths[clause]
    retold = [[keys[i] if i in kept else rng.getrandbits(64) for i in sentence] for sentence in sentences]
    for _ in range(1 + len(sentences) // 8):
        retold.append([rng.getrandbits(64) for _ in range(rng.randint(1, 3))])
    rng.shuffle(retold)
    closings = [STOP if rng.random() < 0.6 else PARAGRAPH for _ in retold[1:]] + [PARAGRAPH]
    told = [
        ending
        for sentence, closing in zip(retold, closings, strict=True)
        for ending in [COMMA] * (len(sentence) - 1) + [closing]
    ]
    return Clauses(np.array([key for sentence in retold for key in sentence], np.uint64), np.array(told))


def word_spans(data: bytes) -> tuple[list[int], list[int]]:
    """Return where the words of a text in UTF-8 start and end."""
    inside = np.frombuffer(b" " + data.translate(FOLD) + b" ", np.uint8) != ord(" ")
    turns = np.flatnonzero(inside[1:] != inside[:-1]).tolist()
    return turns[::2], turns[1::2]


def fresh_words(count: int, language: Language, rng: random.Random) -> list[bytes]:
    """Draw words as often as they are used, each with the blank after it."""
    everyday, chance = language.everyday, rng.random
    return [everyday[int(chance() * FEW)] for _ in range(count)]


def edit(text: str, target: float, rng: random.Random, language: Language) -> str:
    """Replace, insert and delete words in bursts so that the 5-word Jaccard with ``text`` is ``target``.

    A burst that takes out r words and puts in s loses r + 4 of the n shingles and gains s + 4, as long as
    bursts stand 4 words apart. Losing k and gaining k in all gives (n - k) / (n + k), so k is known
    beforehand and is shared out among bursts; what survives is shared out among the gaps. Two thirds of the
    bursts replace; the others insert in one place and delete in another.
    """
    data = text.encode()
    starts, ends = word_spans(data)
    shingles = len(starts) - 4
    budget = max(round(shingles * (1 - target) / (1 + target)), 1)
    if budget < 5:  # less than one burst costs: change the last words, each of which costs one shingle
        last = b"".join(fresh_words(budget, language, rng))
        return f"{(data[: starts[-budget]] + last[:-1]).decode()}."
    bursts: list[tuple[int, int]] = []
    while budget >= 5:
        size = 1 + int(rng.expovariate(0.4))
        if budget >= 9 and rng.random() < 1 / 3:
            size = min(size, budget - 8)
            bursts += [(0, size), (size, 0)]
            budget -= size + 8
        else:
            size = min(size, budget - 4)
            bursts.append((size, size))
            budget -= size + 4
    removed, added = bursts.pop()
    bursts.append((removed + budget, added + budget))
    rng.shuffle(bursts)
    surviving = shingles - sum(removed + 4 for removed, _ in bursts)
    gaps = sorted(int(rng.random() * (surviving + 1)) for _ in bursts)
    pieces: list[bytes] = []
    taken = lost = 0
    for gap, (removed, added) in zip(gaps, bursts, strict=True):
        word = gap + lost + 4
        pieces.append(data[taken : starts[word]])
        fresh = fresh_words(added, language, rng)
        while removed and added and fresh[0][:-1] == data[starts[word] : ends[word]].lower():
            fresh[:1] = fresh_words(1, language, rng)
        pieces += fresh
        taken = ends[word + removed - 1] + 1 if removed else starts[word]
        lost += removed + 4
    return b"".join([*pieces, data[taken:]]).decode()


def misread(text: str, share: float, rng: random.Random) -> str:
    """Misread one character in the given share of the words, as character recognition does."""
    data = text.encode()
    starts, ends = word_spans(data)
    pieces: list[bytes] = []
    taken = 0
    for start, end in zip(starts, ends, strict=True):
        if rng.random() >= share:
            continue
        for at in range(start + int(rng.random() * (end - start)), end):
            if (wrong := CONFUSED.get(data[at])) is not None:
                pieces += [data[taken:at], wrong]
                taken = at + 1
                break
    return b"".join([*pieces, data[taken:]]).decode()


def lines(paragraph: str, width: int, hyphenated: float, rng: random.Random) -> Iterator[str]:
    """Break a paragraph into lines, hyphenating the given share of the words that could be."""
    at = 0
    while len(paragraph) - at > width:
        space = paragraph.rfind(" ", at, at + width + 1)
        end = at + width - 1
        if end - space > 3 and paragraph[space + 1 : end + 3].isalpha() and rng.random() < hyphenated:
            yield paragraph[at:end] + "-"
            at = end
        elif space > at:
            yield paragraph[at:space]
            at = space + 1
        else:
            yield paragraph[at:end]
            at = end
    yield paragraph[at:]


def wrap(text: str, width: int, line_end: str, hyphenated: float, rng: random.Random) -> str:
    """Break each paragraph into lines and join them by ``line_end``."""
    return "\n\n".join(line_end.join(lines(part, width, hyphenated, rng)) for part in text.split("\n\n"))
