"""Who said what on the gold pages: statements found, names, roles and affiliations exact, edges and word counts."""

from tests.round_ups import score_all

GROUPS = {
    "round-ups": "public pages; the rules were developed against them",
    "pages": "invented, worded by a language model, gold read from the rules' output; the rules were developed on them",
    "unseen": "invented, worded by a language model, gold written before any run; the rules were mended on them "
    "afterwards. First run: u01-u14 found 42/44, name 41, role 39, affil. 37, last 6 41, words 41 (7 of 14 pages "
    "whole); after that mending v01-v05 found 12/14, name 10, role 9, affil. 11, last 6 11, words 11 (1 of 5 pages "
    "whole); after that w01-w12 found 44/53, name 41, role 32, affil. 35, last 6 39, words 40 (1 of 12 pages whole); "
    "after that x01-x08 found 19/33, name 18, role 13, affil. 15, last 6 18, words 18 (0 of 8 pages whole); "
    "after that y01-y08, usual layouts, found 33/33, name 33, role 27, affil. 28, last 6 30, words 30 (5 of 8 whole)",
}


def main() -> str:
    """One row per page, in groups that say how independent they are."""
    rows = [f"{'page':44}{'found':>8}{'name':>8}{'role':>8}{'affil.':>8}{'last 6':>8}{'words':>8}"]
    for group, note in GROUPS.items():
        rows.append(f"-- {group}: {note}")
        for score in score_all(group):
            cells = [score.found, *score.exact.values()]
            rows.append(f"{score.page:44}" + "".join(f"{f'{n}/{score.expected}':>8}" for n in cells))
            rows += [f"    {miss}" for miss in score.misses]
    return "\n".join(rows)
