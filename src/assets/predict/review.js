// Looking again: what the records of several questions come to.

const counted = entries => {
  const predicted = entries.filter(({ record }) => record && record.verdict !== "skipped");
  return word("count", { n: predicted.length, m: entries.length });
};

// What is due of several questions, first what to look at first.
const dueOf = entries =>
  entries.filter(({ last }) => isDue(last)).sort((a, b) => rankOf(a.last) - rankOf(b.last));

const withoutExtension = path => path.slice(0, path.lastIndexOf("."));

// The addresses of the book's chapters, which mdBook's sidebar has, by their places in the book.
const addresses = () => {
  const links = [...document.querySelectorAll(".chapter a[href]")];
  const place = link => decodeURI(link.getAttribute("href").replace(/^(\.\.?\/)*/, ""));
  return new Map(links.map(link => [withoutExtension(place(link)), link.href]));
};

// The questions of other chapters that have records; what the book no longer has is none.
const elsewhere = ({ predictBook, predictChapter }) => {
  try {
    const chapters = addresses();
    return keysOf(predictBook).flatMap(key => {
      const [, , chapter] = key.split(" ").map(decodeURIComponent);
      const page = chapters.get(withoutExtension(chapter.replaceAll("\\", "/")));
      const last = load(key).at(-1);
      if (!page || !last || last.gone || chapter === predictChapter) return [];
      return [{ last, href: page + "#" + encodeURIComponent(last.id) }];
    });
  } catch {
    return [];
  }
};

// What a chapter no longer asks is due nowhere, though its records are kept.
const shelve = ([{ predictBook, predictChapter }]) => {
  const asked = questions.map(({ key }) => key);
  const prefix = keyOf(predictBook, predictChapter, "");
  const keys = keysOf(predictBook).filter(key => key.startsWith(prefix) && !asked.includes(key));
  for (const key of keys) {
    const records = load(key).map(record => ({ ...record, gone: true }));
    if (records.length) save(key, records);
  }
};

// One quiet line at the foot of a chapter.
const addFoot = asked => {
  const main = document.querySelector("main");
  if (!main || new Set(asked.map(({ predictChapter }) => predictChapter)).size !== 1) return;
  shelve(asked);
  const [first] = asked;
  const keys = asked.map(({ key }) => key);
  const line = make("p");
  const once = button("looks-off", () => {
    store("localStorage", onceKey(first), isAskedOnce(first) ? "" : "true");
    recallAll();
  });
  const status = make("p small", { role: "status" });
  const forgetAll = button("forget-chapter", () => {
    forget(keys, status, recallAll);
    foot.focus();
  });
  const foot = make("div foot", { tabIndex: -1 }, line, once, forgetAll, status);
  const update = () => {
    const entries = asked.map(entryOf);
    const due = dueOf([...entries, ...elsewhere(first)]);
    const isOnce = isAskedOnce(first);
    line.replaceChildren(counted(entries) + " ");
    if (due.length && !isOnce) {
      const link = make("a", { href: due[0].href }, word("look-again"));
      line.append(word("due-in-book", { n: due.length }) + " ", link, " ");
    }
    if (memory.localStorage.size) line.append(word("unsaved"));
    once.textContent = word(isOnce ? "looks-on" : "looks-off");
    once.hidden = !due.length;
    forgetAll.hidden = entries.every(({ last }) => !last);
  };
  main.append(foot);
  watchers.push(update);
  update();
};
