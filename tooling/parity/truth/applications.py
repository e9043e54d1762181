"""applications.json: the layers of Keras's applications, and what networks give for weights that a formula makes."""

import keras
import numpy as np
import torch
from torch.nn import functional

from .encode import camel, options, tensor
from .engine import DOUBLE, SOURCE, precision

KERAS = {
    "vgg16": keras.applications.VGG16, "vgg19": keras.applications.VGG19, "resNet50": keras.applications.ResNet50,
    "mobileNetV2": keras.applications.MobileNetV2,
}
ARCHITECTURES = [
    ("vgg16", {}),
    ("vgg16", {"input_shape": (50, 64, 1), "include_top": False, "pooling": "avg"}),
    ("vgg19", {}),
    ("vgg19", {"input_shape": (32, 32, 3), "classes": 10, "name": "small"}),
    ("resNet50", {}),
    ("resNet50", {"input_shape": (97, 64, 3), "include_top": False, "pooling": "max"}),
    ("mobileNetV2", {}),
    ("mobileNetV2", {"input_shape": (97, 70, 1), "classes": 7, "alpha": 0.35}),
    ("mobileNetV2", {"input_shape": (96, 96, 3), "include_top": False, "alpha": 1.4}),
]
FORWARD = [
    ("mobileNetV2", {"input_shape": (33, 38, 3), "classes": 10, "alpha": 0.35, "classifier_activation": None}),
    ("resNet50", {"input_shape": (32, 39, 3), "classes": 10, "classifier_activation": None}),
]


def applications():
    found = {"source": SOURCE, "note": DOUBLE, "architectures": [described(*case) for case in ARCHITECTURES]}
    with precision("float64"), torch.no_grad():
        found["forward"] = [of_keras(*case) for case in FORWARD] + [of_torch(*case) for case in OF_TORCH]
    return found


def described(name, arguments):
    keras.utils.clear_session()  # names without a name of their own count from the start
    model = KERAS[name](weights=None, **arguments)
    return {
        "name": name, "options": options(arguments), "model": model.name, "trainable": count(model.trainable_weights), "all": model.count_params(),
        "layers": [[layer.name, list(layer.output.shape[1:]), layer.count_params(), *setting(layer)] for layer in model.layers[1:]],
    }


def setting(layer):
    """The activation of a layer that has one, epsilon and momentum of a normalization."""
    if isinstance(layer, keras.layers.BatchNormalization):
        return [layer.epsilon, layer.momentum]
    if getattr(layer, "activation", keras.activations.linear) is keras.activations.linear:
        return []
    return [layer.activation.__name__]


def count(weights):
    return sum(int(np.prod(weight.shape)) for weight in weights)


def of_keras(name, arguments):
    model = KERAS[name](weights=None, **arguments)
    for layer in model.layers:
        for weight in layer.weights:
            weight.assign(made(f"{layer.name}/{camel(weight.name)}", tuple(weight.shape)))
    x = made("x", (2, *arguments["input_shape"]))
    return {"name": name, "options": options(arguments), "source": SOURCE, "output": tensor(model.predict(x, verbose=0))}


def made(path, shape):
    """What a network is filled with, float32: quadratic residues, as large as the kind of the weight needs."""
    index = np.arange(int(np.prod(shape)), dtype=np.int64).reshape(shape)
    spread = (17 * index * index + 7919 * index + 31 * sum(map(ord, path))) % 1009 / 504.0 - 1.0  # from -1 to 1
    kind = path.split("/")[-1]
    if kind == "kernel":
        values = spread * np.sqrt(3.0 * max(shape) / np.prod(shape))
    elif kind in ("gamma", "movingVariance"):
        values = 1.0 + 0.5 * spread
    else:
        values = spread if kind == "x" else 0.1 * spread
    return values.astype("float32").astype("float64")


def of_torch(name, arguments, network):
    x = torch.from_numpy(made("x", (2, *arguments["input_shape"]))).permute(0, 3, 1, 2)
    y = network(x)
    output = y if y.ndim == 2 else y.permute(0, 2, 3, 1)
    return {"name": name, "options": options(arguments), "source": f"torch {torch.__version__.split('+')[0]}", "output": tensor(output)}


def convolved(x, name, filters, size, stride=1, padding=0, groups=1, bias=False):
    kernel = made(f"{name}/kernel", (size, size, x.shape[1] // groups, filters))
    added = torch.from_numpy(made(f"{name}/bias", (filters,))) if bias else None
    return functional.conv2d(x, torch.from_numpy(kernel).permute(3, 2, 0, 1), added, stride, padding, groups=groups)


def normalized(x, name, epsilon=1e-5):
    gamma, beta, mean, variance = (
        torch.from_numpy(made(f"{name}/{part}", (x.shape[1],))) for part in ("gamma", "beta", "movingMean", "movingVariance")
    )
    return functional.batch_norm(x, mean, variance, gamma, beta, eps=epsilon)


def dense(x, name, units):
    return x @ torch.from_numpy(made(f"{name}/kernel", (x.shape[1], units))) + torch.from_numpy(made(f"{name}/bias", (units,)))


def flat(x):
    """Channels last, as our layers flatten."""
    return x.permute(0, 2, 3, 1).flatten(1)


def le_net5(x):
    y = functional.avg_pool2d(torch.tanh(convolved(x, "c1", 6, 5, padding=2, bias=True)), 2)
    y = functional.avg_pool2d(torch.tanh(convolved(y, "c3", 16, 5, bias=True)), 2)
    y = torch.tanh(convolved(y, "c5", 120, 5, bias=True))
    return torch.softmax(dense(torch.tanh(dense(flat(y), "f6", 84)), "predictions", 10), 1)


def alex_net(x):
    """Without the top."""
    y = functional.max_pool2d(torch.relu(convolved(x, "conv1", 96, 11, 4, 2, bias=True)), 3, 2)
    y = functional.max_pool2d(torch.relu(convolved(y, "conv2", 256, 5, padding=2, groups=2, bias=True)), 3, 2)
    y = torch.relu(convolved(y, "conv3", 384, 3, padding=1, bias=True))
    y = torch.relu(convolved(y, "conv4", 384, 3, padding=1, groups=2, bias=True))
    return functional.max_pool2d(torch.relu(convolved(y, "conv5", 256, 3, padding=1, groups=2, bias=True)), 3, 2)


def basic_block(x, name, filters, stride, projects):
    y = torch.relu(normalized(convolved(x, f"{name}_1_conv", filters, 3, stride, 1), f"{name}_1_bn"))
    y = normalized(convolved(y, f"{name}_2_conv", filters, 3, 1, 1), f"{name}_2_bn")
    if stride == 1 and x.shape[1] == filters:
        return torch.relu(y + x)
    if projects:
        return torch.relu(y + normalized(convolved(x, f"{name}_0_conv", filters, 1, stride), f"{name}_0_bn"))
    return torch.relu(y + functional.pad(x[:, :, ::stride, ::stride], (0, 0, 0, 0, 0, filters - x.shape[1])))


def res_net(x, filters, blocks, projects):
    for stage, (width, count) in enumerate(zip(filters, blocks)):
        for block in range(count):
            stride = 2 if stage > 0 and block == 0 else 1
            x = basic_block(x, f"conv{stage + 2}_block{block + 1}", width, stride, projects)
    return dense(x.mean((2, 3)), "predictions", 10)


def res_net18(x):
    y = torch.relu(normalized(convolved(x, "conv1_conv", 64, 7, 2, 3), "conv1_bn"))
    return res_net(functional.max_pool2d(y, 3, 2, 1), (64, 128, 256, 512), (2, 2, 2, 2), True)


def res_net20(x):
    y = torch.relu(normalized(convolved(x, "conv1_conv", 16, 3, 1, 1), "conv1_bn"))
    return res_net(y, (16, 32, 64), (3, 3, 3), False)


OF_TORCH = [
    ("leNet5", {"input_shape": (28, 28, 1)}, le_net5),
    ("alexNet", {"input_shape": (71, 63, 3), "include_top": False}, alex_net),
    ("resNet18", {"input_shape": (33, 40, 3), "classes": 10, "classifier_activation": None}, res_net18),
    ("resNet20", {"input_shape": (15, 32, 3), "classifier_activation": None}, res_net20),
]
