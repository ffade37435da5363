// Committing: what a reader does with a question, and what follows from it.

const focusFirst = ({ isText, field, inputs }) =>
  (isText ? field : inputs.find(input => input.checked) ?? inputs[0]).focus();

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

// Shows what is in the storage.
const recall = question => {
  const { last, record } = entryOf(question);
  if (record) return render(question, record);
  reset(question);
  question.note.hidden = !last;
};

// Forgets the records of one question. Whoever calls this tells the watchers, once for all of them.
const forget = question => {
  save(question.key, []);
  reset(question);
};

// Keeps an answer, or a skip, and opens the fold.
const finish = (question, verdict, predicted = "", chosen = []) => {
  const { predictHash: hash, title, key, section, predictId: id = section.id } = question;
  const texts = question.ends ? question.outputs.map(textOf) : [question.truth];
  const happened = question.outputs.length
    ? texts.join("\n")
    : textsOf(question, question.rightNumbers).join("\n");
  const sure = (!verdict && question.sureInputs.find(input => input.checked)?.value) || "";
  const at = Date.now();
  const given = { hash, at, title, verdict, predicted, happened, chosen, sure, overruled: false };
  const judgement = judge(question, given);
  // It is kept before it is shown: whatever fails on the page, the answer is not lost.
  const record = judged(given, judgement);
  save(key, [...load(key), record]);
  render(question, record, judgement);
  openAnswer(question);
  const detail = { id, verdict: question.shown.verdict };
  section.dispatchEvent(new CustomEvent("predict:committed", { bubbles: true, detail }));
  changed();
};

const check = question => {
  const { isText, inputs, field } = question;
  if (question.shown) return;
  const chosen = inputs.flatMap((input, at) => (input.checked ? [at + 1] : []));
  const isAnswered = isText ? field.value.trim() || question.asked === "blank" : chosen.length;
  if (!isAnswered) return ask(question, isText ? "blank" : "first");
  finish(question, "", isText ? field.value : textsOf(question, chosen).join("\n"), chosen);
};

// A skip is no answer: it never takes the place of one.
const skip = question => {
  const { record } = entryOf(question);
  if (!record) return finish(question, "skipped");
  render(question, record);
  openAnswer(question);
};

const overrule = question => {
  const { key, shown } = question;
  shown.overruled = !shown.overruled;
  save(key, load(key).map(record => (record.at === shown.at ? shown : record)));
  render(question, shown);
  question.overrule.focus();
  changed();
};

// Whoever opens the answer without a prediction skips the question.
const onOpening = (question, event) => {
  if (question.shown || question.answer.open) return;
  event.preventDefault();
  if (question.predictGate === "attempt") ask(question, "first");
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
    check(question);
  }
};

// The buttons of a question: those to answer with, and those to go on from an answer.
const addButtons = question => {
  const { entry, after } = question;
  const does = (key, ...acts) => button(key, () => acts.forEach(act => act(question)));
  const commit = does("check", check);
  commit.className = "predict-button";
  entry.append(make("div actions", commit, make("span keys", word("keys")), does("show", skip)));
  question.overrule = does("overrule", overrule);
  const again = does("again", reset, focusFirst);
  after.append(again, question.overrule, does("forget", forget, changed, focusFirst));
};

// Makes a question of a section, unless there is nothing to answer.
const setUp = section => {
  const [asking] = section.children;
  const hints = hintsOf(asking);
  if (section.dataset.predictInput === "none") return [];
  const question = { ...read(section), hints, followers: followersOf(section) };
  addForm(question);
  addButtons(question);
  question.form.addEventListener("keydown", event => onKey(question, event));
  question.summary.addEventListener("click", event => onOpening(question, event));
  for (const fold of question.followers) {
    fold.firstElementChild.addEventListener("click", event => onFollowing(question, event));
  }
  asking.append(question.form);
  recall(question);
  return [question];
};
