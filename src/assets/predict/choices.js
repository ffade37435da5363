// Choices: how they are chosen where they stand, and what each of them was when the reader chose.

// What there is to read of a choice, or of its picture.
const choiceText = item => {
  const text = item.querySelector("pre > code") ?? item.querySelector(".predict-choice-text > p");
  return withoutEnd(text?.textContent ?? "") || (item.querySelector("img")?.alt ?? "");
};

// A to Z, then AA and so on, as the list counts.
const letterOf = at =>
  (at < 26 ? "" : letterOf(Math.floor(at / 26) - 1)) + String.fromCharCode(65 + (at % 26));

// The choices of a question.
const readChoices = list => {
  const items = [...list.children];
  const areCode = items.map(item => item.querySelector("pre") !== null);
  return { list, areCode, itemTexts: items.map(choiceText), choiceLetters: items.map((_, at) => letterOf(at)) };
};

// What a choice is to a reader who chose: nothing, where it was rightly left alone.
const markOf = (number, chosen, right) => {
  const isRight = right.includes(number);
  if (chosen.includes(number)) return isRight ? "chosen right" : "chosen";
  if (!isRight) return "";
  return right.length > 1 && chosen.length ? "missed" : "right";
};

const marksOf = (letters, chosen, right) => letters.map((_, at) => markOf(at + 1, chosen, right));

const MARKS = {
  chosen: "your-choice",
  right: "right-choice",
  "chosen right": "your-right-choice",
  missed: "missed-choice",
};

const PARTS = {
  chosen: "letter-wrong",
  "chosen right": "letter-right",
  missed: "letter-missing",
};

const judgeChoices = (letters, chosen, right) => {
  const marks = marksOf(letters, chosen, right);
  if (marks.every(mark => !mark || mark === "chosen right")) return { verdict: "same" };
  if (!marks.includes("chosen right")) {
    const lines = right.map(number => letters[number - 1]).join(", ");
    return { verdict: "differs", reason: right.length > 1 ? "they-are" : "it-is", lines };
  }
  const said = marks.map((mark, at) => word(PARTS[mark], { letters: letters[at] }));
  return { verdict: "part", reason: "partly", lines: said.filter(Boolean).join(", ") };
};

// A choice becomes the label of its input, with a place for its mark.
const inputFor = (item, at, { list, group, itemTexts, choiceLetters }) => {
  const type = list.dataset.predictMultiple ? "checkbox" : "radio";
  const ariaLabel = choiceLetters[at] + " " + itemTexts[at];
  const input = make("input", { type, name: group, ariaLabel });
  const letter = make("span letter", choiceLetters[at]);
  item.append(make("label pick", input, letter, ...item.childNodes, make("span mark")));
  return input;
};

// The list of choices becomes a set of controls.
const setOf = question => {
  const { list } = question;
  const choiceInputs = [...list.children].map((item, at) => inputFor(item, at, question));
  return { choiceInputs, asked: make("fieldset set", make("legend", word("field")), list) };
};

// What the author says about a choice stands under it as soon as it may be read: open where it is
// about what the reader chose or should have chosen.
const placeFeedback = ({ feedback, list, right }, marks) => {
  feedback.forEach(({ fold, label }) => {
    const [summary] = fold.children;
    const at = fold.dataset.predictChoice - 1;
    fold.open = Boolean(marks?.[at]);
    fold.classList.toggle("predict-said", fold.open);
    summary.textContent = marks ? word("why-not") : label;
    if (marks) list.children[at].append(fold);
  });
  if (!marks) right?.after(...feedback.map(({ fold }) => fold));
};

// Shows what each choice was, or nothing of it.
const markChoices = (question, record) => {
  const { list, choiceInputs, choiceLetters, rightNumbers } = question;
  const marks = record && marksOf(choiceLetters, record.chosen, rightNumbers);
  choiceInputs.forEach((input, at) => {
    const item = list.children[at];
    const mark = marks?.[at] ?? "";
    input.checked = mark.startsWith("chosen");
    input.disabled = Boolean(record);
    item.dataset.predictMark = mark;
    item.querySelector(".predict-mark").textContent = word(MARKS[mark]);
  });
  placeFeedback(question, marks);
};
