// Panes: a prediction beside what is so, in rows that both share, so that equal lines stand side by
// side however often one of them wraps.

const captionOf = (words, ...note) =>
  make("figcaption", make("span caption", words), " ", make("span note", ...note));

// A line with its pieces, or the words for one that is not there.
const lineOf = ({ number, isUnlike, isNumbered, isEnd }, pieces, tag) => {
  const missing = isEnd ? word("no-error") : isUnlike ? word("no-line") : "";
  const marked = pieces ?? [{ wording: missing }];
  const line = make(pieces ? "span line" : "span line gap");
  line.append(...marked.map(piece => (piece.isUnlike ? make(tag, piece.wording) : piece.wording)));
  if (isNumbered && (pieces || missing)) line.dataset.predictN = number;
  if (isEnd) line.classList.add("predict-ends");
  if (isUnlike) line.dataset.predictDiffers = "true";
  return line;
};

// Both lines of a row. One without a partner differs as a whole.
const linesOfRow = (row, forms) => {
  const { mine, theirs, isUnlike } = row;
  const whole = wording => (wording === null ? null : [{ wording, isUnlike }]);
  const pieces =
    isUnlike && mine !== null && theirs !== null
      ? piecesOfBoth(mine, theirs, forms)
      : [whole(mine), whole(theirs)];
  return [lineOf(row, pieces[0], "del"), lineOf(row, pieces[1], "ins")];
};

const paneOf = (kind, head, lines) => {
  const code = make("code", ...lines.flatMap((line, at) => (at ? ["\n", line] : [line])));
  return make("figure pane " + kind, head, make("pre", code));
};

// What stands in a pane with no line at all: the words of the author's output, if it has some.
const emptyLine = empty => make("span line gap", empty?.textContent ?? "");

// The panes of two texts, each with its caption, and under them what the signs mean.
const comparison = (heads, yours, theirs, { kept, end, realOutput, forms }) => {
  const all = rowsOf(yours, theirs, kept);
  if (end) all.push(end);
  const isNumbered = theirs.length > 1;
  const pairs = all.map(row => linesOfRow({ isNumbered, ...row }, forms));
  const empty = realOutput?.querySelector(".predict-empty");
  if (!pairs.length) pairs.push([emptyLine(empty), emptyLine(empty)]);
  else if (empty && yours.length) pairs[0][1] = emptyLine(empty);
  const panes = ["yours", "real"].map((kind, at) => paneOf(kind, heads[at], pairs.map(pair => pair[at])));
  const box = make(isNumbered ? "div compare numbered" : "div compare", ...panes);
  const longest = Math.max(...pairs.flat().map(line => line.textContent.length));
  box.style.cssText = "--predict-rows:" + (pairs.length + 1) + ";--predict-longest:" + longest;
  const legend = make("p legend");
  for (const [tag, key] of [["del", "only-yours"], ["ins", "only-real"]]) {
    if (box.querySelector(tag)) legend.append(make(tag, word(key)), " ");
  }
  return legend.firstChild ? [box, legend] : [box];
};

// How the program ends beside what was said of it, where one of them is an error.
const endOf = ({ ends, answer }, { end, error, verdict }) => {
  const isFailing = ends === "run" || ends === "compile";
  if (!error && !isFailing) return null;
  const message = answer.dataset.predictMessage;
  const named = word(ends === "compile" ? "then-compile" : "then-stops", { error: message });
  const how = message ? named : named.split(/[:：]/)[0].trim();
  const isRight = isFailing && ["right", "short"].includes(error);
  const isUnlike = !isRight && !["same", "form"].includes(verdict);
  return { mine: end || null, theirs: isFailing ? how : null, number: "", isUnlike, isEnd: true };
};

// The prediction beside what really happens, or a choice beside the right one.
const compared = (question, record, judgement) => {
  const { isText, realOutput, isKnown, truth, itemTexts, rightNumbers } = question;
  const sure = word(record.sure);
  const note = [sure && sure + " · ", dated(record)];
  const isReal = isText || isKnown;
  const theirs = linesOf(isReal ? truth : itemTexts[rightNumbers[0] - 1]);
  const typed = linesOf(judgement.output ?? record.predicted);
  // A blank line that is overlooked would stand beside one that is not blank.
  const isLoose = record.verdict === "form" && typed.length > theirs.length;
  const yours = isLoose ? typed.filter(line => line.trim()) : typed;
  const caption = isReal && realOutput?.querySelector("figcaption");
  const head = caption ? caption.cloneNode(true) : captionOf(word(isReal ? "what-happens" : "right-choice"), "");
  const kept = isText ? judgement.kept : align(yours, theirs, question.forms);
  const end = isText && endOf(question, judgement);
  const heads = [captionOf(word("you-predicted"), ...note), head];
  return comparison(heads, yours, theirs, { ...question, kept, end });
};
