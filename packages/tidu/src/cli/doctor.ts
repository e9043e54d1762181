import { jit, tensor } from "@tidu/core-tensor";
import type { Backend, Tensor } from "@tidu/core-tensor";
import { engines as known } from "../engine/engines.ts";
import type { Engine } from "../engine/engines.ts";

/** `tidu doctor`: loads each engine and lets it compute something. The exit code is 1 when only the interpreter works. */
export async function doctor(
  _args: readonly string[],
  say: (text: string) => void,
  engines: readonly Engine<string>[] = known,
): Promise<number> {
  const working: Engine<string>[] = [];
  for (const engine of engines) {
    const { name, about, device, load } = engine;
    const start = performance.now();
    try {
      await check(await load());
      working.push(engine);
      say(`  works    ${name.padEnd(19)} ${about}, ready in ${Math.round(performance.now() - start)} ms`);
    } catch (error) {
      say(`  ${device === "gpu" ? "no GPU" : "fails "}   ${name.padEnd(19)} ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const chosen = working.filter(({ device }) => device !== "gpu");
  const gpu = working.find(({ device }) => device === "gpu");
  const wanted = process.env["TIDU_BACKEND"];
  say(
    `tidu uses ${chosen[0]?.name ?? "nothing"}${wanted ? `, but TIDU_BACKEND asks for ${wanted}` : ". TIDU_BACKEND or setBackend() chooses another one"}.`,
  );
  if (gpu !== undefined) say(`A GPU was found: TIDU_BACKEND=${gpu.name} or setBackend("${gpu.name}") uses it.`);
  return chosen.length > 1 ? 0 : 1;
}

/** [[1, 2], [3, 4]]² + 1, by hand. */
async function check(backend: Backend): Promise<void> {
  const squared = jit((x: Tensor) => x.matmul(x).add(1), { backend, name: "doctor" });
  const result = await squared(
    tensor([
      [1, 2],
      [3, 4],
    ]),
  );
  const numbers = Array.from(await result.data(), Number);
  if (numbers.join(" ") !== "8 11 16 23")
    throw new Error(`${backend.name} computes wrongly: expected 8 11 16 23, received ${numbers.join(" ")}.`);
}
