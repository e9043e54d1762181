import { download } from "../../../packages/testing/dist/index.js";

/** Few runs of an executable show what there is to see; a training loop of many would only fill the disk. */
const mostRuns = 5;

/**
 * A backend that passes everything on, and notes every graph with the numbers that went in and came out.
 *
 * @returns `recordings`: `{ name, graph, constants, runs: [{ inputs, outputs }] }` for each graph that was compiled and run
 */
export function recorder(inner) {
  const recordings = [];
  const backend = {
    name: inner.name,
    loops: inner.loops,
    upload: (data, spec) => inner.upload(data, spec),
    dispose: () => inner.dispose(),
    compile: async (graph, options = {}) => {
      const executable = await inner.compile(graph, options);
      const recording = { name: options.name ?? "graph", graph, constants: await numbersOf(options.constants ?? new Map()), runs: [] };
      recordings.push(recording);
      return {
        dispose: () => executable.dispose(),
        run: async (tensors, runOptions) => {
          if (recording.runs.length >= mostRuns) return executable.run(tensors, runOptions);
          const inputs = await Promise.all(tensors.map(copy)); // before the run: donated buffers are gone after it
          const results = await executable.run(tensors, runOptions);
          recording.runs.push({ inputs, outputs: await Promise.all(results.map(copy)) });
          return results;
        },
      };
    },
  };
  return { backend, recordings };
}

async function copy(tensor) {
  const value = await download(tensor);
  return { ...value, data: value.data.slice() };
}

async function numbersOf(constants) {
  const entries = await Promise.all(Array.from(constants, async ([position, tensor]) => [position, await copy(tensor)]));
  return new Map(entries);
}
