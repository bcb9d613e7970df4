// The sidebar: the page that one is on stands in view. Below 900 px it is a drawer.
import { all, near, one } from "./dom.ts";

export function startDrawer(): void {
  showCurrent();
  document.addEventListener("click", (event) => {
    if (near(event, "[data-drawer-open]")) toggle(true);
    else if (near(event, "[data-drawer-close]")) toggle(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.documentElement.dataset.drawer) toggle(false);
  });
}

/** Set-up lies below the fold of many screens; only the sidebar moves, never the page. */
function showCurrent(): void {
  const side = one("#sidebar");
  const current = side && one("a[aria-current]", side);
  if (!side || !current) return;
  const { top, bottom } = current.getBoundingClientRect();
  const frame = side.getBoundingClientRect();
  if (top < frame.top || bottom > frame.bottom) side.scrollTop += top - frame.top - frame.height / 2;
}

function toggle(isOpen: boolean): void {
  if (isOpen) document.documentElement.dataset.drawer = "open";
  else delete document.documentElement.dataset.drawer;
  const shade = one("[data-drawer-close]");
  if (shade) shade.hidden = !isOpen;
  if (isOpen) showCurrent();
  for (const button of all("[data-drawer-open]")) button.setAttribute("aria-expanded", String(isOpen));
  (isOpen ? one<HTMLElement>("#sidebar .shell-nav a") : one<HTMLElement>("[data-drawer-open]"))?.focus();
}
