// The reader's own verdict, where nothing can be compared.

// Whoever calls this says how to change the record that is shown.
const addOwnVerdict = (question, revise) => {
  const says = own => button("own-" + own, () => revise(question, { own }));
  const buttons = OWN.map(says);
  question.ownButtons = buttons;
  question.ownVerdict = make("span own", word("own"), " ", ...buttons.flatMap(b => [b, " "]));
  question.after.prepend(question.ownVerdict);
};

const showOwnVerdict = ({ ownVerdict, ownButtons, shown }) => {
  ownVerdict.hidden = shown.verdict !== "uncompared";
  ownButtons.forEach((button, at) => (button.ariaPressed = shown.own === OWN[at]));
};
