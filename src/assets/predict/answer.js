// The answer: a record beside what really happens, or the first state of a question.

// What the question says to the reader. What it asked for, it has not asked for any more.
const say = (question, text, verdict = "") => {
  question.asked = "";
  question.status.textContent = text;
  question.status.dataset.predictVerdict = verdict;
};

// Fills the fold, but for its summary, which may have the focus.
const fill = ({ summary }, nodes) => {
  while (summary.nextSibling) summary.nextSibling.remove();
  summary.after(...nodes);
};

// Signs and elements tell the lines apart, not the colour alone.
const marked = (text, kept, tag) =>
  text.split("\n").flatMap((line, at) => [
    at ? "\n" : "",
    make((kept[at] ? "span" : tag) + " line", line),
  ]);

// The prediction beside what really happens. Where some lines differ, `kept` says which do not.
const comparison = ({ real, code, truth }, record, kept) => {
  const when = make("span note", record.sure && word(record.sure) + " · ", dated(record));
  const caption = [make("span caption", word("you-predicted")), " ", when];
  const mine = make("code", record.predicted);
  const figure = make("figure output", make("figcaption", ...caption), make("pre", mine));
  const compared = [make("div compare", figure, real ?? "")];
  if (!kept) return compared;
  const legend = make("p legend");
  const mark = (place, text, flags, tag, key) => {
    place.replaceChildren(...marked(text, flags, tag));
    if (flags.includes(false)) legend.append(make(tag + " line", word(key)));
  };
  mark(mine, record.predicted, kept.yours, "del", "only-yours");
  if (code) mark(code, truth, kept.real, "ins", "only-real");
  code?.append("\n");
  return [...compared, legend];
};

// The other records of a question, the latest first.
const earlier = ({ key, shown }) => {
  const rest = load(key).filter(({ at }) => at !== shown.at).reverse();
  const lines = rest.map(record =>
    make("li", dated(record), " · " + sentence(record) + " ", make("code", record.predicted)),
  );
  return lines.length ? [make("ol earlier", ...lines)] : [];
};

// A fold of its own, unless there is nothing to put into it.
const foldWith = (key, content) =>
  content.length && make("details predicted", make("summary", word(key)), ...content);

// What the answer has beside a record: first what concerns just this one.
const contentFor = (question, kept) => {
  const { shown: record, outputs, right, refutations } = question;
  const matching = answersTo(question, record);
  matching.forEach(fold => (fold.open = true));
  const lead = record.verdict === "skipped" ? [] : comparison(question, record, kept);
  lead.push(...outputs.filter(output => output.parentElement === question.answer), right);
  if (rankOf(record) === 1) lead.push(make("p sure-and-wrong", word("sure-and-wrong")));
  lead.push(...matching);
  lead.push(foldWith("others", refutations.filter(fold => !matching.includes(fold))));
  lead.push(foldWith("earlier", earlier(question)));
  const placed = [...outputs, ...refutations, right];
  lead.push(...question.parts.filter(part => !placed.includes(part)));
  return lead.filter(Boolean);
};

// Locks the form for a record, or opens it where there is none.
const lock = (question, record) => {
  const isLocked = record !== null;
  question.shown = record;
  question.inputs.forEach((input, at) => {
    input.checked = isLocked && record.chosen.includes(at + 1);
    input.disabled = isLocked;
  });
  question.sureInputs.forEach(input => (input.checked = false));
  question.note.hidden = true;
  question.form.hidden = isLocked;
  question.after.hidden = !isLocked;
  showOwnVerdict(question);
  question.refutations.forEach(fold => (fold.open = false));
  const { code } = question;
  if (code?.querySelector(".predict-line")) code.textContent = question.truth + "\n";
};

// Shows a record with the verdict that it gets now: the output may have been corrected since it was
// made.
const render = (question, given, judgement = judge(question, given)) => {
  const record = judged(given, judgement);
  lock(question, record);
  question.overrule.hidden = !question.isText || !["form", "differs"].includes(record.verdict);
  question.overrule.textContent = word(record.overruled ? "undo" : "overrule");
  fill(question, contentFor(question, judgement.kept));
  say(question, sentence(record), verdictOf(record));
};

// The first state, with every fold closed.
const reset = question => {
  if (question.shown) fill(question, question.parts);
  lock(question, null);
  say(question, "");
  question.field.value = "";
  question.folds.forEach(fold => (fold.open = false));
  hideHints(question.hints);
};
