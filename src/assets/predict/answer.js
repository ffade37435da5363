// The answer: a record beside what really happens, or the first state of a question.

// What the question says to the reader. What it asked for, it has not asked for any more.
const say = (question, text, verdict = "", praise = "") => {
  question.asked = "";
  question.status.textContent = text;
  question.status.dataset.predictVerdict = verdict;
  question.praise.textContent = praise;
};

// A fold of its own, unless there is nothing to put into it.
const foldWith = (key, content) =>
  content.length && make("details " + key, make("summary", word(key)), ...content);

// The other records of a question, the latest first.
const earlier = ({ key, shown }) => {
  const rest = load(key).filter(({ at }) => at !== shown.at).reverse();
  const lines = rest.map(record =>
    make("li", dated(record), " · " + sentence(record) + " ", make("code", record.predicted)),
  );
  return lines.length ? [make("ol", ...lines)] : [];
};

// Whether a record is set beside what is so: a choice, if both are code.
const isComparable = ({ isText, isKnown, areCode, rightNumbers }, { verdict, chosen }) => {
  if (isText || verdict !== "differs") return isText && verdict !== "skipped";
  const [right, ...others] = rightNumbers;
  return areCode[chosen[0] - 1] && !others.length && Boolean(isKnown || areCode[right - 1]);
};

// What concerns just this reader stands first in the answer, behind the comparison: what the author
// says to this prediction, which is no fold, and what is said to others.
const showLead = (question, record, judgement) => {
  const { realOutput, summary, replies } = question;
  const lead = (question.lead ??= make("div lead"));
  if (!lead.isConnected) (realOutput ?? summary).after(lead);
  const [panes, legend] = record && isComparable(question, record) ? compared(question, record, judgement) : [];
  const meant = record ? answersTo(question, record, judgement) : [];
  replies.forEach(part => (part.open = record !== null));
  const content = [
    !realOutput && panes,
    legend,
    meant.length && make("div said", make("p label", word("about")), ...meant),
    foldWith("others", replies.filter(part => !meant.includes(part))),
    record && foldWith("earlier", earlier(question)),
  ];
  lead.replaceChildren(...content.filter(Boolean));
  lead.hidden = !lead.firstChild;
  realOutput?.querySelector(":scope > .predict-compare")?.remove();
  realOutput?.classList.toggle("predict-compared", Boolean(panes));
  if (panes) realOutput?.append(panes);
};

// Locks the form for a record, or opens it where there is none.
const lock = (question, record) => {
  const { choiceInputs, sureInputs, entry, after, note, forgotten, right, followers } = question;
  // A reader may have closed them since.
  if (record && !question.shown) followers.forEach(fold => (fold.open = true));
  question.shown = record;
  if (choiceInputs.length) markChoices(question, record);
  sureInputs.forEach(input => (input.checked = false));
  note.remove();
  if (record) forgotten.replaceChildren();
  entry.hidden = record !== null;
  after.hidden = record === null;
  if (question.ownVerdict) showOwnVerdict(question);
  if (right) right.hidden = record !== null && choiceInputs.length > 0;
};

// What was right about a prediction that was not, and what is to be said of it besides.
const praiseFor = ({ verdict, sure }, judgement) => {
  const lines = (judgement.kept && rightLines(judgement.kept)) || judgement.right;
  const told = [];
  if (verdict === "form") told.push(word("only-form"));
  if (lines) told.push(word(/\D/.test(lines) ? "kept-lines" : "kept-line", { lines }));
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
};

// The first state, with every fold closed.
const reset = question => {
  const { lead, answerField, folds, hints, followers } = question;
  lock(question, null);
  if (lead) showLead(question, null);
  say(question, "");
  answerField.value = "";
  [...folds, ...followers].forEach(fold => (fold.open = false));
  hideHints(hints);
};
