// Enter goes on to the next field and never sends a document: scanners send Enter, and so does a hand that is used to a
// spreadsheet. Ctrl+Enter and the button send. A form of one line says `data-enter-sends`; signing in knows no documents.
import { isTyping, one } from "./dom.ts";

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
// Who proves who they are is used to Enter.
const SECRET = "[type='password'], [autocomplete='one-time-code']";
// Enter presses these.
const PRESSED = new Set(["button", "submit", "image", "reset", "file"]);

export function startEnter(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
    const field = event.target;
    if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement) || PRESSED.has(field.type)) return;
    const form = field.form;
    const primary = form && [...form.elements].find((each) => each instanceof HTMLElement && "primary" in each.dataset);
    if (!primary || !form.closest(".shell") || form.matches(`[data-enter-sends], :has(${SECRET})`)) return;
    event.preventDefault();
    const next = after(form, field) ?? (primary as HTMLElement);
    next.focus();
    if (next instanceof HTMLInputElement) next.select();
  });
}

/** The next field; above an entry grid the next one that somebody must fill, else its bar: what is optional is passed by. */
function after(form: HTMLFormElement, field: Field): HTMLElement | null {
  const fields = [...form.elements].filter(isField);
  const rest = fields.slice(fields.indexOf(field) + 1);
  const bar = one<HTMLInputElement>("[data-entry-bar]", form);
  const untilBar = bar ? rest.indexOf(bar) : -1;
  if (untilBar < 0) return rest[0] ?? null;
  return rest.slice(0, untilBar).find((each) => each.required && !each.value) ?? bar;
}

function isField(element: Element): element is Field {
  const isKind = element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement;
  return isKind && isTyping(element) && element.type !== "hidden" && !element.disabled && element.tabIndex >= 0 && element.getClientRects().length > 0;
}
