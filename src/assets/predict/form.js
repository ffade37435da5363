// The form of a question: with what a reader answers, and where the verdict stands.

const fieldFor = ({ predictRows, isKnown, truth }) => {
  const field = make("textarea field", {
    rows: +predictRows || Math.min(20, isKnown ? truth.split("\n").length : 3),
    maxLength: LONGEST_PREDICTION,
    spellcheck: false,
    autocapitalize: "off",
    autocomplete: "off",
    wrap: "off",
    dir: "ltr",
  });
  field.setAttribute("autocorrect", "off");
  return field;
};

// Choices are chosen where they stand, in the question; the field for a text is in the form.
const inputsIn = ({ list, itemTexts, group }) => {
  const set = make("fieldset set", make("legend", word("field")));
  list.replaceWith(set);
  set.append(list);
  return [...list.children].map((item, at) => {
    const input = make("input", {
      type: list.dataset.predictMultiple ? "checkbox" : "radio",
      name: group,
      ariaLabel: letterOf(at) + " " + itemTexts[at],
    });
    item.append(make("label pick", input, make("span letter", letterOf(at)), make("div", ...item.childNodes)));
    return input;
  });
};

// Makes the elements of a question, which are put into the page when they have their buttons.
const addForm = question => {
  const { isText, group } = question;
  const asks = word("how-sure");
  const sureInputs = SURE.map(value => make("input", { type: "radio", value, name: group + " sure" }));
  const sureLabels = sureInputs.map(input => make("label", input, word(input.value)));
  const sureness = make("fieldset set", { hidden: !asks }, make("legend", asks), ...sureLabels);
  const field = fieldFor(question);
  Object.assign(question, {
    field,
    form: make("div form", isText ? make("label", make("span ask", word("field")), field) : "", sureness),
    sureInputs,
    inputs: isText ? [] : inputsIn(question),
    note: make("p small", word("changed")),
    status: make("p verdict", { role: "status" }),
    after: make("div actions"),
  });
};
