"""Languages as BCP 47 names them: told apart, and named in a sentence."""

NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nb": "Norwegian", "nl": "Dutch", "nn": "Norwegian",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip


def is_same_language(one: str, other: str) -> bool:
    """Whether two BCP 47 tags name one language, in whatever country or script.

    >>> is_same_language("en-GB", "en"), is_same_language("nb", "no"), is_same_language("sv", "en")
    (True, True, False)
    """
    return name_language(one) == name_language(other)


def name_language(tag: str) -> str:
    """The language's name in English; the tag itself where it is a rare one.

    >>> name_language("pt-BR"), name_language("gd")
    ('Portuguese', 'the language “gd”')
    """
    primary = tag.partition("-")[0].lower()
    return NAMES.get(primary, f"the language “{primary}”")
