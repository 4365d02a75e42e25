"""Who said what on the gold pages: statements found, names, roles and affiliations exact, edges and word counts."""

from tests.round_ups import score_all


def main() -> str:
    """One row per page."""
    rows = [f"{'page':44}{'found':>8}{'name':>8}{'role':>8}{'affil.':>8}{'last 6':>8}{'words':>8}"]
    for score in score_all():
        cells = [score.found, *score.exact.values()]
        rows.append(f"{score.page:44}" + "".join(f"{f'{n}/{score.expected}':>8}" for n in cells))
        rows += [f"    {miss}" for miss in score.misses]
    return "\n".join(rows)
