// A GSTIN says its State: the State's select shows it while nothing else is chosen there. The server derives it the same way.
import { all, near, one } from "./dom.ts";
import { say } from "./words.ts";

export function startGstin(): void {
  document.addEventListener("input", (event) => {
    const field = near<HTMLInputElement | HTMLSelectElement>(event, "[data-gstin], [data-state]");
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
    caution(row, select, state);
    if (!empty) continue;
    empty.dataset.words ??= empty.textContent ?? "";
    empty.textContent = state ? say("fromGstin", { state: state.textContent ?? "" }) : empty.dataset.words;
  }
}

/** An address in another State than its GSTIN may be meant, so it is told and not refused. */
function caution(row: HTMLElement | null, select: HTMLSelectElement, its: HTMLOptionElement | undefined): void {
  const place = row && one("[data-state-caution]", row);
  const chosen = select.selectedOptions[0];
  if (!place) return;
  const differs = its && chosen && select.value && select.value !== its.value;
  place.textContent = differs ? say("otherState", { its: its.textContent?.trim() ?? "", state: chosen.textContent?.trim() ?? "" }) : "";
}

function stateOf(field: HTMLInputElement | null): string {
  const text = field?.value.trim() ?? "";
  return text.length === 15 ? text.slice(0, 2) : "";
}
