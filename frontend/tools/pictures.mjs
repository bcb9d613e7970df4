import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { BUILT, FRONTEND, folder } from "./places.mjs";

/** The pictures of the public pages, as they are: `make pictures` takes them anew from the practice workspace. */
export function buildPictures() {
  const from = join(FRONTEND, "pictures");
  cpSync(from, folder(join(BUILT, "pictures")), { recursive: true });
  return readdirSync(from).join(", ");
}
