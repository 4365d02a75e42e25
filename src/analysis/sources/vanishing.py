"""Words that a Word document hides: by themselves, by their styles, or all that nothing shows."""

from typing import Any

from docx.oxml.ns import qn

_OFF = ("0", "false", "off")


def is_on(said: Any, name: str) -> bool | None:
    """Whether properties turn something on or off; None where they say nothing of it."""
    found = None if said is None else said.find(qn(f"w:{name}"))
    return None if found is None else found.get(qn("w:val")) not in _OFF


class HiddenStyles:
    """Which styles of a document hide their words, those that they are based on included."""

    def __init__(self, sheet: Any) -> None:
        """`sheet` is the root of the document's list of styles, or None."""
        styles = [] if sheet is None else [*sheet.iter(qn("w:style"))]
        self._styles = {style.get(qn("w:styleId")): style for style in styles}
        usual = (s for s in styles if s.get(qn("w:type")) == "paragraph" and s.get(qn("w:default")) in ("1", "true"))
        self._usual = next((s.get(qn("w:styleId")) for s in usual), None)
        defaults = None if sheet is None else sheet.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        self._all = bool(is_on(defaults, "vanish"))

    def hides(self, paragraph: Any, said: Any) -> bool:
        """Whether words with these properties are hidden in this paragraph.

        As for bold type, a style of letters turns round what the style of the paragraph says.
        """
        own = is_on(said, "vanish")
        if own is not None:
            return own
        outer = self._find(_name(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")) or self._usual)
        inner = self._find(None if said is None else _name(said.find(qn("w:rStyle"))))
        return self._all or outer != inner

    def _find(self, name: str | None) -> bool:
        """Whether a style hides words; the nearest style that says something of it counts."""
        passed: set[str | None] = set()
        while (style := self._styles.get(name)) is not None and name not in passed:
            passed.add(name)
            if (found := is_on(style.find(qn("w:rPr")), "vanish")) is not None:
                return found
            name = _name(style.find(qn("w:basedOn")))
        return False


def _name(element: Any) -> str | None:
    """The style that an element names."""
    return None if element is None else element.get(qn("w:val"))
