"""Makes values.pt: what torch.save writes for tensors of every kind that is read. Run by hand, torch 2.13.0."""

from pathlib import Path

import torch

base = torch.arange(48, dtype=torch.float32).reshape(6, 8) / 4
layers = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Conv1d(2, 3, 3))
for parameter in layers.parameters():
    torch.nn.init.constant_(parameter, 0.5)
values = {
    "plain": {
        "int": 5,
        "large": 2**40,
        "float": 1.5,
        "true": True,
        "none": None,
        "text": "ñ",
        "list": [1, 2],
    },
    "tuples": ((), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)),
    "state": layers.state_dict(),
    "whole": base,
    "transposed": base.T,
    "sliced": base[2:4, 1:7:2],
    "tied": [base, base],
    "expanded": torch.ones(1).expand(4),
    "scalar": torch.tensor(3.5),
    "empty": torch.zeros(0, 3),
    "parameter": torch.nn.Parameter(base),
    "bfloat16": base.bfloat16(),
    "bool": torch.tensor([True, False]),
    **{kind: base.to(getattr(torch, kind)) for kind in ("float16", "float64")},
    **{
        kind: torch.arange(5, dtype=getattr(torch, kind))
        for kind in ("int64", "int32", "int16", "int8", "uint8")
    },
}
torch.save(values, Path(__file__).with_name("values.pt"))
