// The reader's own verdict, where nothing can be compared.

// What a press of a button changes in the record that is shown is up to whoever calls this.
const addOwnVerdict = (question, onChange) => {
  const buttons = Object.entries(OWN).map(([own, key]) => button(key, () => onChange(question, { own })));
  question.ownVerdict = make("div own", word("own") + " ", ...buttons);
  question.after.before(question.ownVerdict);
};

const showOwnVerdict = ({ ownVerdict, shown }) => {
  ownVerdict.hidden = shown?.verdict !== "uncompared";
  for (const made of ownVerdict.children) made.ariaPressed = made.dataset.predictDoes === OWN[shown?.own];
};
