// The reader's overview of a whole book. It follows predict/ into the same function, and travels
// only with a `progress` block, or where the files are linked.

const DAY = 24 * 60 * 60 * 1000;
const DAYS_BETWEEN_LOOKS = 3;
const LARGEST_FILE = 20000000;

// The storage keys of a book's records.
const keysOf = book => {
  const keys = [...memory.keys()];
  try {
    keys.push(...Object.keys(localStorage));
  } catch {
    // Then there is only what this page remembers.
  }
  return [...new Set(keys)].filter(key => key.startsWith(keyOf(book, "")));
};

// The browser forgets the text when the page is left, which is soon enough.
const download = (name, type, text) => {
  const href = URL.createObjectURL(new Blob([text], { type }));
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
  for (const [key, records] of ours) {
    const known = load(key);
    const fresh = records.filter(({ at }) => known.every(record => record.at !== at));
    save(key, [...known, ...fresh].sort((a, b) => a.at - b.at));
  }
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
  for (const { predictChapterName, title, records } of entries) {
    if (!records.length) continue;
    if (predictChapterName !== last) lines.push("## " + escaped(predictChapterName));
    last = predictChapterName;
    lines.push("### " + escaped(title));
    for (const record of records) {
      const facts = [dateOf(record), sentence(record), word(record.sure)].filter(Boolean);
      lines.push("**" + facts.join(" · ") + "**");
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
  link.after(" ", state);
  return {
    ...item.closest("[data-predict-chapter-name]").dataset,
    ...dataset,
    key: keyOf(book, dataset.predictChapter, dataset.predictName),
    title: link.textContent,
    href: link.href,
    state,
  };
};

const setUpProgress = section => {
  const book = section.dataset.predictBook;
  section.dataset.predictReady = "true";
  const items = [...section.querySelectorAll("[data-predict-name]")];
  const listed = items.map(item => listedIn(book, item));
  const due = make("div due");
  const status = make("p small", { role: "status" });
  const update = () => {
    const all = listed.map(entryOf);
    for (const { state, last, record } of all) {
      const words = record ? sentence(record) + " · " + dateOf(record) : word(last ? "changed" : "unanswered");
      state.textContent = words;
      state.dataset.predictVerdict = record ? verdictOf(record) : "";
    }
    const late = Date.now() - DAYS_BETWEEN_LOOKS * DAY;
    const again = lookAgain(all.filter(({ record }) => record && record.at <= late));
    due.replaceChildren(make("p", counted(all)));
    if (again.length) due.append(make("p", word("due")), make("ul", ...again));
    due.append(make("p small", word("interval", { days: DAYS_BETWEEN_LOOKS })));
  };

  const file = make("input", { type: "file", accept: ".json,application/json" });
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
  const forgetAll = () => {
    if (!confirm(word("confirm"))) return;
    keysOf(book).forEach(key => save(key, []));
    recallAll();
  };
  const name = "predict-" + book;
  section.append(
    due,
    make(
      "div actions",
      button("export", () => download(name + ".json", "application/json", exported(book))),
      button("notebook", () => download(name + ".md", "text/markdown", notebook(listed.map(entryOf)))),
      button("forget-book", forgetAll),
    ),
    make("label import", word("import") + " ", file),
    status,
    make("p small", word(memory.size ? "unsaved" : "kept")),
  );
  watchers.push(update);
  addEventListener("predict:committed", update);
  update();
};

ready(() => document.querySelectorAll(".predict-progress:not([data-predict-ready])").forEach(setUpProgress));
