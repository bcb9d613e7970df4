// Counts: a scan goes straight into the bin's box, one key chooses a cause, and a form shows what its choice needs.
import { all, make, one } from "./dom.ts";

export function startCounting(): void {
  for (const select of all<HTMLSelectElement>("select[data-cause]")) select.addEventListener("keydown", (event) => chosen(event, select));
  for (const select of all<HTMLSelectElement>("select[data-shows]")) {
    const show = () => showFor(select.dataset.shows ?? "", select.value);
    select.addEventListener("change", show);
    show();
  }
  for (const select of all<HTMLSelectElement>("select[data-reloads]")) {
    select.addEventListener("change", () => {
      const url = new URL(window.location.href);
      url.searchParams.set(select.dataset.reloads ?? "", select.value);
      const scope = one<HTMLSelectElement>("select[data-shows]");
      if (scope) url.searchParams.set(scope.name, scope.value);
      window.location.assign(url);
    });
  }
  for (const box of all<HTMLInputElement>("[data-picks-box]")) startPicking(box);
}

/** A scan on a page with such a box is looked up there at once. Answers whether there is one. */
export function takesScan(code: string): boolean {
  const box = one<HTMLInputElement>("[data-scan-submits]");
  if (!box) return false;
  box.value = code;
  box.form?.requestSubmit();
  return true;
}

function chosen(event: KeyboardEvent, select: HTMLSelectElement): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const option = [...select.options].find((each) => each.dataset.key === event.key.toLowerCase());
  if (!option) return;
  event.preventDefault();
  select.value = option.value;
  const causes = all<HTMLSelectElement>("select[data-cause]");
  causes[causes.indexOf(select) + 1]?.focus();
}

function showFor(group: string, value: string): void {
  for (const part of all(`[data-shown-by="${group}"]`)) part.hidden = part.dataset.shownFor !== value;
}

/** Products are added to a list by name, SKU or scan. */
function startPicking(box: HTMLInputElement): void {
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    void pick(box, box.value);
  });
  document.addEventListener("scan", (event) => void pick(box, (event as CustomEvent<string>).detail));
}

async function pick(box: HTMLInputElement, text: string): Promise<void> {
  if (!text.trim() || box.closest<HTMLElement>("[data-shown-by]")?.hidden) return;
  const answer = await fetch(`/app/scan?code=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
  const found = (await answer.json()) as { matches: { product_id: string; name: string; sku: string }[] };
  for (const match of found.matches) {
    if (one(`input[name="product"][value="${CSS.escape(match.product_id)}"]`)) continue;
    const label = make("label", "", { class: "flex items-center gap-2" });
    const check = make("input", "", { class: "check", type: "checkbox", name: "product", value: match.product_id });
    check.checked = found.matches.length === 1; // of several, the person ticks what is meant
    label.append(check, `${match.name} `, make("span", match.sku, { class: "mono dim" }));
    box.before(label);
  }
  box.value = "";
}
