"""How to cluster: what a caller may choose, checked in one place."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from dedupe.confidence import least_confidence
from dedupe.relations import LEVELS
from dedupe.shingles import Shingling
from dedupe.thresholds import NEAR_JACCARD

if TYPE_CHECKING:
    from collections.abc import Mapping


OPTIONAL = ("threads", "confidence")
"""Settings that may be None."""

NUMBERS: Mapping[type, type] = {int: Integral, float: Real}
"""What is taken for a number of each kind: a Fraction and numbers of NumPy too."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to cluster. Errors say which values are possible."""

    level: str = "version"
    threshold: float = NEAR_JACCARD
    shingle: str = "words:5"
    num_perm: int = 128
    seed: int = 1
    threads: int | None = None
    confidence: float | None = None

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"level must be one of {', '.join(LEVELS)}, got {self.level!r}")
        if not 0.0 < self.threshold <= 1.0:
            got = f"got {self.threshold}; {NEAR_JACCARD:g} is usual"
            raise ValueError(f"threshold is a Jaccard similarity over 0 and up to 1, {got}")
        if not 1 <= self.num_perm <= 65536:
            raise ValueError(f"num_perm must be from 1 to 65536, got {self.num_perm}; 128 is usual")
        if not 0 <= self.seed < 1 << 32:
            raise ValueError(f"seed must be from 0 to {(1 << 32) - 1}, got {self.seed}; 1 is usual")
        if self.threads is not None and self.threads < 1:
            raise ValueError(
                f"threads must be at least 1, got {self.threads}; leave it out for all processors"
            )
        if self.confidence is not None:
            if self.level == "near":
                raise ValueError("confidence is for levels version and story; at level near set threshold")
            least = least_confidence(self.level)
            if not least <= self.confidence < 1.0:
                raise ValueError(
                    f"confidence is a probability from {least:.2f} to under 1 at level {self.level}, where "
                    f"pairs less likely than that are not even proposed; got {self.confidence}, try 0.9"
                )
        Shingling.parse(self.shingle)

    @property
    def shingling(self) -> Shingling:
        """What a shingle is for near copies."""
        return Shingling.parse(self.shingle)

    @classmethod
    def of(cls, **given: Any) -> Settings:
        """Return settings from a caller's values, numbers of NumPy among them.

        Raises
        ------
        TypeError
            Where one is of the wrong kind; the message says which.
        """
        kinds: dict[str, type] = {
            "level": str,
            "threshold": float,
            "shingle": str,
            "num_perm": int,
            "seed": int,
            "threads": int,
            "confidence": float,
        }
        for name, value in given.items():
            if name not in kinds:
                raise TypeError(f"there is no setting {name!r}; there are {', '.join(kinds)}")
            kind, optional = kinds[name], name in OPTIONAL
            if value is None and optional:
                continue
            if isinstance(value, bool) or not isinstance(value, NUMBERS.get(kind, kind)):
                wanted = f"{kind.__name__} or None" if optional else kind.__name__
                raise TypeError(f"{name} must be {wanted}, got {value!r}, which is {type(value).__name__}")
            given[name] = kind(value)
        return cls(**given)
