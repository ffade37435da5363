// The page: which questions it has, and what is to be done once for all of them.

const questions = [];

// Shows what is in the storage, after something other than a question changed it.
const recallAll = () => {
  questions.forEach(recall);
  changed();
};

const listen = () => {
  document.body.addEventListener("keydown", keepKeys);
  addEventListener("hashchange", reveal);
  addEventListener("storage", changed);
  addEventListener("pageshow", changed);
  addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[href*='#']");
    if (link?.href === location.href) reveal();
  });
  addEventListener("beforeprint", unfold);
  addEventListener("afterprint", foldAgain);
};

const start = () => {
  document.querySelectorAll("[data-predict-color]").forEach(box => {
    box.style.setProperty("--predict-color", box.dataset.predictColor);
  });
  for (const section of document.querySelectorAll(SECTION + ":not([data-predict-ready])")) {
    section.dataset.predictReady = "true";
    try {
      questions.push(...setUp(section));
    } catch (error) {
      reportError(error);
    }
  }
  // The print page has a copy of this script for each chapter; the first one does it all.
  const root = document.documentElement;
  if (root.dataset.predictReady) return;
  root.dataset.predictReady = "true";
  listen();
  nameScrollers();
  addFoot(questions);
  reveal();
};

const ready = run => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run);
  else run();
};

ready(start);
