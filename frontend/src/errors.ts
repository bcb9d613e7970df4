// After a refusal the summary gets the focus; its links put the cursor into the cell that they are about.
import { near, one } from "./dom.ts";

let isListening = false;

export function startErrors(): void {
  const summary = one("[data-error-summary]:not([data-seen])");
  if (summary) {
    summary.dataset.seen = ""; // a part of the page that comes later must not take the focus back to it
    summary.focus();
  }
  if (isListening) return;
  isListening = true;
  document.addEventListener("click", (event) => {
    const link = near<HTMLAnchorElement>(event, "[data-error-summary] a[href^='#']");
    const control = link && document.getElementById(link.hash.slice(1));
    if (!control) return;
    event.preventDefault();
    control.focus();
    if (control instanceof HTMLInputElement) control.select();
  });
}
