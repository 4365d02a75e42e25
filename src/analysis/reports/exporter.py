"""The same page through nbconvert: `jupyter nbconvert --to workbook NOTEBOOK`, for an executed notebook."""

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from analysis.reports.export import export_html, read_title_cell
from analysis.reports.placing import DATA


class WorkbookExporter(Exporter):
    """Exports a notebook through the project's own template."""

    export_from_notebook = "Framing workbook report"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        """The page's file ending."""
        return ".html"

    def from_notebook_node(  # type: ignore[override]  # every exporter but the base one gives text
        self, nb: NotebookNode, resources: Any = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page, and its data as files that nbconvert writes beside it."""
        notebook, resources = super().from_notebook_node(nb, resources, **options)
        name = str(resources.get("metadata", {}).get("name", ""))
        exported = export_html(notebook, title=read_title_cell(notebook) or name, name=name)
        resources["outputs"] = {f"data/{key}": content for key, content in exported.data.items()} | {
            DATA: exported.about
        }
        about = resources.setdefault("metadata", {})
        about["path"] = about.get("path") or "."  # nbconvert makes the folder, and cannot make one without a name
        return exported.html, resources
