import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The path of a file in ../shared/data beside the repository; undefined where it is not there. */
export function sharedFile(name: string): string | undefined {
  const path = fileURLToPath(new URL(`../../../../shared/data/${name}`, import.meta.url));
  return existsSync(path) ? path : undefined;
}
