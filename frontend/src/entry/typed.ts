// What people type into the entry bar and the expiry cell, read without the DOM.

/** `rest` is a name, a SKU, a code or a unit; `whole` the text as typed, for names that begin with a number ("500 mg tab"). */
export interface BarText {
  quantity: string;
  free: string;
  rest: string;
  whole: string;
}

/** Reads `12*`, `12*952…`, `2 box`, `2 box azith`, `10+1`, `10+1 azith`, or a plain name, SKU or code. */
export function readBar(typed: string): BarText {
  const whole = typed.trim();
  const times = /^(\d{1,6}(?:\.\d{1,4})?)\s*[*×]\s*(.*)$/u.exec(whole);
  if (times) return { quantity: times[1] ?? "", free: "", rest: times[2] ?? "", whole };
  const scheme = /^(\d{1,6})\s*\+\s*(\d{1,6})(?:\s+(.*))?$/u.exec(whole);
  if (scheme) return { quantity: scheme[1] ?? "", free: scheme[2] ?? "", rest: scheme[3] ?? "", whole };
  const counted = /^(\d{1,5}(?:\.\d{1,4})?)\s+(\p{L}.*)$/u.exec(whole);
  if (counted) return { quantity: counted[1] ?? "", free: "", rest: counted[2] ?? "", whole };
  return { quantity: "", free: "", rest: whole, whole };
}

/** The unit of `units` that the first word of `text` names ("boxes" is "box"), and what follows it. */
export function takeUnit(text: string, units: string[]): { unit: string; rest: string } {
  const [word = "", ...others] = text.split(/\s+/);
  const wanted = word.toLocaleLowerCase();
  const unit = units.find((each) => {
    const name = each.toLocaleLowerCase();
    return wanted === name || wanted === `${name}s` || wanted === `${name}es`;
  });
  return unit ? { unit, rest: others.join(" ") } : { unit: "", rest: text };
}

/** What the cell of a quantity says: `2 box`, `2box` of these `units`, or `10+1`; null where it is a number alone, or neither. */
export function readCell(typed: string, units: string[]): { quantity: string; free: string; unit: string } | null {
  const whole = typed.trim();
  const scheme = /^(\d{1,6})\s*\+\s*(\d{1,6})$/.exec(whole);
  if (scheme) return { quantity: scheme[1] ?? "", free: scheme[2] ?? "", unit: "" };
  const counted = /^([-+−]?[\d.,]+)\s*(\p{L}\S*)$/u.exec(whole);
  const { unit } = takeUnit(counted?.[2] ?? "", units);
  return unit ? { quantity: counted?.[1] ?? "", free: "", unit } : null;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * An expiry as it will be sent: `03/27` for a month, `31-03-2027` for a day; null when it cannot be read.
 * Takes 0327, 032027, 3/27, mar 27, 31-03-27, 31 mar 2027, 2027-03-31. The server reads the same forms and has the last word.
 */
export function readExpiry(typed: string): string | null {
  const parts = typed
    .trim()
    .toLowerCase()
    .replace(/([a-z]{3})[a-z]*/g, (_, month: string) => ` ${MONTHS.indexOf(month) + 1} `)
    .split(/[\s/.\-,]+/)
    .filter(Boolean);
  if (!parts.length || !parts.every((part) => /^\d+$/.test(part))) return null;
  const [first = "", second = "", third = ""] = parts.length === 1 ? splitDigits(parts[0] ?? "") : parts;
  if (!second) return null;
  if (!third) return first.length === 4 ? month(second, first) : month(first, second);
  return first.length === 4 ? day(third, second, first) : day(first, second, third);
}

function splitDigits(digits: string): string[] {
  if (digits.length === 4 || digits.length === 6) return [digits.slice(0, 2), digits.slice(2)];
  if (digits.length === 8 && digits.startsWith("20")) return [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)];
  return [];
}

function month(number: string, year: string): string | null {
  const value = Number(number);
  if (value < 1 || value > 12 || (year.length !== 2 && year.length !== 4)) return null;
  return `${String(value).padStart(2, "0")}/${year.slice(-2)}`;
}

function day(number: string, monthNumber: string, year: string): string | null {
  if (year.length !== 2 && year.length !== 4) return null;
  const fullYear = year.length === 2 ? 2000 + Number(year) : Number(year);
  const date = new Date(Date.UTC(fullYear, Number(monthNumber) - 1, Number(number)));
  const isReal = date.getUTCMonth() === Number(monthNumber) - 1 && date.getUTCDate() === Number(number);
  return isReal ? `${number.padStart(2, "0")}-${monthNumber.padStart(2, "0")}-${fullYear}` : null;
}

/** The sum of two decimal texts, without the noise of binary fractions. */
export function addDecimals(one: string, other: string): string {
  const places = Math.max(placesOf(one), placesOf(other));
  const scale = 10 ** places;
  const sum = Math.round(Number(one || 0) * scale) + Math.round(Number(other || 0) * scale);
  return String(sum / scale);
}

function placesOf(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}

/** Cells of a spreadsheet's clipboard; a single value is no table. */
export function readTable(text: string): string[][] | null {
  const rows = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((row) => row.split("\t"));
  return rows.length > 1 || (rows[0]?.length ?? 0) > 1 ? rows : null;
}
