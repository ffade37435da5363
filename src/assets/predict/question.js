// A question: what it asks, what really happens, and what its author says to a prediction. Reading
// a question leaves the page as it is.

const SECTION = ".predict[data-predict-hash]";
const UNREADY = SECTION + ":not([data-predict-ready])";

// Whether texts are compared: where something is typed, and where choices are outputs.
const comparesTexts = section => {
  const { predictInput } = section.dataset;
  return predictInput === "text" || (predictInput === "choice" && section.querySelector(".predict-choice pre"));
};

// Whether something is typed that cannot be compared letter by letter.
const isUnknown = ({ dataset, lastElementChild: answer }) =>
  dataset.predictInput === "text" && Boolean(answer.dataset.predictUnknown);

// On the print page there is a copy of this script for each chapter, which brings what the chapter
// needs, and no more. A question waits for a copy that has what it needs.
const isMine = section =>
  (typeof judgeText === "function" || !comparesTexts(section)) &&
  (typeof addOwnVerdict === "function" || !isUnknown(section)) &&
  (typeof readChoices === "function" || !section.querySelector(".predict-choices"));

// The prediction that a part of the author's is about, if it is about just one.
const refuted = ({ dataset }, itemTexts) =>
  dataset.predictOutput ?? itemTexts[dataset.predictChoice - 1];

const textOf = output => withoutEnd(output?.querySelector("pre > code")?.textContent ?? "");

// What the author's outputs say of what is printed, and the one that stands for it. Only a program
// that fails prints nothing where there is no standard output; of both streams, it prints what
// stands before the error, and they are shown as they are.
const readTruth = ({ dataset }, outputs) => {
  const { predictEnds: ends, predictPrinted, predictUnknown: unknown } = dataset;
  const on = stream => outputs.find(({ dataset }) => dataset.predictStream === stream);
  const realOutput = on("stdout") ?? (ends ? undefined : outputs[0]);
  const printed = realOutput ?? on("both");
  const count = realOutput ? undefined : predictPrinted;
  const truth = textOf(printed).split("\n").slice(0, count).join("\n");
  const isKnown = !unknown && outputs.length > 0;
  return { outputs, ends, realOutput, truth, isKnown, hasGaps: unknown === "wildcard" };
};

// The words for errors, which only pages have where something is typed.
let vocabulary = null;

// What a typed prediction is judged by. What is printed is no line of an error's message.
const endingOf = ({ dataset }, { outputs, ends, truth }) => {
  vocabulary ??= vocabularyOf(key => word(key + "-words"));
  const loose = texts => texts.join("\n").split("\n").map(loosened);
  const printed = loose([truth]);
  const lines = loose(outputs.map(textOf)).filter(line => line.trim() && !printed.includes(line));
  const names = loose([dataset.predictErrors ?? ""]).filter(name => name.trim());
  return { ends, exit: dataset.predictExit, truth, printed, names, lines, vocabulary };
};

// What the author says to predictions. Feedback stands under its choice, if that is chosen there.
const readReplies = (all, isText) => {
  const feedback = all(".predict-feedback");
  const replies = all(".predict-predicted, .predict-accepted");
  if (isText) return { replies: [...replies, ...feedback], feedback: [] };
  const labelled = feedback.map(fold => ({ fold, label: fold.firstElementChild.textContent }));
  return { replies, feedback: labelled };
};

// What a question needs to know of itself, with what the page says of it in its data attributes.
const read = section => {
  const { dataset } = section;
  const [asking, answer] = section.children;
  const [summary, ...parts] = answer.children;
  const all = selector => parts.filter(part => part.matches(selector));
  const isText = dataset.predictInput === "text";
  const list = asking.querySelector(":scope > .predict-choices");
  const choices = list ? readChoices(list) : { itemTexts: [] };
  const { itemTexts } = choices;
  const truths = readTruth(answer, all(".predict-output"));
  const said = readReplies(all, isText);
  // What is right as well makes no form count.
  const wrong = said.replies.filter(part => !part.matches(".predict-accepted"));
  const foretold = [...wrong.map(part => refuted(part, itemTexts)), ...itemTexts];
  const known = truths.isKnown ? foretold.filter(text => text !== undefined) : [];
  const forms = comparesTexts(section) ? formsFor(truths.truth, known) : [];
  const textsOn = selector => all(selector).map(({ dataset }) => withoutEnd(dataset.predictOutput ?? ""));
  const [accepted, rejected] = [".predict-accepted", ".predict-predicted[data-predict-output]"].map(textsOn);
  const [right] = all(".predict-right");
  // What the author left open is no matter of ours.
  const closed = allIn(section, "details:not([open])");
  const { predictBook, predictChapter, predictHash, predictId = predictHash } = dataset;
  return {
    ...dataset,
    ...choices,
    ...truths,
    ...said,
    section,
    answer,
    summary,
    isText,
    right,
    forms,
    ending: isText && { ...endingOf(answer, truths), forms, accepted, rejected },
    rightNumbers: (right?.dataset.predictRight ?? "").split(" ").map(Number),
    folds: closed.filter(fold => fold.closest(SECTION) === section),
    title: asking.querySelector(".predict-title").textContent.trim(),
    href: "#" + section.id,
    key: keyOf(predictBook, predictChapter, predictId),
    group: ["predict", predictBook, predictChapter, section.id].join(" "),
  };
};

// The texts of choices, by their numbers.
const textsOf = ({ itemTexts }, chosen) => chosen.map(number => itemTexts[number - 1] ?? "");

const judge = (question, { verdict, predicted, chosen }) => {
  const { isText, isKnown, hasGaps, truth, ending, choiceLetters, rightNumbers } = question;
  if (verdict === "skipped") return { verdict };
  if (!isText) return judgeChoices(choiceLetters, chosen, rightNumbers);
  if (isKnown) return judgeText(predicted, ending);
  return { verdict: hasGaps && fits(truth, predicted) ? "same" : "uncompared" };
};

// A record with what was judged of it.
const judged = (record, judgement) => {
  const { verdict, kept, short = false, lines = "" } = judgement;
  const reason = judgement.reason ?? (kept ? reasonFor(verdict, kept) : "");
  return { ...record, verdict, short, reason, lines };
};

// The folds that speak of just this prediction.
const answersTo = (question, { predicted, chosen, verdict }, { output, accepted }) => {
  const { isText, itemTexts, replies, forms } = question;
  const typed = output === undefined ? [predicted] : [predicted, output];
  const texts = isText ? typed.map(withoutEnd) : textsOf(question, chosen);
  const about = test => replies.filter(fold => test(refuted(fold, itemTexts)));
  const exact = about(text => texts.includes(text));
  if (exact.length || verdict === "skipped") return exact;
  const right = replies.filter(part => part.matches(".predict-accepted"));
  if (["same", "form"].includes(verdict)) return right.slice(accepted, accepted + 1);
  const near = about(text => isText && text !== undefined && alike(text, texts.at(-1), forms));
  return (near.length ? near : about(text => text === undefined)).slice(0, 1);
};
