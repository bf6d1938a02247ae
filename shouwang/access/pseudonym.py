"""The pseudonym of a household: what may stand in a URL or an analyst's table instead of the national number.

Source: domain dictionary 10.4 (keyed hash of the household number).
"""

from __future__ import annotations

import hashlib
import hmac

LENGTH = 12


def hh_key(salt: str, hh_id: str) -> str:
    """Return 12 hex characters that stand for ``hh_id`` in the store whose salt this is."""
    return hmac.new(salt.encode(), hh_id.encode(), hashlib.sha256).hexdigest()[:LENGTH]
