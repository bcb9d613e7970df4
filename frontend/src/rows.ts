// Groups of fields that repeat in a form: one more, one less. The names count without gaps, as the server reads them.
import { all, near, one } from "./dom.ts";

export function startRows(): void {
  document.addEventListener("click", (event) => {
    const add = near(event, "[data-row-add]");
    if (add) addRow(add.closest<HTMLElement>("[data-rows]"));
    const remove = near(event, "[data-row-remove]");
    if (remove) removeRow(remove);
  });
}

function addRow(group: HTMLElement | null): void {
  const blank = group && one<HTMLTemplateElement>("template[data-row-blank]", group);
  const body = group && one("[data-rows-body]", group);
  if (!blank || !body) return;
  body.append(blank.content.cloneNode(true));
  renumber(group);
  focusInto(all("[data-row]", body).at(-1));
}

function removeRow(button: HTMLElement): void {
  const group = button.closest<HTMLElement>("[data-rows]");
  const row = button.closest<HTMLElement>("[data-row]");
  if (!group || !row) return;
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  renumber(group);
  if (next instanceof HTMLElement) focusInto(next);
  else one("[data-row-add]", group)?.focus();
}

function focusInto(row: HTMLElement | undefined): void {
  if (row) one("input:not([type='hidden']), select, textarea", row)?.focus();
}

function renumber(group: HTMLElement): void {
  const pattern = new RegExp(`(^|id_)${group.dataset.rows ?? ""}-(\\d+|__index__)-`);
  for (const [index, row] of all("[data-row]", group).entries()) {
    for (const element of all("[name], [id], [for], [aria-describedby]", row)) {
      for (const attribute of ["name", "id", "for", "aria-describedby"]) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace(pattern, `$1${group.dataset.rows ?? ""}-${index}-`));
      }
    }
  }
}
