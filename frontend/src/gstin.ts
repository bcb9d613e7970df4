// A GSTIN says its State: the State's select shows it while nothing else is chosen there. The server derives it the same way.
import { all, near, one } from "./dom.ts";
import { say } from "./words.ts";

export function startGstin(): void {
  document.addEventListener("input", (event) => {
    const field = near<HTMLInputElement>(event, "[data-gstin]");
    if (field?.form) showStates(field.form);
  });
  for (const form of all<HTMLFormElement>("form:has([data-gstin])")) showStates(form);
}

/** A row's own GSTIN comes first, the party's stands in. */
function showStates(form: HTMLFormElement): void {
  const whole = stateOf(one<HTMLInputElement>("[data-gstin='party']", form));
  for (const select of all<HTMLSelectElement>("select[data-state]", form)) {
    const row = select.closest<HTMLElement>("[data-row]");
    const code = stateOf(row && one<HTMLInputElement>("[data-gstin]", row)) || whole;
    const empty = select.options[0];
    const state = code ? all<HTMLOptionElement>("option", select).find((option) => option.value === code) : undefined;
    if (!empty) continue;
    empty.dataset.words ??= empty.textContent ?? "";
    empty.textContent = state ? say("fromGstin", { state: state.textContent ?? "" }) : empty.dataset.words;
  }
}

function stateOf(field: HTMLInputElement | null): string {
  const text = field?.value.trim() ?? "";
  return text.length === 15 ? text.slice(0, 2) : "";
}
