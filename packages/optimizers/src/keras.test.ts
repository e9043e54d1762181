import { readFileSync } from "node:fs";
import { interpreterBackend, jit, tensor } from "@tidu/core-tensor";
import type { Tensor, TensorData } from "@tidu/core-tensor";
import { mismatch } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import type { ConfigOptions } from "./config.ts";
import { optimizerFromConfig } from "./from-config.ts";
import { applyUpdates } from "./optimizer.ts";
import type { OptimizerState } from "./optimizer.ts";

interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
type Params<Leaf> = Readonly<Record<"kernel" | "bias", Leaf>>;
interface Case {
  readonly name: string;
  readonly options: ConfigOptions;
  readonly after: readonly Params<Numbers>[];
  readonly average?: readonly Params<Numbers>[];
}
interface Fixture {
  readonly params: Params<Numbers>;
  readonly gradients: readonly Params<Numbers>[];
  readonly cases: readonly Case[];
}

// What Keras 3.15 computes in float64.
const fixture = JSON.parse(readFileSync(new URL("../../testing/fixtures/optimizers.json", import.meta.url), "utf8")) as Fixture;

const ourNames: Readonly<Record<string, string>> = { clipnorm: "clipNorm", clipvalue: "clipValue", globalClipnorm: "globalClipNorm" };

/** Keras's options as ours: `clipnorm` has a capital letter here, a schedule is a config. */
const ours = (options: ConfigOptions): ConfigOptions =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      ourNames[name] ?? name,
      typeof value === "object" && value !== null && "schedule" in value
        ? { kind: value["schedule"] as string, options: value["options"] as ConfigOptions }
        : value,
    ]),
  );

const numbers = ({ shape, data }: Numbers): TensorData => ({ dtype: "float32", shape, data: Float32Array.from(data) });
/** How parameters differ from what Keras has, or `undefined`. */
async function differenceFrom(expected: Params<Numbers> | undefined, { kernel, bias }: Params<Tensor>): Promise<string | undefined> {
  if (expected === undefined) throw new Error("The fixture has too few steps.");
  return mismatch([await kernel.value(), await bias.value()], [numbers(expected.kernel), numbers(expected.bias)], { relative: 1e-6 });
}

const tensors = ({ kernel, bias }: Params<Numbers>): Params<Tensor> => ({
  kernel: tensor(Float32Array.from(kernel.data), kernel.shape),
  bias: tensor(Float32Array.from(bias.data), bias.shape),
});

describe.each(fixture.cases.map((example) => [`${example.name} ${JSON.stringify(example.options)}`, example] as const))(
  "%s",
  (_, { name, options, after, average }) => {
    const optimizer = optimizerFromConfig({ kind: name, options: ours(options) });

    test("goes Keras's way for twelve steps", async () => {
      let params = tensors(fixture.params);
      let state = optimizer.init(params);
      const step = jit(
        (params: Params<Tensor>, state: OptimizerState, grads: Params<Tensor>) => {
          const [updates, next] = optimizer.update(grads, state, params);
          return { params: applyUpdates(params, updates), state: next };
        },
        { backend: interpreterBackend() },
      );
      for (const [i, gradient] of fixture.gradients.entries()) {
        ({ params, state } = await step(params, state, tensors(gradient)));
        expect(await differenceFrom(after[i], params)).toBeUndefined();
        expect(await differenceFrom((average ?? after)[i], optimizer.finalize(params, state))).toBeUndefined();
      }
    });
  },
);
