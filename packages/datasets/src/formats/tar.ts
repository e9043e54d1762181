/**
 * The regular files of a tar archive by their names in it (POSIX.1-1988 ustar, as GNU tar writes it too); views, not copies.
 *
 * @param source names the archive in errors
 * @throws when a header's checksum is wrong, or the archive ends within a file
 */
export function parseTar(source: string, bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let offset = 0;
  while (offset + blockSize <= bytes.length) {
    const header = bytes.subarray(offset, offset + blockSize);
    if (header[0] === 0) return files; // two zero blocks end the archive
    checkHeader(source, header, offset);
    const size = octal(header, 124, 12);
    const start = offset + blockSize;
    if (start + size > bytes.length)
      throw new Error(`${source}: the archive ends within ${text(header, 0, 100)}: it is cut off. Fetch it again.`);
    const type = text(header, 156, 1);
    if (type === "0" || type === "") files.set(nameOf(header), bytes.subarray(start, start + size));
    offset = start + Math.ceil(size / blockSize) * blockSize;
  }
  throw new Error(`${source}: the archive has no end: it is cut off. Fetch it again.`);
}

const blockSize = 512;

/** The sum of a header's bytes, its own eight counted as spaces. */
function checkHeader(source: string, header: Uint8Array, offset: number): void {
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 0x20 : byte), 0);
  if (sum !== octal(header, 148, 8))
    throw new Error(`${source}: expected a tar header at byte ${offset}: this is no tar archive, or damaged.`);
}

function nameOf(header: Uint8Array): string {
  const prefix = text(header, 257, 5) === "ustar" ? text(header, 345, 155) : "";
  return `${prefix && `${prefix}/`}${text(header, 0, 100)}`.replace(/^\.\//, "");
}

const octal = (header: Uint8Array, start: number, length: number): number => Number.parseInt(text(header, start, length).trim() || "0", 8);

function text(header: Uint8Array, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}
