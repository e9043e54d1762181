"""attention.json: Keras's attention layers and PyTorch's transformer blocks, with gradients of inputs and weights; positions."""

import keras
import numpy as np
from keras.src.backend import set_keras_mask

from .attention_blocks import blocks, positions
from .draw import draw
from .encode import camel_class, options, tensor
from .engine import DOUBLE, SOURCE, constant, gradients, leaf, precision

LENGTHS = [3, 5]  # of two rows of 5 steps: the first is padded
MHA = "MultiHeadAttention"
GQA = "GroupQueryAttention"
X, Y, Z = (2, 5, 6), (2, 4, 6), (2, 4, 3)

# Layer, arguments, shapes of query, value and key, call arguments, shape of an attention mask, inputs that are masked
CASES = [
    (MHA, {"num_heads": 2, "key_dim": 3}, [X], {}, None, []),
    (MHA, {"num_heads": 2, "key_dim": 3}, [X], {"use_causal_mask": True}, None, []),
    (MHA, {"num_heads": 2, "key_dim": 3}, [X], {}, None, [0]),
    (MHA, {"num_heads": 2, "key_dim": 3, "use_bias": False}, [X], {"use_causal_mask": True}, None, [0]),
    (MHA, {"num_heads": 3, "key_dim": 2, "value_dim": 4}, [X], {}, None, []),
    (MHA, {"num_heads": 1, "key_dim": 4, "output_shape": 5}, [X], {}, None, []),
    (MHA, {"num_heads": 2, "key_dim": 4, "output_shape": [2, 3]}, [X], {}, None, []),
    (MHA, {"num_heads": 2, "key_dim": 3}, [X, Y], {}, None, []),
    (MHA, {"num_heads": 2, "key_dim": 3}, [X, Y], {"use_causal_mask": True}, None, []),
    (MHA, {"num_heads": 2, "key_dim": 3, "value_dim": 2}, [X, Z, Y], {}, None, []),
    (MHA, {"num_heads": 2, "key_dim": 3}, [X, X], {}, None, [0, 1]),
    (MHA, {"num_heads": 2, "key_dim": 3}, [X, X, X], {}, None, [2]),
    (MHA, {"num_heads": 2, "key_dim": 3}, [X], {}, (2, 5, 5), []),
    (MHA, {"num_heads": 2, "key_dim": 3}, [X, Y], {"use_causal_mask": True}, (2, 5, 4), []),
    (MHA, {"num_heads": 2, "key_dim": 3}, [X, Y], {}, (2, 1, 4), []),
    (MHA, {"num_heads": 2, "key_dim": 3, "sliding_window": 2}, [X], {}, None, []),
    (MHA, {"num_heads": 2, "key_dim": 3, "sliding_window": 2}, [X], {"use_causal_mask": True}, None, []),
    (MHA, {"num_heads": 2, "key_dim": 3, "use_gate": True}, [X], {}, None, []),
    (MHA, {"num_heads": 2, "key_dim": 3, "use_gate": True, "value_dim": 2}, [X, Y], {}, None, []),
    (MHA, {"num_heads": 2, "key_dim": 3}, [X, Y], {"return_attention_scores": True}, None, []),
    (MHA, {"num_heads": 2, "key_dim": 2, "attention_axes": 2}, [(2, 3, 4, 5)], {}, None, []),
    (MHA, {"num_heads": 2, "key_dim": 2, "attention_axes": [1]}, [(2, 3, 4, 5), (2, 2, 4, 5)], {}, None, []),
    (MHA, {"num_heads": 2, "key_dim": 2, "attention_axes": [1, 2]}, [(2, 2, 3, 5), (2, 3, 1, 5)], {}, None, []),
    (MHA, {"num_heads": 2, "key_dim": 2}, [(2, 2, 3, 5)], {}, (2, 2, 3, 2, 3), []),
    (GQA, {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}, [X], {}, None, []),
    (GQA, {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 1}, [X], {"use_causal_mask": True}, None, []),
    (GQA, {"head_dim": 2, "num_query_heads": 3, "num_key_value_heads": 3}, [X, Y], {}, None, []),
    (GQA, {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2, "use_gate": True}, [X], {}, None, []),
    (GQA, {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2, "sliding_window": 3}, [X, Y], {}, None, []),
    (GQA, {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}, [X, Y], {}, (2, 5, 4), []),
    (GQA, {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}, [X], {"return_attention_scores": True}, None, []),
    ("Attention", {}, [X, Y], {}, None, []),
    ("Attention", {"use_scale": True}, [X, Y, Y], {"use_causal_mask": True}, None, []),
    ("Attention", {"score_mode": "concat"}, [X, Y], {}, None, []),
    ("Attention", {"score_mode": "concat", "use_scale": True}, [X, X], {"return_attention_scores": True}, None, [0, 1]),
    ("Attention", {}, [X, X], {"use_causal_mask": True}, None, [0, 1]),
    ("Attention", {}, [X, Z, Y], {}, None, [0]),
    ("AdditiveAttention", {}, [X, Y], {}, None, []),
    ("AdditiveAttention", {"use_scale": False}, [X, Y, Y], {"use_causal_mask": True}, None, []),
    ("AdditiveAttention", {}, [X, X], {"return_attention_scores": True}, None, [1]),
]


def attention():
    with precision("float64"):
        cases = [case(seed, *row) for seed, row in enumerate(CASES)]
        return {"source": SOURCE, "note": DOUBLE, "cases": cases, "blocks": blocks(), "positions": positions()}


def case(seed, name, arguments, shapes, call, mask_shape, masked):
    layer = getattr(keras.layers, name)(**arguments)
    inputs = [draw(shape, 40 * seed + index, -2, 2) for index, shape in enumerate(shapes)]
    leaves = [leaf(array) for array in inputs]
    steps = np.arange(shapes[0][1])[None] < np.array(LENGTHS)[:, None]
    for index in masked:
        set_keras_mask(leaves[index], constant(steps).bool())
    lists = name in ("Attention", "AdditiveAttention")
    mask = None if mask_shape is None else draw(mask_shape, 77 + seed) > -0.3
    if mask is not None:
        mask[..., 0] = True  # in double precision, torch's slopes of queries that see nothing are not those of its results
    given = leaves if len(leaves) > 1 else leaves * 2
    build(layer, given, lists, seed)
    more = {} if mask is None else {"attention_mask": constant(mask).bool()}
    found = layer(given, **call) if lists else layer(*given, **call, **more)
    outputs = list(found) if isinstance(found, tuple) else [found]
    cotangents = [draw(tuple(output.shape), 2000 + seed + index) for index, output in enumerate(outputs)]
    if masked:
        cotangents = [np.where(along_queries(steps, cotangent), cotangent, 0) for cotangent in cotangents]
    weights = layer.trainable_weights
    slopes = gradients(outputs, cotangents, leaves + [weight.value for weight in weights])
    own = {"use_causal_mask": "causal", "return_attention_scores": "returnAttentionScores"}
    return {
        "name": camel_class(name), "keras": name, "options": {**options(arguments), **{own[key]: value for key, value in call.items()}},
        "weights": {path(layer, weight): tensor(weight) for weight in weights},
        "inputs": [tensor(array) for array in inputs], **({} if mask is None else {"attentionMask": tensor(mask, "bool")}),
        **({"masks": [tensor(steps, "bool") if index in masked else None for index in range(len(inputs))]} if masked else {}),
        "outputs": [tensor(output) for output in outputs], "cotangents": [tensor(cotangent) for cotangent in cotangents],
        "inputGradients": [tensor(slope) for slope in slopes[: len(leaves)]],
        "weightGradients": {path(layer, weight): tensor(slope) for weight, slope in zip(weights, slopes[len(leaves):])},
    }


def along_queries(steps, cotangent):
    """The steps that count, for cotangents [batch, time, features] and [batch, (heads,) time, keys]."""
    return steps[:, None, :, None] if cotangent.ndim == 4 else steps[:, :, None]


def build(layer, given, lists, seed):
    shapes = [tuple(array.shape) for array in given]
    layer.build(shapes) if lists else layer.build(*shapes)
    for index, weight in enumerate(layer.weights):
        weight.assign(draw(tuple(weight.shape), 1000 + 7 * seed + index))


def path(layer, weight):
    """attention_output/kernel -> attentionOutput/kernel"""
    from .encode import camel

    parts = weight.path.split("/")
    return "/".join(camel(part) for part in (parts[1:] if parts[0] == layer.name else parts))
