"""The networks of training.json written directly in PyTorch: the losses of their ten steps."""

import torch

from .compare import decoded

DOUBLE = torch.float64


def pytorch_losses(network):
    """network as in training.json; losses before each update."""
    params = [{name: constant(value).requires_grad_() for name, value in layer.items() if not name.startswith("moving")} for layer in network["weights"]]
    forward, loss_of, optimizer_of = NETWORKS[network["name"]]
    flat = [value for layer in params for value in layer.values()]
    update = optimizer_of(flat, network["optimizer"]["options"])
    x, y = constant(network["x"]), torch.tensor(decoded(network["y"]))
    weights = constant(network["sampleWeight"]) if "sampleWeight" in network else torch.ones(len(x), dtype=DOUBLE)
    losses = []
    for start, end in network["steps"]["batches"]:
        loss = loss_of(forward(params, x[start:end]), y[start:end], weights[start:end], params)
        for value, gradient in zip(flat, torch.autograd.grad(loss, flat)):
            value.grad = gradient
        update()
        losses.append(float(loss.detach()))
    return losses


def constant(value):
    return torch.tensor(decoded(value), dtype=DOUBLE)


def dense(weights, x):
    return x @ weights["kernel"] + weights.get("bias", 0.0)


def regression(params, x):
    return dense(params[1], torch.tanh(dense(params[0], x)))


def squared_error(prediction, y, weights, params):
    return torch.nn.functional.mse_loss(prediction, y.to(DOUBLE))


def binary(params, x):
    return dense(params[1], torch.relu(dense(params[0], x)))


def penalised_cross_entropy(logits, y, weights, params):
    each = torch.nn.functional.binary_cross_entropy_with_logits(logits, y.to(DOUBLE), reduction="none")
    return (weights[:, None] * each).mean() + 0.01 * params[0]["kernel"].square().sum()


def classes(params, x):
    h = dense(params[0], x)
    norm = params[1]
    h = torch.nn.functional.batch_norm(h, None, None, norm["gamma"], norm["beta"], training=True, eps=1e-3)
    return dense(params[3], torch.relu(h))


def images(params, x):
    convolved = torch.nn.functional.conv2d
    h = convolved(x.permute(0, 3, 1, 2), params[0]["kernel"].permute(3, 2, 0, 1), padding=1)
    h = torch.nn.functional.batch_norm(h, None, None, params[1]["gamma"], params[1]["beta"], training=True, eps=1e-3)
    h = torch.nn.functional.max_pool2d(torch.relu(h), 2)  # 3 rows, 2 columns
    h = torch.nn.functional.pad(h, (0, 1, 1, 1))
    h = torch.tanh(convolved(h, params[4]["kernel"].permute(3, 2, 0, 1), params[4]["bias"], stride=2))
    return dense(params[6], h.mean((2, 3)))


def cross_entropy(logits, y, weights, params):
    return torch.nn.functional.cross_entropy(logits, y.long())


def sgd(params, options):
    return torch.optim.SGD(params, lr=options["learningRate"], momentum=options["momentum"]).step


def adam(params, options):
    return torch.optim.Adam(params, lr=options["learningRate"], eps=1e-7).step


def rmsprop(params, options):
    """Keras adds epsilon inside the root, PyTorch's own outside."""
    squares = [torch.zeros_like(value) for value in params]

    @torch.no_grad()
    def update():
        for value, square in zip(params, squares):
            square.mul_(0.9).add_(0.1 * value.grad**2)
            value -= options["learningRate"] * value.grad / (square + 1e-7).sqrt()

    return update


NETWORKS = {
    "regression": (regression, squared_error, sgd),
    "binary": (binary, penalised_cross_entropy, adam),
    "classes": (classes, cross_entropy, rmsprop),
    "images": (images, cross_entropy, adam),
}
