// The reader's own verdict, where nothing can be compared.

// Whoever calls this says how to change the record that is shown.
const addOwnVerdict = (question, revise) => {
  const says = ([own, key]) => button(key, () => revise(question, { own }));
  question.ownButtons = Object.entries(OWN).map(says);
  question.ownVerdict = make("div own", word("own") + " ", ...question.ownButtons);
  question.after.before(question.ownVerdict);
};

const showOwnVerdict = ({ ownVerdict, ownButtons, shown }) => {
  ownVerdict.hidden = shown?.verdict !== "uncompared";
  Object.keys(OWN).forEach((own, at) => (ownButtons[at].ariaPressed = shown?.own === own));
};
