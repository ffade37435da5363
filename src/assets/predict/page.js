// The page: which questions it has, and what is to be done once for all of them.

// What concerns just the questions that this copy of the script has set up.
const follow = () => {
  for (const type of ["storage", "pageshow", "focus", "visibilitychange"]) addEventListener(type, catchUp);
  addEventListener("popstate", showHits);
  showHits();
};

const listen = () => {
  document.body.addEventListener("keydown", keepKeys);
  addEventListener("hashchange", reveal);
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
  const end = Date.now() + LONGEST_TASK;
  while (sections.length && Date.now() < end) {
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
  allIn(document, "[data-predict-color]").forEach(box => {
    box.style.setProperty("--predict-color", box.dataset.predictColor);
  });
  const sections = allIn(document, UNREADY).filter(isMine);
  sections.forEach(section => (section.dataset.predictReady = "true"));
  // What is to be done once for the page, the first copy does.
  const root = document.documentElement;
  const isFirst = !("predictReady" in root.dataset);
  root.dataset.predictReady ??= "";
  setUpAll(sections, () => {
    follow();
    if (!isFirst) return;
    root.dataset.predictReady = "true";
    listen();
    nameScrollers();
    addFoot(questions);
    reveal();
  });
};

// What is to be done when the whole page is there is a task of its own: in the one in which a page
// becomes complete, mdBook may still be colouring its programs.
const ready = run => {
  const begin = () => setTimeout(run);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
};

ready(start);
