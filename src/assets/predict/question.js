// A question: what it asks, what really happens, and what its author says to a prediction. Reading
// a question leaves the page as it is.

const SECTION = ".predict[data-predict-hash]";

// A to Z, then AA and so on, as the list counts.
const letterOf = at =>
  (at < 26 ? "" : letterOf(Math.floor(at / 26) - 1)) + String.fromCharCode(65 + (at % 26));

// What there is to read of a choice, or of its picture.
const choiceText = item => {
  const text = item.querySelector("pre > code") ?? item.querySelector(".predict-choice-text > p");
  return withoutEnd(text.textContent) || (item.querySelector("img")?.alt ?? "");
};

// The prediction that a fold of the author's is about, if it is about just one.
const refuted = ({ dataset }, itemTexts) =>
  dataset.predictOutput ?? itemTexts[dataset.predictChoice - 1];

// What a question needs to know of itself, with what the page says of it in its data attributes.
const read = section => {
  const { dataset } = section;
  const [asking, answer] = section.children;
  const [summary] = answer.children;
  const parts = [];
  for (let part = summary; (part = part.nextSibling); ) parts.push(part);
  const all = selector => parts.filter(part => part.matches?.(selector));
  const list = asking.querySelector(":scope > .predict-choices");
  const itemTexts = [...(list?.children ?? [])].map(choiceText);
  const outputs = all(".predict-output");
  const real = outputs.find(output => output.dataset.predictStream === "stdout") ?? outputs[0];
  const code = real?.querySelector("pre > code");
  const truth = withoutEnd(code?.textContent ?? "");
  const isKnown = real && !real.dataset.predictUnknown;
  const refutations = all(".predict-predicted, .predict-feedback");
  const foretold = [...refutations.map(fold => refuted(fold, itemTexts)), ...itemTexts];
  const [right] = all(".predict-right");
  // What the author left open is no matter of ours.
  const closed = [...section.querySelectorAll("details:not([open])")];
  const { predictBook, predictChapter, predictHash, predictId = predictHash } = dataset;
  return {
    ...dataset,
    section,
    answer,
    summary,
    parts,
    list,
    itemTexts,
    outputs,
    real,
    code,
    truth,
    isKnown,
    refutations,
    right,
    forms: isKnown ? formsFor(truth, foretold.filter(text => text !== undefined)) : FORMS,
    rightNumbers: right?.dataset.predictRight ?? "",
    folds: closed.filter(fold => fold.closest(SECTION) === section),
    isText: dataset.predictInput === "text",
    title: asking.querySelector(".predict-title").textContent.trim(),
    href: "#" + section.id,
    key: keyOf(predictBook, predictChapter, predictId),
    group: ["predict", predictBook, predictChapter, section.id || predictId].join(" "),
  };
};

// The texts of choices, by their numbers.
const textsOf = ({ itemTexts }, chosen) => chosen.map(number => itemTexts[number - 1] ?? "");

const judge = ({ isText, isKnown, truth, forms, rightNumbers }, { verdict, predicted, chosen }) => {
  if (verdict === "skipped") return { verdict };
  if (!isText) return { verdict: chosen.join(" ") === rightNumbers ? "same" : "differs" };
  return isKnown ? compare(withoutEnd(predicted), truth, forms) : { verdict: "uncompared" };
};

// A record with what was judged of it.
const judged = (record, { verdict, lines = "", reason = "", short = false }) => ({
  ...record,
  verdict,
  lines,
  reason,
  short,
});

// The folds that speak of just this prediction.
const answersTo = (question, { predicted, chosen, verdict }) => {
  const { isText, itemTexts, refutations, forms } = question;
  const texts = isText ? [withoutEnd(predicted)] : textsOf(question, chosen);
  const about = test => refutations.filter(fold => test(refuted(fold, itemTexts)));
  const exact = about(text => texts.includes(text));
  if (exact.length || ["same", "form", "skipped"].includes(verdict)) return exact;
  const near = about(text => isText && text !== undefined && alike(text, texts[0], forms));
  return (near.length ? near : about(text => text === undefined)).slice(0, 1);
};
