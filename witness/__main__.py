"""`python -m witness`: the commands, in `witness.commands`."""

import sys

from witness.commands import main

if __name__ == "__main__":
    sys.exit(main())
