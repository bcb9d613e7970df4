// A button that copies the text of a field: `<button data-copy="#id_message">`. It says on itself that it did.
import { all, one } from "./dom.ts";

export function startCopying(): void {
  for (const button of all<HTMLButtonElement>("[data-copy]")) {
    button.addEventListener("click", () => void copy(button));
  }
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const field = one<HTMLTextAreaElement>(button.dataset["copy"] ?? "");
  if (!field) return;
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    return; // not allowed here: the text is selected, and Ctrl+C does it
  }
  button.textContent = button.dataset["copied"] ?? button.textContent;
}
