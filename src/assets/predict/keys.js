// Keys: what scrolls can be reached by them and says what it is, and none that is meant for a lesson
// turns the page.

const OURS = ".predict, .predict-callout, .predict-progress, .predict-foot";

// mdBook turns the page at an arrow, and opens its search at an s, wherever they are typed.
const keepKeys = event => {
  const { key = "", target } = event;
  if (!target.closest(OURS)) return;
  const isOurs = target.matches("textarea")
    ? key !== "Escape"
    : target.matches("summary, button, input, [tabindex]") && (key.startsWith("Arrow") || key === "Enter");
  if (isOurs) event.stopPropagation();
};

// What can be seen of the caption: the part for after the answer would tell it.
const nameOf = code => {
  const caption = code.closest("figure")?.querySelector("figcaption");
  const box = code.closest(OURS).querySelector(".predict-title, .predict-label");
  return ((caption ?? box)?.innerText ?? "").trim().replace(/\s+/g, " ");
};

// Whether code scrolls depends on the window, the font and the folds around it.
const sizes = new ResizeObserver(entries => {
  for (const { target } of entries) {
    if (target.scrollWidth <= target.clientWidth) target.removeAttribute("tabindex");
    else Object.assign(target, { tabIndex: 0, role: "group", ariaLabel: nameOf(target) });
  }
});

const nameScrollers = () =>
  allIn(document, OURS).forEach(box => allIn(box, "pre > code").forEach(code => sizes.observe(code)));
