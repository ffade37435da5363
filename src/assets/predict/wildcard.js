// Outputs with gaps: `[..]` stands for any text in a line, and a line that is `...` for any lines.
// The build reads them in the same way (chapter/wildcard.rs), and a test holds both to one table.

const fitsLine = (pattern, line) => {
  const [first, ...rest] = pattern.split("[..]");
  const last = rest.pop();
  if (last === undefined) return line === first;
  if (!line.startsWith(first) || !line.endsWith(last)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = line.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at + last.length <= line.length;
};

// A line that fits is taken, and where none does, the last gap takes one more.
const fits = (pattern, text) => {
  const [wanted, lines] = [pattern, text].map(all => (all ? withoutEnd(all).split("\n") : []));
  let [at, gap, taken] = [0, -1, 0];
  for (let line = 0; line < lines.length; ) {
    if (wanted[at] === "...") {
      gap = at++;
      taken = line;
    } else if (at < wanted.length && fitsLine(wanted[at], lines[line])) {
      at++;
      line++;
    } else if (gap >= 0) {
      at = gap + 1;
      line = ++taken;
    } else return false;
  }
  return wanted.slice(at).every(line => line === "...");
};
