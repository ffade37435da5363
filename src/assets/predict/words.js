// Words and elements: what the other files put on the page, and in which language.
//
// The files of this folder are put one after the other into one function and made short by terser
// (tests/testsuite/made.rs); a page has it before its first block. A file uses only what stands in the
// files before it. Rules that the emission sets: elements are made with createElement, because mdBook
// 0.4 rewrites whatever looks like HTML; there is no dollar sign, because preprocessors for mathematics
// run after this one; and no word that a reader sees stands in here, because the words come with the
// page, in the book's language. Strings stand between double quotes.

const allIn = (root, selector) => [...root.querySelectorAll(selector)];

// The words of the page, by their attributes: read once, when the whole page is there.
let wordsOfPage;

// Each chapter of the print page has an element with words, and the first one that has a word gives
// it.
const readWords = () => {
  wordsOfPage = {};
  for (const holder of allIn(document, ".predict-words")) {
    for (const { name, value } of holder.attributes) wordsOfPage[name] ??= value;
  }
};

const word = (key, values = {}) => {
  if (!wordsOfPage) readWords();
  let words = wordsOfPage["data-predict-" + key] ?? "";
  for (const [slot, value] of Object.entries(values)) {
    words = words.replace("{" + slot + "}", () => value);
  }
  return words;
};

// An element by its tag and its classes, which get our prefix; objects among the parts are
// properties, everything else is content.
const make = (name, ...parts) => {
  const [tag, ...kinds] = name.split(" ");
  const element = document.createElement(tag);
  element.classList.add(...kinds.map(kind => "predict-" + kind));
  for (const part of parts) {
    if (part.constructor === Object) Object.assign(element, part);
    else element.append(part);
  }
  return element;
};

// Buttons look like links, so that the one which the reader came for stands out.
const button = (key, onclick) => {
  const made = make("button quiet", { type: "button", onclick }, word(key));
  made.dataset.predictDoes = key;
  return made;
};

// The language of the book, for dates; where it is no language tag, the browser has its own.
const locales = (() => {
  try {
    return Intl.getCanonicalLocales(document.documentElement.lang.replaceAll("_", "-"));
  } catch {
    return [];
  }
})();

const dateOf = ({ at }) => new Date(at).toLocaleDateString(locales, { dateStyle: "medium" });

// A date in a sentence, which may run the other way.
const dated = record => make("bdi", dateOf(record));

// A text without the end of its last line, which no reader types.
const withoutEnd = text => (text.endsWith("\n") ? text.slice(0, -1) : text);

const linesOf = text => (text ? withoutEnd(text).split("\n") : []);
