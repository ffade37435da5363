// Records: what a reader answered. Each question has a list of them in the browser's storage, the
// last one being the reader's answer. What the browser does not keep is kept for as long as the
// page is open.

const VERDICTS = ["same", "form", "part", "differs", "skipped", "uncompared"];
const SURE = ["guess", "think", "sure"];
const MOST_RECORDS = 50;
const LONGEST_PREDICTION = 10000;
const MOST_CHOSEN = 100;

const memory = new Map();

const keyOf = (...names) => ["predict", ...names].map(encodeURIComponent).join(" ");

// A record with the fields that it should have, whatever was in the storage or in a file.
const cleaned = record => {
  const { at, verdict, overruled, short, chosen, sure } = record ?? {};
  if (!VERDICTS.includes(verdict) || !Number.isInteger(at) || Math.abs(at) > 8e15) return null;
  const clean = { at, verdict, chosen: [], sure: "" };
  Object.assign(clean, { overruled: overruled === true, short: short === true });
  for (const field of ["hash", "title", "lines", "predicted", "happened"]) {
    const value = record[field];
    clean[field] = typeof value === "string" ? value.slice(0, LONGEST_PREDICTION) : "";
  }
  if (SURE.includes(sure)) clean.sure = sure;
  if (Array.isArray(chosen)) clean.chosen = chosen.filter(Number.isInteger).slice(0, MOST_CHOSEN);
  return clean;
};

const allCleaned = records => records.map(cleaned).filter(Boolean);

const load = key => {
  try {
    return allCleaned(JSON.parse(memory.get(key) ?? localStorage.getItem(key)));
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

// A question with its records; `last` is the latest one, `record` is the answer to what it asks now.
const entryOf = question => {
  const records = load(question.key);
  const last = records.at(-1);
  return { ...question, records, last, record: last?.hash === question.predictHash ? last : null };
};

// Whoever sums records up is told when they changed.
const watchers = [];
const changed = () => watchers.forEach(watcher => watcher());

const verdictOf = record => (record.overruled ? "same" : record.verdict);

// What to look at again comes first: sure and wrong, wrong, skipped. Other answers have no rank.
const rankOf = record => {
  const verdict = record && verdictOf(record);
  if (["part", "differs"].includes(verdict)) return record.sure === "sure" ? 1 : 2;
  return verdict === "skipped" ? 3 : 0;
};

const sentence = (record, reason) => {
  if (record.overruled) return word("overruled");
  if (reason) return reason;
  if (record.short) return word("short");
  if (record.verdict === "form") return word("other-form");
  if (record.verdict !== "differs" || !record.lines) return word(record.verdict);
  return word(isNaN(record.lines) ? "differs-lines" : "differs-line", { lines: record.lines });
};
