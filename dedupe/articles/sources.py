"""What to read: files, folders, globs and standard input, found, ordered and opened."""

from __future__ import annotations

import codecs
import difflib
import glob
import itertools
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import FileIO
from pathlib import Path, PurePath
from typing import BinaryIO

import pyarrow as pa

from dedupe.articles.model import ReadError, UnreadableError

FORMATS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
}
"""The format that a suffix names."""

COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
"""The codec that a second suffix names."""

REMEDIES = {
    (".zip", ".tar", ".tgz", ".7z", ".rar"): "unpack it first",
    (".bz2", ".xz"): "unpack it first, or pack it with gzip",
    (".pdf", ".doc", ".docx", ".odt", ".rtf", ".epub"): "save it as .txt or .html first",
    (".xml", ".rss", ".atom"): "write its entries as .jsonl first, an object a line with text and title",
    (".xls", ".xlsx", ".ods"): "save it as .csv first",
}
"""What to do with files of other formats, by their suffixes."""

UNREAD = "unread"
"""The format of a file that `REMEDIES` knows, beside others in a folder or glob: a problem and not an end."""

DOCUMENTS = ("text", "html")
"""Formats that hold one article a file."""

READ = f"{' '.join(FORMATS)}, each also with {' or '.join(COMPRESSIONS)}"

MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
"""The codec that the first bytes of a stream name."""

BEGINNING = 256
ARRAY = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{")
"""First bytes that are looked at, and how an array of objects begins."""

CHUNK = 8 << 20
"""Bytes of a text file that are read together. Over 290 MB 4 to 16 MB take the same time, 32 MB 20 % more."""

LEAST_PIECE = 1 << 10
"""Bytes that are read together where a compressed file is damaged: so many at most are lost."""

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


Note = Callable[[pa.Array], pa.RecordBatch]
"""What is given texts and returns a row of each, with any columns."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: its `path` as the user would name it, its `name` the id if it is one article.

    `progress` is told how many more bytes of it, as it lies on disk, were read. `stays`: texts may be left
    in it, and read there again; then `note` says what to note of them while they are at hand. `mapped`: what
    is read may be views of it.
    """

    path: str
    format: str
    compression: str | None = None
    name: str = ""
    stream: BinaryIO | None = None
    progress: Callable[[int], None] = lambda size: None
    stays: bool = False
    mapped: bool = False
    note: Note | None = None


def find_both(
    sources: Iterable[object], archive: Iterable[object], stdin: BinaryIO | None = None
) -> tuple[list[Source], list[Source]]:
    """Return the files that the sources name, and those of an archive, which may be an empty folder.

    Raises
    ------
    ReadError
        As `find`, and where a file is of both.
    """
    files = find(sources, stdin)
    archived = find(archive, stdin, may_lack=True)
    own = {os.path.realpath(file.path) for file in files}
    for file in archived:
        if os.path.realpath(file.path) in own:
            raise ReadError(
                f"{file.path} is one of the sources and in the archive too, and nothing that stands there is "
                "new: move it into the archive when it is done with"
            )
    return files, archived


def find(sources: Iterable[object], stdin: BinaryIO | None = None, *, may_lack: bool = False) -> list[Source]:
    """Return the files that the sources name, each once; those of a folder or glob in sorted order.

    Parameters
    ----------
    sources
        Paths of files and folders, globs, `-` for standard input, and lists of these.
    stdin
        The stream that `-` reads; by default the process's own.
    may_lack
        Whether there may be nothing: no source, or a folder that is empty.

    Raises
    ------
    ReadError
        Where a path does not exist, a file's suffix is unknown, or a folder or glob holds nothing to read.
    """
    found: dict[str, Source] = {}
    for source in flattened(sources):
        if source == "-":
            found.setdefault("-", Source("-", "jsonl", stream=stdin or sys.stdin.buffer))
            continue
        for each in expanded(os.path.expanduser(source), may_lack=may_lack):
            found.setdefault(os.path.realpath(each.path), each)
    if not found and not may_lack:
        raise ReadError(
            "nothing to read: name a file, a folder, a glob, or - for standard input, as in feed/*.jsonl"
        )
    ids = document_ids([source for source in found.values() if source.format in DOCUMENTS])
    return [replace(source, name=ids.get(source.path, source.name)) for source in found.values()]


def flattened(sources: Iterable[object]) -> Iterator[str]:
    """Yield every path in the sources, which may be lists of paths."""
    for source in sources:
        if isinstance(source, str | os.PathLike):
            yield os.fsdecode(source)
        elif isinstance(source, Iterable) and not (
            isinstance(source, bytes | dict) or hasattr(source, "columns")
        ):
            yield from flattened(source)
        else:
            kind = type(source).__name__
            raise ReadError(
                f"a source is a path, not a {kind}: give objects to dedupe.cluster([...]) as they are"
            )


def expanded(path: str, *, may_lack: bool = False) -> list[Source]:
    """Return the files of one path: itself, those of a folder, or those that match a glob."""
    if not path:
        raise ReadError("a source has no name: name a file or a folder, as in feed.jsonl")
    with explained(path):
        if os.path.isdir(path):
            return in_folder(path, may_lack=may_lack)
        if os.path.exists(path):
            return [recognised(path, os.path.basename(path))]
        if not glob.has_magic(path):
            raise ReadError(f"no such file or folder: {path}{nearest(path)}")
        return matching(path)


def in_folder(folder: str, *, may_lack: bool = False) -> list[Source]:
    """Return the files under a folder that may hold articles by their suffix, in the order of their paths."""
    files = walked(folder)
    if may_lack and not files:
        return []
    found = [source for path, name in files if (source := come_upon(path, name))]
    if all(source.format == UNREAD for source in found):
        raise ReadError(f"no file to read in {folder}: the suffixes read are {READ}")
    return found


def walked(folder: str) -> list[tuple[str, str]]:
    """Return path and name in the folder of every file under it that is not hidden, sorted."""

    def fail(error: OSError) -> None:
        raise error

    files: list[tuple[str, str]] = []
    for parent, folders, names in os.walk(folder, onerror=fail):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [os.path.join(parent, name) for name in names if not name.startswith(".")]  # type: ignore[misc]
    named = [(path, PurePath(os.path.relpath(path, folder))) for path in map(str, files)]
    return [(path, name.as_posix()) for path, name in sorted(named, key=lambda pair: pair[1].parts)]


def matching(pattern: str) -> list[Source]:
    """Return the files that match a glob, and those in the folders that do."""
    paths = sorted(glob.glob(pattern, recursive=True), key=lambda path: PurePath(path).parts)
    if not paths:
        raise ReadError(
            f"nothing matches {pattern}: quote it so that it reaches dedupe whole, or try its folder"
        )
    fixed = list(itertools.takewhile(lambda part: not glob.has_magic(part), PurePath(pattern).parts))
    folder = os.path.join(*fixed) if fixed else os.curdir
    files = [
        file for path in paths for file in ([f for f, _ in walked(path)] if os.path.isdir(path) else [path])
    ]
    named = ((path, PurePath(os.path.relpath(path, folder)).as_posix()) for path in files)
    found = [source for path, name in named if (source := come_upon(path, name))]
    if all(source.format == UNREAD for source in found):
        raise ReadError(f"no file to read matches {pattern}: the suffixes read are {READ}")
    return found


def source_of(path: str, name: str) -> Source | None:
    """Return the source that a file is by its suffixes, or None where they are not known."""
    stem, suffix = os.path.splitext(path)
    compression = COMPRESSIONS.get(suffix.lower())
    if compression:
        suffix = os.path.splitext(stem)[1]
    kind = FORMATS.get(suffix.lower())
    return Source(path, kind, compression, name) if kind else None


def come_upon(path: str, name: str) -> Source | None:
    """Return the source that a file of a folder or a glob is, None where it holds no articles.

    One that may hold articles and is not read is of the format `UNREAD`.
    """
    source = source_of(path, name)
    if source is not None and not is_pipe(path):
        return source
    return Source(path, UNREAD) if source is not None or remedies_for(path) else None


def is_pipe(path: str) -> bool:
    """Tell pipes and devices, which may never come to an end, from files and from links to nothing."""
    return os.path.exists(path) and not os.path.isfile(path)


def why_unread(path: str) -> str:
    """Return what is the matter with a file that is found and not read, and what to do."""
    if is_pipe(path):
        return "is a pipe or a device, which is read only where it is named itself"
    return f"is in no format that is read: {remedy_of(path)}"


def recognised(path: str, name: str) -> Source:
    """Return the source that a file named by the user is; ReadError where its suffix is not known."""
    source = source_of(path, name)
    if source is None and (not os.path.isfile(path) or path.startswith("/dev/")):
        return Source(path, "jsonl")  # a pipe, as in <(zcat feed.gz)
    if source is None:
        raise ReadError(f"cannot tell the format of {path} by its suffix: {remedy_of(path)}; read are {READ}")
    return source


def remedy_of(path: str) -> str:
    """Return what to do with a file of a format that is not read."""
    return next(iter(remedies_for(path)), f"rename it by what it holds, to {path}.jsonl say")


def remedies_for(path: str) -> list[str]:
    """Return what can be done with a file of another format, if its suffixes tell."""
    suffixes = {suffix.lower() for suffix in PurePath(path).suffixes}
    return [remedy for formats, remedy in REMEDIES.items() if not suffixes.isdisjoint(formats)]


def nearest(path: str) -> str:
    """Return a hint at what to name instead of a path that is missing."""
    folder = os.path.dirname(path)
    names = sorted(os.listdir(folder or os.curdir)) if os.path.isdir(folder or os.curdir) else []
    read = [name for name in names if source_of(name, name) or os.path.isdir(os.path.join(folder, name))]
    close = difflib.get_close_matches(os.path.basename(path), read, n=1)
    if close:
        return f"; did you mean {os.path.join(folder, close[0])}?"
    if names:
        return f"; look with: ls {folder or os.curdir}"
    if os.path.isdir(folder or os.curdir):
        return f"; nothing is in {folder or 'this folder'}"
    return f"; the folder is missing too: ls {Path(folder).parent}"


def document_ids(sources: Sequence[Source]) -> dict[str, str]:
    """Return an id for each file that is an article, by path: its name without suffix.

    Files that would share an id keep their suffix; where that does not tell them apart, their path.
    """
    ids = {source.path: without_suffix(source.name) for source in sources}
    for longer in (lambda source: source.name, lambda source: PurePath(source.path).as_posix()):
        times: dict[str, int] = {}
        for name in ids.values():
            times[name] = times.get(name, 0) + 1
        ids = {s.path: longer(s) if times[ids[s.path]] > 1 else ids[s.path] for s in sources}
    return ids


def without_suffix(name: str) -> str:
    """Return a file's name without the suffixes that say its format and compression."""
    stem, suffix = os.path.splitext(name)
    return os.path.splitext(stem)[0] if suffix.lower() in COMPRESSIONS else stem


def as_it_begins(source: Source) -> Source:
    """Return a source of JSON Lines as what its first bytes say: compressed or not, or a JSON array."""
    if source.format != "jsonl":
        return source
    start = b""
    if source.stream is not None:
        peek = getattr(source.stream, "peek", None)
        start = peek(BEGINNING) if peek else b""
        source = replace(source, compression=next((c for m, c in MAGIC.items() if start.startswith(m)), None))
    elif os.access(source.path, os.R_OK) and os.path.isfile(source.path):
        with open(source.path, "rb") as file:
            start = file.read(BEGINNING)
        if start.lstrip()[:1] in (b"{", b"["):
            source = replace(source, compression=None)
        else:
            packed = (codec for magic, codec in MAGIC.items() if start.startswith(magic))
            source = replace(source, compression=next(packed, source.compression))
    if source.compression:
        start = unpacked(start, source.compression)
    return replace(source, format="json") if ARRAY.match(start[:BEGINNING]) else source


def unpacked(start: bytes, codec: str) -> bytes:
    """Return the first bytes of what is packed, as far as they can be had from its beginning."""
    try:
        if codec == "gzip":
            return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(start, BEGINNING)
        with pa.CompressedInputStream(pa.BufferReader(start), codec) as stream:
            return bytes(stream.read(BEGINNING))
    except (zlib.error, OSError, pa.ArrowException):
        return b""


def open_source(source: Source) -> BinaryIO | FileIO | pa.NativeFile:
    """Open a source for reading its bytes, decompressed."""
    raw = open_raw(source)
    return pa.CompressedInputStream(raw, source.compression) if source.compression else raw


def open_raw(source: Source) -> BinaryIO | FileIO | pa.NativeFile:
    """Open a source for reading its bytes as they lie on disk."""
    if source.stream is not None:
        return source.stream
    if source.compression:
        return pa.OSFile(source.path)
    return FileIO(source.path) if os.path.isfile(source.path) else open(source.path, "rb")


def read_bytes(source: Source) -> bytes:
    """Return all bytes of a source, decompressed."""
    with explained(source.path), open_source(source) as file:
        data = bytes(file.read())
    source.progress(size_on_disk(source.path))
    return data


def size_on_disk(path: str) -> int:
    """Return the bytes of a file as it lies on disk, 0 where it has no size of its own."""
    return os.path.getsize(path) if os.path.isfile(path) else 0


def utf8_chunks(source: Source, size: int, first: int | None = None) -> Iterator[bytes]:
    """Yield a text source in pieces of about `size` bytes, the `first`, as UTF-8 without byte order mark.

    UTF-16 is known by its mark and converted; anything else passes through as it is.
    """
    with explained(source.path):
        raw = open_raw(source)
        file = pa.CompressedInputStream(raw, source.compression) if source.compression else raw
        pieces = pieces_of(source, file, size, size if first is None else first)
        try:
            chunk = next(pieces, b"")
            told = tell(source, raw, chunk, 0)
            mark, encoding = next(((m, e) for m, e in BOMS if chunk.startswith(m)), (b"", "utf-8"))
            chunk = chunk[len(mark) :]
            decode = codecs.getincrementaldecoder(encoding)(errors="replace").decode
            while chunk:
                yield chunk if encoding == "utf-8" else decode(chunk).encode("utf-8")
                chunk = next(pieces, b"")
                told = tell(source, raw, chunk, told)
            if encoding != "utf-8":
                yield decode(b"", final=True).encode("utf-8")
        finally:
            if source.stream is None:
                file.close()


def pieces_of(
    source: Source, file: BinaryIO | FileIO | pa.NativeFile, size: int, first: int
) -> Iterator[bytes]:
    """Yield the bytes of an open source in pieces; of one that is damaged all that can be got, then raise.

    Arrow gives nothing of a piece in which a compressed file breaks off. So it is opened again, and read
    past what was yielded in small pieces.
    """
    done = 0
    try:
        while chunk := bytes(file.read(size if done else first)):
            yield chunk
            done += len(chunk)
    except (OSError, pa.ArrowException):
        if source.compression and source.stream is None:
            with open_source(source) as again:
                while done > 0:
                    done -= len(again.read(min(done, size)))
                while chunk := again.read(LEAST_PIECE):
                    yield chunk
        raise


def tell(source: Source, raw: BinaryIO | FileIO | pa.NativeFile, chunk: bytes, told: int) -> int:
    """Tell how far a source is read, `told` bytes of it having been told before; return what is told now."""
    here = int(raw.tell()) if isinstance(raw, FileIO | pa.OSFile) else told + len(chunk)
    source.progress(here - told)
    return here


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Turn errors of the operating system and of Arrow into an UnreadableError that says what to do."""
    try:
        yield
    except PermissionError as error:
        path = os.fsdecode(error.filename or path)  # a folder in it, perhaps
        raise UnreadableError(path, f"may not be read: permission denied; look at: ls -ld {path}") from None
    except FileNotFoundError:
        raise UnreadableError(path, f"is no longer there{nearest(path)}") from None
    except (OSError, EOFError, UnicodeDecodeError, pa.ArrowException) as error:
        said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise UnreadableError(path, f"is damaged or cut short ({said}): {remedy(path)}") from None


def changed(path: str, how: object) -> ReadError:
    """Return the error of a file that is not what it was when its reading began."""
    return ReadError(
        f"{path} was changed while it was read ({how}): copy it first, or run again when it is whole"
    )


def remedy(path: str) -> str:
    """Return what to try on a file that is damaged."""
    tests = {".gz": f"test it with: gzip -t {path}", ".zst": f"test it with: zstd -t {path}"}
    return tests.get(os.path.splitext(path)[1].lower(), "fetch or write it again")
