"""convolution.json: Keras's convolution layers forward, with gradients of inputs and weights."""

from .engine import DOUBLE, SOURCE, precision
from .layers import plain

FIRST = {"data_format": "channels_first"}

# Odd sizes, windows that leave a rest, strides above the kernel, and padding that is not the same on both sides.
CONV = [
    ("Conv1D", {"filters": 3, "kernel_size": 3}, (2, 7, 2)),
    ("Conv1D", {"filters": 2, "kernel_size": 4, "strides": 2, "padding": "same"}, (2, 7, 3)),
    ("Conv1D", {"filters": 2, "kernel_size": 3, "padding": "causal", "dilation_rate": 2}, (2, 7, 2)),
    ("Conv1D", {"filters": 2, "kernel_size": 2, "padding": "causal", "strides": 3, **FIRST}, (2, 2, 7)),
    ("Conv1D", {"filters": 2, "kernel_size": 3, "padding": "same", "dilation_rate": 3, "use_bias": False}, (1, 6, 2)),
    ("Conv1D", {"filters": 4, "kernel_size": 3, "groups": 2, **FIRST}, (2, 4, 6)),
    ("Conv2D", {"filters": 3, "kernel_size": 3}, (2, 5, 6, 2)),
    ("Conv2D", {"filters": 3, "kernel_size": 3, "padding": "same", "activation": "tanh"}, (2, 4, 5, 2)),
    ("Conv2D", {"filters": 2, "kernel_size": [3, 2], "strides": [2, 1], "padding": "same"}, (2, 5, 4, 2)),
    ("Conv2D", {"filters": 2, "kernel_size": 4, "strides": 2, "padding": "same"}, (1, 7, 6, 2)),
    ("Conv2D", {"filters": 2, "kernel_size": 2, "strides": 3}, (2, 7, 6, 2)),
    ("Conv2D", {"filters": 4, "kernel_size": 1}, (2, 3, 4, 3)),
    ("Conv2D", {"filters": 2, "kernel_size": 1, "strides": 2, "padding": "same", "use_bias": False}, (2, 5, 4, 3)),
    ("Conv2D", {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same"}, (1, 6, 5, 3)),
    ("Conv2D", {"filters": 2, "kernel_size": 7, "strides": 2, "padding": "same", "use_bias": False}, (1, 8, 5, 1)),
    ("Conv2D", {"filters": 2, "kernel_size": [2, 3], "dilation_rate": [3, 1]}, (1, 6, 5, 2)),
    ("Conv2D", {"filters": 2, "kernel_size": 3, "dilation_rate": 2, "padding": "same"}, (1, 5, 6, 2)),
    ("Conv2D", {"filters": 6, "kernel_size": 3, "groups": 2}, (1, 5, 4, 4)),
    ("Conv2D", {"filters": 3, "kernel_size": 3, "groups": 3, "strides": 2, "padding": "same", **FIRST}, (2, 3, 5, 6)),
    ("Conv2D", {"filters": 3, "kernel_size": [3, 2], "activation": "relu", **FIRST}, (2, 2, 5, 4)),
    ("Conv3D", {"filters": 2, "kernel_size": 2}, (1, 3, 4, 3, 2)),
    ("Conv3D", {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same"}, (1, 4, 3, 5, 1)),
    ("Conv3D", {"filters": 2, "kernel_size": 2, "dilation_rate": 2, "use_bias": False}, (1, 3, 4, 3, 2)),
    ("Conv3D", {"filters": 2, "kernel_size": [1, 2, 2], "strides": [1, 2, 1], **FIRST}, (1, 2, 2, 5, 3)),
    ("Conv3D", {"filters": 4, "kernel_size": 2, "groups": 2, "padding": "same"}, (1, 2, 3, 2, 4)),
]
TRANSPOSE = [
    ("Conv1DTranspose", {"filters": 3, "kernel_size": 3}, (2, 4, 2)),
    ("Conv1DTranspose", {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same"}, (2, 4, 2)),
    ("Conv1DTranspose", {"filters": 2, "kernel_size": 2, "strides": 3}, (2, 3, 2)),
    ("Conv1DTranspose", {"filters": 2, "kernel_size": 4, "strides": 3, "padding": "same", "output_padding": 1}, (1, 4, 2)),
    ("Conv1DTranspose", {"filters": 2, "kernel_size": 3, "dilation_rate": 2, **FIRST}, (1, 2, 4)),
    ("Conv2DTranspose", {"filters": 3, "kernel_size": 3}, (2, 3, 4, 2)),
    ("Conv2DTranspose", {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same", "activation": "tanh"}, (2, 3, 4, 2)),
    ("Conv2DTranspose", {"filters": 2, "kernel_size": 2, "strides": 2, "padding": "same"}, (1, 3, 2, 3)),
    ("Conv2DTranspose", {"filters": 2, "kernel_size": 5, "strides": 2, "padding": "same", "use_bias": False}, (1, 4, 3, 2)),
    ("Conv2DTranspose", {"filters": 2, "kernel_size": [2, 3], "strides": [2, 1]}, (1, 3, 4, 2)),
    ("Conv2DTranspose", {"filters": 2, "kernel_size": 2, "strides": 3}, (1, 3, 2, 2)),
    ("Conv2DTranspose", {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same", "output_padding": 1}, (1, 3, 4, 2)),
    ("Conv2DTranspose", {"filters": 2, "kernel_size": 3, "strides": 2, "output_padding": [1, 0]}, (1, 3, 3, 2)),
    ("Conv2DTranspose", {"filters": 2, "kernel_size": 3, "dilation_rate": 2, "padding": "same"}, (1, 4, 5, 2)),
    ("Conv2DTranspose", {"filters": 2, "kernel_size": 4, "strides": 2, "padding": "same", **FIRST}, (1, 2, 3, 4)),
    ("Conv3DTranspose", {"filters": 2, "kernel_size": 2, "strides": 2}, (1, 2, 3, 2, 2)),
    ("Conv3DTranspose", {"filters": 1, "kernel_size": 3, "strides": 2, "padding": "same"}, (1, 2, 3, 2, 2)),
    ("Conv3DTranspose", {"filters": 2, "kernel_size": [1, 3, 2], "strides": [1, 2, 2], "output_padding": [0, 1, 0], **FIRST}, (1, 1, 2, 2, 3)),
]
DEPTHWISE = [
    ("DepthwiseConv1D", {"kernel_size": 3}, (2, 6, 3)),
    ("DepthwiseConv1D", {"kernel_size": 4, "strides": 2, "padding": "same", "use_bias": False}, (2, 7, 2)),
    ("DepthwiseConv1D", {"kernel_size": 2, "depth_multiplier": 2, "dilation_rate": 2, **FIRST}, (2, 3, 6)),
    ("DepthwiseConv2D", {"kernel_size": 3}, (2, 5, 4, 3)),
    ("DepthwiseConv2D", {"kernel_size": [3, 2], "strides": 2, "padding": "same", "activation": "relu6"}, (2, 5, 4, 2)),
    ("DepthwiseConv2D", {"kernel_size": 3, "depth_multiplier": 2, "padding": "same"}, (1, 5, 4, 2)),
    ("DepthwiseConv2D", {"kernel_size": 2, "depth_multiplier": 3, "dilation_rate": 2, "use_bias": False}, (1, 5, 4, 2)),
    ("DepthwiseConv2D", {"kernel_size": 3, "depth_multiplier": 2, "strides": 2, **FIRST}, (1, 3, 7, 5)),
    ("SeparableConv1D", {"filters": 4, "kernel_size": 3}, (2, 6, 3)),
    ("SeparableConv1D", {"filters": 2, "kernel_size": 2, "depth_multiplier": 2, "strides": 2, "padding": "same", **FIRST}, (2, 2, 7)),
    ("SeparableConv2D", {"filters": 4, "kernel_size": 3}, (2, 5, 4, 2)),
    ("SeparableConv2D", {"filters": 3, "kernel_size": [2, 3], "depth_multiplier": 2, "strides": 2, "padding": "same"}, (1, 5, 4, 2)),
    ("SeparableConv2D", {"filters": 2, "kernel_size": 2, "dilation_rate": 2, "use_bias": False, "activation": "tanh"}, (1, 4, 5, 3)),
    ("SeparableConv2D", {"filters": 3, "kernel_size": 3, "depth_multiplier": 2, **FIRST}, (1, 2, 4, 5)),
]


def convolution():
    with precision("float64"):
        listed = CONV + TRANSPOSE + DEPTHWISE
        cases = [plain(name, arguments, [shape], 400 + seed) for seed, (name, arguments, shape) in enumerate(listed)]
        return {"source": SOURCE, "note": DOUBLE, "cases": cases}
