import { grad, jit, tensor } from "../../../packages/core-tensor/dist/index.js";
import { activations } from "../../../packages/layers/dist/index.js";
import { fixtureTensor, loadFixture } from "../../../packages/testing/dist/index.js";
import { encoded } from "./numbers.mjs";
import { recorder } from "./recorder.mjs";

/** Every case of activations.json on one engine, forward and backward; the compiled graphs become files too. */
export async function activationValues(engine, files) {
  const { backend, recordings } = recorder(engine);
  const found = [];
  for (const { name, options, kind, input, cotangent } of loadFixture("activations").cases) {
    const { apply } = activations.toActivation({ kind: name, options });
    const both = (x, g) => ({ output: apply(x), gradient: grad((x) => apply(x).mul(g).sum())(x) });
    const run = jit(both, { backend });
    const { output, gradient } = await run(tensor(fixtureTensor(input)), tensor(fixtureTensor(cotangent)));
    found.push({ output: encoded(await output.value()), gradient: encoded(await gradient.value()) });
    run.dispose();
    await files?.addRecordings(recordings, {
      group: `activation ${name}`,
      name: [name, JSON.stringify(options), kind].filter(Boolean).join(" "),
    });
  }
  return found;
}
