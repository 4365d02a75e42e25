"""Which modules will notebooks import? Found by reading sources, not by running them."""

import ast
import importlib.util
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

OWN = Path(__file__).parents[2]  # the package that this engine is part of
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class ParsedCode:
    """A stretch of code: the modules that it imports, the names that it mentions, and the functions that it defines."""

    imports: dict[str, None] = field(default_factory=dict)
    mentions: set[str] = field(default_factory=set)
    functions: list[tuple[str, "ParsedCode"]] = field(default_factory=list)


def find_imports(sources: Iterable[str]) -> tuple[str, ...]:
    """The modules that these sources import, themselves or through modules of the project, in order.

    Named are third-party modules and those of this package; other modules of the project are read, but it is for the
    notebook to import them. What a function imports counts where code that may run mentions a function of that name.
    """
    found: dict[str, None] = {}
    seen: set[str] = set()
    mentioned: set[str] = set()
    sleeping: list[tuple[str, ParsedCode]] = []  # functions that nothing has mentioned yet
    waiting = [_read_code(source) for source in sources]
    while waiting:
        code = waiting.pop(0)
        mentioned |= code.mentions
        sleeping += code.functions
        for name in code.imports:
            if name in seen:
                continue
            seen.add(name)
            folders = _locate_project(name.split(".")[0])
            path = _locate_module(folders, name) if folders else None
            if path is not None:
                package = name if path.name == "__init__.py" else name.rpartition(".")[0]
                waiting.append(_read_code(path.read_text(encoding="utf-8"), package))
            if folders is None or (path is not None and path.is_relative_to(OWN)):
                found[name] = None
        if not waiting:
            waiting = [code for name, code in sleeping if name in mentioned]
            sleeping = [(name, code) for name, code in sleeping if name not in mentioned]
    return tuple(found)


def _read_code(source: str, package: str = "") -> ParsedCode:
    """What a source says at its top level and in its classes; each function is a stretch of its own."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return ParsedCode()  # a notebook's magics; the kernel will tell
    code = ParsedCode()
    for statement in body:
        _gather(statement, package, code)
    return code


def _gather(node: ast.AST, package: str, code: ParsedCode) -> None:
    """Add what a node says to the stretch of code that it stands in."""
    if isinstance(node, ast.Name):  # the kinds that are most frequent come first: all sources are read at every start
        code.mentions.add(node.id)
        return
    if isinstance(node, ast.Constant | ast.expr_context):
        return
    if isinstance(node, Function):
        inner = ParsedCode()
        for part in node.body:
            _gather(part, package, inner)
        if node.name.startswith("__"):  # called by what Python does, not by its name
            code.functions += inner.functions
            code.imports |= inner.imports
            code.mentions |= inner.mentions
        else:
            code.functions.append((node.name, inner))
        for decorator in node.decorator_list:
            _gather(decorator, package, code)
        return
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return
    if isinstance(node, ast.Import | ast.ImportFrom):
        for name in _name_modules(node, package):
            parts = name.split(".")
            code.imports.update(dict.fromkeys(".".join(parts[: end + 1]) for end in range(len(parts))))
    elif isinstance(node, ast.Attribute):
        code.mentions.add(node.attr)
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        code.mentions.add(str(node.slice.value))  # tables["prevalence"]
    for child in ast.iter_child_nodes(node):
        _gather(child, package, code)


def _name_modules(statement: ast.Import | ast.ImportFrom, package: str) -> Iterator[str]:
    """What one import statement names; `from a import b` may mean the module `a.b`."""
    if isinstance(statement, ast.Import):
        yield from (alias.name for alias in statement.names)
    else:
        above = package.split(".")[: len(package.split(".")) - statement.level + 1] if statement.level else []
        module = ".".join([*above, *([statement.module] if statement.module else [])])
        yield module
        yield from (f"{module}.{alias.name}" for alias in statement.names if alias.name.islower())


@cache
def _locate_project(name: str) -> tuple[str, ...] | None:
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


def _locate_module(folders: Iterable[str], name: str) -> Path | None:
    """The file of a module below its top-level package."""
    parts = name.split(".")[1:]
    for folder in folders:
        base = Path(folder, *parts)
        for path in (base / "__init__.py", base.with_suffix(".py")):
            if (parts or path.name == "__init__.py") and path.is_file():
                return path
    return None


def list_installed() -> dict[str, list[str]]:
    """The folders of Python's path into which packages were installed, with the packages' names and versions."""
    folders = [entry for entry in dict.fromkeys(sys.path) if entry and Path(entry).is_dir()]
    found = {entry: [name for name in os.listdir(entry) if name.endswith(".dist-info")] for entry in folders}  # noqa: PTH208
    return {entry: sorted(names) for entry, names in found.items() if names}
