// Loaded before the style sheet, so that neither the theme nor the row height changes after the first paint.
const root = document.documentElement;
const darkness = matchMedia("(prefers-color-scheme: dark)");

function follow(): void {
  if (root.dataset.theme === "system") root.classList.toggle("dark", darkness.matches);
}

follow();
darkness.addEventListener("change", follow);
try {
  const density = localStorage.getItem("density");
  if (density) root.dataset.density = density;
} catch {
  // Storage may be forbidden; the normal height is right then.
}
