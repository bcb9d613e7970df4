import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BUILT, FRONTEND, MODULES, WEB, filesBelow, folder, sizeOf } from "./places.mjs";

// An icon is in use where a template says <c-icon name="x"> or icon="x", Python says icon="x", TypeScript says icon("x").
const USES = [/<c-icon\b[^>]*?\sname="([a-z0-9-]+)"/g, /\sicon="([a-z0-9-]+)"/g, /\bicon\("([a-z0-9-]+)"\)/g];

function iconsInUse() {
  const files = [...filesBelow(WEB, [".html", ".py"]), ...filesBelow(join(FRONTEND, "src"), [".ts"])];
  const names = new Set();
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    for (const pattern of USES) for (const [, name] of text.matchAll(pattern)) names.add(name);
  }
  return [...names].sort();
}

function symbolOf(name) {
  const path = join(MODULES, "lucide-static/icons", `${name}.svg`);
  if (!existsSync(path)) throw new Error(`Lucide has no icon "${name}". Its names stand in ${join(MODULES, "lucide-static/icons")}.`);
  const shape = readFileSync(path, "utf8").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "").replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${shape}</symbol>`;
}

/** sprite.svg: only the Lucide icons that templates, Python and TypeScript name. */
export function buildIcons() {
  const names = iconsInUse();
  const output = join(folder(BUILT), "sprite.svg");
  writeFileSync(output, `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbolOf).join("")}</svg>\n`);
  return `${names.length} icons, ${sizeOf(output)}`;
}
