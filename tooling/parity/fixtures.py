"""Writes packages/testing/fixtures/*.json. Without names, all of Keras's current backend: python fixtures.py [--out FOLDER] [NAME ...]"""

import argparse
import importlib
import os
from pathlib import Path

NAMES = [
    "activations", "losses", "optimizers", "schedules", "metrics", "layers", "convolution", "convlstm", "pooling", "regularization",
    "initializers", "images", "attention", "embedding", "masks", "recurrent", "sequences", "training", "transfer", "applications",
    "datasets", "tokenizer", "subwords",
]
# Written with KERAS_BACKEND=tensorflow, the rest on PyTorch.
ON_TENSORFLOW = ["augmentation", "preprocessing", "timeseries"]
FOLDER = Path(__file__).resolve().parents[2] / "packages" / "testing" / "fixtures"


def main():
    parser = argparse.ArgumentParser()
    names = ON_TENSORFLOW if os.environ.get("KERAS_BACKEND") == "tensorflow" else NAMES
    parser.add_argument("names", nargs="*", default=names)
    parser.add_argument("--out", type=Path, default=FOLDER)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name in arguments.names or names:
        build(name, arguments.out)
        print(f"{name}.json: {(arguments.out / f'{name}.json').stat().st_size / 1000:.0f} kB")


def build(name, folder):
    from truth.encode import write

    module = importlib.import_module(f"truth.{name}")
    write(folder / f"{name}.json", getattr(module, name)())


if __name__ == "__main__":
    main()
