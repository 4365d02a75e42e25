"""The colours of experts and frames, light and dark; never the only thing that tells them apart."""

# name: (on a light page, on a dark page); text and markers reach 4.5:1 against their page
INKS = {
    "paper": ("#fdfcf9", "#15171b"),
    "panel": ("#f3f1ea", "#1f2228"),
    "ink": ("#1b1a18", "#eceae4"),
    "mute": ("#57534c", "#b5b0a6"),
    "rule": ("#d6d1c5", "#41454d"),
    "grid": ("#dedacf", "#333740"),
    "hi": ("#fff1b8", "#4b4310"),
    "on": ("#ffffff", "#14161a"),  # letters on a frame's pattern
}
EXPERTS = {
    "e1": ("#0b62a6", "#74b8f5"),
    "e2": ("#bd400b", "#ff9a62"),
    "e3": ("#08744d", "#5ccb9b"),
    "e4": ("#6846bd", "#b9a2ff"),
    "e5": ("#a82a58", "#ff8fb3"),
    "e6": ("#5f6600", "#cdd35c"),
    "e7": ("#4d5560", "#b4bcc8"),
    "e8": ("#7c4a00", "#e0ac69"),
}
FRAMES = {  # the pattern's ground, its second colour, and the tint under a mark
    "f1": (("#8f5d00", "#a06900", "#fbeccb"), ("#e9b44c", "#d19a2c", "#4a3a12")),
    "f2": (("#2f4058", "#55687f", "#dfe6ee"), ("#d3deec", "#a9bcd4", "#2c3a4d")),
    "f3": (("#a5388a", "#b14f98", "#f6dff0"), ("#dc74b6", "#c45f9f", "#4d2341")),
    "f4": (("#1d6b43", "#35805a", "#d9f0de"), ("#77cb92", "#57ad74", "#183c24")),
    "f5": (("#9c3a22", "#b2543c", "#fbdcd5"), ("#f09a84", "#d47a64", "#4b241b")),
    "f6": (("#4d43a0", "#6a60b8", "#e3e0f7"), ("#a9a0f0", "#8b81d6", "#2c2856")),
}


def _write_variables(side: int) -> str:
    """The variables of the light (0) or dark (1) colours."""
    inks = "".join(f"--{name}:{pair[side]};" for name, pair in (INKS | EXPERTS).items())
    frames = "".join(
        f"--{name}:{pair[side][0]};--{name}b:{pair[side][1]};--{name}t:{pair[side][2]};"
        for name, pair in FRAMES.items()
    )
    return inks + frames


def write_looks(*, lab: bool) -> str:
    """Colours as CSS variables, and the classes that use them.

    On a page they follow the reader's colour scheme and are light on paper; in JupyterLab they follow its theme, whose
    own background they stand on.
    """
    light, dark = _write_variables(0), _write_variables(1)
    if lab:
        themed = (
            f".wb.lab{{{light}--paper:var(--jp-layout-color0,#fff);color-scheme:light}}"
            f'[data-jp-theme-light="false"] .wb.lab{{{dark}--paper:var(--jp-layout-color0,#111);color-scheme:dark}}'
        )
    else:
        themed = f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    experts = "".join(f".wb .{name}{{--c:var(--{name})}}" for name in EXPERTS)
    frames = "".join(
        f".wb .{name}{{--fc:var(--{name});--fb:var(--{name}b);--ft:var(--{name}t)}}"
        f".wb .t{name}{{--tint:var(--{name}t)}}"
        for name in FRAMES
    )
    widths = "".join(f".wb .w{n}{{flex-grow:{n}}}" for n in range(4, 81))
    return themed + experts + frames + widths
