import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { jit, randomKey } from "../../../packages/core-tensor/dist/index.js";
import { initializers } from "../../../packages/layers/dist/index.js";
import { loadFixture } from "../../../packages/testing/dist/index.js";

/** A sample of every random initializer of initializers.json, drawn on one engine: little-endian float32, a file each. */
export async function initializerSamples(folder, backend) {
  const found = [];
  for (const [i, { name, options, shape }] of loadFixture("initializers").random.entries()) {
    const initializer = initializers.toInitializer({ kind: name, options });
    const draw = jit((key) => initializer(key, shape), { backend });
    const values = Float32Array.from(await (await draw(randomKey(i))).data());
    draw.dispose();
    const file = `initializer-${i}.bin`;
    await writeFile(join(folder, file), new Uint8Array(values.buffer));
    found.push({ file });
  }
  return found;
}
