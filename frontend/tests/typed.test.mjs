import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { addDecimals, readBar, readCell, readExpiry, readTable, takeUnit } = await load("entry/typed.ts");

const bar = (text) => {
  const { quantity, free, rest } = readBar(text);
  return [quantity, free, rest];
};

test("the entry bar reads quantities, units, schemes, names and codes", () => {
  assert.deepEqual(bar("12*"), ["12", "", ""]);
  assert.deepEqual(bar("12*9520000000019"), ["12", "", "9520000000019"]);
  assert.deepEqual(bar("2 box"), ["2", "", "box"]);
  assert.deepEqual(bar("2.5 kg rice"), ["2.5", "", "kg rice"]);
  assert.deepEqual(bar("10+1"), ["10", "1", ""]);
  assert.deepEqual(bar("10 + 1 azithral"), ["10", "1", "azithral"]);
  assert.deepEqual(bar("  azithral 500 "), ["", "", "azithral 500"]);
  assert.deepEqual(bar("9520000000019"), ["", "", "9520000000019"]);
});

test("a unit is taken by its name, in the plural too, and only as the first word", () => {
  assert.deepEqual(takeUnit("boxes azithral", ["strip", "box"]), { unit: "box", rest: "azithral" });
  assert.deepEqual(takeUnit("Strips", ["strip", "box"]), { unit: "strip", rest: "" });
  assert.deepEqual(takeUnit("mg tab", ["strip", "box"]), { unit: "", rest: "mg tab" });
});

test("the cell of a quantity takes a unit of the product, or free goods", () => {
  const units = ["strip", "box"];
  assert.deepEqual(readCell("2 box", units), { quantity: "2", free: "", unit: "box" });
  assert.deepEqual(readCell(" 2.5boxes", units), { quantity: "2.5", free: "", unit: "box" });
  assert.deepEqual(readCell("-1 Box", units), { quantity: "-1", free: "", unit: "box" });
  assert.deepEqual(readCell("10+1", units), { quantity: "10", free: "1", unit: "" });
  for (const typed of ["12", "2 carton", "box", "2 box 3", "1+", ""]) assert.equal(readCell(typed, units), null, typed);
});

test("an expiry is read in every form that people type", () => {
  for (const typed of ["0327", "032027", "3/27", "03/2027", "mar 27", "Mar-27", "march 2027", "2027-03"]) {
    assert.equal(readExpiry(typed), "03/27", typed);
  }
  for (const typed of ["31-03-27", "31/03/2027", "31 mar 27", "2027-03-31", "20270331"]) {
    assert.equal(readExpiry(typed), "31-03-2027", typed);
  }
});

test("what is no date is left as it was typed", () => {
  for (const typed of ["", "soon", "13/27", "31-02-27", "327", "0/27", "1-2-3-4"]) assert.equal(readExpiry(typed), null, typed);
});

test("counting up has no binary noise", () => {
  assert.equal(addDecimals("0.1", "0.2"), "0.3");
  assert.equal(addDecimals("", "1"), "1");
});

test("a clipboard is a table only with a tab or a second row", () => {
  assert.equal(readTable("B2301"), null);
  assert.deepEqual(readTable("DM-1\tB1\r\nDM-2\tB2\r\n"), [["DM-1", "B1"], ["DM-2", "B2"]]);
});
