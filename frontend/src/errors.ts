// After a refusal the summary gets the focus; its links put the cursor into the cell that they are about, and say its name.
import { all, near, one } from "./dom.ts";

let isListening = false;

export function startErrors(): void {
  const summary = one("[data-error-summary]:not([data-seen])");
  if (summary) {
    summary.dataset.seen = ""; // a part of the page that comes later must not take the focus back to it
    const links = all<HTMLAnchorElement>("a[href^='#']", summary);
    for (const link of links) nameField(link);
    inOrder(links);
    summary.focus();
  } else {
    askForReason();
  }
  if (isListening) return;
  isListening = true;
  document.addEventListener("click", (event) => {
    const link = near<HTMLAnchorElement>(event, "[data-error-summary] a[href^='#']");
    const control = link && controlOf(link);
    if (!control) return;
    event.preventDefault();
    const folded = control.closest("details");
    if (folded) folded.open = true;
    control.focus();
    if (control instanceof HTMLInputElement) control.select();
  });
}

/** "This is missing." means little away from its field: the link begins with the field's label, or the line's product. */
function nameField(link: HTMLAnchorElement): void {
  const control = controlOf(link);
  if (!control) return;
  const said = link.textContent?.toLowerCase() ?? "";
  const words = nameOf(control).filter((word) => word && !said.includes(word.toLowerCase()));
  if (words.length) link.prepend(`${words.join(" · ")}: `);
}

/** As they stand on the page; the server tells them as it judged them. */
function inOrder(links: HTMLAnchorElement[]): void {
  const places = links.flatMap((link) => {
    const control = controlOf(link);
    const item = link.closest("li");
    return control && item ? [{ control, item }] : [];
  });
  places.sort((one, other) => (one.control.compareDocumentPosition(other.control) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  for (const { item } of places) item.parentElement?.append(item);
}

/** What a link is about; what is said of all lines together is mended in their entry bar. */
function controlOf(link: HTMLAnchorElement): HTMLElement | null {
  const id = link.hash.slice(1);
  return document.getElementById(id) ?? document.getElementById(`${id.replace(/^id_/, "")}-bar`);
}

function nameOf(control: HTMLElement): string[] {
  const line = control.closest("tr[data-line]");
  if (line) return [one("[data-name]", line)?.textContent?.trim() ?? "", control.ariaLabel ?? ""];
  const label = one(`label[for="${CSS.escape(control.id)}"]`);
  return [label?.firstChild?.textContent?.trim() ?? ""];
}

/** A form that comes back with cautions waits for a reason, wherever else a page of its kind puts the cursor. */
function askForReason(): void {
  const reasons = all<HTMLInputElement>("[data-caution]:not([data-seen])");
  for (const reason of reasons) reason.dataset.seen = "";
  const [first] = reasons.filter((reason) => !reason.value);
  first?.focus();
  first?.scrollIntoView({ block: "center" });
}
