"""Letters of the fonts Symbol and Wingdings, which word processors name by their place in the font."""

_GREEK = "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
_SIGNS = "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
_FONTS = {
    "symbol": {
        **dict(enumerate(_GREEK, 0x21)),
        **dict(enumerate(_SIGNS, 0xA1)),
    },
    "wingdings": {
        **{0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖"},
        **{0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔"},
        **{0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
    },
}


def read_symbol(font: str, place: str) -> str:
    """The letter at a place (hexadecimal) of a font; of a pictogram without a letter nothing."""
    try:
        number = int(place, 16)
    except ValueError:
        return ""
    if 0xF000 <= number <= 0xF0FF:  # where Unicode has no letters, so that a font may have its own
        number -= 0xF000
    letters = _FONTS.get(font.lower())
    if letters is not None:
        return letters.get(number, "")
    return chr(number) if 0x20 <= number < 0xD800 else ""
