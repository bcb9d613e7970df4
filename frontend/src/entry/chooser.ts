// Several answers to one code or text: a list in place, walked by arrows, taken by Enter.
import { all, make, near } from "../dom.ts";
import { say } from "../words.ts";
import type { Match } from "./match.ts";

export class Chooser {
  private matches: Match[] = [];
  private at = -1;
  private chosen: ((match: Match) => void) | null = null;

  constructor(
    private readonly bar: HTMLInputElement,
    private readonly list: HTMLElement,
  ) {
    list.addEventListener("mousedown", (event) => {
      const option = near(event, "[role='option']");
      if (!option) return;
      event.preventDefault();
      this.pick(Number(option.dataset.at));
    });
  }

  get isOpen(): boolean {
    return !this.list.hidden;
  }

  /** Offers `matches`; `first` marks the first at once (a scan), else Enter goes to the text as typed. */
  offer(matches: Match[], options: { first: boolean; chosen: (match: Match) => void }): void {
    this.matches = matches;
    this.chosen = options.chosen;
    this.at = options.first ? 0 : -1;
    this.list.replaceChildren(...matches.map((match, index) => optionOf(match, index, this.list.id)));
    this.list.hidden = matches.length === 0;
    this.mark();
  }

  close(): void {
    this.list.hidden = true;
    this.matches = [];
    this.bar.setAttribute("aria-expanded", "false");
    this.bar.removeAttribute("aria-activedescendant");
  }

  /** Whether the key was the list's own. */
  key(event: KeyboardEvent): boolean {
    if (!this.isOpen) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const by = event.key === "ArrowDown" ? 1 : -1;
      this.at = (this.at + by + this.matches.length) % this.matches.length;
      this.mark();
    } else if (event.key === "Enter" && this.at >= 0) {
      this.pick(this.at);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  private pick(index: number): void {
    const match = this.matches[index];
    const { chosen } = this;
    this.close();
    if (match) chosen?.(match);
  }

  private mark(): void {
    for (const [index, option] of all("[role='option']", this.list).entries()) {
      option.setAttribute("aria-selected", String(index === this.at));
      if (index === this.at) option.scrollIntoView({ block: "nearest" });
    }
    this.bar.setAttribute("aria-expanded", String(this.isOpen));
    if (this.at >= 0) this.bar.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
    else this.bar.removeAttribute("aria-activedescendant");
  }
}

function optionOf(match: Match, index: number, listId: string): HTMLElement {
  const option = make("li", "", { role: "option", id: `${listId}-${index}`, "data-at": String(index) });
  option.append(make("span", match.name), make("span", match.sku, { class: "mono small" }));
  const facts = [
    match.unit === match.base_unit ? "" : match.unit,
    match.batch_number ?? "",
    match.free ? `${match.free}\u2009${match.base_unit} ${say("free")}` : "",
    match.mrp ? `${say("mrp")} ${match.mrp}` : "",
  ].filter(Boolean);
  option.append(make("span", facts.join(" · "), { class: "end small" }));
  return option;
}
