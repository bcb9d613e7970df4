/** `css`, minified, without the style rules of which `isWanted` wants no selector; those in @layer, @media and the like too. */
export function pruned(css, isWanted) {
  let kept = "";
  for (let start = 0; start < css.length; ) {
    const [open, end] = ruleAt(css, start);
    const rule = css.slice(start, end);
    const head = css.slice(start, open);
    if (open >= end || /^@(?!layer|media|supports|container)/.test(head)) kept += rule;
    else if (head.startsWith("@")) {
      const inside = pruned(css.slice(open + 1, end - 1), isWanted);
      if (inside) kept += `${head}{${inside}}`;
    } else {
      const selectors = split(head).filter(isWanted);
      if (selectors.length) kept += selectors.join(",") + css.slice(open, end);
    }
    start = end;
  }
  return kept;
}

/** Where the rule that begins at `start` has its brace, and where it ends; without a block (`@import …;`) both are its end. */
function ruleAt(css, start) {
  let open = -1;
  let depth = 0;
  for (const [at, sign] of signs(css, start)) {
    if (sign === ";" && depth === 0) return [at + 1, at + 1];
    if (sign === "{" && depth++ === 0) open = at;
    if (sign === "}" && --depth === 0) return [open, at + 1];
  }
  return [css.length, css.length];
}

function split(head) {
  const commas = [...signs(head, 0)].filter(([, sign]) => sign === ",").map(([at]) => at);
  return [-1, ...commas].map((comma, index) => head.slice(comma + 1, commas[index]));
}

/** Each sign that may end something, with its place: not those in strings, in brackets or behind a backslash. */
function* signs(css, start) {
  let quote = "";
  let brackets = 0;
  for (let at = start; at < css.length; at++) {
    const sign = css[at];
    if (sign === "\\") at++;
    else if (quote) quote = sign === quote ? "" : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "(" || sign === "[") brackets++;
    else if (sign === ")" || sign === "]") brackets--;
    else if (brackets === 0) yield [at, sign];
  }
}
