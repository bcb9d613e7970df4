// A form that keeps itself: `data-draft="/app/drafts?page=…"` names where. Each change is sent a moment later, and what is still
// waiting when the page goes is sent on its way out, so a closed tab loses nothing. Sending the form ends it.
import { all, one } from "./dom.ts";
import { say } from "./words.ts";

const WAIT_MS = 700;
// A browser carries no more than this along while its page is going.
const CARRIED_MOST = 60_000;

export function startDrafts(): void {
  for (const form of all<HTMLFormElement>("form[data-draft]:not([data-keeping])")) {
    form.dataset.keeping = "";
    new KeptForm(form);
  }
}

class KeptForm {
  private timer = 0;
  private isWaiting = false;
  private isSent = false;
  private isSignedOut = false;

  constructor(private readonly form: HTMLFormElement) {
    for (const kind of ["input", "change", "entry:changed"]) form.addEventListener(kind, (event) => this.changed(event));
    form.addEventListener("submit", (event) => {
      if (this.isSignedOut) {
        event.preventDefault();
        void this.sendAfterSigningIn(event.submitter);
        return;
      }
      this.isSent = true;
      window.clearTimeout(this.timer);
    });
    window.addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
    });
  }

  private changed(event: Event): void {
    if (event.target instanceof HTMLInputElement && !event.target.name) return; // the entry bar: nothing is entered yet
    this.isWaiting = true;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.keep(false), WAIT_MS);
  }

  private leave(): void {
    if (this.isWaiting && !this.isSent) void this.keep(true);
  }

  private async keep(isLeaving: boolean): Promise<void> {
    if (this.isSent) return;
    window.clearTimeout(this.timer);
    this.isWaiting = false;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) if (typeof value === "string") body.append(name, value);
    const keepalive = isLeaving && body.toString().length < CARRIED_MOST;
    try {
      const answer = await fetch(this.form.dataset.draft ?? "", { method: "POST", body, keepalive, redirect: "manual" });
      this.isSignedOut = answer.type === "opaqueredirect";
      this.tell(answer.status === 204);
    } catch {
      this.tell(false);
    }
  }

  /** A form that is sent to the sign-in would be gone. Once somebody signed in again, in another tab, it takes the new token along. */
  private async sendAfterSigningIn(button: HTMLElement | null): Promise<void> {
    try {
      const answer = await fetch(window.location.href, { redirect: "manual" });
      if (answer.type === "opaqueredirect") return this.tell(false);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = one<HTMLInputElement>("[name='csrfmiddlewaretoken']", fresh)?.value;
      const field = one<HTMLInputElement>("[name='csrfmiddlewaretoken']", this.form);
      if (token && field) field.value = token;
      this.isSignedOut = false;
      this.form.requestSubmit(button);
    } catch {
      this.tell(false);
    }
  }

  /** Says beside the buttons that it is kept, or that it is not. */
  private tell(isKept: boolean): void {
    const place = one("[data-draft-state]", this.form);
    if (place) place.textContent = say(isKept ? "draftKept" : this.isSignedOut ? "signedOut" : "draftNotKept");
    this.form.toggleAttribute("data-draft-kept", isKept);
    if (!isKept) this.isWaiting = true;
  }
}
