"""`python -m plimsoll` is the `plimsoll` program."""

import sys

from plimsoll.cli import main

sys.exit(main())
