/** Checks an option that counts points. */
export function checkPointCount(where: string, name: string, count: number): void {
  if (!Number.isInteger(count) || count < 1) throw new Error(`${where}: expected ${name} to be a positive integer, received ${count}.`);
}
