import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { BUILT, FRONTEND, MODULES, folder, sizeOf } from "./places.mjs";

/** app.css: Tailwind over the templates, Basecoat's nova pack, our own components. */
export function buildStyles() {
  const output = join(folder(BUILT), "app.css");
  const command = join(MODULES, "@tailwindcss/cli/dist/index.mjs");
  const input = join(FRONTEND, "css/app.css");
  execFileSync(process.execPath, [command, "--input", input, "--output", output, "--minify"], {
    cwd: FRONTEND,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return sizeOf(output);
}
