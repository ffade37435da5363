// Drafts: what a reader has typed or chosen without committing to it. They last as long as the tab.

const answerIn = ({ isText, answerField, choiceInputs, sureInputs }) => ({
  predicted: isText ? answerField.value : "",
  chosen: choiceInputs.flatMap((input, at) => (input.checked ? [at + 1] : [])),
  sure: sureInputs.find(input => input.checked)?.value ?? "",
});

const isBlank = ({ predicted, chosen }) => !predicted.trim() && !chosen.length;

const dropDraft = key => store("sessionStorage", key, "");

const keepDraft = question => {
  const draft = { hash: question.predictHash, ...answerIn(question) };
  if (isBlank(draft)) dropDraft(question.key);
  else store("sessionStorage", question.key, JSON.stringify(draft));
};

// The draft of a question, or nothing; it is cleaned as records are.
const draftOf = ({ key, predictHash }) => {
  try {
    const draft = JSON.parse(stored("sessionStorage", key));
    const clean = cleaned({ ...draft, at: 0, verdict: "skipped" });
    return clean && clean.hash === predictHash && !isBlank(clean) ? clean : null;
  } catch {
    return null;
  }
};

// Puts an answer into the form, as if the reader had done so.
const fillIn = ({ isText, answerField, choiceInputs, sureInputs }, { predicted, chosen, sure }) => {
  if (isText) answerField.value = predicted;
  choiceInputs.forEach((input, at) => (input.checked = chosen.includes(at + 1)));
  sureInputs.forEach(input => (input.checked = input.value === sure));
};
