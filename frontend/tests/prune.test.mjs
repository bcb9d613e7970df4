import assert from "node:assert/strict";
import { test } from "node:test";
import { pruned } from "../tools/prune.mjs";

const isWanted = (selector) => !selector.includes(".gone");

test("a rule goes when none of its selectors is wanted, and an empty layer with it", () => {
  const css = '@layer a;@layer b{.gone{color:red}}@media print{.gone{top:0}p,.gone p{top:1px}}.kept{content:"}.gone{"}';
  assert.equal(pruned(css, isWanted), '@layer a;@media print{p{top:1px}}.kept{content:"}.gone{"}');
});

test("what is in brackets, behind a backslash or not a rule of style stays whole", () => {
  const css = '@font-face{src:url(data:a;b,c)}:is(.a,.b):not([x="{"]){top:0}.w-1\\/2,.a\\,b{top:0}@keyframes gone{to{top:0}}';
  assert.equal(pruned(css, isWanted), css);
});
