// Keys of every page. Single letters only while no field has the focus, and only where the person left them on (WCAG 2.1.4).
import { all, isTyping, make, near, one } from "./dom.ts";

const GO_WAIT_MS = 1200;

export function startKeys(): void {
  let goUntil = 0;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return pressPrimary(event);
    if (event.key === "Escape" && isTyping(event.target)) return (event.target as HTMLElement).blur();
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || one("dialog[open]")) return;
    if (!("singleKeys" in document.documentElement.dataset)) return;
    if (event.timeStamp < goUntil) {
      goUntil = 0;
      return follow(event, one<HTMLAnchorElement>(`a[data-go-key="${CSS.escape(event.key)}"]`));
    }
    if (event.key === "g") goUntil = event.timeStamp + GO_WAIT_MS;
    else if (event.key === "/") focusSearch(event);
    else if (event.key === "n") follow(event, one<HTMLAnchorElement>("[data-new]"));
    else if (event.key === "?") openKeys(event);
    else follow(event, one(`[data-key="${CSS.escape(event.key)}"]`));
  });
  document.addEventListener("click", (event) => {
    if (near(event, "[data-keys-open]")) openKeys(event);
  });
}

/** The form that somebody types in comes before the page around it: a payment that was opened in a customer's page is sent by it. */
function pressPrimary(event: KeyboardEvent): void {
  const primary = "[data-primary]:not(:disabled)";
  const own = event.target instanceof Element ? event.target.closest("form") : null;
  const button = (own && one<HTMLButtonElement>(primary, own)) ?? one<HTMLButtonElement>(primary, one("dialog[open]") ?? document);
  if (!button) return;
  event.preventDefault();
  button.click();
}

function follow(event: KeyboardEvent, element: HTMLElement | null): void {
  if (!element) return;
  event.preventDefault();
  element.click();
}

function focusSearch(event: KeyboardEvent): void {
  const box = one<HTMLInputElement>("[data-scan-box]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

function openKeys(event: Event): void {
  event.preventDefault();
  const sheet = one<HTMLDialogElement>("dialog[data-keys]");
  if (!sheet) return;
  const grid = one("[data-grid-keys]", sheet);
  if (grid) grid.hidden = !one("[data-entry-grid]");
  one("[data-page-keys]", sheet)?.replaceChildren(...all("main [data-key]").flatMap(rowOf));
  sheet.showModal();
}

/** A key of this page alone, as the sheet shows it. */
function rowOf(element: HTMLElement): HTMLElement[] {
  const copy = element.cloneNode(true) as HTMLElement;
  for (const hint of all(".kbd, svg", copy)) hint.remove();
  const key = make("dt");
  key.append(make("kbd", element.dataset.key ?? "", { class: "kbd" }));
  return [key, make("dd", (copy.textContent ?? "").trim())];
}
