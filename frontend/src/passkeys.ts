// Passkeys: `<form data-passkey="make|use" data-passkey-options="JSON">` makes or uses one before it is sent, and puts what
// the browser answers into its field `credential`. With `data-passkey-ask="address"` the options are fetched when needed.
import { all, one } from "./dom.ts";

type Options = { publicKey: Record<string, unknown> };
const BUFFERS = new Set(["challenge", "id", "rawId", "attestationObject", "authenticatorData", "clientDataJSON", "signature", "userHandle"]);

export function startPasskeys(): void {
  for (const form of all<HTMLFormElement>("form[data-passkey]")) {
    form.addEventListener("submit", (event) => {
      if (credentialField(form)?.value) return;
      event.preventDefault();
      void fill(form);
    });
  }
}

async function fill(form: HTMLFormElement): Promise<void> {
  const problem = one("[data-passkey-problem]", form);
  const field = credentialField(form);
  if (!field) return;
  if (!window.isSecureContext || !("PublicKeyCredential" in window)) return tell(problem, problem?.dataset["wordsMissing"]);
  try {
    const options = await optionsOf(form);
    const made = form.dataset["passkey"] === "make" ? await makeOne(options) : await useOne(options);
    if (!made) throw new Error("no credential");
    field.value = JSON.stringify(plain(made));
  } catch {
    return tell(problem, problem?.dataset["wordsRefused"]);
  }
  form.requestSubmit();
}

async function optionsOf(form: HTMLFormElement): Promise<Options> {
  const address = form.dataset["passkeyAsk"];
  if (!address) return JSON.parse(form.dataset["passkeyOptions"] ?? "{}") as Options;
  const answer = await fetch(address, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return ((await answer.json()) as { request_options: Options }).request_options;
}

function makeOne(options: Options): Promise<Credential | null> {
  const wanted = options.publicKey as { user: { id: string }; excludeCredentials?: { id: string }[]; authenticatorSelection?: object };
  const publicKey = {
    ...options.publicKey,
    challenge: bytes(options.publicKey["challenge"] as string),
    user: { ...wanted.user, id: bytes(wanted.user.id) },
    excludeCredentials: (wanted.excludeCredentials ?? []).map((each) => ({ ...each, id: bytes(each.id) })),
    // So that it signs in without an email where the device can keep it.
    authenticatorSelection: { ...wanted.authenticatorSelection, residentKey: "preferred", requireResidentKey: false },
  };
  return navigator.credentials.create({ publicKey: publicKey as unknown as PublicKeyCredentialCreationOptions });
}

function useOne(options: Options): Promise<Credential | null> {
  const wanted = options.publicKey as { challenge: string; allowCredentials?: { id: string }[] };
  const publicKey = {
    ...options.publicKey,
    challenge: bytes(wanted.challenge),
    allowCredentials: (wanted.allowCredentials ?? []).map((each) => ({ ...each, id: bytes(each.id) })),
  };
  return navigator.credentials.get({ publicKey: publicKey as unknown as PublicKeyCredentialRequestOptions });
}

/** What a credential holds as JSON, as the server reads it: buffers in base64url. */
function plain(credential: Credential): Record<string, unknown> {
  const made = credential as PublicKeyCredential;
  const response: Record<string, unknown> = {};
  for (const name of BUFFERS) {
    const value = (made.response as unknown as Record<string, unknown>)[name];
    if (value instanceof ArrayBuffer) response[name] = text(value);
  }
  const attested = made.response as AuthenticatorAttestationResponse;
  if (typeof attested.getTransports === "function") response["transports"] = attested.getTransports();
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    authenticatorAttachment: made.authenticatorAttachment,
    clientExtensionResults: made.getClientExtensionResults(),
    response,
  };
}

function bytes(base64url: string): Uint8Array {
  const padded = base64url.replace(/-/g, "+").replace(/_/g, "/").padEnd(Math.ceil(base64url.length / 4) * 4, "=");
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const letters = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function credentialField(form: HTMLFormElement): HTMLInputElement | null {
  return one<HTMLInputElement>('input[name="credential"]', form);
}

function tell(problem: HTMLElement | null, words: string | undefined): void {
  if (!problem) return;
  problem.textContent = words ?? "";
  problem.hidden = false;
}
