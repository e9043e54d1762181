import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodeModelFiles, toOnnx } from "../../../packages/onnx-export/dist/index.js";
import { encodedAll } from "./numbers.mjs";

/** For graphs with gradients, of the largest value: gradients of scalars are long sums that cancel, in whatever order an engine adds. */
export const gradientTolerance = 1e-4;

/** ONNX files with the numbers that they must compute; `entries` is for the manifest. */
export class OnnxFiles {
  entries = [];
  #folder;

  constructor(folder) {
    this.#folder = folder;
  }

  /** Where the next file is to stand. */
  nextPath() {
    return join(this.#folder, `${this.entries.length}.onnx`);
  }

  /**
   * Notes a file that stands at `nextPath()`.
   *
   * @param group files of one group are checked together
   * @param runs `{ inputs, outputs }` with tensors by name
   * @param tolerance relative to the largest value; by default that of the checks
   */
  async note({ group, name, runs, tolerance }) {
    const file = `${this.entries.length}.onnx`;
    const values = `${this.entries.length}.json`;
    const encoded = runs.map(({ inputs, outputs }) => ({ inputs: encodedAll(inputs), outputs: encodedAll(outputs) }));
    await writeFile(join(this.#folder, values), JSON.stringify(encoded));
    this.entries.push({ group, name, file, values, ...(tolerance !== undefined && { tolerance }) });
  }

  /** Writes a graph whose runs list tensors in the order of its inputs and outputs. */
  async addGraph({ group, name, graph, constants, runs, threshold, tolerance }) {
    const onnx = toOnnx(graph, { name, constants });
    const path = this.nextPath();
    const externalDataPath = `${this.entries.length}.data`;
    const { model, externalData } = encodeModelFiles(onnx, { externalDataPath, ...(threshold !== undefined && { threshold }) });
    await writeFile(path, model);
    if (externalData !== undefined) await writeFile(join(this.#folder, externalData.path), externalData.data);
    const named = runs.map(({ inputs, outputs }) => ({
      inputs: byName(onnx.graph.inputs, inputs),
      outputs: byName(onnx.graph.outputs, outputs),
    }));
    await this.note({ group, name, runs: named, tolerance });
  }

  /** Writes what a recorder noted since `recordings` was last emptied. */
  async addRecordings(recordings, { group, name, tolerance }) {
    for (const { name: part, runs, ...recording } of recordings.splice(0)) {
      if (runs.length > 0)
        await this.addGraph({ ...recording, group, name: part === "graph" ? name : `${name}: ${part}`, runs, tolerance });
    }
  }
}

const byName = (values, tensors) => Object.fromEntries(values.map(({ name }, i) => [name, tensors[i]]));
