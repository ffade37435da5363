// Rows: which line of a prediction stands beside which line of the truth, which of their words
// differ, and what is to be said of it. Lines in, findings out: nothing here knows the page.

// Beyond this many pairs of words the whole line differs: nobody compares that by eye.
const MOST_PAIRS = 20000;

const linesOf = text => (text ? withoutEnd(text).split("\n") : []);

// Lines that were kept stand side by side, and so do those that differ, as far as there are as many.
// Without findings, lines stand as they come.
const rowsOf = (yours, real, kept) => {
  const rows = [];
  for (let i = 0, j = 0; i < yours.length || j < real.length; ) {
    const isKept = !kept || Boolean(kept.yours[i] && kept.real[j]);
    const mine = i < yours.length && (isKept || !kept.yours[i]) ? yours[i++] : null;
    const theirs = j < real.length && (isKept || !kept.real[j]) ? real[j++] : null;
    rows.push({ mine, theirs, number: theirs === null ? "" : j, differs: !isKept });
  }
  return rows;
};

const wordsIn = line => line.match(/[\p{L}\p{N}]+|\s+|./gsu) ?? [];

// Words with whether they differ, those in a row as one. A space between two that do is of them.
const piecesOf = (words, kept) => {
  const pieces = [];
  words.forEach((text, at) => {
    const isBetween = !text.trim() && kept[at - 1] === false && kept[at + 1] === false;
    const differs = !kept[at] || isBetween;
    const last = pieces.at(-1);
    if (last?.differs === differs) last.text += text;
    else pieces.push({ text, differs });
  });
  return pieces;
};

// The pieces of two lines of which at least one word differs.
const piecesOfBoth = (mine, theirs, forms) => {
  const [a, b] = [mine, theirs].map(wordsIn);
  const kept = a.length * b.length > MOST_PAIRS ? { yours: [], real: [] } : align(a, b, forms);
  const pieces = [piecesOf(a, kept.yours), piecesOf(b, kept.real)];
  if (pieces.flat().some(({ differs }) => differs)) return pieces;
  return [[{ text: mine, differs: true }], [{ text: theirs, differs: true }]];
};

// The name of the words that say which lines differ, always by their numbers in the truth.
const reasonFor = (verdict, kept) => {
  if (verdict !== "differs" || Math.max(kept.yours.length, kept.real.length) < 2) return "";
  if (!kept.real.includes(false)) return "extra-lines";
  if (kept.real.length < 2) return "";
  const isMany = kept.real.indexOf(false) !== kept.real.lastIndexOf(false);
  return (kept.yours.includes(false) ? "differs" : "missing") + (isMany ? "-lines" : "-line");
};

// The numbers of the lines that were right, where some were not.
const rightLines = kept => (kept.real.length > 1 ? numbers(kept.real.map(isKept => !isKept)) : "");
