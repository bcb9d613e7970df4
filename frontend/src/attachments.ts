// Files dropped or chosen on a document are sent at once, one after the other, each with its progress. The server answers with
// the same panel that the page has, so what is shown is what it says. Without this script the form is an ordinary one.
import { all, make, near, one } from "./dom.ts";
import { say } from "./words.ts";

export function startAttachments(): void {
  all<HTMLFormElement>("[data-dropzone]").forEach((form) => form.setAttribute("data-live", ""));
  if (document.documentElement.dataset.takesDrops) return;
  document.documentElement.dataset.takesDrops = "";
  document.addEventListener("change", (event) => {
    const form = near<HTMLFormElement>(event, "[data-dropzone]");
    const input = event.target;
    if (form && input instanceof HTMLInputElement && input.type === "file") void sendAll(form, [...(input.files ?? [])]);
  });
  for (const kind of ["dragover", "dragleave", "drop"] as const) {
    document.addEventListener(kind, (event) => {
      // A file that misses the panel is meant for the page's document all the same: the browser would open it and leave.
      const panel = near(event, "[data-attachments]") ?? one("[data-attachments]");
      const form = panel && one<HTMLFormElement>("[data-dropzone]", panel);
      const files = event.dataTransfer?.types.includes("Files");
      if (!form || !files) return;
      event.preventDefault();
      form.closest("details")?.setAttribute("open", "");
      form.toggleAttribute("data-over", kind === "dragover");
      if (kind === "drop") void sendAll(form, [...(event.dataTransfer?.files ?? [])]);
    });
  }
}

async function sendAll(form: HTMLFormElement, files: File[]): Promise<void> {
  const panel = form.closest<HTMLElement>("[data-attachments]");
  if (!panel || !files.length) return;
  const paper = one<HTMLSelectElement>("select", form)?.value ?? "";
  const failed: HTMLElement[] = [];
  for (const file of files) {
    const row = rowFor(form, file);
    const why = await send(form, file, paper, row);
    if (!why) continue;
    fail(row, why);
    failed.push(row);
  }
  // What was not kept stays to be read, below what was.
  const fresh = one("[data-uploads]", panel);
  for (const row of failed) fresh?.append(row);
  const choose = one<HTMLInputElement>("input[type='file']", panel);
  if (choose) choose.value = "";
  choose?.focus();
}

function rowFor(form: HTMLFormElement, file: File): HTMLElement {
  const blank = one<HTMLTemplateElement>("template[data-upload-row]", form);
  const row = blank?.content.firstElementChild?.cloneNode(true);
  const item = row instanceof HTMLElement ? row : make("li");
  const name = one(".name", item);
  if (name) name.textContent = file.name;
  one("[data-uploads]", form)?.append(item);
  return item;
}

/** Sends one file; answers why it was not kept, or nothing. */
async function send(form: HTMLFormElement, file: File, paper: string, row: HTMLElement): Promise<string> {
  if (file.size > Number(form.dataset.mostBytes)) return form.dataset.tooLarge ?? "";
  const body = new FormData();
  const token = one<HTMLInputElement>("input[name='csrfmiddlewaretoken']", form);
  body.append("csrfmiddlewaretoken", token?.value ?? "");
  body.append("paper", paper);
  body.append("file", file);
  const answer = await posted(form.action, body, (percent) => show(row, percent));
  if (!answer) return say("noAnswer");
  const fresh = one("[data-attachments]", answer.page);
  if (answer.status === 200 && fresh) {
    row.remove();
    takeIn(form, fresh);
    return "";
  }
  return one(".field-error", fresh ?? answer.page)?.textContent?.trim() || say("noAnswer");
}

type Answer = { status: number; page: Document };

function posted(address: string, body: FormData, told: (percent: number) => void): Promise<Answer | null> {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) told(Math.floor((100 * event.loaded) / event.total));
    });
    request.addEventListener("load", () => {
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      done({ status: request.status, page });
    });
    request.addEventListener("error", () => done(null));
    request.open("POST", address);
    request.setRequestHeader("X-Upload", "yes");
    request.send(body);
  });
}

function show(row: HTMLElement, percent: number): void {
  one("[role='progressbar']", row)?.setAttribute("aria-valuenow", String(percent));
  one<SVGElement>(".fill", row)?.setAttribute("width", `${percent}%`);
}

function fail(row: HTMLElement, why: string): void {
  one("[role='progressbar']", row)?.remove();
  const said = one(".field-error", row);
  if (!said) return;
  said.textContent = why;
  said.hidden = false;
}

/** The list as the server has it now; the form stays, for it may be sending. */
function takeIn(form: HTMLFormElement, fresh: HTMLElement): void {
  const here = form.closest("[data-attachments]");
  const list = here && one(".attachments, .panel-body > p.small", here);
  const next = one(".attachments", fresh);
  if (list && next) list.replaceWith(next);
}
