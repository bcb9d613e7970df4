/** A product that was not known is made on a page of its own, and comes back to the lines that need it. */

/** The page that the new product is brought back to. */
export function here(): string {
  return window.location.pathname + window.location.search;
}

/** The product that was made meanwhile, once: a page that is loaded again enters it no second time. */
export function takeAdded(): string {
  const url = new URL(window.location.href);
  const sku = url.searchParams.get("added") ?? "";
  if (!sku) return "";
  url.searchParams.delete("added");
  window.history.replaceState(null, "", url);
  return sku;
}
