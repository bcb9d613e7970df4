import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { BUILT, filesBelow } from "./places.mjs";

/** A .br and a .gz beside every text of the built folder; the web server sends what the browser takes. */
export function buildCompressed() {
  const texts = filesBelow(BUILT, [".css", ".js", ".svg"]);
  let bytes = 0;
  for (const path of texts) {
    const text = readFileSync(path);
    const small = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length } });
    writeFileSync(`${path}.br`, small);
    writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
    bytes += small.length;
  }
  return `${texts.length} texts, ${(bytes / 1024).toFixed(1)} KB`;
}
