"""Transformer blocks of PyTorch with weights named as ours, and positions by their formulas: parts of attention.json."""

import numpy as np
import torch

from .draw import draw
from .encode import tensor
from .engine import constant, gradients, leaf

FEATURES, HIDDEN, HEADS = 6, 8, 2
X, Y = (2, 5, FEATURES), (2, 4, FEATURES)
LENGTHS = {5: [3, 5], 4: [4, 2]}

# Class, arguments, shapes, whether causal, which inputs are padded
BLOCKS = [
    ("TransformerEncoderLayer", {}, [X], False, []),
    ("TransformerEncoderLayer", {"norm_first": True, "activation": "gelu", "layer_norm_eps": 1e-3}, [X], False, [0]),
    ("TransformerDecoderLayer", {}, [X, Y], True, []),
    ("TransformerDecoderLayer", {"norm_first": True}, [X, Y], True, [0, 1]),
    ("TransformerDecoderLayer", {"activation": "gelu"}, [X, Y], False, [1]),
]


def blocks():
    return [block(seed, *row) for seed, row in enumerate(BLOCKS)]


def block(seed, kind, arguments, shapes, causal, padded):
    made = getattr(torch.nn, kind)(FEATURES, HEADS, HIDDEN, dropout=0.0, batch_first=True, dtype=torch.float64, **arguments).train()
    for index, weight in enumerate(made.parameters()):
        weight.data.copy_(constant(draw(tuple(weight.shape), 5000 + 31 * seed + index)))
    inputs = [draw(shape, 300 + 10 * seed + index, -2, 2) for index, shape in enumerate(shapes)]
    leaves = [leaf(array) for array in inputs]
    counting = [np.arange(shape[1])[None] < np.array(LENGTHS[shape[1]])[:, None] for shape in shapes]
    masks = [torch.tensor(~counting[index]) if index in padded else None for index in range(len(shapes))]
    future = torch.triu(torch.ones(shapes[0][1], shapes[0][1], dtype=torch.bool), 1) if causal else None
    if kind == "TransformerEncoderLayer":
        output = made(leaves[0], src_mask=future, src_key_padding_mask=masks[0])
    else:
        output = made(*leaves, tgt_mask=future, tgt_key_padding_mask=masks[0], memory_key_padding_mask=masks[1])
    cotangent = draw(tuple(output.shape), 4000 + seed)
    weights = dict(made.named_parameters())
    slopes = gradients([output], [cotangent], leaves + list(weights.values()))
    options = {"intermediateDim": HIDDEN, "numHeads": HEADS, "normalizeFirst": arguments.get("norm_first", False)}
    options |= {"activation": arguments.get("activation", "relu"), "layerNormEpsilon": arguments.get("layer_norm_eps", 1e-5)}
    decodes = kind == "TransformerDecoderLayer"
    return {
        "name": "transformerDecoder" if decodes else "transformerEncoder", "torch": kind,
        "options": {**options, **({"causal": causal} if decodes else {})},
        "weights": named(weights), "inputs": [tensor(array) for array in inputs],
        **({"masks": [tensor(counting[i], "bool") if i in padded else None for i in range(len(shapes))]} if padded else {}),
        "outputs": [tensor(output)], "cotangents": [tensor(cotangent)],
        "inputGradients": [tensor(slope) for slope in slopes[: len(leaves)]],
        "weightGradients": named(dict(zip(weights, slopes[len(leaves):]))),
    }


def named(weights):
    """PyTorch's matrices [outputs, inputs] as Keras's kernels, by our paths."""
    found = {}
    decodes = "multihead_attn.in_proj_weight" in weights
    norms = ["selfAttentionLayerNorm", *(["crossAttentionLayerNorm"] if decodes else []), "feedforwardLayerNorm"]
    for ours, theirs in [("selfAttention", "self_attn"), *([("crossAttention", "multihead_attn")] if decodes else [])]:
        for index, part in enumerate(["query", "key", "value"]):
            rows = slice(index * FEATURES, (index + 1) * FEATURES)
            found[f"{ours}/{part}/kernel"] = weights[f"{theirs}.in_proj_weight"][rows].T.reshape(FEATURES, HEADS, -1)
            found[f"{ours}/{part}/bias"] = weights[f"{theirs}.in_proj_bias"][rows].reshape(HEADS, -1)
        found[f"{ours}/attentionOutput/kernel"] = weights[f"{theirs}.out_proj.weight"].T.reshape(HEADS, -1, FEATURES)
        found[f"{ours}/attentionOutput/bias"] = weights[f"{theirs}.out_proj.bias"]
    for index, ours in enumerate(norms):
        found[f"{ours}/gamma"], found[f"{ours}/beta"] = weights[f"norm{index + 1}.weight"], weights[f"norm{index + 1}.bias"]
    for ours, theirs in [("feedforwardIntermediateDense", "linear1"), ("feedforwardOutputDense", "linear2")]:
        found[f"{ours}/kernel"], found[f"{ours}/bias"] = weights[f"{theirs}.weight"].T, weights[f"{theirs}.bias"]
    return {path: tensor(value) for path, value in found.items()}


def positions():
    """Sines as in Vaswani et al. 2017, section 3.5; rotations as in Su et al. 2021: pairs of features as complex numbers, turned."""
    x, heads = draw((2, 5, 6), 91), draw((2, 4, 3, 8), 92)
    return [
        {"name": "sinePositionEncoding", "options": {}, "input": tensor(x), "output": tensor(np.broadcast_to(sines(5, 6, 10000), x.shape))},
        {"name": "sinePositionEncoding", "options": {"maxWavelength": 50}, "input": tensor(x),
         "output": tensor(np.broadcast_to(sines(5, 6, 50), x.shape))},
        {"name": "rotaryEmbedding", "options": {}, "input": tensor(x), "output": tensor(turned(x, 10000, 1))},
        {"name": "rotaryEmbedding", "options": {"maxWavelength": 100, "scalingFactor": 2}, "input": tensor(heads),
         "output": tensor(turned(heads.swapaxes(1, 2), 100, 2).swapaxes(1, 2))},
    ]


def sines(time, features, longest):
    angles = np.arange(time)[:, None] / longest ** (np.arange(0, features, 2) / features)
    return np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(time, features)


def turned(x, longest, scale):
    """x [..., time, features]"""
    time, half = x.shape[-2], x.shape[-1] // 2
    angles = np.arange(time)[:, None] / scale * longest ** (-np.arange(half) / half)
    pairs = (x[..., :half] + 1j * x[..., half:]) * np.exp(1j * angles)
    return np.concatenate([pairs.real, pairs.imag], axis=-1)
