// Comparing: whether a prediction is the same as the truth, the same in another form, or differs,
// and on which lines. Texts in, findings out: nothing here knows the page.

const each = change => (a, b) => [change(a), change(b)];

const replacing = (pattern, by) => each(text => text.replace(pattern, by));

// Takes marks away that one of the two does not have at all, unless nothing would be left.
const unlessBoth = (marks, by) => (a, b) => {
  const bare = [a, b].map(text => text.replace(marks, by));
  const haveBoth = a !== bare[0] && b !== bare[1];
  return haveBoth || bare.some(text => !text.trim()) ? [a, b] : bare;
};

const QUOTES = /['"`´‘’‚“”„«»‹›「」『』]/g;

// Only signs of another width become what they are elsewhere: a superscript is no digit.
const ofOneWidth = text =>
  text.replace(/[\u3000\uff01-\uffee]+/g, signs => signs.normalize("NFKC"));

// A search for white space beside a line break would begin anew at each space of a long run. What
// stands at both ends of the text is another form, so signs around it keep that.
const trimmedBesideBreaks = text => {
  const lines = ("|" + text + "|").split("\n");
  return lines.map(line => line.trim()).join("\n").slice(1, -1);
};

// The forms in which values stay the same, in the order in which they are seen through. The guide
// has the list (reference/comparing.md), and a test holds each of them.
const FORMS = [
  each(ofOneWidth),
  each(text => text.normalize("NFC")),
  replacing(/[−‐‑–]/g, "-"),
  replacing(/…/g, "..."),
  replacing(/\b(true|false|none|null|nil|undefined|nan|inf|infinity)\b/gi, w => w.toLowerCase()),
  replacing(QUOTES, "'"),
  unlessBoth(/(\p{L}'(?=\p{L}))|'/gu, (_, apostrophe = "") => apostrophe),
  each(text => text.replace(/[[{]/g, "(").replace(/[\]}]/g, ")")),
  unlessBoth(/[()[\]{}]/g, " "),
  replacing(/[,;、،؛]/g, " "),
  each(trimmedBesideBreaks),
  replacing(/\n+/g, "\n"),
  replacing(/\n/g, " "),
  replacing(/[^\S\n]+/g, " "),
  replacing(/ ?([()[\]{}':=,;]) ?/g, (_, mark) => mark),
  each(text => text.trim()),
];

const alike = (a, b, forms) => {
  if (a === b) return true;
  for (const form of forms) [a, b] = form(a, b);
  return a === b;
};

// The forms that may be overlooked. Where the author has an answer that differs from the truth by
// just one of them, that one is what the question is about.
const formsFor = (truth, others) => {
  let forms = FORMS;
  for (const other of others.map(withoutEnd)) {
    if (other === truth || !alike(other, truth, forms)) continue;
    const without = form => forms.filter(kept => kept !== form);
    const telling = forms.filter(form => !alike(other, truth, without(form)));
    forms = telling.length ? forms.filter(form => !telling.includes(form)) : [];
  }
  return forms;
};

// Beyond this many pairs, lines are compared place by place.
const MOST_CELLS = 40000;

// For each line of both texts, whether it has a partner in the other one: at the same place where
// there are as many, else in the longest common sequence.
const align = (yours, real, forms) => {
  const kept = { mine: yours.map(() => false), theirs: real.map(() => false) };
  const keep = (i, j) => (kept.mine[i] = kept.theirs[j] = true);
  // No form touches letters and digits, so most lines need no closer look.
  const letters = line => line.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const [a, b] = [yours, real].map(lines => lines.map(letters));
  const equal = (i, j) => a[i] === b[j] && alike(yours[i], real[j], forms);
  if (yours.length === real.length || yours.length * real.length > MOST_CELLS) {
    real.forEach((_, at) => equal(at, at) && keep(at, at));
    return kept;
  }
  const longest = [...yours, ""].map(() => new Uint16Array(real.length + 1));
  for (let i = yours.length; i--; ) {
    for (let j = real.length; j--; ) {
      longest[i][j] = equal(i, j)
        ? longest[i + 1][j + 1] + 1
        : Math.max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  for (let i = 0, j = 0; i < yours.length && j < real.length; ) {
    if (equal(i, j)) keep(i++, j++);
    else if (longest[i + 1][j] >= longest[i][j + 1]) i++;
    else j++;
  }
  return kept;
};

// The numbers of the lines that are not kept: "2–4, 7".
const numbers = kept => {
  const runs = [];
  kept.forEach((isKept, at) => {
    const last = runs.at(-1);
    if (isKept) return;
    if (last?.[1] === at) last[1]++;
    else runs.push([at + 1, at + 1]);
  });
  return runs.map(([a, b]) => (a === b ? "" + a : a + "–" + b)).join(", ");
};

const compare = (text, truth, forms) => {
  if (text === truth) return { verdict: "same" };
  const kept = align(text ? text.split("\n") : [], truth.split("\n"), forms);
  const lines = numbers(kept.theirs) || numbers(kept.mine);
  if (!lines || alike(text, truth, forms)) return { verdict: "form" };
  return { verdict: "differs", kept, lines };
};
