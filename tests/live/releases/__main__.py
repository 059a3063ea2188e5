"""Records the state that this release writes: python -m tests.live.releases"""

from __future__ import annotations

import sys

import msgspec

from tests.live.releases import Refused, record
from tests.live.releases.night import kept


def main() -> int:
    """Exit code 0 when a folder was written, 2 with a sentence when not."""
    found = kept()
    encoded = {
        "slate": found.slate.dump(),
        "clock": msgspec.msgpack.encode(found.clock),
        "event": msgspec.msgpack.encode(found.event),
        "flush": msgspec.msgpack.encode(found.flush),
    }
    try:
        release = record(encoded)
    except Refused as refused:
        print(f"nothing is recorded: {refused}", file=sys.stderr)
        return 2
    print(release.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
