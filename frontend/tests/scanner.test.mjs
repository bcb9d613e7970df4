import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { Burst } = await load("scanner.ts");

function typed(text, gap) {
  const burst = new Burst();
  let at = 1000;
  for (const character of text) burst.add(character, (at += gap));
  return burst.end(at + gap);
}

test("six characters faster than a person are a scan", () => {
  assert.equal(typed("952000", 34), "952000");
  assert.equal(typed("0109520000000019\u001d10B2301", 5), "0109520000000019\u001d10B2301");
});

test("fewer, or slower, is typing", () => {
  assert.equal(typed("95200", 5), null);
  assert.equal(typed("9520000000019", 35), null);
});

test("a scan after slow typing is the scan alone", () => {
  const burst = new Burst();
  assert.equal(burst.add("1", 0), true);
  assert.equal(burst.add("2", 200), true);
  assert.equal(burst.add("9", 900), true);
  for (const at of [905, 910, 915, 920, 925]) assert.equal(burst.add("5", at), false);
  assert.equal(burst.end(930), "955555");
  assert.equal(burst.end(931), null);
});
