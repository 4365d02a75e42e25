"""Small PDF files for tests, written by hand: lines of Helvetica, bold or plain, in one or two columns."""

Line = tuple[str, str]  # "B", "" or either with "2" for the right column; the words


def write_pdf(sheets: list[list[Line]], *, locked: bool = False) -> bytes:
    """A PDF with one page per sheet; `locked` asks for a password that nobody has."""
    return draw_pdf([draw_lines(lines) for lines in sheets], locked=locked)


def draw_pdf(streams: list[bytes], *, locked: bool = False, title: str = "") -> bytes:
    """A PDF of sheets drawn by these operators."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects += [f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
                for name in ("Helvetica", "Helvetica-Bold")]  # fmt: skip
    kids = []
    for stream in streams:
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{k} 0 R' for k in kids)}] /Count {len(kids)} >>".encode()
    objects.append(f"<< /Title ({title}) >>".encode())
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R" + (f" /Info {len(objects)} 0 R" if title else "")
    if locked:
        key = "61" * 32
        trailer += f" /ID [<{key}> <{key}>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >>"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"trailer\n<< {trailer} >>\nstartxref\n{len(body)}\n%%EOF"
    return body + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()


def say(x: float, y: float, words: str, *, size: float = 10, font: str = "F1") -> bytes:
    """The operators that print some words."""
    return f"BT /{font} {size} Tf {x} {y} Td ({words}) Tj ET\n".encode("cp1252")


def draw_lines(lines: list[Line]) -> bytes:
    """Each column's lines from the top, 14 points apart."""
    height = {"": 780, "2": 780}
    drawn = []
    for style, words in lines:
        column = "2" if "2" in style else ""
        left = 320 if column else 60
        escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        if words:
            drawn.append(f"BT /{'F2' if 'B' in style else 'F1'} 10 Tf {left} {height[column]} Td ({escaped}) Tj ET")
        height[column] -= 14
    return "\n".join(drawn).encode("cp1252")
