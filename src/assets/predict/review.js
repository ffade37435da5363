// Looking again: what the records of several questions come to.

const counted = entries => {
  const predicted = entries.filter(({ record }) => record && record.verdict !== "skipped");
  return word("count", { n: predicted.length, m: entries.length });
};

const lookAgain = entries =>
  entries
    .filter(({ record }) => rankOf(record))
    .sort((a, b) => rankOf(a.record) - rankOf(b.record))
    .map(({ title, href }) => make("li", make("a", { href }, title)));

// One quiet line at the foot of a chapter.
const addFoot = asked => {
  const main = document.querySelector("main");
  if (!main || new Set(asked.map(({ predictChapter }) => predictChapter)).size !== 1) return;
  const foot = make("div foot", { tabIndex: -1 });
  main.append(foot);
  const forgetAll = button("forget-chapter", () => {
    if (!confirm(word("confirm"))) return;
    asked.forEach(forget);
    changed();
    foot.focus();
  });
  const update = () => {
    const entries = asked.map(entryOf);
    const again = lookAgain(entries);
    foot.replaceChildren(make("p", counted(entries), " ", again.length ? word("look-again") + " " : ""));
    if (again.length) foot.append(make("ul", ...again));
    if (memory.size) foot.append(make("p", word("unsaved")));
    if (entries.some(({ last }) => last)) foot.append(forgetAll);
  };
  watchers.push(update);
  update();
};
