// Claims: what a prediction says of how the program ends, beside what it prints. Output and claim
// are judged apart. Texts in, findings out, as in comparing.js; the words come with the page.

const BEST_FIRST = ["same", "short", "form", "part", "differs"];

// However a text is split into output and claim, the best verdict counts: so many are tried.
const MOST_SPLITS = 20;

// How messages begin.
const REPORT =
  /^(traceback|thread '|panic: |fatal error: |error[[:]|uncaught |exception in thread|terminate called)/i;

// What is the name of an error, in one programming language or another.
const NAMED =
  /\w(error|exception|interrupt)\b|\be\d{4}\b|\bsig(?!nal)[a-z]{3,4}\b|\bseg(mentation )?fault|\bassert/i;

// The same in words, which are a name where errors have such names.
const NAMED_IN_WORDS = /\b(key|type|value|index|name|range|reference|attribute) error/i;

// A text as words between spaces, without accents. Chinese and Japanese have no spaces, so each of
// their signs is a word.
const loosened = text => {
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const spaced = bare.replace(/[\u3040-\u9fff]/g, sign => " " + sign + " ");
  return " " + spaced.replace(/[^\p{L}\p{N}]+/gu, " ").trim() + " ";
};

const wordCount = loose => loose.trim().split(" ").length;

// The words of a list, each as it is found where a word begins.
const stemsOf = list => list.split(",").map(word => loosened(word).trimEnd()).filter(Boolean);

const has = (loose, stems) => stems.some(stem => loose.includes(stem));

// The lists of words, made ready. `lists` gives each by its name.
const vocabularyOf = lists => {
  const stems = key => stemsOf(lists(key));
  const [error, compile, run, no, nothing] = ["error", "compile", "run", "no", "nothing"].map(stems);
  const then = lists("then").replace(/, */g, "|");
  const between = new RegExp("[\\s,;、，]+(?:" + then + ")[\\s,:、，]*", "giu");
  return { error, any: [...error, ...compile, ...run], compile, run, no, nothing, between };
};

// A name as it is, and in words where it is made of several: KeyError, key error, stack overflow.
const spellings = name => {
  const words = name.replace(/(\p{Ll})(\p{Lu})/gu, (_, low, high) => low + " " + high);
  const short = words.replace(/ (Error|Exception)\b/, "");
  return [name, words, short.includes(" ") ? short : name].map(loosened);
};

// What is known of the error, made ready: its names, and the lines of its message.
const errorOf = (names, message) => ({
  names: names.flatMap(spellings),
  isNamed: names.some(name => /error|exception/i.test(name)),
  lines: message.split("\n").map(loosened).filter(line => line.trim()),
});

// Whether a line stands in the message, or is a part of it that is long enough to be meant.
const quotes = (loose, lines) => {
  const isLong = wordCount(loose) > 1 && loose.length > 13;
  return lines.some(line => line === loose || (isLong && line.includes(loose)));
};

const isRight = (text, { names, lines }) =>
  has(loosened(text), names) || text.split("\n").some(line => quotes(loosened(line), lines));

const isOther = (text, { isNamed }) => NAMED.test(text) || (isNamed && NAMED_IN_WORDS.test(text));

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

// Whether a line speaks of how the program ends. A line that the program prints does not, unless it
// is a single word.
const isClaim = (line, { ends, error, vocabulary, printed }) => {
  const loose = loosened(line);
  if (wordCount(loose) > 1 && printed.includes(loose)) return false;
  if (REPORT.test(line) || NAMED.test(line) || exitCode(loose)) return true;
  if (ends && isRight(line, error)) return true;
  const isShort = line.length < 80 && line.split(/\s+/).length < 7;
  const isPlain = ends || !/[^\p{L}\p{M}\s'’.!-]/u.test(line);
  return isShort && isPlain && has(loose, vocabulary.any);
};

// The ways to see a text: as output alone, or as output and a claim behind it.
const splitsOf = (text, ending) => {
  const splits = [[text, ""]];
  const lines = text.split("\n");
  const add = (at, output, claim) => {
    if (splits.length > MOST_SPLITS || !isClaim(claim, ending)) return;
    const [before, after] = [lines.slice(0, at), lines.slice(at + 1)];
    splits.push([[...before, ...output].join("\n"), [claim, ...after].join("\n")]);
  };
  lines.forEach((line, at) => {
    for (const { index, 0: { length } } of line.matchAll(ending.vocabulary.between)) {
      add(at, [line.slice(0, index)], line.slice(index + length));
    }
    add(at, [], line);
  });
  return splits;
};

// What a claim comes to: nothing, "right", "short" for an error without its name, or the sentence
// that says what is so instead.
const readClaim = (text, { ends, exit, error, vocabulary }) => {
  const loose = loosened(text);
  const code = exitCode(loose);
  if (ends && isRight(text, error)) return "right";
  if (code && ends) return code !== exit ? "other-exit" : ends === "quiet" ? "right" : "short";
  if (code === "0") return "";
  if (!REPORT.test(text) && !isOther(text, error) && isNegated(loose, vocabulary)) return "";
  if (!ends) return text && "runs-on";
  if (isOther(text, error)) return "other-error";
  if (ends !== "compile" && has(loose, vocabulary.compile)) return "fails-late";
  if (ends === "compile" && has(loose, vocabulary.run)) return "fails-early";
  return text && "short";
};

// How an output compares with the real one, or with one that the author accepts as well.
const compareOutput = (output, { truth, forms, accepted }) => {
  const found = compare(output, truth, forms);
  if (found.verdict !== "differs") return found;
  const exact = accepted.indexOf(output);
  if (exact >= 0) return { verdict: "same", accepted: exact };
  const near = accepted.findIndex(text => alike(output, text, forms));
  return near < 0 ? found : { verdict: "form", accepted: near };
};

const isWrong = ({ verdict }) => verdict === "differs";

// Nothing is claimed, or that it does not fail.
const judgeOutput = (found, isBlank, { ends, truth }) => {
  if (!ends || ends === "quiet") return found;
  if (isBlank || isWrong(found)) {
    const stops = truth ? "stops-after" : "stops";
    return { ...found, verdict: "differs", reason: ends === "run" ? stops : "not-compiled" };
  }
  return { ...found, verdict: "part", reason: ends === "run" ? "ends-in-error" : "compiles-not" };
};

// An error is claimed. Where no output is, the claim alone counts.
const judgeClaim = (claim, found, isBlank, { ends, truth }) => {
  const isKept = !isWrong(found) || (ends && isBlank);
  if (claim !== "right" && claim !== "short") {
    if (!ends && isBlank) return { verdict: "differs" };
    return isKept ? { verdict: "part", reason: claim } : found;
  }
  if (!isKept) return { ...found, verdict: "part", reason: "error-right" };
  if (found.verdict === "form" && !isBlank) return found;
  return { verdict: "same", short: claim === "short" || (isBlank && truth !== "") };
};

const judgeSplit = ([output, text], ending) => {
  const claim = readClaim(text, ending);
  const { truth, vocabulary } = ending;
  const isNothing = !truth && vocabulary.nothing.includes(loosened(output).trimEnd());
  const isBlank = !isNothing && !output.trim();
  const found = compareOutput(isNothing ? "" : output, ending);
  return claim ? judgeClaim(claim, found, isBlank, ending) : judgeOutput(found, isBlank, ending);
};

const rank = ({ verdict, short }) => BEST_FIRST.indexOf(short ? "short" : verdict);

// Which split is best. Among those that differ, one that sees a claim in a program that fails.
const bestOf = (text, ending) => {
  const judgements = splitsOf(text, ending).map(split => judgeSplit(split, ending));
  return judgements.reduce((best, next) => {
    const isBetter = rank(next) < rank(best) || (ending.ends && isWrong(best) && isWrong(next));
    return isBetter ? next : best;
  });
};

// Prompts that came along from a session are no part of what is printed.
const withoutPrompts = (text, truth) => {
  const prompt = /^>>> /m;
  return prompt.test(text) && !prompt.test(truth) ? text.replace(/^(>>>|\.\.\.) /gm, "") : text;
};

// A typed prediction beside everything that is known. What the author speaks of to the letter is
// meant before any form of it: an accepted one is right, a refuted one is not.
const judgeText = (typed, ending) => {
  const { ends, truth, forms, accepted, rejected } = ending;
  const text = withoutEnd(typed);
  if (!ends && text === truth) return { verdict: "same" };
  const exact = accepted.indexOf(text);
  if (exact >= 0) return { verdict: "same", accepted: exact };
  const judgement = bestOf(withoutPrompts(text, truth), ending);
  const isMeant = rejected.includes(text) && judgement.verdict !== "part";
  if (isMeant && !isWrong(judgement)) return { verdict: "differs" };
  const near = accepted.findIndex(other => alike(text, other, forms));
  const isForm = near >= 0 && (judgement.short || judgement.verdict !== "same");
  return isForm ? { verdict: "form", accepted: near } : judgement;
};
