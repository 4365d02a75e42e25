"""Which third-party modules do notebooks import? Found by reading sources, not by running them."""

import ast
import importlib.util
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path


def find_imports(sources: Iterable[str]) -> tuple[str, ...]:
    """The third-party modules that these sources import, themselves or through modules of the project, in order.

    Only imports at the top of a module count: what a function imports when it is called may never be needed.
    """
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [name for source in sources for name in list_imports(source)]
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        folders = locate_project(name.split(".")[0])
        if folders is None:
            found[name] = None
        elif (path := locate_module(folders, name)) is not None:
            source = path.read_text(encoding="utf-8")
            package = name if path.name == "__init__.py" else name.rpartition(".")[0]
            waiting += list_imports(source, package)
    return tuple(found)


def list_imports(source: str, package: str = "") -> list[str]:
    """The modules named by the import statements at the top level of a source; every parent package first."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return []  # a notebook's magics; the kernel will tell
    names: dict[str, None] = {}
    for statement in body:
        for name in name_modules(statement, package):
            parts = name.split(".")
            names.update(dict.fromkeys(".".join(parts[: end + 1]) for end in range(len(parts))))
    return list(names)


def name_modules(statement: ast.stmt, package: str) -> Iterator[str]:
    """What one import statement names; `from a import b` may mean the module `a.b`."""
    if isinstance(statement, ast.Import):
        yield from (alias.name for alias in statement.names)
    elif isinstance(statement, ast.ImportFrom):
        above = package.split(".")[: len(package.split(".")) - statement.level + 1] if statement.level else []
        module = ".".join([*above, *([statement.module] if statement.module else [])])
        yield module
        yield from (f"{module}.{alias.name}" for alias in statement.names if alias.name.islower())


@cache
def locate_project(name: str) -> tuple[str, ...] | None:
    """The folders of a top-level package of the project; None if it belongs to the environment or to Python."""
    if name in sys.stdlib_module_names:
        return None
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    folders = tuple(spec.submodule_search_locations or ()) if spec else ()
    inside = any(Path(folder).is_relative_to(prefix) for folder in folders for prefix in (sys.prefix, sys.base_prefix))
    return None if not folders or inside else folders


def locate_module(folders: Iterable[str], name: str) -> Path | None:
    """The file of a module below its top-level package."""
    parts = name.split(".")[1:]
    for folder in folders:
        base = Path(folder, *parts)
        for path in (base / "__init__.py", base.with_suffix(".py")):
            if (parts or path.name == "__init__.py") and path.is_file():
                return path
    return None
