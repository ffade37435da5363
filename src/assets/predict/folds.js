// Folds: hints that come one at a time, everything open on paper, and what an address names.

// The folds that are open for paper alone.
const unfolded = [];

const hideHints = hints => hints.slice(1).forEach(hint => hint.classList.add("predict-later"));

// The hints of a question, the first of which can be seen.
const hintsOf = asking => {
  const hints = allIn(asking, ":scope > .predict-hint");
  hints.forEach((hint, at) => {
    const next = hints[at + 1];
    // It tells late that it was opened: by then paper may have been asked for, which opens others.
    hint.addEventListener("toggle", () => {
      if (hint.open && !unfolded.includes(hint)) next?.classList.remove("predict-later");
    });
    if (at && !next) hint.append(make("p small", word("last-hint")));
  });
  hideHints(hints);
  return hints;
};

// The folds of callouts that wait for a question: looked for once, when the whole page is there.
let waiting;

// Those among them that wait for this question.
const followersOf = ({ dataset }) => {
  waiting ??= allIn(document, "[data-predict-after] > details");
  return waiting.filter(({ parentElement }) => {
    const { predictAfter, predictChapter } = parentElement.dataset;
    return predictAfter === dataset.predictId && predictChapter === dataset.predictChapter;
  });
};

const unfold = () => {
  unfolded.push(...allIn(document, ":is(.predict, .predict-callout) details:not([open])"));
  unfolded.forEach(fold => (fold.open = true));
};

const foldAgain = () => unfolded.splice(0).forEach(fold => (fold.open = false));

// Opens the folds around an element, but for those around `outermost`.
const openAround = (element, outermost) => {
  const fold = element?.closest("details");
  if (!fold) return;
  fold.classList.remove("predict-later");
  fold.open = true;
  if (fold !== outermost) openAround(fold.parentElement, outermost);
};

// Opens the folds around what the address names.
const reveal = () => {
  let target = null;
  try {
    target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return;
  }
  if (!target?.closest("details")) return;
  openAround(target);
  target.scrollIntoView();
};
