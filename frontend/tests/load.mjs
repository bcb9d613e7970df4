// Node 20 runs no TypeScript: a module is bundled in memory and imported from there.
import { build } from "esbuild";
import { join } from "node:path";
import { FRONTEND } from "../tools/places.mjs";

export async function load(path) {
  const entry = join(FRONTEND, "src", path);
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: "esm", write: false, target: "es2022" });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}
