// What the scripts say stands in the page, in the reader's language (templates/layouts/words.html).
import { one } from "./dom.ts";

export type Word =
  | "close"
  | "undo"
  | "lineRemoved"
  | "lineAdded"
  | "notKnown"
  | "chooseOne"
  | "nothingFound"
  | "noAnswer"
  | "badExpiry"
  | "pages"
  | "actions"
  | "pasted"
  | "fromGstin"
  | "otherState"
  | "openWhole"
  | "draftKept"
  | "draftNotKept"
  | "signedOut"
  | "linkTo"
  | "linked"
  | "linkRefused"
  | "free"
  | "mrp";

/** The sentence with its `{names}` filled in. */
export function say(word: Word, values: Record<string, string | number> = {}): string {
  const text = one<HTMLTemplateElement>("template[data-words]")?.dataset[word] ?? word;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
