"""The arithmetic of samples: shares and totals with intervals, for draws without replacement from a finite whole. Pure; the standard library alone.

Cochran: W. G. Cochran, Sampling Techniques, 3rd edition, Wiley 1977. Wilson: E. B. Wilson, JASA 22 (1927) 209-212.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, variance

from onrecord.sample.types import Estimate

Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Cell:
    """A stratum: how many there are, how many were looked at, how many of these have the property."""

    size: int
    checked: int
    found: int


def wilson(share: float, checked: float) -> tuple[float, float]:
    """The score interval of a share (Wilson 1927, eq. 7); `checked` may be an effective number.

    >>> low, high = wilson(81 / 263, 263)
    >>> f"{low:.4f} {high:.4f}"
    '0.2553 0.3662'
    """
    if math.isinf(checked):
        return share, share
    middle = (share + Z * Z / (2 * checked)) / (1 + Z * Z / checked)
    reach = Z / (1 + Z * Z / checked) * math.sqrt(share * (1 - share) / checked + Z * Z / (4 * checked * checked))
    return max(0.0, min(middle - reach, share)), min(1.0, max(middle + reach, share))


def standard_error(cells: Sequence[Cell]) -> float:
    """The standard error of a stratified share, with the finite population correction (Cochran, eq. 5.57; of one stratum eq. 3.8)."""
    whole = sum(c.size for c in cells)
    total = 0.0
    for c in cells:
        p = c.found / c.checked
        total += (c.size / whole) ** 2 * (1 - c.checked / c.size) * p * (1 - p) / max(c.checked - 1, 1)
    return math.sqrt(total)


def estimate_share(cells: Sequence[Cell]) -> Estimate | None:
    """The share of all that have a property; None where nothing was looked at. Strata in which nothing was looked at are taken to be like the others.

    Of one stratum: Wilson's interval with the effective number n (N-1)/(N-n), which has the variance of a draw without replacement (Cochran, section 3.2).
    Of several: Wilson's interval with the effective number p q / v (E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998) 193-201). In v, the share of
    each stratum is drawn towards the share of all by two made-up answers, since a stratum of three statements without an error would
    add nothing to it: on the safe side.
    """
    used = [c for c in cells if c.checked]
    if not used:
        return None
    whole = sum(c.size for c in used)
    share = sum(c.size / whole * c.found / c.checked for c in used)
    if all(c.checked >= c.size for c in used):
        return Estimate(share, share, share)
    if len(used) == 1:
        (c,) = used
        return Estimate(share, *wilson(share, c.checked * (c.size - 1) / (c.size - c.checked)))
    checked, found = sum(c.checked for c in used), sum(c.found for c in used)
    pooled = (found + Z * Z / 2) / (checked + Z * Z)
    middle = v = 0.0
    for c in used:
        weight, p = c.size / whole, (c.found + 2 * pooled) / (c.checked + 2)
        middle += weight * p
        v += weight**2 * (1 - c.checked / c.size) * p * (1 - p) / c.checked
    return Estimate(share, *wilson(share, middle * (1 - middle) / v))


def estimate_total(counts: Sequence[int], of: int) -> Estimate | None:
    """How many there are in `of` units, from the counts in a simple sample of them; None of none.

    The score interval of a Poisson count, (x + z²/2) ± z √(x + z²/4) (L. Barker, The American Statistician 56 (2002) 85-89), widened by the counts' own spread
    over their mean where that is larger, and narrowed by the finite population correction (Cochran, eq. 2.20).
    """
    if not counts:
        return None
    size, found = len(counts), sum(counts)
    if size >= of:
        return Estimate(found, found, found)
    spread = max(1.0, variance(counts) / (found / size)) if found and size > 1 else 1.0
    spread *= 1 - size / of
    x = found / spread
    reach = Z * math.sqrt(x + Z * Z / 4)
    low, high = ((x + Z * Z / 2 + way * reach) * spread * of / size for way in (-1, 1))
    value = found * of / size
    return Estimate(value, max(float(found), low), max(high, value))
