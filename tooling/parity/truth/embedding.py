"""embedding.json: Keras's embeddings of ids and back to scores, with gradients of weights and vectors."""

import keras

from .draw import draw, draw_classes
from .encode import camel, camel_class, options, tensor
from .engine import DOUBLE, SOURCE, gradients, leaf, precision

ONE, BACK = "Embedding", "ReversibleEmbedding"
SIZES = {"input_dim": 6, "output_dim": 4}

# Layer, arguments besides the sizes, shape of the input, whether it goes back
CASES = [
    (ONE, {}, (3, 5), False), (ONE, {"mask_zero": True}, (3, 5), False), (ONE, {}, (4,), False), (ONE, {}, (2, 3, 2), False),
    (ONE, {"lora_rank": 2}, (3, 5), False), (ONE, {"lora_rank": 2, "lora_alpha": 6}, (3, 5), False),
    (BACK, {"mask_zero": True}, (3, 5), False), (BACK, {}, (3, 5, 4), True), (BACK, {"tie_weights": False}, (3, 4), True),
    (BACK, {"tie_weights": False}, (3, 5), False), (BACK, {"logit_soft_cap": 2.0}, (3, 5, 4), True),
]


def embedding():
    with precision("float64"):
        return {"source": SOURCE, "note": DOUBLE, "cases": [case(seed, *row) for seed, row in enumerate(CASES)]}


def case(seed, name, arguments, shape, back):
    lora = {key: value for key, value in arguments.items() if key.startswith("lora")}
    layer = getattr(keras.layers, name)(**SIZES, **{key: value for key, value in arguments.items() if key not in lora})
    layer.build()
    if lora:
        layer.enable_lora(lora["lora_rank"], lora_alpha=lora.get("lora_alpha"))  # Keras 3.15 forgets an alpha that the constructor gets
    for index, weight in enumerate(layer.weights):
        weight.assign(draw(tuple(weight.shape), 1000 + 7 * seed + index))
    given = draw(shape, 40 * seed, -2, 2) if back else draw_classes(shape, SIZES["input_dim"], 40 * seed)
    inputs = [leaf(given)] if back else []
    output = layer(inputs[0], reverse=True) if back else layer(given)
    mask = layer.compute_mask(given) if name == ONE else None
    cotangent = draw(tuple(output.shape), 2000 + seed)
    weights = layer.trainable_weights
    slopes = gradients([output], [cotangent], inputs + [weight.value for weight in weights])
    return {
        "name": camel_class(name), "keras": name, "options": options({**SIZES, **arguments}),
        "weights": {camel(weight.name): tensor(weight) for weight in layer.weights},
        "input": tensor(given) if back else tensor(given, "int32"), **({} if mask is None else {"mask": tensor(mask, "bool")}),
        "output": tensor(output), "cotangent": tensor(cotangent), **({"inputGradient": tensor(slopes[0])} if back else {}),
        "weightGradients": {camel(weight.name): tensor(slope) for weight, slope in zip(weights, slopes[len(inputs):])},
    }
