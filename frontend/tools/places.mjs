// Where things lie, seen from this folder.
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";

export const FRONTEND = resolve(dirname(fileURLToPath(import.meta.url)), "..");
export const WEB = resolve(FRONTEND, "../omnistock/interfaces/web");
export const BUILT = join(WEB, "static/built");
export const PAPER_FONTS = resolve(FRONTEND, "../omnistock/kernel/paper/fonts");
export const MODULES = join(FRONTEND, "node_modules");

export function folder(path) {
  mkdirSync(path, { recursive: true });
  return path;
}

/** Every file below a folder whose name ends in one of the endings; the built folder is left out. */
export function filesBelow(root, endings) {
  return readdirSync(root).flatMap((name) => {
    const path = join(root, name);
    if (path === BUILT || name === "node_modules" || name === "__pycache__") return [];
    if (statSync(path).isDirectory()) return filesBelow(path, endings);
    return endings.some((ending) => name.endsWith(ending)) ? [path] : [];
  });
}

/** "app.js 41.2 KB compressed" for the build's report. */
export function sizeOf(path) {
  const kilobytes = gzipSync(readFileSync(path)).length / 1024;
  return `${path.split("/").pop()} ${kilobytes.toFixed(1)} KB compressed`;
}
