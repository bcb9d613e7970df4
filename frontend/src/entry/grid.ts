// The entry grid: one bar that takes scans, names and quantities, above lines that behave like a spreadsheet.
import { all, make, near, one } from "../dom.ts";
import { toast } from "../toasts.ts";
import { say } from "../words.ts";
import { here, takeAdded } from "./added.ts";
import { Chooser } from "./chooser.ts";
import { type Amounts, type Cell, Lines } from "./lines.ts";
import { type Answer, type Match, lookUp } from "./match.ts";
import { type BarText, readBar, readExpiry, readTable, takeUnit } from "./typed.ts";

const SUGGEST_MS = 150;
const LINKS_OFFERED = 5;
const NOTHING: Amounts = { quantity: "", free: "", unit: "" };
const CODE = /^\d{8,14}$/;

interface Asking {
  isQuiet?: boolean;
  isScan?: boolean;
  sent?: string;
}

export function startEntryGrids(): void {
  for (const root of all("[data-entry-grid]:not([data-started])")) {
    const bar = one<HTMLInputElement>("[data-entry-bar]", root);
    const choices = one("[role='listbox']", root);
    const body = one("[data-entry-body]", root);
    const blank = one<HTMLTemplateElement>("template[data-entry-line]", root);
    if (!bar || !choices || !body || !blank) continue;
    root.dataset.started = "";
    const lines = new Lines(root.dataset.entryGrid ?? "lines", body, blank);
    new EntryGrid(root, bar, lines, new Chooser(bar, choices));
  }
}

class EntryGrid {
  private timer = 0;
  private asking: AbortController | null = null;
  private latest: HTMLTableRowElement | null = null;
  private isUnsaved = false;
  private isResolving = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly bar: HTMLInputElement,
    private readonly lines: Lines,
    private readonly chooser: Chooser,
  ) {
    document.addEventListener("scan", (event) => void this.scanned((event as CustomEvent<string>).detail));
    bar.addEventListener("keydown", (event) => this.barKey(event));
    bar.addEventListener("input", () => this.suggestLater());
    bar.addEventListener("paste", (event) => void this.pasteIntoBar(event));
    bar.addEventListener("blur", () => chooser.close());
    root.addEventListener("keydown", (event) => this.lineKey(event));
    root.addEventListener("paste", (event) => this.pasteIntoCell(event));
    root.addEventListener("change", (event) => this.changed(event));
    root.addEventListener("click", (event) => {
      const row = near<HTMLButtonElement>(event, "[data-remove-line]")?.closest("tr");
      if (row) this.remove(row);
    });
    this.keepFromLosing();
    this.count();
    const first = takeAdded() || root.dataset.beginsWith;
    if (first) void this.resolve(first, NOTHING);
  }

  /** The browser asks before a page with typed lines is left; sending the form is no leaving. */
  private keepFromLosing(): void {
    for (const kind of ["input", "entry:changed"]) {
      this.root.addEventListener(kind, (event) => {
        if (event.target === this.bar) return;
        this.isUnsaved = true;
        this.count();
      });
    }
    this.bar.form?.addEventListener("submit", () => {
      this.isUnsaved = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.isUnsaved && !this.bar.form?.matches("[data-draft]")) event.preventDefault();
    });
  }

  /** The primary button says how many lines it is about: those with a quantity. */
  private count(): void {
    const place = this.bar.form && one("[data-line-count]", this.bar.form);
    if (!place) return;
    const filled = this.lines.rows().filter((row) => Number.parseFloat(this.lines.cell(row, "quantity")?.value ?? "") > 0 || Number.parseFloat(this.lines.cell(row, "free")?.value ?? "") > 0);
    const { none = "", one: single = "", many = "" } = place.dataset;
    place.textContent = filled.length === 0 ? none : filled.length === 1 ? single : many.replace("{count}", String(filled.length));
  }

  /** The line that `2 box` and `10+1` are about: the one entered last, while it stands. */
  private get current(): HTMLTableRowElement | null {
    return this.latest?.isConnected ? this.latest : this.lines.last();
  }

  /** Where to ask; what is there is told of the warehouse that the form names. */
  private get source(): string {
    const source = new URL(this.root.dataset.source ?? "/app/scan", window.location.href);
    const named = this.bar.form?.elements;
    const warehouse = named?.namedItem("warehouse_id") ?? named?.namedItem("from_warehouse_id");
    if (warehouse instanceof HTMLSelectElement || warehouse instanceof HTMLInputElement) source.searchParams.set("warehouse_id", warehouse.value);
    return source.href;
  }

  /** A scan counts with the quantity that stands in the bar (`12*`). */
  private async scanned(code: string): Promise<void> {
    const { quantity, free } = readBar(this.bar.value);
    this.bar.value = "";
    await this.resolve(code, { quantity, free, unit: "" }, { isScan: true });
  }

  private barKey(event: KeyboardEvent): void {
    if (this.chooser.key(event)) {
      event.stopPropagation();
      return;
    }
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (!this.isResolving) void this.entered(readBar(this.bar.value));
    } else if (event.key === "ArrowDown" && this.lines.rows().length) {
      event.preventDefault();
      this.focus(this.lines.cells(this.lines.rows()[0] as HTMLTableRowElement)[0] ?? null);
    } else if (event.ctrlKey && event.key === "Backspace" && !this.bar.value) {
      event.preventDefault();
      if (this.current) this.remove(this.current);
    }
  }

  private async entered(text: BarText): Promise<void> {
    window.clearTimeout(this.timer);
    this.asking?.abort();
    const last = this.current;
    if (!text.whole) {
      this.focus(last ? this.lines.needed(last) : null);
      return;
    }
    if (text.whole.endsWith("*")) return; // the quantity waits for its scan
    const { unit, rest } = last ? takeUnit(text.rest, this.lines.units(last)) : { unit: "", rest: text.rest };
    const amounts = { quantity: text.quantity, free: text.free, unit };
    if (last && text.quantity && !rest) return this.setAmounts(last, amounts);
    const sent = this.bar.value;
    const isNameWithNumber = text.quantity !== "" && !text.free && !unit && rest === text.rest && !text.whole.includes("*");
    if (isNameWithNumber && (await this.resolve(text.whole, NOTHING, { isQuiet: true, sent }))) return;
    await this.resolve(rest || text.whole, amounts, { sent });
  }

  /** `2 box` and `10+1` alone are about the line entered last. */
  private setAmounts(row: HTMLTableRowElement, amounts: Amounts): void {
    for (const [source, value] of Object.entries(amounts)) {
      const cell = value ? this.lines.cell(row, source) : null;
      if (cell) this.put(cell, value);
    }
    this.bar.value = "";
    this.focus(this.lines.needed(row));
  }

  /** Asks what `text` is and takes the answer; true when there was one. */
  private async resolve(text: string, amounts: Amounts, options: Asking = {}): Promise<boolean> {
    const { sent = this.bar.value, isScan = CODE.test(text) } = options;
    let answer: Answer;
    this.isResolving = true;
    try {
      answer = await lookUp(this.source, text);
    } catch {
      toast(say("noAnswer"), { tone: "bad" });
      return true;
    } finally {
      this.isResolving = false;
    }
    const { matches, problems = [] } = answer;
    const [only] = matches;
    if (!only) {
      if (!options.isQuiet) this.unknown(text, problems);
      return false;
    }
    if (matches.length === 1) {
      this.take(only, amounts, { sent, isScan });
    } else {
      this.bar.focus();
      this.chooser.offer(matches, { first: true, chosen: (match) => this.take(match, amounts, { isScan }) });
      this.tell(say("chooseOne", { count: matches.length }));
    }
    return true;
  }

  private take(match: Match, amounts: Amounts, { sent = this.bar.value, isScan = false }: Asking = {}): void {
    const row = this.lines.take(match, this.typedUnit(match, amounts), { isScan });
    const early = this.bar.value.startsWith(sent) ? this.bar.value.slice(sent.length) : "";
    this.latest = row;
    this.bar.value = "";
    this.chooser.close(); // where no cell needs a person, the bar keeps the focus that would have closed it
    one("[data-entry-unknown]", this.root)?.replaceChildren();
    this.tell(say("lineAdded", { name: match.name, quantity: this.lines.cell(row, "quantity")?.value ?? "" }));
    this.announceChange();
    this.goOn(this.lines.needed(row), early);
  }

  /** A quick hand types on while the answer is on its way: those letters belong to the cell that comes next. */
  private goOn(cell: Cell | null, early: string): void {
    this.focus(cell);
    const target = cell ?? this.bar;
    if (!early || !(target instanceof HTMLInputElement)) return;
    target.value = early;
    target.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** `2 box azith` names the unit before the product is known. */
  private typedUnit(match: Match, amounts: Amounts): Amounts {
    if (amounts.unit) return amounts;
    const { unit } = takeUnit(readBar(this.bar.value).rest, match.units.map((each) => each.code));
    return { ...amounts, unit };
  }

  /** Says why a code cannot be used; where it is only new, what can be made of it. */
  private unknown(code: string, problems: string[]): void {
    const place = one("[data-entry-unknown]", this.root);
    if (!place) return;
    const strip = make("div", "", { class: "entry-unknown", role: "alert" });
    strip.append(make("span", problems.join(" ") || say("notKnown", { code })));
    const create = problems.length ? undefined : this.root.dataset.createHref;
    if (this.root.dataset.linkHref && !problems.length) for (const row of this.lines.distinct(LINKS_OFFERED, this.current)) strip.append(this.linkButton(row, code));
    if (create) strip.append(make("a", this.root.dataset.createWords ?? "", { class: "link", href: `${create}?${new URLSearchParams({ [/\d{6}/.test(code) ? "barcode" : "name"]: code, next: here() })}` }));
    place.replaceChildren(strip);
    this.bar.select();
  }

  /** "Link to Azithral": the code becomes one of that line's product, and counts at once. */
  private linkButton(row: HTMLTableRowElement, code: string): HTMLElement {
    const name = one("[data-name]", row)?.textContent?.trim() ?? "";
    const button = make("button", say("linkTo", { name }), { type: "button", class: "btn", "data-variant": "outline", "data-size": "sm" });
    button.addEventListener("click", () => void this.link(row, code, name));
    return button;
  }

  private async link(row: HTMLTableRowElement, code: string, name: string): Promise<void> {
    const units = this.lines.units(row);
    const unit = this.lines.cell(row, "unit")?.value ?? "";
    const body = new URLSearchParams({ code, product_id: this.lines.productOf(row), unit: units.includes(unit) ? unit : "" });
    body.set("csrfmiddlewaretoken", one<HTMLInputElement>("[name='csrfmiddlewaretoken']", this.bar.form ?? document)?.value ?? "");
    try {
      const answer = await fetch(this.root.dataset.linkHref ?? "", { method: "POST", body });
      const said = (await answer.json()) as { message?: string };
      if (!answer.ok) return toast(said.message ?? say("linkRefused"), { tone: "bad" });
    } catch {
      return toast(say("noAnswer"), { tone: "bad" });
    }
    one("[data-entry-unknown]", this.root)?.replaceChildren();
    toast(say("linked", { code, name }));
    this.bar.value = "";
    await this.resolve(code, NOTHING);
  }

  private suggestLater(): void {
    window.clearTimeout(this.timer);
    this.asking?.abort();
    const { rest } = readBar(this.bar.value);
    if (rest.length < 2 || /^\d+$/.test(rest)) return this.chooser.close();
    this.timer = window.setTimeout(() => void this.suggest(rest), SUGGEST_MS);
  }

  private async suggest(text: string): Promise<void> {
    this.asking = new AbortController();
    try {
      const { matches } = await lookUp(this.source, text, this.asking.signal);
      const { quantity, free } = readBar(this.bar.value);
      const amounts = { quantity, free, unit: "" };
      if (document.activeElement === this.bar) {
        this.chooser.offer(matches, { first: false, chosen: (match) => this.take(match, amounts) });
      }
    } catch {
      // Another letter was typed meanwhile, or the server is away: Enter will tell.
    }
  }

  private lineKey(event: KeyboardEvent): void {
    const row = near<HTMLTableRowElement>(event, "tr[data-line]");
    const cell = event.target as Cell;
    if (!row || !cell.matches("input, select")) return;
    const isCommand = event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && !isCommand) this.focus(this.lines.needed(row, cell));
    else if (isCommand && event.key === "Backspace") this.remove(row);
    else if (isCommand && event.key.toLowerCase() === "d") this.repeat(row);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && cell instanceof HTMLInputElement) this.walk(row, cell, event.key);
    else return;
    event.preventDefault();
  }

  private walk(row: HTMLTableRowElement, cell: Cell, key: string): void {
    const rows = this.lines.rows();
    const next = rows[rows.indexOf(row) + (key === "ArrowDown" ? 1 : -1)];
    if (next) this.focus(this.lines.cell(next, cell.dataset.source ?? ""));
    else if (key === "ArrowUp") this.focus(null);
  }

  private repeat(row: HTMLTableRowElement): void {
    this.lines.repeatAbove(row);
    this.announceChange();
    this.focus(this.lines.needed(row));
  }

  private remove(row: HTMLTableRowElement): void {
    const number = this.lines.rows().indexOf(row) + 1;
    const undo = this.lines.remove(row);
    this.announceChange();
    this.focus(null);
    toast(say("lineRemoved", { line: number }), {
      tone: "info",
      action: {
        label: say("undo"),
        run: () => {
          undo();
          this.announceChange();
        },
      },
    });
  }

  /** Rows from a spreadsheet: the first column is looked up, the others fill the cells in their order. */
  private async pasteIntoBar(event: ClipboardEvent): Promise<void> {
    const table = readTable(event.clipboardData?.getData("text/plain") ?? "");
    if (!table) return;
    event.preventDefault();
    let filled = 0;
    for (const [code = "", ...values] of table) {
      const answer: Answer = code.trim() ? await lookUp(this.source, code.trim()).catch(() => ({ matches: [] })) : { matches: [] };
      const [match, ...others] = answer.matches;
      if (!match || others.length) {
        this.unknown(code, answer.problems ?? []);
        continue;
      }
      const row = this.lines.take(match, NOTHING);
      this.fillRow(row, 0, values);
      filled += 1;
    }
    this.announceChange();
    toast(say("pasted", { count: filled }));
  }

  private pasteIntoCell(event: ClipboardEvent): void {
    const row = near<HTMLTableRowElement>(event, "tr[data-line]");
    const table = row && readTable(event.clipboardData?.getData("text/plain") ?? "");
    if (!row || !table) return;
    event.preventDefault();
    const start = this.lines.cells(row).indexOf(event.target as Cell);
    const rows = this.lines.rows().slice(this.lines.rows().indexOf(row));
    for (const [index, values] of table.entries()) {
      const target = rows[index];
      if (target) this.fillRow(target, start, values);
    }
    this.announceChange();
  }

  private fillRow(row: HTMLTableRowElement, start: number, values: string[]): void {
    const cells = this.lines.cells(row).slice(start);
    for (const [index, value] of values.entries()) {
      const cell = cells[index];
      if (cell && value.trim()) this.put(cell, value.trim());
    }
  }

  private put(cell: Cell, value: string): void {
    cell.value = cell.dataset.kind === "expiry" ? (readExpiry(value) ?? value) : value;
    cell.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** An expiry is shown as it was understood; one that cannot be read is marked at once and never lost. */
  private changed(event: Event): void {
    const cell = near<Cell>(event, "[data-kind]");
    if (!cell) return;
    cell.setCustomValidity("");
    cell.removeAttribute("aria-invalid");
    if (cell.dataset.source === "quantity") this.lines.putApart(cell);
    if (cell.dataset.kind !== "expiry" || !cell.value.trim()) return;
    const understood = readExpiry(cell.value);
    if (understood) cell.value = understood;
    else {
      cell.setAttribute("aria-invalid", "true");
      this.tell(say("badExpiry"));
    }
  }

  private announceChange(): void {
    this.root.dispatchEvent(new CustomEvent("entry:changed", { bubbles: true }));
  }

  private focus(cell: Cell | null): void {
    const target = cell ?? this.bar;
    target.focus();
    if (target instanceof HTMLInputElement) target.select();
  }

  private tell(text: string): void {
    const place = one("[data-entry-said]", this.root);
    if (place) place.textContent = text;
  }
}
