import { readFile } from "node:fs/promises";
import { inspectOnnx, printOnnx } from "@tidu/onnx-export";

/** `tidu inspect FILE.onnx`: a summary, then the graph. */
export async function inspect([path, ...others]: readonly string[], say: (text: string) => void): Promise<number> {
  if (path === undefined || others.length > 0) throw new Error("expected one file. Usage: tidu inspect FILE.onnx");
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new Error(`cannot read ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  const { parameters, ops } = inspectOnnx(bytes);
  const counts = Object.entries(ops).map(([op, count]) => (count === 1 ? op : `${op} ×${count}`));
  say(`${path}: ${bytes.length.toLocaleString("en")} bytes, ${parameters.toLocaleString("en")} numbers in constants`);
  say(`operators: ${counts.join(", ")}`);
  say(printOnnx(bytes));
  return 0;
}
