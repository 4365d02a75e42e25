"""`python -m analysis.cli` is the `workbook` command."""

import sys

from analysis.cli import main

sys.exit(main())
