"""Import papermill without what it only imports in case: one and a half seconds become half a second."""

import importlib
import sys
from types import ModuleType

# A grammar for internationalised addresses, which JSON schemas of notebooks never ask for; file systems of clouds.
NOT_NEEDED = (
    "rfc3987_syntax",
    "isoduration",
    "webcolors",
    "uri_template",
    "fqdn",
    "pyarrow.fs",
    "boto3",
    "azure",
    "gcsfs",
    "github",
)


def import_papermill() -> None:
    """Import `nbformat` and `papermill`; whoever needs what was left out can still import it afterwards."""
    if "papermill" in sys.modules:
        return
    blocked = [name for name in NOT_NEEDED if name not in sys.modules]
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]
    modules.update(dict.fromkeys(blocked))
    try:
        importlib.import_module("papermill.execute")
    finally:
        for name in blocked:
            del sys.modules[name]
