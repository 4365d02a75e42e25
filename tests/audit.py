"""Known vulnerabilities of what the locks install, as `make audit` asks for them with pip-audit."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-learned.lock")
COMMAND = ("uv", "tool", "run", "pip-audit@2.10.1", "--disable-pip", "--require-hashes", "--format=json")
CANNOT = "audit: {lock} could not be audited here ({why}); run make audit where the internet can be reached"


def ask(lock: str) -> tuple[list[dict[str, Any]], str]:
    """Each package of the lock with its vulnerabilities, or why nobody could be asked."""
    command = [str(Path(sys.executable).parent / COMMAND[0]), *COMMAND[1:], f"--requirement={lock}"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (OSError, subprocess.TimeoutExpired) as error:
        return [], type(error).__name__
    except (ValueError, KeyError, TypeError):
        return [], " ".join(done.stderr.split()[-12:])[:120] or "no answer"
    asked = [package for package in found if "vulns" in package]
    return asked, "" if asked else "the database knows none of its packages"


def describe(lock: str, asked: list[dict[str, Any]], why: str) -> tuple[list[str], int]:
    """What is told of one lock, and the exit code: 1 for a vulnerability, 2 where nobody could be asked."""
    if why:
        return [CANNOT.format(lock=lock, why=why)], 2
    lines = [
        f"{package['name']} {package['version']}: {one['id']}; mended in {', '.join(one['fix_versions']) or 'none yet'}"
        for package in asked
        for one in package["vulns"]
    ]
    return [*lines, f"audit: {lock}: {len(asked)} packages, {len(lines)} known vulnerabilities"], 1 if lines else 0


def main() -> int:
    """Ask for both locks; the worst exit code."""
    codes = []
    for lock in LOCKS:
        lines, code = describe(lock, *ask(lock))
        print("\n".join(lines))
        codes.append(code)
    return 1 if 1 in codes else max(codes)


if __name__ == "__main__":
    sys.exit(main())
