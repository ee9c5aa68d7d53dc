"""The student in PyTorch beside the graphs that are exported; needs .venv-voice (`make test-voice`)."""

import numpy as np
import onnxruntime as ort
import pytest

torch = pytest.importorskip("torch")
from hibari import dsp
from safetensors.torch import load_file

from sarai_mqtt.core.errors import BadInput, ModelError, SaraiError
from sarai_mqtt.engines.tts.vocoder_dsp import WaveformBuilder
from sarai_mqtt.models.export import voice
from sarai_mqtt.models.export.training import loss, student, train, utterance
from sarai_mqtt.models.export.training.__main__ import cli, main
from sarai_mqtt.models.export.voice import Int8
from sarai_mqtt.models.export.weights import file_bytes, quantize
from tests.harness.kokoro import FakeTeacher, small_teacher
from tests.harness.voice_weights import SYMBOLS, small_weights

torch.set_num_threads(1)  # tensors this small are slower with more


def rounded(weights):
    """The weights as the graphs store them: the large products int8."""

    def stored(weight):
        kept = isinstance(weight, Int8) or weight.ndim < 2 or weight.shape[1] == 1 or weight.size < 1024
        return weight if kept else Int8(*quantize(weight.astype(np.float32), 0))

    return {name: stored(weight) for name, weight in weights.items()}


@pytest.fixture(scope="module", params=["small", pytest.param("hibari", marks=pytest.mark.slow)])
def weights(request):
    return rounded(small_weights() if request.param == "small" else student.hibari_weights())


def test_it_gives_what_the_graphs_give(weights):
    """Within float32: 1e-4 of the largest value of each output; every duration exactly."""
    ids = np.array([[0, 3, 1, 11, 5, 2, 8, 7, 4, 6, 11, 0]])
    models = (voice.text_encoder(weights), voice.talker(weights), voice.vocoder(weights))
    encoder, talker, vocoder = (ort.InferenceSession(file_bytes(model)) for model in models)
    (hidden,) = encoder.run(None, {"ids": ids})
    latents, f0 = talker.run(None, {"hidden_states": hidden, "speed": np.ones(1, np.float32)})
    (spectra,) = vocoder.run(None, {"latents": latents})

    model = student.student(weights)
    with torch.no_grad():
        content, prosody = model.m.text(torch.from_numpy(ids)), model.pn.text(torch.from_numpy(ids))
        steps = (model.pn.log_length(prosody).exp() - 1).round().clamp(min=1).long()[0]
        place = torch.repeat_interleave(torch.arange(ids.shape[1]), steps)
        pitch, energy = model.pn.melody(prosody[:, place])
        made = student.latents(content[0, place].repeat_interleave(2, 0), pitch[0], energy[0])[None]
        heard = model.m.spectra(made)
    assert len(set(steps.tolist())) > 1 and made.shape == latents.shape
    near(torch.cat([content, prosody], 2).mT, hidden)
    near(pitch, f0)
    near(made, latents)
    near(heard, spectra)


def near(found, expected):
    assert found.shape == expected.shape
    assert np.abs(found.numpy() - expected).max() <= 1e-4 * np.abs(expected).max()


def test_its_weights_have_hibaris_names(weights):
    state = student.student(weights).state_dict()
    assert state.keys() == weights.keys()
    name = "pn.text.attn.self_attn.in_proj_weight"
    kept = weights[name]
    expected = kept.values * kept.scale if isinstance(kept, Int8) else kept
    assert np.array_equal(state[name], expected)


def test_what_follows_a_shorter_sentence_does_not_change_it():
    model = student.student(small_weights())
    ids = torch.tensor([[0, 3, 5, 0, 0, 0], [0, 7, 1, 8, 2, 0]])
    mask = torch.tensor([[True] * 4 + [False] * 2, [True] * 6])
    for text in (model.m.text, model.pn.text):
        together, alone = text(ids, mask)[0, :4], text(ids[:1, :4])[0]
        assert torch.allclose(together, alone, atol=1e-5)
        assert not torch.allclose(text(ids)[0, :4], alone, atol=1e-2)


@pytest.mark.parametrize(
    "change", [{"pn.dur.0.bias": None}, {"m.head.weight": np.zeros((3005, 11))}, {"more": np.zeros(3)}]
)
def test_other_weights_are_refused_by_name(change):
    weights = {name: value for name, value in (small_weights() | change).items() if value is not None}
    with pytest.raises(ModelError, match=next(iter(change))) as error:
        student.student(weights)
    assert error.value.code == "model_shape"


def test_the_sound_that_is_compared_is_the_one_the_service_makes():
    rng = np.random.default_rng(1)
    frames = 40
    f0 = np.linspace(90, 200, frames, dtype=np.float32)
    spectra = rng.normal(-1, 0.5, (3005, frames)).astype(np.float32)
    spectra[1202:1803] = -100  # no noise, which is drawn anew each time
    expected = WaveformBuilder(f0).push(spectra)
    pulses = torch.from_numpy(np.pad(dsp.pulses(f0), 600, mode="reflect"))
    heard = loss.waveform(torch.from_numpy(spectra)[None], loss.excitation(pulses, 0, frames)[None])[
        0
    ].numpy()
    # Both pulse trains are float32, summed in another order. The last half window: torch's istft has one frame more there
    assert np.abs(heard - expected)[:-600].max() < 1e-3 * np.abs(expected).max()


def test_the_excitation_of_a_span_is_a_part_of_the_whole():
    pulses = torch.from_numpy(np.pad(dsp.pulses(np.full(30, 110, np.float32)), 600, mode="reflect"))
    whole = loss.excitation(pulses, 0, 30)
    assert whole.shape == (601, 30)
    assert torch.equal(loss.excitation(pulses, 7, 5), whole[:, 7:12])


def test_losses_are_zero_for_what_is_right():
    f0, steps = torch.tensor([100.0, 0.0, 120.0]), torch.tensor([1, 4])
    assert loss.pitch_loss(f0, f0, (f0 > 40).float()) == 0
    # 10 Hz off in one of three frames, which is one of two voiced
    assert loss.pitch_loss(f0 + torch.tensor([10, 0, 0]), f0, (f0 > 40).float()) == pytest.approx(
        0.1 / 3 + 0.1
    )
    assert loss.duration_loss(torch.log(1.0 + steps), steps) == 0
    assert loss.energy_loss(f0, f0) == 0
    sound = torch.randn(2, 4096, generator=torch.Generator().manual_seed(0))
    assert loss.spectral_loss(sound, sound) == 0 < loss.spectral_loss(0.9 * sound, sound)


def test_a_cut_is_filled_with_zeros():
    values = torch.arange(1, 6)
    assert train.cut(values, -2, 3).tolist() == [0, 0, 1, 2, 3]
    assert train.cut(values, 3, 8).tolist() == [4, 5, 0, 0, 0]
    assert train.cut(values, -1, 7).tolist() == [0, 1, 2, 3, 4, 5, 0, 0]


@pytest.fixture
def folder(tmp_path):
    """Two sentences, one longer and one shorter than a span."""
    for name, length in (("a", 10), ("b", 40)):
        FakeTeacher()(name, [1 + i % (SYMBOLS - 1) for i in range(length)]).save(tmp_path / f"{name}.npz")
    return tmp_path


def learn(folder, plan, told=None):
    output = folder / "out.safetensors"
    train.train(
        student.student(small_weights()), folder, output, plan, (told if told is not None else []).append
    )
    return load_file(output)


def losses(weights, folder):
    torch.manual_seed(5)
    batch = [train._item(path) for path in sorted(folder.glob("*.npz"))]
    return train.batch_losses(student.student(weights), batch, train.Random(5))


def test_a_hundred_steps_teach_something(folder):
    told = []
    weights = learn(folder, train.Plan(steps=100, batch=2, prosody_rate=3e-3, content_rate=8e-3), told)
    before, after = (
        losses(small_weights(), folder),
        losses({k: v.numpy() for k, v in weights.items()}, folder),
    )
    assert after.total < 0.9 * before.total
    for part in ("spectral", "duration", "pitch"):
        assert getattr(after, part) < getattr(before, part), part
    assert [(progress.step, progress.utterances) for progress in told] == [(100, 2)]
    assert after.total < told[0].losses.total < before.total


def test_the_vocoder_stays_as_it_was(folder):
    weights = learn(folder, train.Plan(steps=3, batch=2))
    assert weights.keys() == small_weights().keys()
    same = {name for name, value in small_weights().items() if np.array_equal(value, weights[name])}
    frozen = {name for name in weights if name.startswith("m.") and not name.startswith("m.text.")}
    assert frozen <= same
    assert not {name for name in same - frozen if "attn" in name or name.startswith(("pn.dur", "pn.pro"))}


def test_the_same_seed_teaches_the_same(folder):
    first, again = (learn(folder, train.Plan(steps=3, batch=1, seed=9)) for _ in range(2))
    assert all(torch.equal(first[name], again[name]) for name in first)
    other = learn(folder, train.Plan(steps=3, batch=1, seed=10))
    assert not all(torch.equal(first[name], other[name]) for name in first)


def test_minutes_end_it(folder):
    assert learn(folder, train.Plan(minutes=0.01, batch=1)).keys() == small_weights().keys()


def test_the_average_begins_near_the_weights_and_grows_slow():
    model = student.student(small_weights())
    average = train.Average(model)
    start = model.pn.dur[2].bias.detach().clone()
    with torch.no_grad():
        model.pn.dur[2].bias += 1
    average.update(model, 1)
    assert average._values["pn.dur.2.bias"] - start == pytest.approx(20 / 21, abs=1e-6)
    average.update(model, 10_000)
    assert average._values["pn.dur.2.bias"] - start == pytest.approx(1 - 0.995 / 21, abs=1e-6)


@pytest.mark.parametrize("plan", [{}, {"minutes": 1, "steps": 2}])
def test_a_plan_says_how_long(plan):
    with pytest.raises(BadInput, match="either minutes or steps") as error:
        train.Plan(**plan)
    assert error.value.code == "bad_plan"


def test_too_few_utterances(folder):
    with pytest.raises(BadInput, match=r"has 2 utterances .* takes 3") as error:
        learn(folder, train.Plan(steps=1, batch=3))
    assert error.value.code == "too_few_utterances"


def test_a_loss_that_is_no_number_ends_it(folder):
    spoken = utterance.load(folder / "a.npz")
    spoken.energy[3] = np.nan
    spoken.save(folder / "a.npz")
    with pytest.raises(SaraiError, match="no number") as error:
        learn(folder, train.Plan(steps=5, batch=2))
    assert error.value.code == "training_diverged"


def run(monkeypatch, *arguments):
    monkeypatch.setattr("sys.argv", ["training", *map(str, arguments)])
    cli(standalone_mode=False)


@pytest.mark.slow
def test_from_sentences_to_a_voice(tmp_path, monkeypatch, capsys):
    (tmp_path / "sentences").write_text("Hecho.\nHay 21 grados en el salón.\nBuenas noches.\n", "utf-8")
    (tmp_path / "m.onnx").write_bytes(small_teacher().SerializeToString())
    np.full((510, 1, 256), 0.1, np.float32).tofile(tmp_path / "voice.bin")
    taught, learnt, made = tmp_path / "taught", tmp_path / "new" / "learnt.safetensors", tmp_path / "made"
    teacher = ["--model", tmp_path / "m.onnx", "--voice", tmp_path / "voice.bin"]
    run(monkeypatch, "teach", tmp_path / "sentences", taught, *teacher)
    run(monkeypatch, "train", taught, learnt, "--steps", 2, "--batch", 2)
    run(monkeypatch, "train", taught, learnt, "--start", learnt, "--steps", 1, "--batch", 3)
    run(monkeypatch, "export", learnt, "--output", made)
    assert "3 utterances; 0 sentences" in capsys.readouterr().out
    encoder, talker = (
        ort.InferenceSession(made / f"sarai-es-{name}.onnx") for name in ("text-encoder", "talker")
    )
    (hidden,) = encoder.run(None, {"ids": np.array([[0, 43, 45, 0]])})
    latents, f0 = talker.run(None, {"hidden_states": hidden, "speed": np.ones(1, np.float32)})
    assert latents.shape == (1, 130, f0.shape[1]) and np.isfinite(latents).all()


@pytest.mark.parametrize("command", ["train", "export"])
def test_a_missing_file_is_named(tmp_path, monkeypatch, capsys, command):
    gone = tmp_path / "gone.safetensors"
    rest = {"train": ["train", tmp_path, tmp_path / "out", "--steps", "1", "--start", gone]}
    monkeypatch.setattr("sys.argv", ["training", *map(str, rest.get(command, [command, gone]))])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == ModelError.exit_code
    assert f"There is no {gone}. (model_missing)" in capsys.readouterr().err
