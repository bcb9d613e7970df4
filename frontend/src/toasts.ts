// Short messages that go by themselves, but not while somebody reads them.
import { all, make, one } from "./dom.ts";

const SHOWN_MS = 8000;

export type Tone = "ok" | "info" | "warn" | "bad";

/** Says `text` in a corner, with at most one thing to do about it. */
export function toast(text: string, options: { tone?: Tone; action?: { label: string; run: () => void } } = {}): void {
  const list = one("[data-toasts]");
  if (!list) return;
  const item = make("li", "", { class: "toast-item", "data-tone": options.tone ?? "ok" });
  item.append(make("span", text));
  if (options.action) {
    const { label, run } = options.action;
    const button = make("button", label, { type: "button" });
    button.addEventListener("click", () => {
      item.remove();
      run();
    });
    item.append(button);
  }
  list.append(item);
  leaveLater(item);
}

/** The server's own messages leave as the scripts' do. */
export function startToasts(): void {
  all("[data-toasts] > li").forEach(leaveLater);
}

function leaveLater(item: HTMLElement): void {
  let timer = window.setTimeout(() => item.remove(), SHOWN_MS);
  const stay = (): void => window.clearTimeout(timer);
  const go = (): void => {
    timer = window.setTimeout(() => item.remove(), SHOWN_MS);
  };
  item.addEventListener("pointerenter", stay);
  item.addEventListener("focusin", stay);
  item.addEventListener("pointerleave", go);
  item.addEventListener("focusout", go);
}
