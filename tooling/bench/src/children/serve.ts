import { createInterface } from "node:readline";
import type { Answer, Request } from "../protocol.ts";

/** Answers the requests that come in on standard input, one line each, until it closes. */
export async function serve(answer: (request: Request) => Promise<Answer>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Request))}\n`);
  }
}
