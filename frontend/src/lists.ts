// Lists: a row cursor by keys, choosing rows for the bulk bar, the side panel, the row height.
import htmx from "htmx.org/dist/htmx.esm.js";
import { all, isTyping, make, near, one } from "./dom.ts";
import { say } from "./words.ts";

export function startLists(): void {
  document.addEventListener("keydown", moveInList);
  document.addEventListener("change", (event) => {
    const everything = near<HTMLInputElement>(event, "[data-choose-all]");
    if (everything) chooseAll(everything);
    if (everything || near(event, "[data-choose]")) showChosen();
  });
  document.addEventListener("click", (event) => {
    if (near(event, "[data-bulk-clear]")) clearChosen();
    const density = near(event, "[data-density-choice]");
    if (density) chooseDensity(density.dataset.densityChoice ?? "");
  });
  document.addEventListener("pageshow", showChosen);
  showChosen();
}

function moveInList(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || one("dialog[open]") || near(event, "a, button, summary, [role='option']")) return;
  const rows = all<HTMLTableRowElement>("[data-list] tbody tr[data-href]");
  if (!rows.length) return;
  const at = rows.findIndex((row) => "cursor" in row.dataset);
  const row = rows[at];
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = event.key === "ArrowDown" ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0);
    moveCursor(rows, next);
  } else if (row && event.key === "Enter") {
    event.preventDefault();
    window.location.assign(row.dataset.href ?? "");
  } else if (row && event.key === "x" && "singleKeys" in document.documentElement.dataset) {
    toggleRow(row);
  } else if (row && event.key === " ") {
    event.preventDefault();
    void peek(row);
  }
}

function moveCursor(rows: HTMLTableRowElement[], to: number): void {
  for (const [index, row] of rows.entries()) {
    if (index === to) row.dataset.cursor = "";
    else delete row.dataset.cursor;
  }
  rows[to]?.scrollIntoView({ block: "nearest" });
}

/** The side panel: what the row's own address of a summary answers, else the chief parts of the page that it leads to. */
async function peek(row: HTMLTableRowElement): Promise<void> {
  const panel = one<HTMLDialogElement>("dialog[data-peek]");
  if (!panel) return;
  if (row.dataset.peek) await htmx.ajax("get", row.dataset.peek, { target: panel, swap: "innerHTML" });
  else if (!(await summarise(row.dataset.href ?? "", panel))) return;
  panel.showModal();
}

const PARTS = ".document-head, .stat-row, .steps, main > .notice, .document-body .table-frame, .totals, .sheet";

async function summarise(href: string, panel: HTMLElement): Promise<boolean> {
  const answer = await fetch(href).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const parts = all<HTMLElement>(PARTS, page);
  const name = one("h1", page)?.textContent?.trim() ?? "";
  if (!parts.length) return false;
  const close = one<HTMLTemplateElement>("template[data-peek-close]")?.content.cloneNode(true);
  for (const part of parts) for (const element of [part, ...all("[id]", part)]) element.removeAttribute("id");
  for (const key of parts.flatMap((part) => all("[data-key]", part))) delete key.dataset.key;
  const link = make("a", say("openWhole", { name }), { class: "link", href });
  panel.replaceChildren(...(close ? [close] : []), ...parts, link);
  htmx.process(panel);
  return true;
}

function toggleRow(row: HTMLTableRowElement): void {
  const box = one<HTMLInputElement>("[data-choose]", row);
  if (!box) return;
  box.checked = !box.checked;
  showChosen();
}

function chooseAll(everything: HTMLInputElement): void {
  for (const box of all<HTMLInputElement>("[data-choose]")) box.checked = everything.checked;
}

function clearChosen(): void {
  for (const box of all<HTMLInputElement>("[data-choose], [data-choose-all]")) box.checked = false;
  showChosen();
}

/** The bulk bar stands in the filter row's place while rows are chosen. */
function showChosen(): void {
  const bar = one("[data-bulk-bar]");
  if (!bar) return;
  const boxes = all<HTMLInputElement>("[data-choose]");
  const chosen = boxes.filter((box) => box.checked);
  for (const box of boxes) box.closest("tr")?.setAttribute("aria-selected", String(box.checked));
  const count = one("[data-bulk-count]", bar);
  if (count) count.textContent = (count.dataset.words ?? "").replace("{count}", String(chosen.length));
  bar.hidden = chosen.length === 0;
  const filters = one("[data-filter-row]");
  if (filters) filters.hidden = chosen.length > 0;
  const everything = one<HTMLInputElement>("[data-choose-all]");
  if (everything) everything.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
  one("[data-list]")?.toggleAttribute("data-selecting", chosen.length > 0);
}

function chooseDensity(density: string): void {
  if (density) document.documentElement.dataset.density = density;
  else delete document.documentElement.dataset.density;
  try {
    localStorage.setItem("density", density);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}
