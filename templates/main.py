"""What the launcher runs in the container: all else is in packages."""

import sys

from pipelines.template import main

if __name__ == "__main__":
    sys.exit(main())
