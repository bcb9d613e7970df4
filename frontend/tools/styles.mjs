import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BUILT, FRONTEND, MODULES, folder, sizeOf } from "./places.mjs";

/** app.css: Tailwind over the templates, Basecoat's nova pack, our own components. Needs the fonts. */
export function buildStyles() {
  const output = join(folder(BUILT), "app.css");
  const command = join(MODULES, "@tailwindcss/cli/dist/index.mjs");
  const input = join(FRONTEND, "css/app.css");
  execFileSync(process.execPath, [command, "--input", input, "--output", output, "--minify"], {
    cwd: FRONTEND,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const text = readFileSync(output, "utf8");
  writeFileSync(output, text.replace(/url\((fonts\/[\w.-]+)\)/g, (_all, name) => `url(${name}?v=${digestOf(name)})`));
  return sizeOf(output);
}

/** As the tag `asset` writes it into the page, so that a preloaded font is the one of the style. */
function digestOf(name) {
  return createHash("sha256").update(readFileSync(join(BUILT, name))).digest("hex").slice(0, 12);
}
