// Ctrl+K: every page, record and action by name.
import { all, make, near, one } from "./dom.ts";
import { say } from "./words.ts";

const WAIT_MS = 120;
// What people type around the word that counts: "make a transfer".
const FILLING = new Set(["a", "an", "the", "to", "make", "add", "go"]);

interface Entry {
  group: string;
  label: string;
  detail: string;
  words: string;
  run: () => void;
}

interface Answer {
  results: { kind: string; label: string; detail?: string; href: string }[];
}

export function startPalette(): void {
  const dialog = one<HTMLDialogElement>("dialog[data-palette]");
  const input = dialog && one<HTMLInputElement>("input", dialog);
  const list = dialog && one("[role='listbox']", dialog);
  if (dialog && input && list) new Palette(dialog, input, list);
}

class Palette {
  private entries: Entry[] = [];
  private at = 0;
  private timer = 0;
  private asking: AbortController | null = null;

  constructor(
    private readonly dialog: HTMLDialogElement,
    private readonly input: HTMLInputElement,
    private readonly list: HTMLElement,
  ) {
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        this.open();
      }
    });
    document.addEventListener("click", (event) => {
      if (near(event, "[data-palette-open]")) this.open();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.key(event));
    list.addEventListener("click", (event) => {
      const option = near(event, "[role='option']");
      if (option) this.run(Number(option.dataset.at));
    });
  }

  private open(): void {
    this.input.value = "";
    this.show(this.local(""));
    this.dialog.showModal();
    this.input.focus();
  }

  private typed(): void {
    const text = this.input.value.trim();
    this.show(this.local(text));
    window.clearTimeout(this.timer);
    if (text.length >= 2) this.timer = window.setTimeout(() => void this.ask(text), WAIT_MS);
  }

  private async ask(text: string): Promise<void> {
    this.asking?.abort();
    this.asking = new AbortController();
    const url = `${this.dialog.dataset.source ?? ""}?q=${encodeURIComponent(text)}`;
    try {
      const response = await fetch(url, { signal: this.asking.signal, headers: { Accept: "application/json" } });
      if (!response.ok) return;
      const answer = (await response.json()) as Answer;
      const records = answer.results.map(({ kind, label, detail, href }) => ({
        group: kind,
        label,
        detail: detail ?? "",
        words: "",
        run: () => window.location.assign(href),
      }));
      this.show([...records, ...this.local(text)]);
    } catch {
      // Another letter was typed meanwhile, or there is no network: the pages stay.
    }
  }

  /** Pages of the sidebar and the page's own actions: they need no server. */
  private local(text: string): Entry[] {
    const wanted = text.toLocaleLowerCase().split(/\s+/).filter((word) => word && !FILLING.has(word));
    const own = all<HTMLElement>("main [data-primary], main [data-new]").map((element) => entryOf(element, say("actions")));
    const others = all<HTMLElement>("[data-palette-actions] a").map((element) => entryOf(element, say("actions")));
    const actions = [...own, ...others.filter((entry) => !own.some((each) => each.label === entry.label))];
    const pages = all<HTMLElement>("#sidebar .shell-nav a").map((element) => entryOf(element, say("pages")));
    return [...actions, ...pages].filter((entry) => wanted.every((word) => entry.words.includes(word)));
  }

  private show(entries: Entry[]): void {
    this.entries = entries;
    this.at = 0;
    this.list.replaceChildren();
    let group = "";
    for (const [index, entry] of entries.entries()) {
      if (entry.group !== group) {
        group = entry.group;
        this.list.append(make("div", group, { class: "group-title", role: "presentation" }));
      }
      const option = make("div", entry.label, { role: "option", id: `palette-${index}`, "data-at": String(index) });
      if (entry.detail) option.append(make("span", entry.detail, { class: "end" }));
      this.list.append(option);
    }
    if (!entries.length) {
      this.list.append(make("p", say("nothingFound", { text: this.input.value.trim() }), { class: "nothing" }));
    }
    this.mark();
  }

  private mark(): void {
    for (const option of all("[role='option']", this.list)) {
      const isChosen = Number(option.dataset.at) === this.at;
      option.setAttribute("aria-selected", String(isChosen));
      if (isChosen) option.scrollIntoView({ block: "nearest" });
    }
    this.input.setAttribute("aria-activedescendant", this.entries.length ? `palette-${this.at}` : "");
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const by = event.key === "ArrowDown" ? 1 : -1;
      this.at = (this.at + by + this.entries.length) % Math.max(this.entries.length, 1);
      this.mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.run(this.at);
    }
  }

  private run(index: number): void {
    const entry = this.entries[index];
    if (!entry) return;
    this.dialog.close();
    entry.run();
  }
}

function entryOf(element: HTMLElement, group: string): Entry {
  // A key hint inside a button is not part of its name.
  const copy = element.cloneNode(true) as HTMLElement;
  for (const hint of all(".kbd, svg", copy)) hint.remove();
  const label = (copy.textContent ?? "").trim();
  const words = `${label} ${element.dataset.words ?? ""}`.toLocaleLowerCase();
  return { group, label, detail: "", words, run: () => element.click() };
}
