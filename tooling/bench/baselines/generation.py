"""Generation in PyTorch with a cache of keys and values, as most people write it.

The decoder of ../src/children/generation.ts: embedding 128 + learned positions, 2 blocks (4 heads, feed-forward 512 relu, post layer norm), 10,000 ids.
For each line { length } on stdin one line on stdout: {"milliseconds": of each id, "system", "threads"}.
"""
import json
import sys
import time

import torch
from torch import nn
import torch.nn.functional as F

WORDS, LONGEST, FEATURES, HEADS = 10_000, 512, 128, 4


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.out = nn.Linear(FEATURES, 3 * FEATURES), nn.Linear(FEATURES, FEATURES)
        self.grow, self.shrink = nn.Linear(FEATURES, 512), nn.Linear(512, FEATURES)
        self.first, self.second = nn.LayerNorm(FEATURES), nn.LayerNorm(FEATURES)

    def forward(self, x, cache):
        q, k, v = (part.unflatten(-1, (HEADS, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, -1))
        if cache is not None:
            k, v = torch.cat([cache[0], k], 2), torch.cat([cache[1], v], 2)
        attended = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)
        x = self.first(x + self.out(attended))
        return self.second(x + self.shrink(F.relu(self.grow(x)))), (k, v)


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.positions = nn.Embedding(WORDS, FEATURES), nn.Embedding(LONGEST, FEATURES)
        self.blocks = nn.ModuleList([Block(), Block()])
        self.scores = nn.Linear(FEATURES, WORDS)

    def forward(self, ids, position, caches):
        x = self.words(ids) + self.positions(position)
        kept = []
        for block, cache in zip(self.blocks, caches):
            x, cache = block(x, cache)
            kept.append(cache)
        return self.scores(x[:, -1]), kept


def main():
    torch.set_flush_denormal(True)
    model = Decoder().eval()
    for line in sys.stdin:
        length = json.loads(line)["length"]
        times, caches, last = [], [None, None], 1
        before = time.perf_counter()
        with torch.inference_mode():
            for position in range(length):
                scores, caches = model(torch.tensor([[last]]), torch.tensor([position]), caches)
                scores[0].numpy()  # for whoever chooses
                last = (position + 1) * 7919 % WORDS
                now = time.perf_counter()
                times.append((now - before) * 1e3)
                before = now
        answer = {"milliseconds": times, "system": f"torch {torch.__version__}, cache by cat", "threads": torch.get_num_threads()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
