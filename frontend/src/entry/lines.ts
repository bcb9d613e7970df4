// The lines of an entry grid. The page is the state: every line is a row of ordinary form fields.
import { all, one } from "../dom.ts";
import type { Match } from "./match.ts";
import { addDecimals, readCell, readExpiry } from "./typed.ts";

export type Cell = HTMLInputElement | HTMLSelectElement;

export interface Amounts {
  quantity: string;
  free: string;
  unit: string;
}

export class Lines {
  constructor(
    private readonly prefix: string,
    private readonly body: HTMLElement,
    private readonly blank: HTMLTemplateElement,
  ) {}

  rows(): HTMLTableRowElement[] {
    return all<HTMLTableRowElement>("tr[data-line]", this.body);
  }

  last(): HTMLTableRowElement | null {
    return this.rows().at(-1) ?? null;
  }

  productOf(row: HTMLTableRowElement): string {
    return this.hidden(row, "product_id")?.value ?? "";
  }

  /** One row a product, at most `most`: the one that somebody is at first, then from the last line up. */
  distinct(most: number, first: HTMLTableRowElement | null): HTMLTableRowElement[] {
    const found = new Map<string, HTMLTableRowElement>();
    for (const row of [...(first ? [first] : []), ...this.rows().reverse()]) {
      const product = this.productOf(row);
      if (product && !found.has(product)) found.set(product, row);
    }
    return [...found.values()].slice(0, most);
  }

  cells(row: HTMLTableRowElement): Cell[] {
    return all<Cell>("td :is(input:not([type='hidden']), select)", row);
  }

  cell(row: HTMLTableRowElement, source: string): Cell | null {
    return one<Cell>(`[data-source="${source}"]`, row);
  }

  /** The first cell that a person must fill, else null; on the way through the line (after `from`) also one that may stay empty. */
  needed(row: HTMLTableRowElement, from: Cell | null = null): Cell | null {
    const cells = this.cells(row);
    const rest = from ? cells.slice(cells.indexOf(from) + 1) : cells;
    const unasked = this.hidden(row, "unasked")?.value.split(" ") ?? [];
    const stops = (cell: Cell) => "needed" in cell.dataset || (from !== null && "offered" in cell.dataset);
    return rest.find((cell) => stops(cell) && !cell.value && !unasked.includes(cell.dataset.kind ?? "")) ?? null;
  }

  units(row: HTMLTableRowElement): string[] {
    return all<HTMLOptionElement>("select[data-kind='unit'] option", row).map((option) => option.value);
  }

  /**
   * Puts an answer of the look-up into the grid and returns its row: the row of the same product, batch and unit counts up, a
   * row of the product that waits for its batch is completed, else there is a new row. Who scans a pack means that pack's
   * unit; who types a name means the product, and a line that stood ready keeps the unit it was ordered in.
   */
  take(match: Match, amounts: Amounts, { isScan = false }: { isScan?: boolean } = {}): HTMLTableRowElement {
    const meant = amounts.unit || (isScan ? match.unit : "");
    const same = this.rows().find((row) => this.isSame(row, match, meant));
    if (same) {
      this.count(same, match, amounts);
      return same;
    }
    const waiting = this.rows().find((row) => this.isWaiting(row, match));
    const row = waiting ?? this.add(match);
    const ordered = waiting && !isScan ? (this.cell(waiting, "unit")?.value ?? "") : "";
    this.fill(row, match, { ...amounts, unit: amounts.unit || ordered });
    return row;
  }

  /** `2 box` and `10+1` in the cell of a quantity are the line's unit and free goods; the server reads them the same way. */
  putApart(quantity: Cell): void {
    const row = quantity.closest<HTMLTableRowElement>("tr[data-line]");
    const said = row && readCell(quantity.value, this.units(row));
    const other = said && this.cell(row, said.unit ? "unit" : "free");
    if (!other || (said.free && other.value.trim())) return;
    quantity.value = said.quantity;
    other.value = said.unit || said.free;
  }

  remove(row: HTMLTableRowElement): () => void {
    const next = row.nextElementSibling;
    row.remove();
    this.renumber();
    return () => {
      this.body.insertBefore(row, next?.parentElement === this.body ? next : null);
      this.renumber();
    };
  }

  /** Copies what names the batch from the line above into the empty cells of this one (Ctrl+D). */
  repeatAbove(row: HTMLTableRowElement): void {
    const above = this.rows()[this.rows().indexOf(row) - 1];
    if (!above) return;
    for (const cell of this.cells(row)) {
      const source = cell.dataset.source ?? "";
      if (["quantity", "free", "unit"].includes(source) || cell.value) continue;
      cell.value = this.cell(above, source)?.value ?? "";
    }
  }

  private isSame(row: HTMLTableRowElement, match: Match, unit: string): boolean {
    if (this.hidden(row, "product_id")?.value !== match.product_id) return false;
    const quantity = this.cell(row, "quantity");
    if (quantity) this.putApart(quantity); // `2 box` may still stand in it as it was typed
    if (unit && (this.cell(row, "unit")?.value || unit) !== unit) return false;
    const batch = this.batchOf(row);
    if (!batch) return Boolean(quantity?.value);
    return Boolean(match.batch_number) && fold(batch.value) === fold(match.batch_number ?? "");
  }

  /** The cell of the batch number; none where the product is not tracked. */
  private batchOf(row: HTMLTableRowElement): Cell | null {
    return this.hidden(row, "unasked")?.value.split(" ").includes("batch") ? null : this.cell(row, "batch_number");
  }

  private isWaiting(row: HTMLTableRowElement, match: Match): boolean {
    if (this.hidden(row, "product_id")?.value !== match.product_id) return false;
    const batch = this.batchOf(row);
    return batch ? !batch.value : !this.cell(row, "quantity")?.value;
  }

  private count(row: HTMLTableRowElement, match: Match, amounts: Amounts): void {
    const quantity = this.cell(row, "quantity");
    if (quantity) quantity.value = addDecimals(quantity.value, amounts.quantity || match.quantity || "1");
    const free = this.cell(row, "free");
    if (free && amounts.free) free.value = addDecimals(free.value, amounts.free);
  }

  /** A new row; a further batch of a line that stood ready carries that line's own fields along (its order line). */
  private add(match: Match): HTMLTableRowElement {
    const sibling = this.rows().findLast((row) => this.hidden(row, "product_id")?.value === match.product_id);
    const fresh = one<HTMLTableRowElement>("tr", this.blank.content)?.cloneNode(true) as HTMLTableRowElement;
    if (sibling) {
      for (const field of all<HTMLInputElement>("th input[type='hidden']", sibling)) {
        if (!this.hidden(fresh, keyOf(field.name))) one("th", fresh)?.append(field.cloneNode(true));
      }
      sibling.after(fresh);
    } else {
      this.body.append(fresh);
    }
    this.renumber();
    return fresh;
  }

  private fill(row: HTMLTableRowElement, match: Match, amounts: Amounts): void {
    const names = match.units.map((unit) => unit.code);
    this.name(row, match, names);
    const unit = this.cell(row, "unit");
    if (unit instanceof HTMLSelectElement && !unit.options.length) {
      unit.replaceChildren(...names.map((name) => new Option(name, name)));
    }
    const values: Record<string, unknown> = { ...match, unit: amounts.unit || match.unit };
    values.quantity = amounts.quantity || match.quantity || "";
    values.free = amounts.free;
    for (const cell of all<Cell>("[data-source]", row)) {
      const value = values[cell.dataset.source ?? ""];
      if (value === undefined || value === null || value === "") continue;
      if (cell.value && cell.dataset.source !== "quantity" && cell.dataset.source !== "unit") continue;
      cell.value = cell.dataset.kind === "expiry" ? (readExpiry(String(value)) ?? String(value)) : String(value);
      const still = cell.parentElement && one("[data-still]", cell.parentElement);
      if (still) still.textContent = String(value);
    }
  }

  private name(row: HTMLTableRowElement, match: Match, units: string[]): void {
    const shown: Record<string, string> = { name: match.name, sku: match.sku, note: match.note ?? "" };
    for (const [key, value] of Object.entries(shown)) {
      const element = one(`[data-${key}]`, row);
      if (element && !element.textContent?.trim()) element.textContent = value;
    }
    const unasked = [match.tracking === "none" ? "batch" : "", match.tracking === "none" || match.expires === false ? "expiry" : "", Number(match.cost) > 0 ? "cost" : ""];
    const carried: Record<string, string> = {
      ...shown,
      product_id: match.product_id,
      units: JSON.stringify(units),
      unasked: unasked.filter(Boolean).join(" "),
    };
    for (const [key, value] of Object.entries(carried)) {
      const field = this.hidden(row, key);
      if (field && (!field.value || field.value === "[]")) field.value = value;
    }
  }

  private hidden(row: HTMLTableRowElement, key: string): HTMLInputElement | null {
    return one<HTMLInputElement>(`th input[type='hidden'][name$="-${key}"]`, row);
  }

  /** Names and ids count without gaps, so that the server's `lines/2/quantity` is the third row that a person sees. */
  private renumber(): void {
    const pattern = new RegExp(`(^|id_)${this.prefix}-(\\d+|__index__)`);
    for (const [index, row] of this.rows().entries()) {
      for (const element of all("[name], [id], [aria-describedby]", row)) {
        for (const attribute of ["name", "id", "aria-describedby"]) {
          const value = element.getAttribute(attribute);
          if (value) element.setAttribute(attribute, value.replace(pattern, `$1${this.prefix}-${index}`));
        }
      }
    }
  }
}

function fold(number: string): string {
  return number.trim().toLowerCase();
}

function keyOf(name: string): string {
  return name.replace(/^.*?-(\d+|__index__)-/, "");
}
