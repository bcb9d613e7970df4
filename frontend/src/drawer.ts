// Below 900 px the sidebar is a drawer.
import { all, near, one } from "./dom.ts";

export function startDrawer(): void {
  document.addEventListener("click", (event) => {
    if (near(event, "[data-drawer-open]")) toggle(true);
    else if (near(event, "[data-drawer-close]")) toggle(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.documentElement.dataset.drawer) toggle(false);
  });
}

function toggle(isOpen: boolean): void {
  if (isOpen) document.documentElement.dataset.drawer = "open";
  else delete document.documentElement.dataset.drawer;
  const shade = one("[data-drawer-close]");
  if (shade) shade.hidden = !isOpen;
  for (const button of all("[data-drawer-open]")) button.setAttribute("aria-expanded", String(isOpen));
  (isOpen ? one<HTMLElement>("#sidebar .shell-nav a") : one<HTMLElement>("[data-drawer-open]"))?.focus();
}
