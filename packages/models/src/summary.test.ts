import { expect, test } from "vitest";
import { summaryTable } from "./summary.ts";

test("a summary lists layers, shapes and parameters, and adds them up", () => {
  const text = summaryTable({
    name: "digits",
    rows: [
      { name: "dense", kind: "dense", outputShape: "[batch, 128]", params: 100_480 },
      { name: "head", kind: "dense", outputShape: "[batch, 10]", params: 1290 },
    ],
    totals: { total: 101_770, trainable: 101_770, nonTrainable: 0 },
  });
  expect(text).toMatchInlineSnapshot(`
    "Model: "digits"
    ┏━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━┳━━━━━━━━━┓
    ┃ Layer (type) ┃ Output Shape ┃ Param # ┃
    ┡━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━╇━━━━━━━━━┩
    │ dense        │ [batch, 128] │ 100,480 │
    │ head (dense) │ [batch, 10]  │   1,290 │
    └──────────────┴──────────────┴─────────┘
     Total params: 101,770 (397.54 kB)
     Trainable params: 101,770 (397.54 kB)
     Non-trainable params: 0 (0 B)"
  `);
});

test("connections have a column when any layer tells them", () => {
  const text = summaryTable({
    name: "two",
    rows: [
      { name: "left", kind: "input", outputShape: "[batch, 4]", params: 0, connectedTo: [] },
      { name: "join", kind: "add", outputShape: "[batch, 4]", params: 0, connectedTo: ["left", "right"] },
    ],
    totals: { total: 5_000_000, trainable: 300, nonTrainable: 4_999_700, optimizer: 601 },
  });
  expect(text).toMatchInlineSnapshot(`
    "Model: "two"
    ┏━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━┳━━━━━━━━━┳━━━━━━━━━━━━━━┓
    ┃ Layer (type) ┃ Output Shape ┃ Param # ┃ Connected to ┃
    ┡━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━╇━━━━━━━━━╇━━━━━━━━━━━━━━┩
    │ left (input) │ [batch, 4]   │       0 │ -            │
    │ join (add)   │ [batch, 4]   │       0 │ left, right  │
    └──────────────┴──────────────┴─────────┴──────────────┘
     Total params: 5,000,000 (19.07 MB)
     Trainable params: 300 (1.17 kB)
     Non-trainable params: 4,999,700 (19.07 MB)
     Optimizer params: 601 (2.35 kB)"
  `);
});
