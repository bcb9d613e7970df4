// A menu is a <details>; here it closes on Escape, on a press outside, and the arrows walk its items.
import { all, near } from "./dom.ts";

export function startMenus(): void {
  document.addEventListener("click", (event) => {
    const inside = near<HTMLDetailsElement>(event, "details.menu");
    for (const menu of all<HTMLDetailsElement>("details.menu[open]")) if (menu !== inside) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = near<HTMLDetailsElement>(event, "details.menu[open]");
    if (!menu) return;
    if (event.key === "Escape") {
      event.preventDefault();
      menu.open = false;
      menu.querySelector("summary")?.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(menu, event.key === "ArrowDown" ? 1 : -1);
    }
  });
}

function step(menu: HTMLElement, by: number): void {
  const items = all<HTMLElement>("[data-menu] :is(a, button, input):not(:disabled)", menu);
  const at = items.indexOf(document.activeElement as HTMLElement);
  items[(at + by + items.length) % items.length]?.focus();
}
