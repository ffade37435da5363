// The reader's side of a lesson: commit to a prediction, compare it, understand, remember.
//
// The preprocessor puts this text into a function, takes the comments out (so a comment has a line
// of its own), and emits it before the first block of a chapter. Rules that the emission sets:
// elements are made with createElement, because mdBook 0.4 rewrites whatever looks like HTML; there
// is no dollar sign, because preprocessors for mathematics run after this one; and no word that a
// reader sees stands in here, because the words come with the page, in the book's language.

const SECTION = ".predict[data-predict-hash]";
const VERDICTS = ["same", "form", "differs", "skipped", "uncompared"];
const SURE = ["guess", "think", "sure"];
const MOST_RECORDS = 50;
const LONGEST_PREDICTION = 10000;

// Words and elements.

const word = (key, values = {}) => {
  const name = "data-predict-" + key;
  const holders = [...document.getElementsByClassName("predict-words")];
  let words = holders.find(holder => holder.hasAttribute(name))?.getAttribute(name) ?? "";
  for (const [slot, value] of Object.entries(values)) {
    words = words.replace("{" + slot + "}", () => value);
  }
  return words;
};

// An element by its tag and its class, which gets our prefix; objects among the parts are
// properties, everything else is content.
const make = (name, ...parts) => {
  const [tag, kind] = name.split(" ");
  const element = document.createElement(tag);
  if (kind) element.className = "predict-" + kind;
  for (const part of parts) {
    if (part.constructor === Object) Object.assign(element, part);
    else element.append(part);
  }
  return element;
};

const button = (key, onclick) => make("button button", { type: "button", onclick }, word(key));

// As the reader's browser writes dates: the language of a book need not be a language tag.
const dateOf = ({ at }) => new Date(at).toLocaleDateString([], { dateStyle: "medium" });

// Records. Each question has a list of them in the browser's storage, the last one being the
// reader's answer. What the browser does not keep is kept for as long as the page is open.

const memory = new Map();

const keyOf = (...names) => ["predict", ...names].map(encodeURIComponent).join(" ");

// A record with the fields that it should have, whatever was in the storage or in a file.
const cleaned = record => {
  const { at, verdict, overruled, chosen, sure } = record ?? {};
  if (!VERDICTS.includes(verdict) || !Number.isInteger(at) || Math.abs(at) > 8e15) return null;
  const clean = { at, verdict, overruled: overruled === true, chosen: [], sure: "" };
  for (const field of ["hash", "title", "lines", "predicted", "happened"]) {
    const value = record[field];
    clean[field] = typeof value === "string" ? value.slice(0, LONGEST_PREDICTION) : "";
  }
  if (SURE.includes(sure)) clean.sure = sure;
  if (Array.isArray(chosen)) clean.chosen = chosen.filter(Number.isInteger);
  return clean;
};

const load = key => {
  try {
    const records = JSON.parse(memory.get(key) ?? localStorage.getItem(key));
    return records.map(cleaned).filter(Boolean);
  } catch {
    return [];
  }
};

const save = (key, records) => {
  const text = JSON.stringify(records.slice(-MOST_RECORDS));
  try {
    if (records.length) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
    memory.delete(key);
  } catch {
    memory.set(key, text);
  }
};

const verdictOf = record => (record.overruled ? "same" : record.verdict);

// What to look at again comes first: sure and wrong, wrong, skipped. Other answers have no rank.
const rankOf = record => {
  const verdict = record && verdictOf(record);
  if (verdict === "differs") return record.sure === "sure" ? 1 : 2;
  return verdict === "skipped" ? 3 : 0;
};

const sentence = record => {
  if (record.overruled) return word("overruled");
  if (record.verdict === "form") return word("other-form");
  if (record.verdict !== "differs" || !record.lines) return word(record.verdict);
  return word(isNaN(record.lines) ? "differs-lines" : "differs-line", { lines: record.lines });
};

// Comparing.

const withoutEnd = text => (text.endsWith("\n") ? text.slice(0, -1) : text);

const each = change => (a, b) => [change(a), change(b)];

const replacing = (pattern, by) => each(text => text.replace(pattern, by));

// Takes marks away that one of the two does not have at all, unless nothing would be left.
const unlessBoth = (marks, by) => (a, b) => {
  const bare = [a, b].map(text => text.replace(marks, by));
  const haveBoth = a !== bare[0] && b !== bare[1];
  return haveBoth || bare.some(text => !text.trim()) ? [a, b] : bare;
};

const QUOTES = /['"`´‘’‚“”„«»‹›]/g;

// The forms in which values stay the same, in the order in which they are seen through. The guide
// has the list (reference/comparing.md), and a test holds each of them.
const FORMS = [
  each(text => text.normalize("NFC")),
  replacing(/[−‐‑–]/g, "-"),
  replacing(/…/g, "..."),
  replacing(/\b(true|false|none|null|nil|undefined|nan|inf|infinity)\b/gi, w => w.toLowerCase()),
  replacing(QUOTES, "'"),
  unlessBoth(/(\p{L}'(?=\p{L}))|'/gu, (_, apostrophe = "") => apostrophe),
  each(text => text.replace(/[[{]/g, "(").replace(/[\]}]/g, ")")),
  unlessBoth(/[()[\]{}]/g, " "),
  replacing(/[,;]/g, " "),
  replacing(/[^\S\n]*\n[^\S\n]*/g, "\n"),
  replacing(/\n+/g, "\n"),
  replacing(/\n/g, " "),
  replacing(/[^\S\n]+/g, " "),
  replacing(/ ?([()[\]{}':=,;]) ?/g, (_, mark) => mark),
  each(text => text.trim()),
];

const alike = (a, b, forms) => {
  if (a === b) return true;
  for (const form of forms) [a, b] = form(a, b);
  return a === b;
};

// The forms that may be overlooked. Where the author has an answer that differs from the truth by
// just one of them, that one is what the question is about.
const formsFor = (truth, others) => {
  let forms = FORMS;
  for (const other of others) {
    if (other === truth || !alike(other, truth, forms)) continue;
    const without = form => forms.filter(kept => kept !== form);
    const telling = forms.filter(form => !alike(other, truth, without(form)));
    forms = telling.length ? forms.filter(form => !telling.includes(form)) : [];
  }
  return forms;
};

// For each line of both texts, whether it has a partner in the other one: at the same place where
// there are as many, else in the longest common sequence.
const align = (yours, real, forms) => {
  const kept = { yours: yours.map(() => false), real: real.map(() => false) };
  const keep = (i, j) => (kept.yours[i] = kept.real[j] = true);
  // No form touches letters and digits, so most lines need no closer look.
  const letters = line => line.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const [a, b] = [yours, real].map(lines => lines.map(letters));
  const equal = (i, j) => a[i] === b[j] && alike(yours[i], real[j], forms);
  if (yours.length === real.length) {
    real.forEach((_, at) => equal(at, at) && keep(at, at));
    return kept;
  }
  const longest = [...yours, ""].map(() => new Uint16Array(real.length + 1));
  for (let i = yours.length - 1; i >= 0; i--) {
    for (let j = real.length - 1; j >= 0; j--) {
      longest[i][j] = equal(i, j)
        ? longest[i + 1][j + 1] + 1
        : Math.max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  for (let i = 0, j = 0; i < yours.length && j < real.length; ) {
    if (equal(i, j)) keep(i++, j++);
    else if (longest[i + 1][j] >= longest[i][j + 1]) i++;
    else j++;
  }
  return kept;
};

// The numbers of the lines that are not kept: "2–4, 7".
const numbers = kept => {
  const runs = [];
  kept.forEach((isKept, at) => {
    const last = runs.at(-1);
    if (isKept) return;
    if (last && last[1] === at) last[1] = at + 1;
    else runs.push([at + 1, at + 1]);
  });
  return runs.map(([a, b]) => (a === b ? "" + a : a + "–" + b)).join(", ");
};

const compare = (text, truth, forms) => {
  const [yours, real] = [text.split("\n"), truth.split("\n")];
  if (text === truth) return { verdict: "same" };
  const kept = align(yours, real, forms);
  const lines = numbers(kept.real) || numbers(kept.yours);
  if (!lines || alike(text, truth, forms)) return { verdict: "form" };
  return { verdict: "differs", kept, lines };
};

// A question.

const setUp = section => {
  const data = section.dataset;
  const [question, answer] = section.children;
  const [summary] = answer.children;
  const parts = [];
  for (let part = summary; (part = part.nextSibling); ) parts.push(part);
  const all = selector => parts.filter(part => part.matches?.(selector));
  const title = question.querySelector(".predict-title").textContent.trim();
  const name = data.predictId || data.predictHash;
  const key = keyOf(data.predictBook, data.predictChapter, name);
  const isText = data.predictInput === "text";
  const isAsked = data.predictInput !== "none";
  // What the author left open is no matter of ours.
  const closed = [...section.querySelectorAll("details:not([open])")];
  const folds = closed.filter(fold => fold.closest(SECTION) === section);
  data.predictReady = "true";

  // Hints come one at a time.
  const hints = [...question.querySelectorAll(":scope > .predict-hint")];
  hints.forEach((hint, at) => {
    const next = hints[at + 1];
    // It tells late that it was opened: by then paper may have been asked for, which opens others.
    hint.addEventListener("toggle", () => {
      if (hint.open && !unfolded.includes(hint)) next?.classList.remove("predict-later");
    });
    if (at && !next) hint.append(make("p small", word("last-hint")));
  });
  const hideHints = () => hints.slice(1).forEach(hint => hint.classList.add("predict-later"));
  hideHints();

  // What really happens.
  const outputs = all(".predict-output");
  const real = outputs.find(output => output.dataset.predictStream === "stdout") ?? outputs[0];
  const code = real?.querySelector("pre > code");
  const truth = withoutEnd(code?.textContent ?? "");
  const isKnown = real && !real.dataset.predictUnknown;
  const right = all(".predict-right")[0];
  const rightNumbers = right ? right.dataset.predictRight.split(" ").map(Number) : [];

  // The choices, and what each of them says.
  const list = question.querySelector(":scope > .predict-choices");
  const items = list ? [...list.children] : [];
  const itemText = item => {
    const text = item.querySelector("pre > code") ?? item.querySelector(".predict-choice-text");
    return withoutEnd(text.textContent) || (item.querySelector("img")?.alt ?? "");
  };
  const itemTexts = items.map(itemText);
  const textsOf = chosen => chosen.map(number => itemTexts[number - 1] ?? "");
  const refutations = all(".predict-predicted, .predict-feedback");
  const refuted = fold => fold.dataset.predictOutput ?? itemTexts[fold.dataset.predictChoice - 1];
  const foretold = [...refutations.map(refuted), ...itemTexts].filter(text => text !== undefined);
  const forms = isKnown ? formsFor(truth, foretold.map(withoutEnd)) : FORMS;

  const { predictHash: hash, predictChapter: chapter } = data;
  if (!isAsked) return { isAsked };

  const judge = ({ verdict, predicted, chosen }) => {
    if (verdict === "skipped") return { verdict };
    if (isText && !isKnown) return { verdict: "uncompared" };
    if (isText) return compare(withoutEnd(predicted), truth, forms);
    return { verdict: chosen.join() === rightNumbers.join() ? "same" : "differs" };
  };

  // Writes the verdict into the record; returns which lines are kept where some differ. The output
  // may have been corrected since the record was made.
  const assess = record => {
    const { verdict, lines = "", kept } = judge(record);
    Object.assign(record, { verdict, lines });
    return kept;
  };

  // What the author says to just this prediction.
  const answersTo = ({ predicted, chosen, verdict }) => {
    const isRight = ["same", "form", "skipped"].includes(verdict);
    const texts = isText ? [withoutEnd(predicted)] : textsOf(chosen);
    const exact = refutations.filter(fold => texts.includes(refuted(fold)));
    if (exact.length || isRight) return exact;
    const is = test => refutations.filter(fold => test(refuted(fold))).slice(0, 1);
    const near = is(text => isText && text !== undefined && alike(text, texts[0], forms));
    return near.length ? near : is(text => text === undefined);
  };

  // The form.
  const status = make("p verdict", { role: "status" });
  const say = (text, verdict = "") => {
    status.textContent = text;
    status.dataset.predictVerdict = verdict;
  };
  const note = make("p small", { hidden: true });
  const field = make("textarea field", {
    rows: +data.predictRows || Math.min(20, isKnown ? truth.split("\n").length : 3),
    maxLength: LONGEST_PREDICTION,
    spellcheck: false,
    autocapitalize: "off",
    autocomplete: "off",
    wrap: "off",
    dir: "ltr",
  });
  field.setAttribute("autocorrect", "off");
  const group = "predict " + [data.predictBook, data.predictChapter, section.id || name].join(" ");
  const inputs = (isText ? [] : items).map((item, at) => {
    const input = make("input", {
      type: list.dataset.predictMultiple ? "checkbox" : "radio",
      name: group,
      ariaLabel: item.querySelector(".predict-letter").textContent + " " + itemTexts[at],
    });
    item.append(make("label pick", input, make("div", ...item.childNodes)));
    return input;
  });
  const choices = make("fieldset set", make("legend", word("field")));
  if (list && !isText) {
    list.replaceWith(choices);
    choices.append(list);
  }
  const asks = word("how-sure");
  const sureInputs = SURE.map(value => make("input", { type: "radio", value, name: group + " sure" }));
  const sureLabels = sureInputs.map(input => make("label", input, word(input.value)));
  const sureness = make("fieldset set", { hidden: !asks }, make("legend", asks), ...sureLabels);
  const form = make("div form");
  const after = make("div actions", { hidden: true });
  if (isText) form.append(make("label", make("span ask", word("field")), field));
  const first = () => (isText ? field : inputs.find(input => input.checked) ?? inputs[0]);

  // Showing a record, and the first state again.
  let shown = null;

  // Signs and elements tell the lines apart, not the colour alone.
  const marked = (text, kept, tag) =>
    text.split("\n").flatMap((line, at) => [
      at ? "\n" : "",
      make((kept[at] ? "span" : tag) + " line", line),
    ]);

  const comparison = (record, kept) => {
    const note = [word(record.sure), dateOf(record)].filter(Boolean).join(" · ");
    const caption = [make("span caption", word("you-predicted")), " ", make("span note", note)];
    const mine = make("code", record.predicted);
    const figure = make("figure output", make("figcaption", ...caption), make("pre", mine));
    const shown = [make("div compare", figure, real ?? "")];
    if (!kept) return shown;
    const legend = make("p legend");
    const show = (code, text, flags, tag, key) => {
      code.replaceChildren(...marked(text, flags, tag));
      if (flags.includes(false)) legend.append(make(tag + " line", word(key)));
    };
    show(mine, record.predicted, kept.yours, "del", "only-yours");
    if (code) show(code, truth, kept.real, "ins", "only-real");
    code?.append("\n");
    return [...shown, legend];
  };

  const fold = (key, ...content) => make("details predicted", make("summary", word(key)), ...content);

  const earlier = records => {
    const rest = records.filter(record => record.at !== shown.at).reverse();
    if (!rest.length) return [];
    const lines = rest.map(record =>
      make("li", dateOf(record) + " · " + sentence(record) + " ", make("code", record.predicted)),
    );
    return [fold("earlier", make("ol earlier", ...lines))];
  };

  const othersThan = matching => {
    const others = refutations.filter(fold => !matching.includes(fold));
    return others.length ? [fold("others", ...others)] : [];
  };

  const overrule = button("overrule", () => {
    shown.overruled = !shown.overruled;
    const records = load(key).map(record => (record.at === shown.at ? shown : record));
    save(key, records);
    render(shown, records);
    overrule.focus();
    changed();
  });

  // Fills the fold, but for its summary, which may have the focus.
  const fill = nodes => {
    while (summary.nextSibling) summary.nextSibling.remove();
    answer.append(...nodes);
  };

  const render = (record, records) => {
    restore();
    shown = record;
    const kept = assess(record);
    inputs.forEach((input, at) => (input.checked = record.chosen.includes(at + 1)));
    inputs.forEach(input => (input.disabled = true));
    form.hidden = true;
    after.hidden = false;
    overrule.hidden = !isText || !["form", "differs"].includes(record.verdict);
    overrule.textContent = word(record.overruled ? "undo" : "overrule");
    const matching = answersTo(record);
    matching.forEach(fold => (fold.open = true));
    const lead = record.verdict === "skipped" ? [] : comparison(record, kept);
    lead.push(...outputs.filter(output => output.parentElement === answer));
    if (right) lead.push(right);
    if (rankOf(record) === 1) lead.push(make("p sure-and-wrong", word("sure-and-wrong")));
    lead.push(...matching, ...othersThan(matching), ...earlier(records));
    const placed = [...outputs, ...refutations, right];
    fill([...lead, ...parts.filter(part => !placed.includes(part))]);
    say(sentence(record), verdictOf(record));
  };

  const restore = () => {
    if (shown) fill(parts);
    shown = null;
    if (code?.querySelector(".predict-line")) code.textContent = truth + "\n";
    [...inputs, ...sureInputs].forEach(input => (input.checked = input.disabled = false));
    form.hidden = false;
    after.hidden = true;
    refutations.forEach(fold => (fold.open = false));
    say("");
  };

  // The first state, with every fold closed.
  const reset = () => {
    restore();
    field.value = "";
    note.hidden = true;
    folds.forEach(fold => (fold.open = false));
    hideHints();
  };

  const recall = () => {
    reset();
    const records = load(key);
    const last = records.at(-1);
    if (last?.hash === hash) return render(last, records);
    note.hidden = !last;
    note.textContent = last ? word("changed") : "";
  };

  const forget = () => {
    save(key, []);
    reset();
    changed();
  };

  // Committing. What had the focus is hidden then, so the focus goes to what comes next.
  const open = () => {
    answer.open = true;
    summary.focus({ preventScroll: true });
  };

  const finish = (verdict, predicted = "", chosen = []) => {
    const happened = outputs.length ? truth : textsOf(rightNumbers).join("\n");
    const sure = (!verdict && sureInputs.find(input => input.checked)?.value) || "";
    const at = Date.now();
    const record = { hash, at, title, verdict, predicted, happened, chosen, sure, overruled: false };
    const records = [...load(key), record];
    assess(record);
    save(key, records);
    render(record, records);
    note.hidden = true;
    open();
    const detail = { id: data.predictId || section.id, verdict: record.verdict };
    section.dispatchEvent(new CustomEvent("predict:committed", { bubbles: true, detail }));
    changed();
  };

  const check = () => {
    if (shown) return;
    if (!isText) {
      const chosen = inputs.flatMap((input, at) => (input.checked ? [at + 1] : []));
      if (chosen.length) return finish("", textsOf(chosen).join("\n"), chosen);
    } else if (field.value.trim() || status.textContent === word("blank")) {
      return finish("", field.value);
    }
    say(word(isText ? "blank" : "first"));
    first().focus();
  };

  // A skip is no answer: it never takes the place of one.
  const skip = () => {
    const records = load(key);
    const last = records.at(-1);
    if (last?.hash !== hash) return finish("skipped");
    render(last, records);
    open();
  };

  summary.addEventListener("click", event => {
    if (shown || answer.open) return;
    event.preventDefault();
    if (data.predictGate !== "attempt") return skip();
    say(word("first"));
    first().focus();
  });

  const onkeydown = event => {
    const isCommit = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (isCommit && !event.isComposing) {
      event.preventDefault();
      check();
    }
    // mdBook turns the page at an arrow, and opens its search at an s, wherever they are typed.
    const isOurs = event.target === field
      ? event.key !== "Escape"
      : event.target.type && (event.key.startsWith("Arrow") || event.key === "Enter");
    if (isOurs) event.stopPropagation();
  };
  [form, choices, after].forEach(part => part.addEventListener("keydown", onkeydown));

  const keys = make("span small", word("keys"));
  form.append(sureness, make("div actions", button("check", check), keys, button("show", skip)));
  const again = button("again", () => {
    reset();
    first().focus();
  });
  after.append(overrule, again, button("forget", () => {
    forget();
    first().focus();
  }));
  question.append(note, form, status, after);
  recall();
  return { title, href: "#" + section.id, key, hash, chapter, isAsked, recall, forget };
};

// The page.

const blocks = [];
const watchers = [];
const changed = () => watchers.forEach(watcher => watcher());

// A question with its records; `record` is the answer to what it asks now.
const entryOf = question => {
  const records = load(question.key);
  const last = records.at(-1);
  return { ...question, records, last, record: last?.hash === question.hash ? last : null };
};

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
const secondLook = () => {
  const asked = blocks.filter(block => block.isAsked);
  const main = document.querySelector("main");
  if (!main || new Set(asked.map(block => block.chapter)).size !== 1) return;
  const foot = make("div foot", { tabIndex: -1 });
  main.append(foot);
  const forget = button("forget-chapter", () => {
    if (!confirm(word("confirm"))) return;
    asked.forEach(block => block.forget());
    foot.focus();
  });
  const update = () => {
    const entries = asked.map(entryOf);
    const again = lookAgain(entries);
    foot.replaceChildren(make("p", counted(entries), " ", again.length ? word("look-again") + " " : ""));
    if (again.length) foot.append(make("ul", ...again));
    if (memory.size) foot.append(make("p", word("unsaved")));
    if (entries.some(({ last }) => last)) foot.append(forget);
  };
  watchers.push(update);
  update();
};

// Opens the folds around what the address names.
const reveal = () => {
  let target = null;
  try {
    target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return;
  }
  for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.classList.remove("predict-later");
    fold.open = true;
    target.scrollIntoView();
  }
};

// The folds that are open for paper alone.
let unfolded = [];

const listen = () => {
  addEventListener("hashchange", reveal);
  addEventListener("storage", changed);
  addEventListener("pageshow", changed);
  addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[href*='#']");
    if (link && link.href === location.href) reveal();
  });
  addEventListener("beforeprint", () => {
    const closed = ":is(.predict, .predict-callout) details:not([open])";
    unfolded.push(...document.querySelectorAll(closed));
    unfolded.forEach(fold => (fold.open = true));
  });
  addEventListener("afterprint", () => {
    unfolded.forEach(fold => (fold.open = false));
    unfolded = [];
  });
};

const start = () => {
  // The print page has a copy of this script for each chapter; the first one does it all.
  const root = document.documentElement;
  document.querySelectorAll("[data-predict-color]").forEach(box => {
    box.style.setProperty("--predict-color", box.dataset.predictColor);
  });
  for (const section of document.querySelectorAll(SECTION + ":not([data-predict-ready])")) {
    try {
      blocks.push(setUp(section));
    } catch (error) {
      reportError(error);
    }
  }
  if (root.dataset.predictReady) return;
  root.dataset.predictReady = "true";
  listen();
  secondLook();
  reveal();
};

const ready = run => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run);
  else run();
};

ready(start);
