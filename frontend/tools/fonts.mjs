import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fontverter from "fontverter";
import subsetFont from "subset-font";
import { BUILT, MODULES, PAPER_FONTS, folder } from "./places.mjs";

const IBM = join(MODULES, "@ibm");

function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)).join("");
}

// Latin, the spaces and marks of typesetting, the rupee and euro signs, arrows, and the minus sign of figures.
const LATIN =
  range(0x20, 0x7e) + range(0xa0, 0xff) + "ıŒœŠšŽž" + range(0x2002, 0x200b) + "‐‑–—‘’‚“”„†•…\u202f‰‹›⁄€₹™←↑→↓↵−≈≠≤≥✓";
const DEVANAGARI = range(0x900, 0x97f) + range(0x20, 0x7e) + "\u200c\u200d\u25cc₹";

const PAGE_FONTS = [
  {
    from: "plex-sans-variable/fonts/complete/ttf/IBM Plex Sans Var-Roman.ttf",
    to: "plex-latin-rupee.woff2",
    text: LATIN,
    variationAxes: { wght: { min: 100, max: 700 }, wdth: 100 },
  },
  { from: "plex-mono/fonts/complete/woff2/IBMPlexMono-Medium.woff2", to: "plex-mono-500.woff2", text: LATIN },
  ...[["Regular", 400], ["SemiBold", 600]].map(([style, weight]) => ({
    from: `plex-sans-devanagari/fonts/complete/woff2/IBMPlexSansDevanagari-${style}.woff2`,
    to: `plex-devanagari-${weight}.woff2`,
    text: DEVANAGARI,
  })),
];

// The PDFs print names in any letters the families have, so these are whole.
const PAPER = [
  "plex-sans/fonts/complete/woff2/IBMPlexSans-Regular",
  "plex-sans/fonts/complete/woff2/IBMPlexSans-Medium",
  "plex-sans/fonts/complete/woff2/IBMPlexSans-SemiBold",
  "plex-mono/fonts/complete/woff2/IBMPlexMono-Medium",
  "plex-sans-devanagari/fonts/complete/woff2/IBMPlexSansDevanagari-Regular",
  "plex-sans-devanagari/fonts/complete/woff2/IBMPlexSansDevanagari-SemiBold",
];

/** Web fonts (woff2 subsets) beside the style sheet, and TTF files of the same families for the PDFs. */
export async function buildFonts() {
  const report = [];
  for (const { from, to, text, variationAxes } of PAGE_FONTS) {
    const font = await subsetFont(readFileSync(join(IBM, from)), text, { targetFormat: "woff2", variationAxes });
    writeFileSync(join(folder(join(BUILT, "fonts")), to), font);
    report.push(`${to} ${(font.length / 1024).toFixed(0)} KB`);
  }
  for (const path of PAPER) {
    const font = await fontverter.convert(readFileSync(join(IBM, `${path}.woff2`)), "truetype");
    writeFileSync(join(folder(PAPER_FONTS), `${path.split("/").pop()}.ttf`), font);
  }
  copyFileSync(join(IBM, "plex-sans/LICENSE.txt"), join(PAPER_FONTS, "LICENSE.txt"));
  copyFileSync(join(IBM, "plex-sans/LICENSE.txt"), join(BUILT, "fonts", "LICENSE.txt"));
  return `${report.join(", ")}; ${PAPER.length} TTF files for paper`;
}
