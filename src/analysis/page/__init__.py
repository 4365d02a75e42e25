"""Parts to HTML: what a notebook shows, a report, an index and a comparison; the only place that writes HTML."""

from analysis.page.showing import show as show  # notebooks ask for it here
