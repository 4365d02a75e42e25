"""An event whose page and codebook try to do harm, and one that is very large."""

import hashlib
from pathlib import Path

import yaml

from analysis.adding.transcribing import read_transcript
from analysis.sources.documents import read_page
from analysis.transcripts.layout import write_transcript
from tests.conftest import ROOT

ATTACKS = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=alert(1)>",
    "</style><script>alert(1)</script>",
    "[click](javascript:alert(1)) and <a href='javascript:alert(1)'>this</a>",
    '" onmouseover="alert(1)" x="',
    "right \u202egnitirw sdrawkcab\u202c and \u2066isolated",
    "zero\u200bwidth, control \x07\x1b[31m, not a character \ufffe\ufdd0",
    "-->]]><![CDATA[ &amp; &lt;b&gt; {{ 7 * 7 }} {% raw %} $x^2$",
    "W" * 10_000,
    "ع" * 10_000,
)
LISTED = "Relations were lopsided, and the rivalry with the adversary deepened"


def write_event(root: Path, slug: str, text: str, title: str, codebook: str) -> Path:
    """An event with this page and its transcript; returns the root."""
    folder = root / "data" / "events" / slug
    (folder / "sources").mkdir(parents=True)
    raw = text.encode("utf-8")
    (folder / "sources" / "page.txt").write_bytes(raw)
    about = {
        "title": title,
        "date": "2024-01-02",
        "publisher": "<b>Publisher</b>",
        "language": "en",
        "url": "https://example.org/?a=1&b=<script>",
        "rights": "None <script>alert(2)</script>",
        "codebook": codebook,
        "sources": [{"file": "page.txt", "sha256": hashlib.sha256(raw).hexdigest()}],
    }
    written = yaml.safe_dump(about, allow_unicode=True, sort_keys=False).replace("'2024-01-02'", "2024-01-02")
    (folder / "event.yml").write_text(written, encoding="utf-8")
    (folder / "transcripts").mkdir()
    read = read_transcript(read_page(raw, "page.txt"), "page.txt", article=False)
    (folder / "transcripts" / "page.txt").write_bytes(write_transcript(read.transcript))
    return root


def write_hostile_event(root: Path) -> Path:
    """A page of attacks by two experts, judged by a codebook of attacks."""
    codebook = yaml.safe_load((ROOT / "data/codebooks/great-power-framing.yml").read_text(encoding="utf-8"))
    codebook |= {"name": "hostile", "title": "<script>alert(3)</script>", "about": "".join(ATTACKS[:5])}
    codebook["frames"][0]["frame"] = "<img src=x onerror=alert(4)>"
    codebook["frames"][0]["codes"][0] |= {"code": '"><svg onload=alert(5)>', "definition": "</details><script>alert(6)"}
    (root / "data" / "codebooks").mkdir(parents=True)
    (root / "data" / "codebooks" / "hostile.yml").write_text(
        yaml.safe_dump(codebook, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    experts = [("Anna Example", "analyst", "First Institute"), ("Berta Sample", "senior analyst", "Second Institute")]
    blocks = [
        "\n\n".join([f"{name}, {role}, {where}", *(f"{LISTED}: {attack} so much for {name}." for attack in ATTACKS)])
        for name, role, where in experts
    ]
    text = "A page\n\n" + "\n\n".join(blocks) + "\n"
    return write_event(root, "hostile", text, "<script>document.title='owned'</script>", "hostile")


def write_large_event(root: Path, *, n_experts: int = 40, n_sentences: int = 100) -> Path:
    """Many experts with many sentences, most of them with a match."""
    (root / "data" / "codebooks").mkdir(parents=True)
    name = "great-power-framing.yml"
    (root / "data" / "codebooks" / name).write_bytes((ROOT / "data/codebooks" / name).read_bytes())
    words = ("lopsided relations", "an arms race", "a difficult position", "mere symbolism", "a lifeline", "trade")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    blocks = []
    for i in range(n_experts):
        expert = (
            f"{letters[i % 26]}nna {letters[i // 26]}x{letters[i % 26].lower()}ample",
            "analyst",
            f"Institute {i}",
        )
        said = [
            f"In view {j} there is {words[(i + j * (1 + i % 3)) % 6]} between them, and it lasts."
            for j in range(n_sentences)
        ]
        paragraphs = [" ".join(said[k : k + 5]) for k in range(0, n_sentences, 5)]
        blocks.append(", ".join(expert) + "\n\n" + "\n\n".join(paragraphs))
    return write_event(root, "large", "A page\n\n" + "\n\n".join(blocks) + "\n", "Large", "great-power-framing")
