// The answer: a record beside what really happens, or the first state of a question.

// What the question says to the reader. What it asked for, it has not asked for any more.
const say = (question, text, verdict = "", praise = "") => {
  question.asked = "";
  question.status.textContent = text;
  question.status.dataset.predictVerdict = verdict;
  question.praise.textContent = praise;
};

// A fold of its own, unless there is nothing to put into it.
const foldWith = (kind, key, content) =>
  content.length && make("details " + kind, make("summary", word(key)), ...content);

// The other records of a question, the latest first.
const earlier = ({ key, shown }) => {
  const rest = load(key).filter(({ at }) => at !== shown.at).reverse();
  const lines = rest.map(record =>
    make("li", dateOf(record) + " · " + sentence(record) + " ", make("code", record.predicted)),
  );
  return lines.length ? [make("ol earlier", ...lines)] : [];
};

// How the program ends beside what was said of it, where one of them is an error.
const endOf = ({ answer }, { claim, verdict, reason }) => {
  const { predictEnds, predictErrors = "" } = answer.dataset;
  const isFailing = ["run", "compile"].includes(predictEnds);
  if (!claim && !isFailing) return null;
  const [name] = predictErrors.split("\n");
  const how = word(predictEnds === "compile" ? "then-compile" : "then-stops", { error: name });
  const isWrong = !claim || !isFailing || (reason && reason !== "error-right");
  const differs = isWrong && !["same", "form"].includes(verdict);
  return { mine: claim || null, theirs: isFailing ? how.trim() : null, number: "", differs, isEnd: true };
};

// Whether a record is set beside what is so: a choice, if both are code.
const isComparable = ({ isText, isKnown, areCode, rightNumbers }, { verdict, chosen }) => {
  if (isText || verdict !== "differs") return isText && verdict !== "skipped";
  const [right, ...others] = rightNumbers;
  return areCode[chosen[0] - 1] && !others.length && Boolean(isKnown || areCode[right - 1]);
};

// The prediction beside what really happens, or a choice beside the right one.
const compared = (question, record, judgement) => {
  if (!isComparable(question, record)) return [];
  const { isText, real, isKnown, truth, itemTexts, rightNumbers } = question;
  const note = [word(record.sure), dateOf(record)].filter(Boolean).join(" · ");
  const theirs = isText || isKnown ? linesOf(truth) : linesOf(itemTexts[rightNumbers[0] - 1]);
  const yours = linesOf(judgement.output ?? record.predicted);
  const head = real?.querySelector("figcaption").cloneNode(true) ?? captionOf(word("right-choice"), "");
  const kept = isText ? judgement.kept : align(yours, theirs, question.forms);
  const end = isText && endOf(question, judgement);
  const heads = [captionOf(word("you-predicted"), note), head];
  return comparison(heads, yours, theirs, { ...question, kept, end });
};

// The refutations stand in one fold from the first answer on, but for those that are about it,
// which are no fold.
const sortRefutations = (question, record) => {
  const { refutations, others } = question;
  const meant = record ? answersTo(question, record) : [];
  for (const part of refutations) {
    const isMeant = meant.includes(part);
    part.classList.toggle("predict-said", isMeant);
    part.open = Boolean(record);
    if (!isMeant) others.append(part);
  }
  others.hidden = meant.length === refutations.length;
  return meant;
};

// What concerns just this reader stands first in the answer.
const makeLead = question => {
  const { real, summary, refutations } = question;
  question.lead = make("div lead");
  question.others = make("details others", make("summary", word("others")));
  question.folds.push(question.others);
  refutations
    .filter(part => part.matches("details"))
    .forEach(fold => fold.firstElementChild.after(make("p label", word("about"))));
  (real ?? summary).after(question.lead);
};

// Takes the comparison away, and what stood in its place comes back.
const showReal = ({ real, lead }) => {
  real?.classList.remove("predict-compared");
  (real ?? lead).querySelector(":scope > .predict-compare")?.remove();
};

const showLead = (question, record, judgement) => {
  if (!question.lead) makeLead(question);
  const { real, lead, others } = question;
  showReal(question);
  const [panes, legend] = compared(question, record, judgement);
  const meant = sortRefutations(question, record);
  const before = foldWith("earlier", "earlier", earlier(question));
  const content = [!real && panes, legend, ...meant, others, before];
  lead.replaceChildren(...content.filter(part => part && !part.hidden));
  lead.hidden = !lead.firstChild;
  if (!real || !panes) return;
  real.append(panes);
  real.classList.add("predict-compared");
};

// Locks the form for a record, or opens it where there is none.
const lock = (question, record) => {
  const { inputs, sureInputs, entry, after, note, right } = question;
  question.shown = record;
  if (inputs.length) markChoices(question, record);
  sureInputs.forEach(input => (input.checked = false));
  note.hidden = true;
  entry.hidden = record !== null;
  after.hidden = record === null;
  if (right) right.hidden = record !== null && inputs.length > 0;
};

const praiseFor = ({ verdict, sure }, { kept }) => {
  const lines = rightLines(kept);
  const told = [];
  if (verdict === "form") told.push(word("only-form"));
  if (lines) told.push(word(isNaN(lines) ? "kept-lines" : "kept-line", { lines }));
  if (verdict === "differs" && sure === "sure") told.push(word("sure-and-wrong"));
  return told.join(" ");
};

// Shows a record with the verdict that it gets now: the output may have been corrected since it was
// made.
const render = (question, given, judgement = judge(question, given)) => {
  const record = judged(given, judgement);
  const { isText, overrule } = question;
  lock(question, record);
  overrule.hidden = !isText || !["part", "differs"].includes(record.verdict);
  overrule.textContent = word(record.overruled ? "undo" : "overrule");
  showLead(question, record, judgement);
  const praise = record.overruled ? "" : praiseFor(record, judgement);
  say(question, sentence(record), verdictOf(record), praise);
  question.followers.forEach(fold => (fold.open = true));
};

// The first state, with every fold closed.
const reset = question => {
  const { lead, others, field, folds, hints, followers } = question;
  if (lead) {
    showReal(question);
    sortRefutations(question, null);
    lead.replaceChildren(...(others.hidden ? [] : [others]));
  }
  lock(question, null);
  say(question, "");
  field.value = "";
  [...folds, ...followers].forEach(fold => (fold.open = false));
  hideHints(hints);
};
