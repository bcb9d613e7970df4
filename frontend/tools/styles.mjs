import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BUILT, FRONTEND, MODULES, folder, sizeOf } from "./places.mjs";
import { pruned } from "./prune.mjs";

// What of Basecoat's components is on our pages; its forty others would be two thirds of the style sheet.
const OF_BASECOAT = new Set(["btn", "kbd", "label", "progress", "sr-only", "table"]);
const TEMPLATES = join(FRONTEND, "../omnistock/interfaces/web/templates");

/** app.css: Tailwind over the templates, what we use of Basecoat's nova pack, our own components. Needs the fonts. */
export function buildStyles() {
  const output = join(folder(BUILT), "app.css");
  const command = join(MODULES, "@tailwindcss/cli/dist/index.mjs");
  const input = join(FRONTEND, "css/app.css");
  execFileSync(process.execPath, [command, "--input", input, "--output", output, "--minify"], {
    cwd: FRONTEND,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const text = readFileSync(output, "utf8");
  const wanted = pruned(text, isWanted(classesOfBasecoat()));
  writeFileSync(output, wanted.replace(/url\((fonts\/[\w.-]+)\)/g, (_all, name) => `url(${name}?v=${digestOf(name)})`));
  return sizeOf(output);
}

/** Whether a selector could meet anything: it speaks of no component, or of one that we use. Throws where a page uses one that
 * is not in `OF_BASECOAT`. */
function isWanted(components) {
  for (const name of readdirSync(TEMPLATES, { recursive: true }).filter((name) => name.endsWith(".html"))) {
    for (const [, classes] of readFileSync(join(TEMPLATES, name), "utf8").matchAll(/class="([^"]*)"/g)) {
      const lost = classes.split(/\s+/).find((each) => components.has(each) && !OF_BASECOAT.has(each));
      if (lost) throw new Error(`${name} uses “${lost}” of Basecoat: name it in OF_BASECOAT of tools/styles.mjs.`);
    }
  }
  return (selector) => {
    const named = classesIn(selector).filter((name) => components.has(name));
    return named.length === 0 || named.some((name) => OF_BASECOAT.has(name));
  };
}

function classesOfBasecoat() {
  const from = join(MODULES, "basecoat-css/dist/components");
  return new Set(readdirSync(from).flatMap((name) => classesIn(readFileSync(join(from, name), "utf8"))));
}

function classesIn(text) {
  return [...text.matchAll(/\.([a-z][\w-]*)(?![\w\\-])/g)].map(([, name]) => name);
}

/** As the tag `asset` writes it into the page, so that a preloaded font is the one of the style. */
function digestOf(name) {
  return createHash("sha256").update(readFileSync(join(BUILT, name))).digest("hex").slice(0, 12);
}
