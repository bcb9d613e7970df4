// Builds everything the web interface and the PDF paper need from the locked packages.
// Usage: node tools/build.mjs [fonts] [css] [script] [icons] [marks] [pictures]   (all of them without an argument)
import { buildStyles } from "./styles.mjs";
import { buildScripts } from "./scripts.mjs";
import { buildFonts } from "./fonts.mjs";
import { buildIcons } from "./icons.mjs";
import { buildMarks } from "./marks.mjs";
import { buildPictures } from "./pictures.mjs";
import { buildCompressed } from "./compress.mjs";

const steps = {
  fonts: buildFonts,
  css: buildStyles,
  script: buildScripts,
  icons: buildIcons,
  marks: buildMarks,
  pictures: buildPictures,
};
const wanted = process.argv.slice(2);
for (const name of wanted.length ? wanted : Object.keys(steps)) {
  const step = steps[name];
  if (!step) throw new Error(`There is no build step "${name}". Known: ${Object.keys(steps).join(", ")}.`);
  console.log(`${name}: ${await step()}`);
}
// Always: the server sends these, and old ones would hide what was built.
console.log(`compressed: ${await buildCompressed()}`);
