// The reader's overview of a whole book. It follows predict/ into the same function, and travels
// only with a `progress` block, or where the files are linked.

const LARGEST_FILE = 20000000;

// The browser forgets the text when the page is left, which is soon enough.
const download = (name, text) => {
  const href = URL.createObjectURL(new Blob([text]));
  make("a", { href, download: name }).click();
};

const exported = book =>
  JSON.stringify({ predict: 1, records: Object.fromEntries(keysOf(book).map(key => [key, load(key)])) }, null, 1);

// Adds the records of a file to those that are there; says how many it had. One from beyond the
// next day, which no time zone explains, would stay the last one of its question for ever.
const imported = (book, text) => {
  const tomorrow = Date.now() + DAY;
  /** @type {[string, ReaderRecord[]][]} */
  const ours = Object.entries(JSON.parse(text).records)
    .filter(([key]) => key.startsWith(keyOf(book, "")))
    .map(([key, records]) => [key, allCleaned(records).filter(({ at }) => at < tomorrow)]);
  ours.forEach(([key, records]) => addRecords(key, records));
  return ours.flatMap(([, records]) => records).length;
};

const escaped = text => text.replace(/[\\`*_{}[\]<>#|~&]/g, mark => "\\" + mark);

const fenced = text => {
  let fence = "~~~";
  while (text.includes(fence)) fence += "~";
  return fence + "text\n" + text + "\n" + fence;
};

// What the reader believed and what happened, as Markdown.
const notebook = entries => {
  const lines = ["# " + escaped(word("notebook-title"))];
  let last = null;
  for (const { chapter, title, records } of entries) {
    if (!records.length) continue;
    if (chapter !== last) lines.push("## " + escaped(chapter));
    last = chapter;
    lines.push("### " + escaped(title));
    for (const record of records) {
      const facts = [dateOf(record), sentence(record), word(record.sure)].filter(Boolean);
      lines.push("**" + escaped(facts.join(" · ")) + "**");
      if (record.verdict !== "skipped") lines.push(word("you-predicted"), fenced(record.predicted));
      lines.push(word("what-happens"), fenced(record.happened));
    }
  }
  return lines.join("\n\n") + "\n";
};

// A question that the overview lists, with the element that says what became of it.
const listedIn = (book, item) => {
  const { dataset } = item;
  const link = item.querySelector("a");
  const state = make("span state");
  link.parentElement.append(" ", state);
  return {
    ...dataset,
    chapter: item.closest(".predict-index").previousElementSibling.textContent.trim(),
    key: keyOf(book, dataset.predictChapter, dataset.predictName),
    title: link.textContent,
    link,
    about: item.querySelector(".predict-where"),
    state,
  };
};

// What became of a question, as the element `state` shows it. What is asked again has no verdict
// until it is answered, for that would tell the answer.
const showState = (state, { latest, record }, isAgain) => {
  state.replaceChildren(word(latest ? "changed" : "unanswered"));
  if (record) state.replaceChildren((isAgain ? word("look-again") : sentence(record)) + " · ", dated(record));
  state.dataset.predictVerdict = record && !isAgain ? verdictOf(record) : "";
};

const dueItem = entry => {
  const { link, chapter, about } = entry;
  const state = make("span state");
  showState(state, entry, true);
  const where = make("span where", chapter);
  if (about) where.append(" · ", ...about.cloneNode(true).childNodes);
  return make("li", make("p", link.cloneNode(true), " ", where, " ", state));
};

// A button in our words, for the browser has its own for files in its own language.
const fileButton = (book, status) => {
  const file = make("input", { type: "file", accept: ".json", hidden: true });
  file.addEventListener("change", async () => {
    let count = 0;
    try {
      const [chosen] = file.files;
      if (chosen.size < LARGEST_FILE) count = imported(book, await chosen.text());
    } catch {
      // No JSON, or not ours: then nothing was loaded, which is what the message says.
    }
    file.value = "";
    status.textContent = word(count ? "imported" : "not-imported", { n: count });
    recallAll();
  });
  return [button("import", () => file.click()), file];
};

const setUpProgress = section => {
  const book = section.dataset.predictBook;
  section.dataset.predictReady = "true";
  const listed = allIn(section, "[data-predict-name]").map(item => listedIn(book, item));
  const count = make("p count");
  const due = make("div due");
  const status = make("p small", { role: "status" });
  const update = () => {
    const all = listed.map(entryOf);
    const again = isAskedOnce(book) ? [] : dueOf(all);
    all.forEach(entry => showState(entry.state, entry, again.includes(entry)));
    count.textContent = counted(all);
    due.hidden = !again.length;
    due.replaceChildren(
      make("p label", word("due")),
      make("ul index", { role: "list" }, ...again.map(dueItem)),
      make("p small", word("interval", { days: DAYS_BETWEEN_LOOKS })),
    );
  };
  const name = "predict-" + book;
  const first = section.querySelector(".predict-chapter");
  if (first) first.before(count, due);
  else section.append(count, due);
  section.append(
    make(
      "div actions",
      button("export", () => download(name + ".json", exported(book))),
      button("notebook", () => download(name + ".md", notebook(listed.map(entryOf)))),
      ...fileButton(book, status),
      button("forget-book", () => forget(keysOf(book), status, recallAll)),
    ),
    status,
    make("p small", word(memory.localStorage.size ? "unsaved" : "kept")),
  );
  addEventListener(CHANGED, update);
  update();
};

ready(() => allIn(document, ".predict-progress:not([data-predict-ready])").forEach(setUpProgress));
