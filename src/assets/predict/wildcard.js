// Outputs with gaps: `[..]` stands for any text in a line, and a line that is `...` for any lines.
// The build reads them in the same way (chapter/wildcard.rs), and a test holds both to one table.

// Whether the parts that are wanted, with gaps among them, are those that are given. A part that fits
// is taken, and where none does, the last gap takes one more.
const covers = (wanted, given, gap, isAlike) => {
  let [at, last, taken] = [0, -1, 0];
  for (let next = 0; next < given.length; ) {
    if (wanted[at] === gap) {
      last = at++;
      taken = next;
    } else if (at < wanted.length && isAlike(wanted[at], given[next])) {
      at++;
      next++;
    } else if (last >= 0) {
      at = last + 1;
      next = ++taken;
    } else return false;
  }
  return wanted.slice(at).every(part => part === gap);
};

const fitsLine = (pattern, line) =>
  covers(pattern.match(/\[\.\.\]|./gsu) ?? [], [...line], "[..]", (a, b) => a === b);

const fits = (pattern, text) => covers(linesOf(pattern), linesOf(text), "...", fitsLine);
