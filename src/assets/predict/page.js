// The page: which questions it has, and what is to be done once for all of them.

// Left and right scroll what has the focus, and never turn mdBook's page.
const keepArrows = event => {
  const isArrow = ["ArrowLeft", "ArrowRight"].includes(event.key);
  if (isArrow && event.target.closest?.("[class^=predict]")) event.stopPropagation();
};

const listen = () => {
  addEventListener("hashchange", reveal);
  addEventListener("popstate", showHits);
  document.body.addEventListener("keydown", keepArrows);
  for (const type of ["storage", "pageshow", "focus", "visibilitychange"]) addEventListener(type, catchUp);
  addEventListener("click", ({ target }) => {
    const link = target?.closest?.("a[href*='#']");
    if (link?.href === location.href) reveal();
  });
  addEventListener("beforeprint", unfold);
  addEventListener("afterprint", foldAgain);
};

// How long a page may stand still, in milliseconds, while its questions are set up.
const LONGEST_TASK = 100;

// Sets questions up bit by bit, so that a long page can be read and used meanwhile.
const setUpAll = (sections, done) => {
  const end = performance.now() + LONGEST_TASK;
  while (sections.length && performance.now() < end) {
    try {
      questions.push(...setUp(sections.shift()));
    } catch (error) {
      reportError(error);
    }
  }
  if (sections.length) setTimeout(setUpAll, 0, sections, done);
  else done();
};

const start = () => {
  document.querySelectorAll("[data-predict-color]").forEach(box => {
    box.style.setProperty("--predict-color", box.dataset.predictColor);
  });
  const sections = [...document.querySelectorAll(SECTION + ":not([data-predict-ready])")];
  sections.forEach(section => (section.dataset.predictReady = "true"));
  // The print page has a copy of this script for each chapter; the first one does it all.
  const root = document.documentElement;
  const isFirst = !("predictReady" in root.dataset);
  root.dataset.predictReady ??= "";
  setUpAll(sections, () => {
    if (!isFirst) return;
    root.dataset.predictReady = "true";
    listen();
    addFoot(questions);
    showHits();
    reveal();
  });
};

const ready = run => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run);
  else run();
};

ready(start);
