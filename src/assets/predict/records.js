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
/** @returns {ReaderRecord | null} */
const cleaned = record => {
  const { at, verdict, overruled, short, chosen, sure } = record ?? {};
  if (!VERDICTS.includes(verdict) || !Number.isInteger(at) || Math.abs(at) > 8e15) return null;
  /** @type {any} */
  const clean = { at, verdict, chosen: [], sure: "" };
  Object.assign(clean, { overruled: overruled === true, short: short === true });
  for (const field of ["hash", "title", "reason", "lines", "predicted", "happened"]) {
    const value = record[field];
    clean[field] = typeof value === "string" ? value.slice(0, LONGEST_PREDICTION) : "";
  }
  if (SURE.includes(sure)) clean.sure = sure;
  if (Array.isArray(chosen)) clean.chosen = chosen.filter(Number.isInteger).slice(0, MOST_CHOSEN);
  return clean;
};

/** @returns {ReaderRecord[]} */
const allCleaned = records => records.map(cleaned).filter(Boolean);

/** @returns {ReaderRecord[]} */
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
  if (verdict === "differs" || verdict === "part") return record.sure === "sure" ? 1 : 2;
  return verdict === "skipped" ? 3 : 0;
};

// The verdict in words; what it was judged for is the name of the words that say so.
const sentence = ({ overruled, verdict, short, reason, lines }) => {
  if (overruled) return word("overruled");
  const why = word(reason, { lines, letters: lines });
  return why || word(short ? "short" : { form: "other-form" }[verdict] ?? verdict);
};
