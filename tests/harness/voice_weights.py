"""Small random weights of hibari's architecture."""

import numpy as np

CONTENT, PROSODY, WIDE, SYMBOLS = 6, 8, 10, 12


def small_weights():
    """Weights of hibari's architecture, each layer a few values wide."""
    rng = np.random.default_rng(7)
    made = {}

    def add(name, *shape, near=0.0):
        made[name] = (near + rng.normal(0, 0.3, shape)).astype(np.float32)

    def linear(name, outputs, inputs, weight=".weight", bias=".bias"):
        add(name + weight, outputs, inputs)
        add(name + bias, outputs)

    def norm(name, width):
        add(f"{name}.weight", width, near=1)
        add(f"{name}.bias", width)

    def block(name, width, size, inner):
        add(f"{name}.dw.weight", width, 1, size)
        add(f"{name}.dw.bias", width)
        norm(f"{name}.norm", width)
        linear(f"{name}.pw1", inner, width)
        linear(f"{name}.pw2", width, inner)
        add(f"{name}.gamma", width)

    for name, width in (("m.text", CONTENT), ("pn.text", PROSODY)):
        add(f"{name}.emb.weight", SYMBOLS, width)
        for i in range(2):
            block(f"{name}.convs.{i}", width, 5, 2 * width)
        norm(f"{name}.attn.norm1", width)
        norm(f"{name}.attn.norm2", width)
        linear(f"{name}.attn.self_attn.", 3 * width, width, "in_proj_weight", "in_proj_bias")
        linear(f"{name}.attn.self_attn.out_proj", width, width)
        linear(f"{name}.attn.linear1", 2 * width, width)
        linear(f"{name}.attn.linear2", width, 2 * width)
        norm(f"{name}.norm", width)
    add("pn.dur.0.weight", PROSODY, PROSODY, 3)
    add("pn.dur.0.bias", PROSODY)
    add("pn.dur.2.weight", 1, PROSODY, 1)
    made["pn.dur.2.bias"] = np.array([1.0], np.float32)
    add("pn.pro_in.weight", PROSODY, PROSODY, 1)
    add("pn.pro_in.bias", PROSODY)
    for i in range(6):
        block(f"pn.pro.{i}", PROSODY, 7, 2 * PROSODY)
    add("pn.pro_out.weight", 4, PROSODY, 1)
    add("pn.pro_out.bias", 4, near=0.5)
    add("m.dec_in.weight", WIDE, CONTENT + 2, 7)
    add("m.dec_in.bias", WIDE)
    for i in range(8):
        block(f"m.dec.{i}", WIDE, 7, 3 * WIDE)
    norm("m.dec_norm", WIDE)
    linear("m.head", 3005, WIDE)
    return made
