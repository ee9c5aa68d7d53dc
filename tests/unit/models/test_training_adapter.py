"""The training of an audio adapter in PyTorch: the frozen model, the projector, both stages, the measures."""

import gguf
import llama_cpp
import numpy as np
import pytest

torch = pytest.importorskip("torch")

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.models.export import Optimize, audio_adapter
from sarai_mqtt.models.export.training.audio_adapter import measure, projector, through_llama
from sarai_mqtt.models.export.training.audio_adapter.alignment import Alignment, Said, best_path
from sarai_mqtt.models.export.training.audio_adapter.frozen_llama import FrozenLlama
from sarai_mqtt.models.export.training.audio_adapter.prompts import Prompt

torch.set_num_threads(1)  # tensors this small are slower with more

WIDTH, HEADS, KV_HEADS, FEED, WORDS, LAYERS = 64, 4, 2, 96, 260, 2


def write_llama(path, architecture="llama"):
    """A small random model of bytes, which llama.cpp loads too."""
    random = np.random.default_rng(0)
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_name("A small model")
    writer.add_context_length(256)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10_000.0)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(WORDS)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(["<unk>", "<s>", "</s>", *(f"w{i}" for i in range(WORDS - 3))])
    writer.add_token_scores([0.0] * WORDS)
    writer.add_token_types([2, 3, 3, *[1] * (WORDS - 3)])
    kv = WIDTH // HEADS * KV_HEADS
    shapes = {"attn_q": (WIDTH, WIDTH), "attn_k": (kv, WIDTH), "attn_v": (kv, WIDTH)}
    shapes |= {"attn_output": (WIDTH, WIDTH), "ffn_gate": (FEED, WIDTH), "ffn_up": (FEED, WIDTH)}
    shapes |= {"ffn_down": (WIDTH, FEED), "attn_norm": (WIDTH,), "ffn_norm": (WIDTH,)}
    tensors = {f"blk.{i}.{name}.weight": shape for i in range(LAYERS) for name, shape in shapes.items()}
    tensors |= {"token_embd.weight": (WORDS, WIDTH), "output_norm.weight": (WIDTH,)}
    for name, shape in tensors.items():
        scale = 0.3 if name == "token_embd.weight" else shape[-1] ** -0.5
        values = random.standard_normal(shape) * scale if len(shape) > 1 else random.uniform(0.5, 1.5, shape)
        writer.add_tensor(name, values.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "small.gguf"
    write_llama(path)
    return path


@pytest.fixture
def frozen(file):
    return FrozenLlama(file, torch.float32)


PROMPT = Prompt(before=[5, 6, 7, 8], after=[9, 10], end=2)


def test_logits_are_those_of_llama_cpp(file, frozen):
    ids = [3, 50, 100, 3, 7, 200, 31]
    llama = llama_cpp.Llama(str(file), n_ctx=64, n_threads=1, logits_all=True, verbose=False)
    llama.eval(ids)
    found = frozen.logits(frozen.run(frozen.embed(ids)[None])[0])[0]
    np.testing.assert_allclose(
        found.numpy(), np.array(llama.scores[: len(ids)]), atol=1e-2
    )  # its keys are float16
    assert frozen.name == "A small model"


def test_a_prefix_changes_nothing_but_what_is_computed(frozen):
    ids = [3, 50, 100, 3, 7, 200, 31]
    whole, _ = frozen.run(frozen.embed(ids)[None])
    rest, _ = frozen.run(frozen.embed(ids[3:])[None].expand(2, -1, -1), frozen.prefix(ids[:3]))
    torch.testing.assert_close(rest[1], whole[0, 3:], atol=1e-4, rtol=1e-4)


def test_other_architectures_are_refused(tmp_path):
    path = tmp_path / "other.gguf"
    write_llama(path, "qwen2")
    with pytest.raises(ModelError) as raised:
        FrozenLlama(path)
    assert raised.value.code == "model_shape"


def normalised(random):
    learner = projector.Projector(stack=3, features=8, hidden=16, embeddings=WIDTH)
    learner.normalise([torch.from_numpy(random.standard_normal((50, 8)) * 4 + 2)])
    return learner


def test_folded_weights_export_to_a_graph_that_computes_the_same(tmp_path):
    random = np.random.default_rng(1)
    learner = normalised(random)
    path = tmp_path / "folded.safetensors"
    learner.save_folded(path)
    adapter = audio_adapter.read(path, 8)
    assert (adapter.kind, adapter.stack, adapter.embeddings) == ("slam", 3, WIDTH)
    # The last group is whole: padding is zeros before the normalisation on both sides.
    frames = (random.standard_normal((1, 15, 8)) * 4 + 2).astype(np.float32)
    with torch.no_grad():
        expected = learner(learner.groups(torch.from_numpy(frames[0])))
    np.testing.assert_allclose(adapter(frames)[0], expected.numpy(), atol=1e-4)
    assert audio_adapter.check(adapter, audio_adapter.model(adapter, Optimize.NONE, {}), Optimize.NONE) < 1e-3


def test_checkpoint_is_read_again(tmp_path):
    learner = normalised(np.random.default_rng(2))
    learner.save(tmp_path / "checkpoint.safetensors")
    read = projector.read(tmp_path / "checkpoint.safetensors")
    groups = learner.groups(torch.randn(7, 8))
    assert groups.shape == (3, 24)
    torch.testing.assert_close(read(groups), learner(groups))


def test_best_path_is_monotone_and_the_likeliest():
    scores = torch.full((6, 4), -5.0)
    for step, place in enumerate([0, 1, 1, 1, 2, 2]):  # the last class never comes
        scores[step, place] = 0.0
    scores[2, 3] = 4.0  # tempting, but not to be reached in order
    assert best_path(scores).tolist() == [0, 1, 1, 1, 2, 2]


def test_alignment_finds_where_each_token_is():
    """Five kinds of frames, of very different lengths, in texts of three: shares by length are wrong."""
    random = np.random.default_rng(3)
    torch.manual_seed(0)
    kinds, embeddings = torch.eye(8)[:6] * 5, torch.randn(6, WIDTH)
    said, truth = [], []
    for _ in range(150):
        text = random.choice(5, 3, replace=False) + 1
        spans = random.permutation([1, 2, 6])
        classes = np.concatenate(([0] * 2, np.repeat(text, spans), [0] * 2))
        truth.append(torch.from_numpy(classes))
        groups = torch.repeat_interleave(kinds[torch.from_numpy(classes)], 3, 0).reshape(len(classes), -1)
        said.append(Said((groups + torch.randn_like(groups)).half(), [0, *text, 0], [2, 4, 4, 4, 2]))
    learner = projector.Projector(3, 8, 32, WIDTH)
    alignment = Alignment(learner, embeddings, said, batch=64)
    shares = [means["right"] for means in alignment.run(8)]
    assert shares[-1] > 0.9 > shares[0]
    with torch.no_grad():
        made = learner(torch.cat([each.groups for each in said]))
    nearest = (made @ torch.nn.functional.normalize(embeddings, dim=-1).T).argmax(-1)
    assert (nearest == torch.cat(truth)).float().mean() > 0.8


@pytest.mark.parametrize("workers", [1, 2])
def test_training_lowers_the_loss_and_leaves_the_model_alone(frozen, tmp_path, workers):
    random = np.random.default_rng(4)
    kinds = random.standard_normal((6, 8)).astype(np.float32)
    through = through_llama.Through(frozen)
    torch.manual_seed(0)
    learner = projector.Projector(3, 8, 32, WIDTH)
    examples = []
    for _ in range(40):
        text = random.integers(0, 6, 2)
        frames = torch.from_numpy(np.repeat(kinds[text], 3, 0)).half()
        examples.append(through_llama.Example(learner.groups(frames), PROMPT, [20 + int(i) for i in text]))
    before = frozen.embeddings.clone()

    def loss():
        with torch.no_grad():
            return float(through.loss([learner(each.groups) for each in examples], examples))

    start = loss()
    plan = through_llama.Plan(minutes=0.05, batch=8, rate=3e-3, report_steps=5, workers=workers)
    told = list(through_llama.train(learner, through, lambda: examples, plan, tmp_path / "c.safetensors"))
    assert told[-1].endswith(f"steps of {8 * workers} examples")
    assert loss() < start - 0.5
    assert torch.equal(frozen.embeddings, before)
    groups = examples[0].groups
    torch.testing.assert_close(projector.read(tmp_path / "c.safetensors")(groups), learner(groups))


def test_generate_is_what_step_by_step_gives_for_each_alone(frozen):
    through = through_llama.Through(frozen)
    torch.manual_seed(1)
    sounds = [torch.randn(length, WIDTH) * 0.3 for length in (5, 2, 9)]
    expected = []
    for sound in sounds:
        ids = []
        for _ in range(4):
            x = torch.cat((frozen.embed(PROMPT.before), sound, frozen.embed([*PROMPT.after, *ids])))
            token = int(frozen.logits(frozen.run(x[None])[0])[0, -1].argmax())
            if token == PROMPT.end:
                break
            ids.append(token)
        expected.append(ids)
    assert len({tuple(ids) for ids in expected}) == 3
    assert through.generate(sounds, PROMPT, most=4) == expected
    assert measure.answers(through, PROMPT, sounds, 4) == expected


def test_measures():
    assert measure.words("It's 7 o'clock, my FAVOURITE colour!") == [
        "it's",
        "seven",
        "o'clock",
        "my",
        "favorite",
        "color",
    ]
    assert measure.word_errors(["a b c", "d"], ["a c", "d e"]) == (2, 4)
    share = measure.keyword_share(["Paris", "", "cold"], ["It is paris.", "x", "Colder."])
    assert (share.hits, share.count) == (1, 2)
    assert str(measure.Share(5, 10)) == "50 % (24-76) of 10"
    assert measure.content_share(["the red cat"], ["a cat"], frozenset({"the"})) == measure.Share(1, 2)
    assert measure.exact_share(["A cat.", "A dog."], ["a cat", "a cow"]) == measure.Share(1, 2)
    assert [int(each) for each in measure.another([torch.tensor(1), torch.tensor(2)])] == [2, 1]
