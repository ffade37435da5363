// Committing: what a reader does with a question, and what follows from it.

const focusFirst = ({ isText, answerField, choiceInputs }) =>
  (isText ? answerField : choiceInputs.find(input => input.checked) ?? choiceInputs[0]).focus();

// What had the focus is hidden then, so the focus goes to what comes next.
const openAnswer = ({ answer, summary }) => {
  answer.open = true;
  summary.focus({ preventScroll: true });
};

// Tells the reader to answer.
const ask = (question, key) => {
  say(question, word(key));
  question.asked = key;
  focusFirst(question);
};

// Keeps an answer, or a skip, and opens the fold.
const finish = (question, verdict, { predicted = "", chosen = [], sure = "" } = {}) => {
  const { predictHash: hash, predictId, title, key, section } = question;
  // The print page may have given the element another id; one of ours has a hash in it, and stays.
  const id = !predictId || predictId.startsWith(hash) ? section.id : predictId;
  const texts = question.ends ? question.outputs.map(textOf) : [question.truth];
  const happened = question.outputs.length
    ? texts.join("\n")
    : textsOf(question, question.rightNumbers).join("\n");
  const at = Date.now();
  const given = { hash, id, at, title, verdict, predicted, happened, chosen, sure, overruled: false };
  const judgement = judge(question, given);
  // It is kept before it is shown: whatever fails on the page, the answer is not lost.
  const record = judged(given, judgement);
  keepAll(question, [...load(key), record]);
  dropDraft(key);
  render(question, record, judgement);
  openAnswer(question);
  const detail = { id, verdict: question.shown.verdict };
  section.dispatchEvent(new CustomEvent("predict:committed", { bubbles: true, detail }));
  changed();
};

const commit = (question, answer) => {
  const texts = question.isText ? answer.predicted : textsOf(question, answer.chosen).join("\n");
  finish(question, "", { ...answer, predicted: texts });
};

// An empty field is asked about, and neither the second click of a double click nor a key that is
// held down is a reply.
const check = (question, event) => {
  if (question.shown) return;
  const answer = answerIn(question);
  const insists = question.asked === "blank" && event.detail < 2 && !event.repeat;
  if (insists || !isBlank(answer)) commit(question, answer);
  else ask(question, question.isText ? "blank" : "first");
};

// A skip is no answer: it never takes the place of one, and what was typed or chosen is none.
const skip = question => {
  const answer = answerIn(question);
  if (!isBlank(answer) && answer.predicted !== question.offered) return commit(question, answer);
  const { record } = entryOf(question);
  if (!record) return finish(question, "skipped");
  render(question, record);
  openAnswer(question);
};

// Whoever opens the answer commits to what is in the form, or skips the question.
const onOpening = (question, event) => {
  if (question.shown || question.answer.open) return;
  event.preventDefault();
  const mustAsk = question.predictGate === "attempt" && isBlank(answerIn(question));
  if (mustAsk) ask(question, "first");
  else skip(question);
};

// What waits for a question that has to be answered sends there.
const onFollowing = (question, event) => {
  if (question.shown || question.predictGate !== "attempt") return;
  event.preventDefault();
  ask(question, "first");
};

const onKey = (question, event) => {
  const { key } = event;
  if (key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
    event.preventDefault();
    check(question, event);
  }
};

// The buttons of a question: those to answer with, and those to go on from an answer.
const addButtons = question => {
  const { entry, after } = question;
  const does = (key, ...acts) => button(key, event => acts.forEach(act => act(question, event)));
  const commit = does("check", check);
  commit.className = "predict-button";
  entry.append(make("div actions", commit, make("span keys", word("keys")), does("show", skip)));
  question.overrule = does("overrule", countMine);
  const again = does("again", tryAgain, focusFirst);
  after.append(again, question.overrule, does("forget", forgetOne, focusFirst));
};

// Makes a question of a section, unless there is nothing to answer.
const setUp = section => {
  const [asking] = section.children;
  const hints = hintsOf(asking);
  if (section.dataset.predictInput === "none") return [];
  const question = { ...read(section), hints, followers: followersOf(section) };
  addForm(question);
  addButtons(question);
  if (isUnknown(section)) addOwnVerdict(question, revise);
  question.answerForm.addEventListener("keydown", event => onKey(question, event));
  question.answerForm.addEventListener("input", () => keepDraft(question));
  question.summary.addEventListener("click", event => onOpening(question, event));
  for (const fold of question.followers) {
    fold.firstElementChild.addEventListener("click", event => onFollowing(question, event));
  }
  asking.append(question.answerForm);
  recall(question);
  return [question];
};
