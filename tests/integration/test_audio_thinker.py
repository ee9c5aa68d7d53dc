"""From speech to the Thinker without a way through text: llama.cpp's real code, plain and hybrid.

The adapters here have random weights: what a Thinker makes of them means nothing.
"""

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gguf
import llama_cpp
import numpy as np
import pytest
from typer.testing import CliRunner

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.app.audio_thinking import answer_speech
from sarai_mqtt.cli import cli
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.errors import ConfigError, ModelError
from sarai_mqtt.engines.audio_decoder import read_utterance
from sarai_mqtt.engines.llm import LlamaThinker, llama
from sarai_mqtt.engines.llm.audio_adapter import AudioAdapter
from sarai_mqtt.engines.llm.llama import Model
from sarai_mqtt.engines.llm.loading import Flag
from sarai_mqtt.engines.llm.token_rows import TokenRows
from sarai_mqtt.engines.onnx.roles import Role, RoleFile, RoleLoader
from sarai_mqtt.models.export import lfm2
from sarai_mqtt.models.store import open_store
from sarai_mqtt.turns.engine_worker import CancelToken
from sarai_mqtt.turns.request import TurnRequest
from sarai_mqtt.turns.speaking_floor import SpeakingFloor
from sarai_mqtt.turns.turn import Turn
from tests.harness.audio_adapters import STACK, write_adapter
from tests.harness.home import FakeActor
from tests.harness.turns import all_of

pytestmark = pytest.mark.slow

COMMANDS = Path(__file__).parents[1] / "data" / "commands" / "en"
RECORDINGS = sorted(COMMANDS.glob("*.wav"))[:3]
PROMPT = "You are Sarai. Answer briefly."
QUESTION = "What is the capital of France?"


@pytest.fixture(scope="module")
def smollm2():
    models = load_settings().models
    return open_store(models.catalogue, models.cache_dir).path("smollm2-135m")


@pytest.fixture(scope="module")
def hybrid(smollm2, tmp_path_factory):
    file = tmp_path_factory.mktemp("lfm2") / "tiny.gguf"
    lfm2.write(lfm2.TINY, smollm2, file)
    return file


@pytest.fixture(params=["smollm2", "hybrid"])
def model_file(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def thinker(model_file, tmp_path):
    """A Thinker of the model, with an adapter that fits it."""
    width = lfm2.TINY.width if model_file.name == "tiny.gguf" else 576
    adapter = opened(write_adapter(tmp_path / "adapter.onnx", 32, width))
    with_adapter = LlamaThinker(
        model_file,
        prompts={"en": PROMPT},
        languages=["en"],
        threads=2,
        refusals={},
        temperature=0,
        batch_tokens=32,
        adapter=adapter,
    )
    yield with_adapter
    with_adapter.close()


def opened(file):
    return AudioAdapter(RoleLoader(threads=1).open(RoleFile(file)), {"cross_v_5": 32})


def embedding_rows(file, tokens):
    """Return the rows of the model's own embedding matrix, float32 [n, E]."""
    (matrix,) = (t for t in gguf.GGUFReader(file).tensors if t.name == "token_embd.weight")
    return gguf.dequantize(matrix.data[tokens], matrix.tensor_type)


def logits(model):
    count = llama_cpp.llama_vocab_n_tokens(model._vocab)
    return np.ctypeslib.as_array(llama_cpp.llama_get_logits_ith(model._context, -1), (count,)).copy()


def drawn(model, abort, count=12):
    return b"".join(piece for piece, _ in zip(model.generate(abort), range(count)))


def speech(frames, seed=0):
    return np.random.default_rng(seed).standard_normal((1, frames, 32)).astype(np.float32)


def listened(thinker, frames=80, seed=0, text="", cancel=None):
    return "".join(thinker.think_audio(speech(frames, seed), text, "en", cancel or CancelToken()))


def read(thinker):
    return "".join(thinker.think(QUESTION, "en", CancelToken()))


@pytest.mark.parametrize("joined", [True, False])
@pytest.mark.parametrize("batch", [128, 16, 5])
def test_the_models_own_rows_are_the_tokens(model_file, batch, joined):
    """Embeddings of tokens in their place give the same logits, to the bit if the batches are the same."""
    model = Model(model_file, 2, 512, batch)
    model.set_sampler(0, 0, 1)
    if joined:
        model.prepare_embeddings()
        assert model._rows is not None
    before, after = model.render(PROMPT)
    question = model.tokenize(QUESTION, special=False)
    state, rows = model.snapshot(before), embedding_rows(model_file, question)
    assert rows.shape == (len(question), model.width)
    found = []
    for tokens, embeddings in (
        ([*question, *after], None),
        (after, rows),
        (after, rows[::-1]),
        (after, rows),
    ):
        assert model.restart(state, tokens, abort := Flag(), embeddings)
        found.append((logits(model), drawn(model, abort)))
    model.close()
    (of_tokens, text), (of_rows, same), (of_others, _), (again, _) = found
    np.testing.assert_allclose(of_rows, of_tokens, rtol=0, atol=0 if joined else 1e-3 * of_tokens.std())
    assert same == text
    np.testing.assert_array_equal(again, of_rows)
    assert np.abs(of_others - of_tokens).max() > 0.1 * of_tokens.std()


@pytest.fixture
def batches(monkeypatch):
    """Positions of each batch that llama.cpp evaluates."""
    sizes, decode = [], Model._decode

    def counted(model, batch):
        sizes.append(batch.n_tokens)
        return decode(model, batch)

    monkeypatch.setattr(Model, "_decode", counted)
    return sizes


class ScaledRows(TokenRows):
    """Rows as they are of a model whose tokens llama.cpp scales."""

    def __getitem__(self, tokens):
        return 2 * super().__getitem__(tokens)


class NoRows:
    """Rows of a file that has none."""

    def __init__(self, path, count, width):
        raise ValueError


@pytest.mark.parametrize("text", ["", QUESTION])
def test_speech_and_what_follows_it_are_one_batch(thinker, batches, monkeypatch, text):
    """One evaluation until the first piece, and the same reply as by two."""
    first = next(thinker.think_audio(speech(STACK * 4), text, "en", CancelToken()))
    assert len(batches) == 1
    reply = listened(thinker, STACK * 4, text=text)
    assert reply.startswith(first)
    monkeypatch.setattr(thinker._model, "_rows", None)
    batches.clear()
    assert listened(thinker, STACK * 4, text=text) == reply
    assert batches[0] == 4


@pytest.mark.parametrize("rows", [ScaledRows, NoRows])
def test_two_batches_where_rows_are_not_what_tokens_are(model_file, batches, monkeypatch, rows):
    replies = []
    for kind in (TokenRows, rows):
        monkeypatch.setattr(llama, "TokenRows", kind)
        model = Model(model_file, 2, 512, 128)
        model.set_sampler(0, 0, 1)
        model.prepare_embeddings()
        before, after = model.render(PROMPT)
        state, sound = model.snapshot(before), embedding_rows(model_file, [5, 6, 7, 8])
        batches.clear()
        assert model.restart(state, after, abort := Flag(), sound)
        assert batches == ([4 + len(after)] if kind is TokenRows else [4, len(after)])
        replies.append(drawn(model, abort))
        model.close()
    assert replies[0] == replies[1]


def test_speech_leaves_nothing_behind_and_text_neither(thinker):
    of_text, of_speech = read(thinker), listened(thinker)
    assert of_speech
    for seed in (1, 2):
        listened(thinker, seed=seed)
        assert (read(thinker), listened(thinker)) == (of_text, of_speech)
    assert listened(thinker, seed=1) != of_speech or listened(thinker, seed=2) != of_speech
    assert listened(thinker, text="What is the capital of France?") != of_speech


def test_the_whole_context_of_speech_leaves_nothing_behind(thinker):
    first = read(thinker)
    listened(thinker, frames=STACK * 3000)
    assert read(thinker) == first


def test_cancel_between_tokens_and_usable_after(thinker):
    first, cancel = listened(thinker), CancelToken()
    pieces = thinker.think_audio(speech(80), "", "en", cancel)
    next(pieces)
    cancel.cancel()
    assert list(pieces) == []
    assert listened(thinker) == first


def test_cancel_in_the_middle_of_the_speech_and_usable_after(thinker, monkeypatch):
    first, cancel, evaluated = read(thinker), CancelToken(), []
    decode = Model._decode

    def cancelled_meanwhile(model, batch):
        evaluated.append(bool(batch.embd))
        if len(evaluated) == 2:
            cancel.cancel()
        return decode(model, batch)

    monkeypatch.setattr(Model, "_decode", cancelled_meanwhile)
    assert listened(thinker, frames=STACK * 500, cancel=cancel) == ""
    assert evaluated == [True, True]
    assert read(thinker) == first


def test_two_callers_get_a_whole_reply_each(thinker):
    alone = listened(thinker), read(thinker)
    with ThreadPoolExecutor(2) as threads:
        replies = [threads.submit(listened, thinker), threads.submit(read, thinker)]
        assert tuple(reply.result(60) for reply in replies) == alone


def test_close_during_a_reply(thinker):
    begun = threading.Event()

    def follow():
        for _ in thinker.think_audio(speech(STACK * 500), "", "en", CancelToken()):
            begun.set()

    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(follow)
        begun.wait(0.05)
        thinker.close()
        reading.exception(30)
    with pytest.raises(ModelError) as closed:
        listened(thinker)
    assert closed.value.code == "model_closed"


@pytest.fixture
def settings_file(tmp_path):
    """Return a function that writes settings whose Thinker has the adapter `file`."""

    def write(file, **thinker):
        stt = {
            "encoder": "sarai-audio-int8#stt_encoder",
            "decoder": "sarai-audio-int8#stt_decoder",
            "tokenizer": "whisper-base-tokenizer",
        }
        tts = {
            "vocoder": "sarai-audio-int8#vocoder",
            "voices": {
                "en": {"text_encoder": "sarai-audio-int8#tts_text_encoder_en", "talker": "hibari-en-talker"}
            },
        }
        model = {"model": "smollm2-135m", "audio_adapter": "adapter", "languages": ["en"]}
        table = {
            "profile": "heard",
            "languages": ["en"],
            "thinker": {"temperature": 0, **thinker},
            "files": {"adapter": {"path": str(file)}},
            "profiles": {"heard": {"stt": stt, "tts": tts, "thinker": model}},
        }
        written = tmp_path / "sarai.yaml"
        written.write_text(json.dumps(table))
        return written

    return write


def test_one_command_from_recordings_to_answers(settings_file, tmp_path):
    config = settings_file(write_adapter(tmp_path / "adapter.onnx"))
    shown = ["think", "--json", "--config", str(config)]
    done = CliRunner().invoke(cli, [*shown, *map(str, RECORDINGS), str(tmp_path / "none.wav")])
    *results, missing = map(json.loads, done.stdout.splitlines())
    assert (done.exit_code, missing["error"]) == (2, "file_missing")
    assert [result["file"] for result in results] == [*map(str, RECORDINGS)]
    for result in results:
        assert result["text"]
        assert (result["language"], result["heard"]) == ("en", "")
        assert result["frames"] == -(-result["audio_s"] * 50 // 1)
        assert min(result["features_ms"], result["ttft_ms"], result["think_ms"]) > 0
    both = CliRunner().invoke(cli, [*shown, "--with-text", str(RECORDINGS[0])])
    assert json.loads(both.stdout)["heard"] == "Close the garage door."
    words = CliRunner().invoke(cli, [*shown[:1], *shown[2:], str(RECORDINGS[0])])
    assert words.stdout == f"{RECORDINGS[0]}: {results[0]['text']}\n"


def test_the_features_are_those_of_the_run_that_transcribes(settings_file, tmp_path, monkeypatch):
    """One run of the encoder, and one session of the shared model."""
    settings = load_settings(settings_file(write_adapter(tmp_path / "adapter.onnx"), input="both"))
    assembly = Assembly(settings)
    spoken, utterance, runs = assembly.spoken_input, read_utterance(RECORDINGS[0]), []
    run = Role.run

    def counted(role, *given):
        runs.append(role.name)
        return run(role, *given)

    monkeypatch.setattr(Role, "run", counted)
    alone = spoken.stt.encode(utterance, "cross_v_5", CancelToken())
    assert runs == ["sarai_audio_int8.onnx#stt_encoder"]
    for asked in (None, "en"):
        runs.clear()
        answer, features = spoken.transcribe(utterance, asked, None, CancelToken())
        assert answer.transcript == assembly.stt.transcribe(utterance, None, CancelToken())
        assert runs[: runs.index("sarai_audio_int8.onnx#stt_decoder")] == [
            "sarai_audio_int8.onnx#stt_encoder"
        ]
        np.testing.assert_array_equal(features, alone)
    assert alone.shape == (1, 137, 512)
    assert 0.1 < alone.std() < 10
    opened_files = [path.name for path in assembly.model_roles._roles._sessions]
    assert opened_files == ["sarai_audio_int8.onnx", "adapter.onnx"]


def test_long_speech_has_the_features_of_all_its_segments(settings_file, tmp_path):
    settings = load_settings(settings_file(write_adapter(tmp_path / "adapter.onnx"), input="audio"))
    spoken, utterance = Assembly(settings).spoken_input, read_utterance(RECORDINGS[0])
    long = type(utterance)("file", utterance.pcm * 9, 0)
    features = spoken.stt.encode(long, "cross_v_5", CancelToken())
    assert long.seconds * 50 <= features.shape[1] <= long.seconds * 50 + 2
    nothing = spoken.stt.encode(type(utterance)("file", b"", 0), "cross_v_5", CancelToken())
    assert nothing.shape == (1, 0, 512)
    assert answer_speech(Assembly(settings), type(utterance)("file", b"", 0), None)["text"] == ""


def test_an_adapter_for_another_model_names_its_file_and_role(settings_file, tmp_path):
    for wrong, reason in (
        ({"embedding": 2048}, "makes embeddings 2048 wide, and those of the Thinker are 576"),
        ({"width": 384}, "takes features of width 384, and cross_v_5 of the speech encoder is 512 wide"),
    ):
        settings = load_settings(
            settings_file(write_adapter(tmp_path / "adapter.onnx", **wrong), input="audio")
        )
        with pytest.raises(ModelError) as refused:
            Assembly(settings).thinker  # noqa: B018 - loading fails
        assert refused.value.code == "model_shape"
        assert refused.value.reason == f"adapter.onnx, the audio_adapter, {reason}."


def test_no_thinker_no_speech(settings_file, tmp_path):
    settings = load_settings(settings_file(tmp_path / "none.onnx", input="audio", name="none"))
    assert Assembly(settings).spoken_input is None
    with pytest.raises(ConfigError, match="no Thinker that takes speech"):
        answer_speech(Assembly(settings), read_utterance(RECORDINGS[0]), None)


def test_nothing_of_it_is_imported_or_opened_when_off(settings_file, tmp_path):
    """The profile names an adapter, which is not even there."""
    program = (
        "import json, sys\n"
        "from pathlib import Path\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, given: event == 'open' and opened.append(str(given[0])))\n"
        "from sarai_mqtt.app.assembly import Assembly\n"
        "from sarai_mqtt.config.settings import load_settings\n"
        "from sarai_mqtt.turns.engine_worker import CancelToken\n"
        "assembly = Assembly(load_settings(Path(sys.argv[1])))\n"
        "text = ''.join(assembly.thinker.think('What is the capital of France?', 'en', CancelToken()))\n"
        "mapped = Path('/proc/self/maps').read_text()\n"
        "print(json.dumps([text, assembly.spoken_input, 'onnxruntime' in sys.modules, 'onnxruntime' in mapped,\n"
        " [name for name in sys.modules if name.endswith(('audio_adapter', 'audio_thinking', 'spoken_input'))],\n"
        " [name for name in opened if name.endswith('adapter.onnx') or '/audio_adapter' in name]]))\n"
    )
    config = settings_file(tmp_path / "adapter.onnx")
    run = [sys.executable, "-c", program, str(config)]
    done = subprocess.run(run, capture_output=True, text=True, check=True, timeout=120)
    text, *rest = json.loads(done.stdout)
    assert "Paris" in text
    assert rest == [None, False, False, [], []]


async def test_a_turn_of_the_service_gives_the_thinker_what_is_no_command(settings_file, tmp_path):
    settings = load_settings(settings_file(write_adapter(tmp_path / "adapter.onnx"), input="audio"))
    settings.state.dir = tmp_path / "state"
    assembly = Assembly(settings)
    engines = assembly.engines(FakeActor(present=False))
    reports = {}
    try:
        for name in ("turn-on-the-kitchen-light", "tell-me-a-short-joke"):
            now = engines.clock()
            utterance = read_utterance(COMMANDS / f"{name}.wav")
            request = TurnRequest("t", now, SpeakingFloor(now), utterance=utterance)
            *_, reports[name] = await all_of(Turn(request, engines).run())
        answered = engines.spoken_input.thinker
        assert [*answered.audio_languages] == ["en"]
    finally:
        engines.close()
        assembly.pool.close()
    command, question = reports.values()
    assert (command.intent, command.source) == ("HassTurnOn", "sentence")
    assert (question.outcome, question.source, question.intent) == ("answered", "thinker", None)
    assert question.timings["ttft"] > 0
