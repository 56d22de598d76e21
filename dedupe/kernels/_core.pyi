from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]

def fold(
    data: Array,
    offsets: Array,
    index: Array,
    entries: Array,
    pool: Array,
    normalised: bool,
    out: Array,
    out_offsets: Array,
    hard: Array,
    /,
) -> int: ...
def word_shingles(
    data: Array, offsets: Array, k: int, limit: int, out: Array, out_offsets: Array, /
) -> int: ...
def letter_shingles(
    data: Array, offsets: Array, k: int, limit: int, out: Array, out_offsets: Array, /
) -> int: ...
def signatures(hashes: Array, offsets: Array, a: Array, b: Array, out: Array, /) -> None: ...
def sketches(data: Array, offsets: Array, words: bool, k: int, a: Array, b: Array, out: Array, /) -> None: ...
def band_hashes(signatures: Array, permutations: int, bands: int, rows: int, out: Array, /) -> None: ...
def overlaps(
    hashes: Array, offsets: Array, left: Array, right: Array, shared: Array, sizes: Array, /
) -> None: ...
def look_up(table: Array, starts: Array, shift: int, values: Array, out: Array, /) -> None: ...
def letters(data: Array, offsets: Array, out: Array, out_offsets: Array, /) -> int: ...
def unit_shingles(
    units: Array, offsets: Array, k: int, limit: int, out: Array, places: Array, out_offsets: Array, /
) -> int: ...
def figures(
    data: Array, offsets: Array, starts: Array, ends: Array, values: Array, out_offsets: Array, /
) -> int: ...
def runs(
    units: Array,
    offsets: Array,
    starts: Array,
    ends: Array,
    values: Array,
    figure_offsets: Array,
    places: Array,
    weights: Array,
    sample_offsets: Array,
    left: Array,
    right: Array,
    k: int,
    slack: int,
    evidence: Array,
    counts: Array,
    /,
) -> None: ...
def digests(data: Array, offsets: Array, out: Array, /) -> None: ...
def line_hashes(data: Array, offsets: Array, least: int, out: Array, out_offsets: Array, /) -> int: ...
def blank_lines(
    data: Array,
    offsets: Array,
    which: Array,
    least: int,
    table: Array,
    starts: Array,
    shift: int,
    out: Array,
    /,
) -> None: ...
def components(left: Array, right: Array, out: Array, /) -> None: ...
def json_members(
    data: Array, members: Array, numbers: Array, names: Array, /
) -> tuple[int, int, int, int, int]: ...
def json_strings(data: Array, spans: Array, escaped: Array, out: Array, out_offsets: Array, /) -> int: ...
def gather(chunks: list[Array], which: Array, starts: Array, sizes: Array, out: Array, /) -> None: ...
def read_documents(file: int, starts: Array, sizes: Array, out: Array, /) -> int: ...
def best_cover(
    shares: Array,
    weight: Array,
    begins: Array,
    held: Array,
    enough: float,
    scale: float,
    columns: Array,
    covers: Array,
    /,
) -> None: ...
def best_cuts(
    odds: Array, costs: Array, bounds: Array, whole: Array, most: int, chosen: Array, /
) -> None: ...
def log_odds(
    shares: Array,
    bounds: Array,
    anywhere: Array,
    run: Array,
    lacks: Array,
    weight: Array,
    place: Array,
    clause: Array,
    sentence: Array,
    coefficients: Array,
    intercept: float,
    reach: float,
    same_wording: float,
    span: int,
    out: Array,
    /,
) -> None: ...
def shared_wordings(
    numbers: Array, sentence: Array, bounds: Array, different: int, most: int, longest: Array, /
) -> None: ...
def words(
    points: Array, table: Array, kinds: Array, words: Array, gaps: Array, runs: Array, /
) -> tuple[int, int, int]: ...
