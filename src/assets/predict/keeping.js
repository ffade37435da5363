// Keeping: what becomes of the record that a question shows, here and in other windows.

const questions = [];

// A reader who wants to be asked once says so for the whole book.
const onceKey = book => "predict-once " + encodeURIComponent(book);
const isAskedOnce = book => stored("localStorage", onceKey(book)) === "true";

// Keeps records, and knows them again when another window has changed them.
const keepAll = (question, records) => {
  save(question.key, records);
  question.seen = stored("localStorage", question.key);
};

// Shows what is in the storage: the record, or the question, if there is none, if it is time to ask
// again, or if the reader has begun to answer.
const recall = question => {
  reset(question);
  question.offered = null;
  question.seen = stored("localStorage", question.key);
  const { latest, record } = entryOf(question);
  const draft = draftOf(question);
  const isAskedAgain = isDue(record) && !isAskedOnce(question.predictBook);
  if (record && !isAskedAgain && !draft) return render(question, record);
  // That there was an answer is said above the form, but not which.
  const { note, answerForm } = question;
  if (latest && latest.verdict !== "skipped") answerForm.prepend(note);
  if (record) note.replaceChildren(word("predicted-on") + " ", dated(record));
  else note.textContent = word("changed");
  if (draft) fillIn(question, draft);
};

// Shows what is in the storage, after something other than a question changed it.
const recallAll = () => {
  questions.forEach(recall);
  changed();
};

// Shows what other windows have changed meanwhile.
const catchUp = ({ type }) => {
  const stale = questions.filter(({ key, seen }) => seen !== stored("localStorage", key));
  stale.forEach(recall);
  if (stale.length || type !== "focus") changed();
};

// Changes the record that is shown, unless it was forgotten in another window.
const revise = (question, change) => {
  const { key, shown } = question;
  const records = load(key);
  const at = records.findIndex(record => record.at === shown.at);
  if (at < 0) {
    recall(question);
    say(question, word("gone"));
  } else {
    records[at] = { ...shown, ...change };
    keepAll(question, records);
    render(question, records[at]);
  }
  changed();
};

const countMine = question => {
  revise(question, { overruled: !question.shown.overruled });
  if (question.shown) question.overrule.focus();
};

// Begins with what the reader wrote last.
const tryAgain = question => {
  const { isText, answerField, shown } = question;
  reset(question);
  if (isText) question.offered = answerField.value = shown.predicted;
};

// A search may have found words of an answer: they are shown where there is a record, and spoken of
// where they would give the answer away.
const showHits = () => {
  for (const { answer, summary, shown } of questions) {
    for (const mark of allIn(answer, "mark[data-markjs]")) {
      if (mark.closest(".predict-answer") !== answer) continue;
      if (shown) openAround(mark, answer);
      else if (!summary.querySelector(".predict-small")) summary.append(" ", make("span small", word("hit")));
    }
  }
};

// Forgets what is kept under these keys, and says so where one can undo it.
const forget = (keys, status, show) => {
  const gone = keys.map(key => [key, load(key)]);
  for (const key of keys) {
    save(key, []);
    dropDraft(key);
  }
  show();
  const undo = button("undo", () => {
    gone.forEach(([key, records]) => addRecords(key, records));
    status.replaceChildren();
    show();
    status.focus();
  });
  status.tabIndex = -1;
  status.replaceChildren(word("forgotten", { n: gone.flatMap(([, records]) => records).length }), " ", undo);
};

const forgetOne = question => {
  const { answer } = question;
  const { open } = answer;
  const show = () => {
    recall(question);
    answer.open = open && question.shown !== null;
    changed();
  };
  forget([question.key], question.forgotten, show);
};
