// A form that is scanned through: bin, pack, quantity, bin. Each scan fills the field that has the focus, else the first
// empty one, and the next field gets the focus; Enter goes on too, and never posts.
import { all, one } from "./dom.ts";

export function startScanSteps(): void {
  const form = one<HTMLFormElement>("form[data-scan-steps]");
  if (!form) return;
  const steps = all<HTMLInputElement>("[data-scan-step]", form);
  document.addEventListener("scan", (event) => {
    const step = stepFor(steps);
    if (!step) return;
    step.value = (event as CustomEvent<string>).detail;
    goOn(steps, step);
    event.stopImmediatePropagation();
  });
  form.addEventListener("keydown", (event) => {
    const step = steps.find((each) => each === event.target);
    if (!step || event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    goOn(steps, step);
  });
  (steps.find((each) => !each.value) ?? steps[0])?.focus();
}

/** Where a scan goes: not into a quantity, which is typed, but to what comes after it. */
function stepFor(steps: HTMLInputElement[]): HTMLInputElement | undefined {
  const focused = steps.findIndex((each) => each === document.activeElement);
  const rest = focused < 0 ? steps : steps.slice(focused);
  const scanned = rest.filter((each) => each.dataset.scanStep !== "typed");
  return scanned.find((each) => each === document.activeElement || !each.value) ?? scanned[0];
}

function goOn(steps: HTMLInputElement[], step: HTMLInputElement): void {
  const next = steps.slice(steps.indexOf(step) + 1).find((each) => !each.value);
  (next ?? one<HTMLElement>("[data-primary]"))?.focus();
}
