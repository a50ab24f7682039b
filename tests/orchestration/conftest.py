"""The published release of a small corpus, as the tests of governance make it, for verbs that look at releases."""

from tests.governance.conftest import published, published_once

__all__ = ["published", "published_once"]
