// Rows: which line of a prediction stands beside which line of the truth, which of their words
// differ, and what is to be said of it. Lines in, findings out: nothing here knows the page.

// Beyond this many pairs of words the whole line differs: nobody compares that by eye.
const MOST_PAIRS = 20000;

// Lines that were kept stand side by side, and so do those that differ, as far as there are as many.
// Without findings, lines stand as they come.
const rowsOf = (yours, real, kept) => {
  const rows = [];
  for (let i = 0, j = 0; i < yours.length || j < real.length; ) {
    const isKept = !kept || Boolean(kept.mine[i] && kept.theirs[j]);
    const mine = i < yours.length && (isKept || !kept.mine[i]) ? yours[i++] : null;
    const theirs = j < real.length && (isKept || !kept.theirs[j]) ? real[j++] : null;
    rows.push({ mine, theirs, number: theirs === null ? "" : j, isUnlike: !isKept });
  }
  return rows;
};

const wordsIn = line => line.match(/[\p{L}\p{N}]+|\s+|./gsu) ?? [];

// Words with whether they differ, those in a row as one. A space between two that do is of them.
const piecesOf = (words, kept) => {
  const pieces = [];
  words.forEach((wording, at) => {
    const isBetween = !wording.trim() && kept[at - 1] === false && kept[at + 1] === false;
    const isUnlike = !kept[at] || isBetween;
    const last = pieces.at(-1);
    if (last?.isUnlike === isUnlike) last.wording += wording;
    else pieces.push({ wording, isUnlike });
  });
  return pieces;
};

// The pieces of two lines of which at least one word differs.
const piecesOfBoth = (mine, theirs, forms) => {
  const [a, b] = [mine, theirs].map(wordsIn);
  const kept = a.length * b.length > MOST_PAIRS ? { mine: [], theirs: [] } : align(a, b, forms);
  const pieces = [piecesOf(a, kept.mine), piecesOf(b, kept.theirs)];
  if (pieces.flat().some(({ isUnlike }) => isUnlike)) return pieces;
  return [mine, theirs].map(wording => [{ wording, isUnlike: true }]);
};

// The name of the words that say which lines differ, always by their numbers in the truth.
const reasonFor = (verdict, kept) => {
  if (verdict !== "differs" || Math.max(kept.mine.length, kept.theirs.length) < 2) return "";
  if (!kept.theirs.includes(false)) return "extra-lines";
  if (kept.theirs.length < 2) return "";
  const isMany = kept.theirs.indexOf(false) !== kept.theirs.lastIndexOf(false);
  return (kept.mine.includes(false) ? "differs" : "missing") + (isMany ? "-lines" : "-line");
};

// The numbers of the lines that were right, where some were not.
const rightLines = kept => (kept.theirs.length > 1 ? numbers(kept.theirs.map(isKept => !isKept)) : "");
