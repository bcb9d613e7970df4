// An arrival: every quantity stands as it was sent. The first scan sets all to 0, and from then each scan counts up.
import { all, one } from "./dom.ts";

interface Match {
  product_id: string;
  name: string;
  batch_number?: string | null;
  quantity?: string | null;
  unit: string;
  units: { code: string; factor: string }[];
}

export function startCountScans(): void {
  const form = one<HTMLFormElement>("form[data-count-scans]");
  if (!form) return;
  let isCounting = false;
  document.addEventListener("scan", (event) => {
    event.stopImmediatePropagation();
    const rows = all("[data-count-row]", form);
    if (!isCounting) for (const row of rows) setQuantity(row, 0);
    isCounting = true;
    void countUp(form, rows, (event as CustomEvent<string>).detail);
  });
}

async function countUp(form: HTMLFormElement, rows: HTMLElement[], code: string): Promise<void> {
  const response = await fetch(`/app/scan?code=${encodeURIComponent(code)}`, { headers: { Accept: "application/json" } });
  const matches = response.ok ? ((await response.json()) as { matches: Match[] }).matches : [];
  for (const match of matches) {
    const row = rowOf(rows, match);
    if (!row) continue;
    const factor = Number(match.units.find((each) => each.code === match.unit)?.factor ?? 1);
    const quantity = quantityOf(row) + Number(match.quantity ?? 1) * factor;
    setQuantity(row, quantity);
    say(form, `${match.name}: ${quantity}`);
    return;
  }
  say(form, code);
  one<HTMLElement>("[data-count-unknown]", form)?.removeAttribute("hidden");
}

/** The row of the batch that was scanned; else the one row of its product. */
function rowOf(rows: HTMLElement[], match: Match): HTMLElement | undefined {
  const same = rows.filter((row) => row.dataset.product === match.product_id);
  const number = (match.batch_number ?? "").trim().toLowerCase();
  return same.find((row) => (row.dataset.batch ?? "").toLowerCase() === number) ?? (same.length === 1 ? same[0] : undefined);
}

function field(row: HTMLElement): HTMLInputElement | null {
  return one<HTMLInputElement>("[data-count-quantity]", row);
}

function quantityOf(row: HTMLElement): number {
  return Number(field(row)?.value.replace(/,/g, "") || 0);
}

function setQuantity(row: HTMLElement, quantity: number): void {
  const input = field(row);
  if (input) input.value = String(quantity);
}

function say(form: HTMLFormElement, text: string): void {
  const place = one("[data-count-said]", form);
  if (place) place.textContent = text;
}
