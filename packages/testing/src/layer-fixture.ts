import { tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { fixtureTensor } from "./fixture.ts";
import type { FixtureTensor } from "./fixture.ts";

/** A tree of tensors as fixtures write it: the weights of a layer. */
export interface FixtureTree {
  readonly [name: string]: FixtureTensor | FixtureTree;
}

/** One call of a layer of Keras, forward and backward. */
export interface LayerNumbers {
  readonly weights: FixtureTree;
  readonly inputs: readonly FixtureTensor[];
  readonly mask?: FixtureTensor;
  readonly outputs: readonly FixtureTensor[];
  /** Of the outputs. */
  readonly cotangents: readonly FixtureTensor[];
  readonly inputGradients: readonly FixtureTensor[];
  readonly weightGradients: FixtureTree;
}

/** A tree of tensors. */
export interface TensorTree {
  readonly [name: string]: Tensor | TensorTree;
}

export const isFixtureTensor = (value: FixtureTensor | FixtureTree): value is FixtureTensor =>
  "shape" in value && Array.isArray(value["shape"]);

/** A stored tensor as one that functions take. */
export const readTensor = (stored: FixtureTensor): Tensor => tensor(fixtureTensor(stored));

/** The tensors of a tree. */
export const readTree = (tree: FixtureTree): TensorTree =>
  Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, isFixtureTensor(value) ? readTensor(value) : readTree(value)]));
