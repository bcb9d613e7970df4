// The box in the top bar: on pages without an entry grid a scan goes there and opens what it names.
import { takesScan } from "./counting.ts";
import { all, one } from "./dom.ts";

export function startScanBox(): void {
  const box = one<HTMLInputElement>("[data-scan-box]");
  if (!box) return;
  document.addEventListener("scan", (event) => {
    if (one("[data-entry-grid]") || one("[data-picks-box]")) return;
    const code = (event as CustomEvent<string>).detail;
    if (takesScan(code)) return;
    if (taken(code)) return;
    box.value = code;
    box.form?.requestSubmit();
  });
  for (const button of all("[data-focus-scan]")) {
    button.addEventListener("click", () => (one<HTMLInputElement>("[data-entry-bar]") ?? box).focus());
  }
}

/** On a form a scan goes into its field of barcodes (the one with the focus, else the first), and no typing is lost. */
function taken(code: string): boolean {
  const focused = document.activeElement?.closest<HTMLTextAreaElement>("[data-takes-scan]");
  const field = focused ?? one<HTMLTextAreaElement>("[data-takes-scan]");
  if (!field) return false;
  const codes = field.value.split(/[\n;]/).map((each) => each.trim()).filter(Boolean);
  field.value = [...new Set([...codes, code])].join(field.localName === "textarea" ? "\n" : "; ");
  field.focus();
  return true;
}
