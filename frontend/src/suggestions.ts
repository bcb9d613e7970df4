// A field with a list that the server narrows: where one suggestion is left for what was typed, leaving the field writes it
// out, so that a part of a name is enough and everybody sees whom it means.
interface Asked {
  target: Element;
  requestConfig: { elt: Element; parameters: Record<string, unknown> };
}

const ANSWERED = new WeakMap<HTMLElement, string>();

export function startSuggestions(): void {
  // Before others hear of the change: a draft keeps what is written out.
  document.addEventListener("change", (event) => writeOut(event.target), true);
  document.addEventListener("htmx:afterSwap", (event) => {
    const { target, requestConfig } = (event as CustomEvent<Asked>).detail;
    const field = requestConfig.elt;
    if (!(target instanceof HTMLDataListElement) || !(field instanceof HTMLInputElement)) return;
    ANSWERED.set(target, String(requestConfig.parameters[field.name] ?? ""));
    if (document.activeElement !== field) writeOut(field);
  });
}

function writeOut(field: EventTarget | null): void {
  if (!(field instanceof HTMLInputElement) || !field.list || ANSWERED.get(field.list) !== field.value) return;
  const [only, ...others] = field.list.options;
  if (only && others.length === 0 && field.value.trim()) field.value = only.value;
}
