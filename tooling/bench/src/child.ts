import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const running = new Set<ChildProcess>();
process.once("exit", () => running.forEach((child) => child.kill("SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

/**
 * A system in a process of its own, that answers one line of JSON per request. Between requests it is stopped, so that no
 * waiting thread of its pools disturbs the one that is measured.
 */
export class Child {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #errors: string[] = [];
  readonly #closed: Promise<unknown>;

  constructor(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...env } });
    this.#process = child;
    running.add(child);
    this.#closed = once(child, "close").catch(() => undefined);
    child.once("exit", () => running.delete(child));
    child.once("error", (error) => this.#errors.push(error.message));
    child.stdin.on("error", () => undefined); // it ended: the missing answer tells
    createInterface({ input: child.stderr }).on("line", (line) => this.#errors.push(line));
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /**
   * Asks and waits for the answer.
   *
   * @throws when the process ended instead, with the error that it wrote to standard error
   */
  async ask<Answer>(request: object): Promise<Answer> {
    this.#signal("SIGCONT");
    this.#process.stdin?.write(`${JSON.stringify(request)}\n`);
    for (;;) {
      const { value, done } = await this.#answers.next();
      if (done === true) throw new Error(await this.#lastWords());
      if (!value.startsWith("{")) continue; // something a library printed
      this.#signal("SIGSTOP");
      const answer = JSON.parse(value) as Answer & { readonly error?: string };
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer;
    }
  }

  end(): void {
    this.#process.kill("SIGKILL");
  }

  async #lastWords(): Promise<string> {
    await this.#closed;
    const words = this.#errors.filter((line) => line.trim() !== "");
    return words.findLast((line) => /^\w*(Error|Exception)\b/.test(line)) ?? words.at(-1) ?? "The process ended without a word.";
  }

  /** Windows cannot stop processes; there, idle ones just wait. */
  #signal(signal: "SIGCONT" | "SIGSTOP"): void {
    if (process.platform !== "win32") this.#process.kill(signal);
  }
}
