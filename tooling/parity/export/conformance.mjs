import { interpreterBackend } from "../../../packages/core-tensor/dist/index.js";
import { conformanceChecks } from "../../../packages/testing/dist/index.js";
import { gradientTolerance } from "./onnx-files.mjs";
import { recorder } from "./recorder.mjs";

/**
 * Every graph of the backends' conformance suite: each op with each of its samples, gradients, loops, free sizes, training.
 * The numbers are those of the reference interpreter, which the suite holds to numbers from outside.
 */
export async function conformanceGraphs(files) {
  const { backend, recordings } = recorder(interpreterBackend());
  for (const [group, checks] of Object.entries(conformanceChecks())) {
    for (const { name, run } of checks) {
      const fault = await run(backend);
      if (fault !== undefined) throw new Error(`The interpreter fails the conformance suite: ${name}: ${fault}`);
      const [op, title] = name.split(": ");
      await files.addRecordings(recordings, {
        group: title === undefined ? group : `${group} ${op}`,
        name,
        ...(differentiated.has(group) && { tolerance: gradientTolerance }),
      });
    }
  }
}

const differentiated = new Set(["gradients", "loops", "training"]);
