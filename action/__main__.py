"""The way in: ``python -I action``. Nothing of the folder that is checked is on the path of modules."""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

    from action.gate import main

    sys.exit(main(os.environ))
