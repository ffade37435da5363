// A question: what it asks, what really happens, and what its author says to a prediction. Reading
// a question leaves the page as it is.

const SECTION = ".predict[data-predict-hash]";

// What there is to read of a choice, or of its picture.
const choiceText = item => {
  const text = item.querySelector("pre > code") ?? item.querySelector(".predict-choice-text");
  return withoutEnd(text.textContent) || (item.querySelector("img")?.alt ?? "");
};

// The prediction that a fold of the author's is about, if it is about just one.
const refuted = ({ dataset }, itemTexts) =>
  dataset.predictOutput ?? itemTexts[dataset.predictChoice - 1];

// The words for errors, which only pages have where something is typed.
let vocabulary = null;

const codeOf = output => output?.querySelector("pre > code");

const textOf = output => withoutEnd(codeOf(output)?.textContent ?? "");

// What the author's outputs say of what is printed. Only a program that fails prints nothing where
// there is no standard output; of both streams, it prints what stands before the error.
const factsOf = ({ dataset: { predictEnds: ends, predictPrinted } }, outputs) => {
  const on = stream => outputs.find(({ dataset }) => dataset.predictStream === stream);
  const printed = on("stdout") ?? (ends ? on("both") : outputs[0]);
  const text = textOf(printed);
  const count = on("stdout") ? undefined : predictPrinted;
  const truth = text.split("\n").slice(0, count).join("\n");
  const isKnown = printed ? !printed.dataset.predictUnknown : !!ends;
  return { ends, real: printed ?? outputs[0], code: codeOf(printed), text, truth, isKnown };
};

// What a typed prediction is judged by. What is printed is no line of an error's message.
const endingOf = ({ dataset }, outputs, { ends, truth }) => {
  vocabulary ??= vocabularyOf(key => word(key + "-words"));
  const loose = texts => texts.join("\n").split("\n").map(loosened);
  const printed = loose([truth]);
  const lines = loose(outputs.map(textOf)).filter(line => line.trim() && !printed.includes(line));
  const names = loose([dataset.predictErrors ?? ""]).filter(name => name.trim());
  return { ends, exit: dataset.predictExit, truth, printed, names, lines, vocabulary };
};

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
  const facts = factsOf(answer, outputs);
  const { truth, isKnown } = facts;
  const refutations = all(".predict-predicted, .predict-feedback");
  const foretold = [...refutations.map(fold => refuted(fold, itemTexts)), ...itemTexts];
  const rejected = refutations.map(fold => fold.dataset.predictOutput);
  const accepted = all(".predict-accepted").map(({ dataset }) => withoutEnd(dataset.predictOutput));
  const forms = isKnown ? formsFor(truth, foretold.filter(text => text !== undefined)) : FORMS;
  const isText = dataset.predictInput === "text";
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
    ...facts,
    refutations,
    right,
    forms,
    ending: isText && { ...endingOf(answer, outputs, facts), forms, accepted, rejected },
    rightNumbers: right?.dataset.predictRight ?? "",
    folds: closed.filter(fold => fold.closest(SECTION) === section),
    isText,
    title: asking.querySelector(".predict-title").textContent.trim(),
    href: "#" + section.id,
    key: keyOf(predictBook, predictChapter, predictId),
    group: ["predict", predictBook, predictChapter, section.id || predictId].join(" "),
  };
};

// The texts of choices, by their numbers.
const textsOf = ({ itemTexts }, chosen) => chosen.map(number => itemTexts[number - 1] ?? "");

// A claim is no line of an output, and neither is an error message.
const padded = (kept, text) => text.split("\n").map((_, at) => kept[at] ?? true);

const judge = (question, { verdict, predicted, chosen }) => {
  const { isText, isKnown, rightNumbers, ending, text } = question;
  if (verdict === "skipped") return { verdict };
  if (!isText) return { verdict: chosen.join(" ") === rightNumbers ? "same" : "differs" };
  if (!isKnown) return { verdict: "uncompared" };
  const judgement = judgeText(predicted, ending);
  const { yours, real } = judgement.kept ?? {};
  if (real) judgement.kept = { yours: padded(yours, predicted), real: padded(real, text) };
  return judgement;
};

// A record with what was judged of it.
const judged = (record, { verdict, lines = "", short = false }) => ({
  ...record,
  verdict,
  lines,
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
