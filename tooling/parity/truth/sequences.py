"""sequences.json: connectionist temporal classification (PyTorch's loss and gradient, Keras's loss and decoding), and perplexity."""

import keras
import numpy as np
import torch

from .draw import draw, draw_classes, exact
from .encode import number, options, tensor
from .engine import SOURCE, precision


def sequences():
    with precision("float32"):
        return {
            "source": SOURCE,
            "note": "ctc: PyTorch in float64 (gradient of sum(output * cotangent), 0 where the loss is infinite), equal to Keras's in float32.",
            "ctc": [ctc_case(*arguments) for arguments in ctc_cases()],
            "decoded": [decoded(*arguments) for arguments in decodings()],
            "perplexity": [perplexity(*arguments) for arguments in perplexities()],
        }


def ctc_cases():
    """Logits, label rows filled up with 0, steps of each row (None: all)."""
    return [
        ("labels of several lengths", draw((4, 7, 5), 1, -3, 3), [[1, 2, 3], [4, 1, 0], [2, 0, 0], [3, 4, 2]], None),
        ("equal neighbours", draw((3, 6, 4), 2, -3, 3), [[1, 1, 0], [2, 2, 2], [3, 1, 1]], None),
        ("no labels", draw((2, 4, 3), 3, -3, 3), [[0, 0], [1, 2]], None),
        ("one way only", draw((2, 3, 4), 4, -3, 3), [[1, 2, 3], [1, 1, 0]], None),
        ("far logits", draw((2, 5, 3), 5, -80, 80), [[1, 2], [2, 1]], None),
        ("long", draw((2, 120, 6), 6, -3, 3), [[1 + i % 5 for i in range(30)], [1 + (i // 2) % 5 for i in range(30)]], None),
        ("steps of several numbers", draw((4, 6, 4), 7, -3, 3), [[1, 2, 0], [3, 0, 0], [1, 1, 0], [2, 3, 1]], [6, 3, 3, 2]),
    ]


def ctc_case(about, logits, labels, lengths):
    labels = np.array(labels, dtype="int32")
    rows, steps = logits.shape[:2]
    input_lengths = torch.tensor(lengths if lengths is not None else [steps] * rows)
    target_lengths = torch.tensor((labels != 0).sum(axis=1))
    x = torch.tensor(logits, dtype=torch.float64, requires_grad=True)
    output = torch.nn.functional.ctc_loss(
        x.log_softmax(-1).transpose(0, 1), torch.tensor(labels, dtype=torch.long), input_lengths, target_lengths, blank=0, reduction="none"
    )
    cotangent = draw((rows,), 50)
    possible = torch.isfinite(output)
    total = torch.nn.functional.ctc_loss(
        x.log_softmax(-1).transpose(0, 1), torch.tensor(labels, dtype=torch.long), input_lengths, target_lengths, blank=0, reduction="none",
        zero_infinity=True,
    )
    [gradient] = torch.autograd.grad((total * torch.tensor(cotangent)).sum(), x)
    if lengths is None:
        of_keras = keras.losses.CTC(reduction=None)(labels, logits.astype("float32")).detach().numpy()
        assert np.allclose(of_keras[possible.numpy()], output.detach().numpy()[possible.numpy()], rtol=1e-4), about
    return {
        "about": about, "logits": tensor(logits), "labels": tensor(labels, "int32"), **({} if lengths is None else {"steps": lengths}),
        "output": tensor(output), "cotangent": tensor(cotangent), "gradient": tensor(gradient),
    }


def decodings():
    x, y = draw((3, 8, 5), 21, -2, 2), draw((2, 6, 4), 22, -1, 1)
    found = [(x, [8, 8, 8], {"strategy": "greedy"}), (x, [8, 5, 1], {"strategy": "greedy"}), (x, [8, 8, 8], {"strategy": "greedy", "merge_repeated": False})]
    found += [(x, [8, 8, 8], {"strategy": "beam_search", "beam_width": width, "top_paths": 3}) for width in (4, 50)]
    return [*found, (y, [6, 4], {"strategy": "beam_search", "beam_width": 200, "top_paths": 5})]


def decoded(logits, lengths, arguments):
    paths, scores = keras.ops.ctc_decode(logits.astype("float32"), np.array(lengths, dtype="int32"), mask_index=0, **arguments)
    rows = [[[int(label) for label in path if label >= 0] for path in paths[:, row]] for row in range(len(logits))]
    return {
        "logits": tensor(logits), "steps": lengths, "options": options(arguments), "labels": rows,
        "scores": [[number(float(score)) for score in row] for row in scores],
    }


def perplexities():
    ids, logits = draw_classes((5, 6), 4, 31), draw((5, 6, 4), 32, -3, 3)
    weights = exact(np.abs(draw((5, 6), 33, -2, 2)))
    return [(ids, logits, None, None), (ids, logits, 0, None), (ids, logits, None, weights), (ids, logits, 0, weights)]


def perplexity(ids, logits, mask_token, weights):
    """exp of the weighted cross-entropy of all tokens over their weight, as KerasHub's Perplexity on one batch."""
    each = keras.losses.sparse_categorical_crossentropy(ids, logits.astype("float32"), from_logits=True).detach().numpy().astype("float64")
    weight = (np.ones_like(each) if weights is None else weights) * (1 if mask_token is None else ids != mask_token)
    return {
        "ids": tensor(ids, "int32"), "logits": tensor(logits), "options": {} if mask_token is None else {"maskTokenId": mask_token},
        **({} if weights is None else {"sampleWeight": tensor(weights)}), "output": number(np.exp((each * weight).sum() / weight.sum())),
    }
