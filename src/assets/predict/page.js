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
  addFoot(questions);
  showHits();
  reveal();
};

const ready = run => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run);
  else run();
};

ready(start);
