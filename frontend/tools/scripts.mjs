import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { BUILT, FRONTEND, folder, sizeOf } from "./places.mjs";

// A first page may load this much script, compressed (docs: "fast by being small").
const BUDGET_BYTES = 60 * 1024;

/** app.js (everything a page needs), theme.js (blocking, a few lines: no flash of the wrong theme) and analytics.js, which
 * only the public pages load, and only where the operator set a key. */
export async function buildScripts() {
  const outputs = ["app", "theme"].map((name) => join(folder(BUILT), `${name}.js`));
  await build({
    entryPoints: ["app", "theme", "analytics"].map((name) => join(FRONTEND, `src/${name}.ts`)),
    outdir: BUILT,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    legalComments: "none",
  });
  const bytes = outputs.reduce((sum, path) => sum + gzipSync(readFileSync(path)).length, 0);
  if (bytes > BUDGET_BYTES) throw new Error(`The scripts take ${bytes} bytes compressed; the budget is ${BUDGET_BYTES}.`);
  return outputs.map(sizeOf).join(", ");
}
