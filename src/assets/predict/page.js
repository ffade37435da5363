// The page: which questions it has, and what is to be done once for all of them.

const listen = () => {
  document.body.addEventListener("keydown", keepKeys);
  addEventListener("hashchange", reveal);
  addEventListener("popstate", showHits);
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

// On the print page there is a copy of this script for each chapter, and only where something is
// typed does it bring what judges that. Such questions wait for a copy that does.
const MINE = typeof judgeText === "function" ? "" : ":not([data-predict-input=text])";

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
  const sections = [...document.querySelectorAll(SECTION + MINE + ":not([data-predict-ready])")];
  sections.forEach(section => (section.dataset.predictReady = "true"));
  // What is to be done once for the page, the first copy does.
  const root = document.documentElement;
  const isFirst = !("predictReady" in root.dataset);
  root.dataset.predictReady ??= "";
  setUpAll(sections, () => {
    if (!isFirst) return;
    root.dataset.predictReady = "true";
    listen();
    nameScrollers();
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
