// The box in the top bar: on pages without an entry grid a scan goes there and opens what it names.
import { all, one } from "./dom.ts";

export function startScanBox(): void {
  const box = one<HTMLInputElement>("[data-scan-box]");
  if (!box) return;
  document.addEventListener("scan", (event) => {
    if (one("[data-entry-grid]")) return;
    box.value = (event as CustomEvent<string>).detail;
    box.form?.requestSubmit();
  });
  for (const button of all("[data-focus-scan]")) {
    button.addEventListener("click", () => (one<HTMLInputElement>("[data-entry-bar]") ?? box).focus());
  }
}
