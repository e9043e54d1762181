"""Epochs over MNIST in PyTorch with a DataLoader, as most people write it: items one by one, bytes made floats in the data set.

Usage: mnist_epoch.py FOLDER WORKERS
One epoch per line on stdin; each answer is one line on stdout: {"milliseconds", "images", "peak", "system", "threads"}.
"""
import gzip
import json
import resource
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset


def idx(path, start):
    with gzip.open(path) as file:
        return np.frombuffer(file.read(), np.uint8)[start:]


class Mnist(Dataset):
    def __init__(self, folder):
        self.x = torch.from_numpy(idx(f"{folder}/train-images-idx3-ubyte.gz", 16).copy()).reshape(-1, 28, 28)
        self.y = torch.from_numpy(idx(f"{folder}/train-labels-idx1-ubyte.gz", 8).astype(np.int64))

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        return self.x[i].unsqueeze(0).float().div(255), self.y[i]


def main():
    folder, workers = sys.argv[1], int(sys.argv[2])
    torch.set_flush_denormal(True)
    loader = DataLoader(Mnist(folder), batch_size=128, shuffle=True, num_workers=workers, persistent_workers=workers > 0)
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(32 * 169, 128), nn.ReLU(), nn.Linear(128, 10)
    )
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    for _ in sys.stdin:
        start = time.perf_counter()
        for x, y in loader:
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x), y).backward()
            optimizer.step()
        milliseconds = (time.perf_counter() - start) * 1e3
        used = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        answer = {
            "milliseconds": milliseconds,
            "images": len(loader.dataset),
            "peak": used * (1 if sys.platform == "darwin" else 1024),
            "system": f"torch {torch.__version__}, DataLoader with {workers} workers",
            "threads": torch.get_num_threads(),
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
