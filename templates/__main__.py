"""python -m templates [metadata | build | deploy] …"""

from __future__ import annotations

import sys

from templates.command import main

sys.exit(main())
