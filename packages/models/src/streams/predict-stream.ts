import type { TensorData } from "@tidu/core-tensor";
import { joinRows } from "../data/join-rows.ts";
import type { Inputs } from "../data/inputs.ts";
import { inputsOf } from "./batch-like.ts";
import type { BatchReader } from "./batch-reader.ts";

/**
 * The outputs for all batches of a stream, rows joined. The next batch is read while one is at work.
 *
 * @param predict the outputs for the inputs of a batch
 */
export async function predictStream(
  reader: BatchReader,
  predict: (x: Inputs, where: string) => Promise<readonly TensorData[]>,
): Promise<readonly TensorData[]> {
  reader.begin();
  const parts: (readonly TensorData[])[] = [];
  let reading = reader.read();
  try {
    for (let batch = await reading; batch !== undefined; batch = await reading) {
      reading = reader.read();
      reading.catch(() => {}); // it is thrown when its turn comes
      parts.push(await predict(inputsOf(batch.value), `predict: batch ${batch.index}`));
    }
  } finally {
    await reading.catch(() => {});
  }
  return (parts[0] ?? []).map((_, i) => joinRows(parts.map((part) => part[i]).filter((part) => part !== undefined)));
}
