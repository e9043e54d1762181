import { listClasses } from "../folders/list-folder.ts";
import type { ClassFolder, FileKind, ListFolderOptions } from "../folders/list-folder.ts";

/** Images by the endings of Keras, and what sharp reads beyond. */
export const imageFiles: FileKind = {
  noun: "image",
  endings: [".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"],
  instead: "Elsewhere, read images with readImages from http(s) addresses.",
};

/**
 * The images of a folder with a subfolder for each class, at any depth within it; other files and names that begin with a dot are left
 * out.
 *
 * @throws when there is no such folder or it has no subfolders, a class has no image (naming it), or a class name is no subfolder
 * @example
 * ```ts
 * const { classNames, files, labels } = await listImageFolder("flowers"); // flowers/daisy/1.jpg, flowers/rose/7.png …
 * ```
 */
export const listImageFolder = (directory: string, options: ListFolderOptions = {}): Promise<ClassFolder> =>
  listClasses("listImageFolder", directory, imageFiles, options);
