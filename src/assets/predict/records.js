// Records: what a reader answered. Each question has a list of them in the browser's storage, the
// last one being the reader's answer. What the browser does not keep is kept for as long as the
// page is open.

const VERDICTS = ["same", "form", "part", "differs", "skipped", "uncompared"];
const SURE = ["guess", "think", "sure"];
// What a reader says where nothing can be compared, by the verdict that it is.
const OWN = { same: "own-same", differs: "own-differs" };
const MOST_RECORDS = 50;
const LONGEST_PREDICTION = 10000;
const MOST_CHOSEN = 100;
const DAYS_BETWEEN_LOOKS = 3;
const DAY = 24 * 60 * 60 * 1000;

const memory = { localStorage: new Map(), sessionStorage: new Map() };

const keyOf = (...names) => ["predict", ...names].map(encodeURIComponent).join(" ");

const stored = (area, key) => {
  try {
    return memory[area].get(key) ?? window[area].getItem(key);
  } catch {
    return null;
  }
};

const store = (area, key, text) => {
  try {
    if (text) window[area].setItem(key, text);
    else window[area].removeItem(key);
    memory[area].delete(key);
  } catch {
    memory[area].set(key, text);
  }
};

// A record with the fields that it should have, whatever was in the storage or in a file.
/** @returns {ReaderRecord | null} */
const cleaned = record => {
  const { at, verdict, chosen, own, gone } = record ?? {};
  if (!VERDICTS.includes(verdict) || !Number.isInteger(at) || Math.abs(at) > 8e15) return null;
  /** @type {any} */
  const clean = { at, verdict, chosen: [] };
  for (const field of ["hash", "id", "title", "reason", "lines", "predicted", "happened", "sure"]) {
    const value = record[field];
    clean[field] = typeof value === "string" ? value.slice(0, LONGEST_PREDICTION) : "";
  }
  for (const field of ["overruled", "short"]) clean[field] = record[field] === true;
  if (/\s\s|\n/.test(clean.lines)) clean.lines = "";
  // It is the key of a word.
  if (/[^a-z-]/.test(clean.reason)) clean.reason = "";
  if (!SURE.includes(clean.sure)) clean.sure = "";
  if (gone === true) clean.gone = true;
  if (Object.keys(OWN).includes(own)) clean.own = own;
  if (Array.isArray(chosen)) clean.chosen = chosen.filter(Number.isInteger).slice(0, MOST_CHOSEN);
  return clean;
};

/** @returns {ReaderRecord[]} */
const allCleaned = records => records.map(cleaned).filter(Boolean);

/** @returns {ReaderRecord[]} */
const load = key => {
  try {
    return allCleaned(JSON.parse(stored("localStorage", key)));
  } catch {
    return [];
  }
};

const save = (key, records) => {
  const kept = records.slice(-MOST_RECORDS);
  store("localStorage", key, kept.length ? JSON.stringify(kept) : "");
};

// Adds records to those of a key. Two of the same moment are one: the one that is there.
const addRecords = (key, records) => {
  const all = new Map([...records, ...load(key)].map(record => [record.at, record]));
  save(key, [...all.values()].sort((a, b) => a.at - b.at));
};

// The storage keys of a book's records.
const keysOf = book => {
  const keys = [...memory.localStorage.keys()];
  try {
    keys.push(...Object.keys(localStorage));
  } catch {
    // Then there is only what this page remembers.
  }
  return [...new Set(keys)].filter(key => key.startsWith(keyOf(book, "")));
};

// A question with its records; `latest` is the last one, `record` is the answer to what it asks now.
const entryOf = question => {
  const records = load(question.key);
  const latest = records.at(-1);
  const isOfNow = latest?.hash === question.predictHash;
  return { ...question, records, latest, record: isOfNow ? latest : null };
};

// Whoever sums records up is told when they changed, by whichever copy of the script.
const CHANGED = "predict:changed";
const changed = () => dispatchEvent(new Event(CHANGED));

// The reader's own verdict where nothing could be compared, and else ours.
const judgedAs = ({ verdict, own }) => (verdict === "uncompared" && own) || verdict;

const verdictOf = record => (record.overruled ? "same" : judgedAs(record));

// What to look at again comes first: sure and wrong, wrong, skipped. Other answers have no rank.
const rankOf = record => {
  const verdict = record && verdictOf(record);
  if (verdict === "differs" || verdict === "part") return record.sure === "sure" ? 1 : 2;
  return verdict === "skipped" ? 3 : 0;
};

// Whether it is time for a second look.
const isDue = record =>
  rankOf(record) > 0 && record.at <= Date.now() - DAYS_BETWEEN_LOOKS * DAY;

// The verdict in words; what it was judged for is the name of the words that say so.
const sentence = record => {
  const { overruled, short, reason, lines } = record;
  const verdict = judgedAs(record);
  if (overruled) return word("overruled");
  const why = word(reason, { lines, letters: lines });
  return why || word(short ? "short" : { form: "other-form" }[verdict] ?? verdict);
};
