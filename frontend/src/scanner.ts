// A scanner gun is a fast typist: 6 or more characters less than 35 ms apart, then Enter or Tab. Such a burst is a scan
// wherever the focus is, and the field that had the focus is left as it was.

const GAP_MS = 35;
const LENGTH_LEAST = 6;
const GROUP_SEPARATOR = "\u001d";

type Field = HTMLInputElement | HTMLTextAreaElement;

/** Collects keys into bursts; kept apart from the document, so that it can be tested with made-up times. */
export class Burst {
  private text = "";
  private lastAt = Number.NEGATIVE_INFINITY;

  /** True when this character begins a new burst. */
  add(character: string, at: number): boolean {
    const isNew = at - this.lastAt >= GAP_MS;
    this.text = isNew ? character : this.text + character;
    this.lastAt = at;
    return isNew;
  }

  /** The scanned code when the burst ends now as a scan does, else null. The burst is over either way. */
  end(at: number): string | null {
    const isScan = this.text.length >= LENGTH_LEAST && at - this.lastAt < GAP_MS;
    const code = isScan ? this.text : null;
    this.text = "";
    this.lastAt = Number.NEGATIVE_INFINITY;
    return code;
  }
}

/** Turns bursts into `scan` events on the document, whose detail is the code. */
export function startScanner(): void {
  const burst = new Burst();
  let before: { field: Field; value: string } | null = null;

  document.addEventListener(
    "keydown",
    (event) => {
      const character = characterOf(event);
      if (character !== null) {
        if (burst.add(character, event.timeStamp)) before = memoryOf(event.target);
        if (character === GROUP_SEPARATOR) event.preventDefault();
        return;
      }
      if (event.key !== "Enter" && event.key !== "Tab") return;
      const code = burst.end(event.timeStamp);
      if (code === null) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (before) before.field.value = before.value;
      document.dispatchEvent(new CustomEvent("scan", { detail: code }));
    },
    { capture: true },
  );
}

/** The character that a key types. Guns send the group separator as Ctrl+], or as what the workspace has set. */
function characterOf(event: KeyboardEvent): string | null {
  if (event.ctrlKey && event.key === "]") return GROUP_SEPARATOR;
  if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return null;
  return event.key === document.documentElement.dataset.groupSeparator ? GROUP_SEPARATOR : event.key;
}

function memoryOf(target: EventTarget | null): { field: Field; value: string } | null {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return isField ? { field: target, value: target.value } : null;
}
