// Looking again: what the records of several questions come to.

const counted = entries => {
  const predicted = entries.filter(({ record }) => record && record.verdict !== "skipped");
  return word("count", { n: predicted.length, m: entries.length });
};

// What is due of several questions, first what to look at first.
const dueOf = entries =>
  entries.filter(({ latest }) => isDue(latest)).sort((a, b) => rankOf(a.latest) - rankOf(b.latest));

// What is asked in other chapters; what mdBook's sidebar does not have, the book has no more.
const elsewhere = (book, own) => {
  const pages = new Map();
  for (const link of allIn(document, ".chapter a[href]")) {
    const place = link.getAttribute("href").replace(/^(\.\.\/)+/, "");
    pages.set(encodeURIComponent(place), link.href);
  }
  const entries = keysOf(book).map(key => {
    const page = pages.get(key.split(" ")[2].replaceAll("%5C", "%2F").replace(".md", ".html"));
    const latest = load(key).at(-1);
    return { key, page, latest, href: page + "#" + encodeURIComponent(latest?.id ?? "") };
  });
  return entries.filter(({ key, page, latest }) => page && !key.startsWith(own) && !latest?.gone);
};

// What a chapter no longer asks is due nowhere, though its records are kept; what it asks again is.
const shelve = (book, own, asked) => {
  for (const key of keysOf(book).filter(key => key.startsWith(own))) {
    const gone = !asked.includes(key);
    const records = load(key);
    const isNews = records.some(record => Boolean(record.gone) !== gone);
    if (isNews) save(key, records.map(record => ({ ...record, gone })));
  }
};

// One quiet line at the foot of a chapter.
const addFoot = asked => {
  const main = document.querySelector("main");
  if (!main || document.querySelector(UNREADY) || new Set(asked.map(({ predictChapter }) => predictChapter)).size !== 1) return;
  const [{ predictBook: book, predictChapter }] = asked;
  const own = keyOf(book, predictChapter, "");
  const keys = asked.map(({ key }) => key);
  shelve(book, own, keys);
  const line = make("p");
  const once = button("looks-off", () => {
    store("localStorage", onceKey(book), isAskedOnce(book) ? "" : "true");
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
    const due = dueOf([...entries, ...elsewhere(book, own)]);
    const isOnce = isAskedOnce(book);
    line.replaceChildren(counted(entries) + " ");
    if (due.length && !isOnce) {
      const link = make("a", { href: due[0].href }, word("look-again"));
      line.append(word("due-in-book", { n: due.length }) + " ", link, " ");
    }
    if (memory.localStorage.size) line.append(word("unsaved"));
    once.textContent = word(isOnce ? "looks-on" : "looks-off");
    once.hidden = !due.length;
    forgetAll.hidden = entries.every(({ latest }) => !latest);
  };
  main.append(foot);
  addEventListener(CHANGED, update);
  update();
};
