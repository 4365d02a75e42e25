"""Build the package with the notebooks and data that lie beside it; everything else stands in pyproject.toml."""

import runpy
import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

PATTERNS = runpy.run_path("src/analysis/bundled.py")["PATTERNS"]  # said once, where the files are looked for


class BuildWithFiles(build_py):
    """Puts the files into `analysis/bundled` of the wheel; an editable install reads them where they are."""

    def run(self) -> None:
        """Build the modules, then copy."""
        super().run()
        for source, target in self._pair_files():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """All files of the wheel."""
        return [*super().get_outputs(include_bytecode), *(str(target) for _, target in self._pair_files())]

    def _pair_files(self) -> list[tuple[Path, Path]]:
        if self.editable_mode:
            return []
        found = sorted(path for pattern in PATTERNS for path in Path().glob(pattern) if path.is_file())
        kept = [path for path in found if not any(part.startswith(".") for part in path.parts)]
        return [(path, Path(self.build_lib, "analysis", "bundled", path)) for path in kept]


setup(cmdclass={"build_py": BuildWithFiles})
