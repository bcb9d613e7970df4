// What the server answers to a scan or a text: GET /app/scan?code=…
export interface Match {
  product_id: string;
  sku: string;
  name: string;
  unit: string;
  units: { code: string; factor: string }[];
  base_unit: string;
  tracking?: string;
  note?: string;
  batch_number?: string | null;
  expires_on?: string | null;
  quantity?: string | null;
  mrp?: string | null;
  cost?: string | null;
  price?: string | null;
  /** In base units, as all stock. */
  free?: string | null;
  [field: string]: unknown;
}

/** `problems`: sentences about a code that is damaged, or on a product that is put away. */
export interface Answer {
  matches: Match[];
  problems?: string[];
}

/** Every product that the code or text may mean. Throws when the server does not answer. */
export async function lookUp(source: string, text: string, signal?: AbortSignal): Promise<Answer> {
  const url = new URL(source, window.location.href);
  url.searchParams.set("code", text);
  const response = await fetch(url, { headers: { Accept: "application/json" }, ...(signal ? { signal } : {}) });
  if (!response.ok) throw new Error(`The look-up answered ${response.status}.`);
  return (await response.json()) as Answer;
}
