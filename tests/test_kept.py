"""What was read once and is kept."""

from __future__ import annotations

from dedupe.text.kept import Kept


def test_what_was_asked_before_is_not_read_again() -> None:
    asked = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = Kept(length, most=10)
    assert list(map(lengths.__getitem__, ["one", "three", "one"])) == [3, 5, 3]
    assert asked == ["one", "three"]


def test_no_more_is_kept_than_allowed() -> None:
    lengths = Kept(len, most=2)
    assert [lengths[word] for word in ("a", "bc", "def", "a")] == [1, 2, 3, 1]
    assert len(lengths) == 2
