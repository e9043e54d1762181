import { describe, expect, test } from "vitest";
import { catalogue } from "./catalogue.ts";
import { runEntry } from "./run-entry.ts";

// The targets are those that PyTorch reaches with the same networks on the same data.
describe.each(["onnxruntime-node", "tfjs-wasm"] as const)("on %s", (backend) => {
  for (const entry of catalogue.filter(({ takes }) => takes !== "minutes")) {
    test(`${entry.id} ${entry.title}: ${entry.measures} ${entry.goal}`, async ({ skip }) => {
      const missing = entry.missing();
      if (missing !== undefined) skip(missing);
      const row = await runEntry(entry, backend);
      expect(row, `figure ${row.figure}`).toMatchObject({ id: entry.id, backend, reached: true });
    });
  }
});
