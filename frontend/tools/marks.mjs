import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BUILT, folder } from "./places.mjs";

// Three rounded bars: what is left of a batch's life. The shortest goes first, so it alone is marigold.
const bars = (ink, first) =>
  [[4, 20, ink], [10, 14, ink], [16, 8, first]]
    .map(([y, width, fill]) => `<rect x="2" y="${y}" width="${width}" height="4" rx="2" fill="${fill}"/>`)
    .join("");

const MARKS = {
  "logo.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">${bars("#142128", "#e5a52f")}</svg>`,
  "favicon.svg":
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#005a6a"/>' +
    `<g transform="translate(4 4)">${bars("#fbfaf7", "#e5a52f")}</g></svg>`,
};

/** logo.svg for mail and print, favicon.svg for the tab. Pages draw the logo inline, in the text's colour. */
export function buildMarks() {
  for (const [name, svg] of Object.entries(MARKS)) writeFileSync(join(folder(BUILT), name), `${svg}\n`);
  return Object.keys(MARKS).join(", ");
}
