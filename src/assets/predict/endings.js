// Endings: what a prediction says of how the program ends, beside what it prints. Output and ending
// are judged apart. Texts in, findings out, as in comparing.js; the words come with the page.

const BEST_FIRST = ["same", "short", "form", "part", "differs"];

// However a text is split into output and ending, the best verdict counts: so many are tried.
const MOST_SPLITS = 20;
// Places to look at, and those at the end count: nobody writes so much of how a program ends.
const MOST_CUTS = 200;

// What is the name of an error, in one programming language or another.
const NAMED =
  /\w(error|exception|interrupt)\b|\be\d{4}\b|\bsig(?!nal)[a-z]{3,4}\b|\bseg\w* ?fault|\bassert/i;

// The same in words, where the error has a name.
const NAMED_IN_WORDS = /\b(key|type|value|index|name|range|reference) error/i;

// A text as words between spaces, without accents. Chinese and Japanese have no spaces, so each of
// their signs is a word.
const loosened = text => {
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const spaced = bare.replace(/[\u3040-\u9fff]/g, sign => " " + sign + " ");
  return " " + spaced.replace(/[^\p{L}\p{N}]+/gu, " ").trim() + " ";
};

const isPhrase = loose => loose.trim().includes(" ");

// The words of a list, each as it is found where a word begins.
const stemsOf = list => list.split(",").map(word => loosened(word).trimEnd()).filter(Boolean);

const has = (loose, stems) => stems.some(stem => loose.includes(stem));

// The lists of words, made ready. `lists` gives each by its name.
const vocabularyOf = lists => {
  const stems = key => stemsOf(lists(key));
  const [error, compile, run, no, nothing] = ["error", "compile", "run", "no", "nothing"].map(stems);
  // What is said of the end may begin with the text, with a line, behind a number or a bracket, behind a comma, or
  // behind a word such as "then", which no small letter goes on. Chinese and Japanese have no spaces.
  const oneOf = key => "(?:" + lists(key).replace(/[^\p{L}\s,>→-]/gu, "").replaceAll(", ", "|") + ")";
  const joints = "[\\s,;、，]{1,9}" + oneOf("then") + "(?!\\p{Ll})[\\s,:、，]*|(?:[,;、，；：]|: )\\s{0,9}(?=\\p{L})";
  const then = new RegExp(joints, "gu");
  const cuts = new RegExp(joints + "|(?<=[\\d\\])}]) {1,9}(?=\\p{L})|\n|^", "gu");
  // A word behind a negation, with a word such as "raise" and an article between them at most.
  const behind = "(?:\\s|(?<=[\\u3040-\\u9fff]))(?:" + oneOf("error") + "\\p{L}*\\s)?(?:\\p{L}{1,3}\\s)?[\\w.:]+";
  const denied = new RegExp("(?:^|\\P{L})(?=\\p{L})" + oneOf("no") + behind, "giu");
  return { error, any: [...error, ...compile, ...run], compile, run, no, nothing, then, cuts, denied };
};

// A text without the names of errors that it says do not happen.
const undenied = (text, { denied }) => text.replace(denied, "");

// Whether a line is one of the error's message, or a part of one that is long enough to be meant.
const isOfMessage = (line, lines) => {
  const loose = loosened(line);
  const isMeant = /\S\s\S/.test(line) && loose.length > 13;
  return lines.some(real => real === loose || (isMeant && real.includes(loose)));
};

// Whether a text has a name of the error, or what its message says. The name may itself begin with a "no".
const isRight = (text, { names, lines, vocabulary }) =>
  has(loosened(undenied(text, vocabulary)), names) ||
  names.some(name => undenied(name, vocabulary) !== name && loosened(text).includes(name)) ||
  text.split("\n").some(line => isOfMessage(line, lines));

// Whether it says that there is no error: a negation stands close in front of one. That a program
// does not compile is an error, not a negation.
const isNegated = (loose, { no, error, compile }) => {
  const plain = compile.reduce((rest, stem) => rest.replaceAll(stem, error[0]), loose);
  return no.some(word => {
    const at = plain.indexOf(word + " ");
    return at >= 0 && has(plain.slice(at, at + word.length + 15), error);
  });
};

const exitCode = loose => / exit\w* (?:with )?(?:code |status )?(\d+) /.exec(loose)?.[1];

// Whether a line begins with an output: with a number, with a word for none, or with what stands in front of a
// comma or a "then" and speaks of no error.
const isOutput = (line, ending) => {
  const { then, any, nothing } = ending.vocabulary;
  const [first, behind] = line.split(then);
  const loose = loosened(first);
  const isOfError = NAMED.test(first) || has(loose, any) || exitCode(loose) || isRight(first, ending);
  return (behind && !isOfError) || /^\P{L}*\d(?![\p{L}\d])/u.test(line) || nothing.includes(loose.trimEnd());
};

// Whether a line speaks of how the program ends, and of nothing else, unless a message has it. A line that the
// program prints does not, unless it is a single word.
const isEnding = (line, ending) => {
  const { ends, vocabulary, printed, lines } = ending;
  const loose = loosened(line);
  if (isOutput(line, ending)) return ends && isOfMessage(line, lines);
  if (isPhrase(loose) && printed.includes(loose)) return false;
  if (NAMED.test(line) || exitCode(loose)) return true;
  if (ends && isRight(line, ending)) return true;
  const isShort = line.split(" ").length < (ends ? 16 : 7);
  return isShort && (ends || !/[^\p{L}\s'’.!-]/u.test(line)) && has(loose, vocabulary.any);
};

// The ways to see a text: as output alone, or as output and an ending behind it, behind which nothing is printed.
// The output may be told in a sentence.
/** @returns {[string, string][]} */
const splitsOf = (text, ending) => {
  const { vocabulary, printed } = ending;
  const cuts = [...text.matchAll(vocabulary.cuts)].slice(-MOST_CUTS);
  /** @type {[string, string][]} */
  const splits = cuts.map(({ 0: cut, index }) => [text.slice(0, index), text.slice(index + cut.length)]);
  const isLast = end => !end.split(vocabulary.cuts).slice(1).some(part => part.trim() && printed.includes(loosened(part)));
  const found = splits.filter(([, end]) => isEnding(end.split("\n", 1)[0], ending) && isLast(end));
  const ways = found.slice(0, MOST_SPLITS);
  for (const [output, end] of [...ways]) ways.push([output.replace(vocabulary.then, "\n"), end]);
  return [[text, ""], ...ways];
};

// What is said of the end comes to: nothing, "right", "short" for an error without its name, or the sentence
// that says what is so instead.
const readEnding = (text, ending) => {
  const { ends, exit, names, vocabulary } = ending;
  const loose = loosened(text);
  const code = exitCode(loose);
  if (ends && isRight(text, ending)) return "right";
  if (ends && code) return code !== exit ? "other-exit" : ends === "quiet" ? "right" : "short";
  if (!text || code === "0") return "";
  const said = undenied(text, vocabulary);
  const isNamed = NAMED.test(said) || (ends === "run" && names.length && NAMED_IN_WORDS.test(said));
  const isDenied = NAMED.test(text) || has(loose, names) || isNegated(loose, vocabulary);
  if (!isNamed && isDenied) return "";
  if (!ends) return "runs-on";
  if (isNamed) return "other-error";
  if (ends !== "compile" && has(loose, vocabulary.compile)) return "fails-late";
  return ends === "compile" && has(loose, vocabulary.run) ? "fails-early" : "short";
};

// How an output compares with the real one, or with one that the author accepts as well.
const compareOutput = (output, { truth, forms, accepted }) => {
  const exact = accepted.indexOf(output);
  if (exact >= 0) return { verdict: "same", accepted: exact };
  const found = compare(output, truth, forms);
  const near = found.kept ? accepted.findIndex(text => alike(output, text, forms)) : -1;
  return near < 0 ? found : { verdict: "form", accepted: near };
};

// Nothing is said of the end, or that it does not fail. Where that is what the author accepts, it is right.
const judgeOutput = (found, isBlank, { ends, truth }) => {
  if (!ends || ends === "quiet" || found.accepted >= 0) return found;
  const verdict = isBlank || found.kept ? "differs" : "part";
  const isAtOnce = ends === "run" && verdict === "differs" && !truth;
  const reason = isAtOnce ? "stops" : verdict + "-" + ends;
  return { ...found, verdict, reason, lines: "" + truth.split("\n").length };
};

// An error is said to happen. Where no output is, the error alone counts.
const judgeError = (error, found, isBlank, { ends, truth }) => {
  const { verdict, accepted, kept } = found;
  const isWrong = kept && !(ends && isBlank);
  if (error !== "right" && error !== "short") {
    if (isWrong || !(ends || truth)) return { ...found, verdict: "differs" };
    const right = ends && !isBlank && truth ? numbers(truth.split("\n").map(() => false)) : "";
    return { verdict: "part", reason: error, right };
  }
  // A compiler that refuses a program leaves nothing to print.
  const reason = ends === "compile" ? "fails-early" : "error-right";
  if (isWrong) return { ...found, verdict: "part", reason };
  if (verdict === "form") return found;
  return { verdict: "same", accepted, short: error === "short" || (isBlank && truth !== "") };
};

/** @returns {Judgement} */
const judgeSplit = ([output, text], ending) => {
  const error = readEnding(text, ending);
  const { truth, vocabulary } = ending;
  const isNothing = !truth && vocabulary.nothing.includes(loosened(output).trimEnd());
  const isBlank = !isNothing && !output.trim();
  const said = isNothing ? "" : output;
  const found = compareOutput(said, ending);
  const judgement = error
    ? judgeError(error, found, isBlank, ending)
    : judgeOutput(found, isBlank, ending);
  return { ...judgement, output: said, end: text, error };
};

// Of two that differ, one that sees an error comes before one that misses it, which has a reason,
// and what denies it is better seen as that than as a line.
/** @param {Judgement} judgement */
const rank = ({ verdict, short, reason, end }) =>
  BEST_FIRST.indexOf(short ? "short" : verdict) + (verdict === "differs" && reason ? (end ? 1 : 2) : 0);

const PROMPT = /^(>>>|\.\.\.) /gm;

// A typed prediction beside everything that is known. Prompts that came along from a session are no
// part of it. Of all splits the best one counts; what the author refutes to the letter is not right.
/** @returns {Judgement} */
const judgeText = (typed, ending) => {
  const { truth, rejected } = ending;
  const text = withoutEnd(typed).replace(truth.search(PROMPT) < 0 ? PROMPT : "", "");
  const judgements = splitsOf(text, ending).map(split => judgeSplit(split, ending));
  const [best] = judgements.sort((a, b) => rank(a) - rank(b));
  const isRefuted = rejected.includes(text) && rank(best) < BEST_FIRST.indexOf("part");
  return isRefuted ? { ...best, verdict: "differs", short: false } : best;
};
