// The form of a question: what a reader answers with, and where the verdict stands.

const fieldFor = ({ predictRows }) => {
  const field = make("textarea field", {
    // As many rows at each question: their number would tell how many lines are printed.
    rows: +predictRows || 3,
    maxLength: LONGEST_PREDICTION,
    spellcheck: false,
    autocapitalize: "off",
    wrap: "off",
    dir: "ltr",
  });
  field.setAttribute("autocorrect", "off");
  return field;
};

const sureSet = ({ group }) => {
  const asks = word("how-sure");
  const inputs = SURE.map(value => make("input", { type: "radio", value, name: group + " sure" }));
  const labels = inputs.map(input => make("label", input, word(input.value)));
  return { sureInputs: inputs, sureness: make("fieldset sure", { hidden: !asks }, make("legend", asks), ...labels) };
};

// Makes the elements of a question, which are put into the page when they have their buttons.
const addForm = question => {
  const { sureInputs, sureness } = sureSet(question);
  const answerField = fieldFor(question);
  const label = make("label", make("span ask", word("field")), answerField);
  const { choiceInputs, asked } = question.isText ? { choiceInputs: [], asked: "" } : setOf(question);
  // The same words at every question, so they give nothing away.
  const asking = question.isText ? [label, make("p small", word("error-hint"))] : [];
  const entry = make("div entry", ...asking, sureness);
  const note = make("p small", word("changed"));
  const status = make("p verdict", { role: "status" });
  const praise = make("p small");
  const after = make("div actions");
  // Where the verdict stands, it would be gone as soon as anything else is to be said.
  const forgotten = make("p small", { role: "status" });
  const answerForm = make("div form", asked, entry, status, praise, after, forgotten);
  const controls = { answerField, choiceInputs, sureInputs };
  Object.assign(question, controls, { entry, note, status, praise, after, forgotten, answerForm });
};
