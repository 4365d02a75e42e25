"""`python -m tests.benchmarks [name …]`: run `bench_<name>.py`, or all of them, and print each one's table."""

import importlib
import sys
from pathlib import Path


def main(names: list[str]) -> int:
    """Each benchmark module has `main() -> str`, which measures and returns a printed table."""
    there = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    if unknown := [name for name in names if name not in there]:
        print(f"there is no benchmark {unknown[0]!r}; there is: {', '.join(there) or 'none yet'}", file=sys.stderr)
        return 2
    for name in names or there:
        print(f"## {name}\n", flush=True)
        print(importlib.import_module(f"tests.benchmarks.bench_{name}").main(), flush=True)
        print(flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
