//! Whether the marks of a question agree: its choices, its output, and what is said to predictions.
//!
//! Nothing needs to run for that. An output is compared with them only where it is all that
//! happens, and a choice in prose never: it may say in other words what the output shows.

use std::collections::HashMap;

use crate::chapter::lesson::{Block, Choice, Output, OutputState, Predict, Prediction};
use crate::diagnostic::{Code, Diagnostic, replies};

use super::ticks::{is_same, ticked_instead};

/// The values that are a word, in one language or another.
const WORDS: [&str; 10] =
    ["true", "false", "none", "null", "nil", "undefined", "nan", "infinity", "inf", "nothing"];

/// Choices and replies that contradict the output or one another.
pub(crate) fn disagreements(predict: &Predict) -> Vec<Diagnostic> {
    let choices = predict.choices().unwrap_or_default();
    let truth = whole_truth(predict);
    let mut found = twins(choices);
    if let Some(truth) = truth {
        found.extend(wrong_marks(choices, truth));
    }
    found.extend(wrong_replies(predict, truth));
    found
}

/// The output where it is all that happens, and the only thing that is right.
fn whole_truth(predict: &Predict) -> Option<&Output> {
    let right = predict.choices().map(|choices| choices.iter().filter(|c| c.is_right()).count());
    let is_alone = predict.outputs().count() == 1;
    let is_all = is_alone && right.is_none_or(|right| right == 1) && predict.failure().is_none();
    predict.real_output().filter(|output| is_all && output.is_known())
}

/// The choices that stand there twice.
fn twins(choices: &[Choice]) -> Vec<Diagnostic> {
    let mut known: HashMap<(&str, &str), &Choice> = HashMap::new();
    let mut found = Vec::new();
    for choice in choices {
        let lines = choice.output.as_ref().map_or("", Output::text);
        let source = (choice.text.source.as_str(), lines.trim_end());
        if source == ("", "") {
            continue;
        }
        match known.get(&source) {
            Some(first) => {
                found.push(replies::duplicate_choice(choice.opener.clone(), first.opener.clone()))
            }
            None => drop(known.insert(source, choice)),
        }
    }
    found
}

/// What is wrong with choices next to the real output. Where another choice is the output, the
/// right one needs no comparison.
fn wrong_marks(choices: &[Choice], truth: &Output) -> Vec<Diagnostic> {
    let marks = choices.iter().filter_map(|choice| Some((choice, wrong_mark(choice, truth)?)));
    let marks = marks.map(|(choice, mistake)| match mistake.code {
        Code::WrongChoiceIsOutput => mistake.fix(ticked_instead(choices, choice)),
        _ => mistake,
    });
    let mut found: Vec<Diagnostic> = marks.collect();
    if found.iter().any(|mistake| mistake.code == Code::WrongChoiceIsOutput) {
        found.retain(|mistake| mistake.code == Code::WrongChoiceIsOutput);
    }
    found
}

/// What is wrong with a choice that is given as an output, next to the real one.
fn wrong_mark(choice: &Choice, truth: &Output) -> Option<Diagnostic> {
    let (span, output) = (choice.opener.clone(), truth.place.opener.clone());
    let lines = choice.output.as_ref().filter(|lines| lines.is_known()).map(Output::text);
    let code = choice.output.is_none().then(|| choice.text.as_code()).flatten();
    let given = lines.or(code)?;
    let is_same = is_same(given, truth.text());
    match choice.is_right() {
        false if is_same => Some(replies::wrong_choice_is_output(span, output)),
        true if !is_same && lines.is_some() => Some(replies::right_choice_differs(span, output)),
        true if code.is_some_and(|code| are_other_values(code, truth.text())) => {
            Some(replies::right_choice_unlike_output(span, output))
        }
        _ => None,
    }
}

/// Whether both are a single value, and not the same one in other quotes.
fn are_other_values(one: &str, other: &str) -> bool {
    let bare = |text: &str| {
        let is_form = |c: char| c.is_whitespace() || QUOTES.contains(&c);
        text.chars().filter(|c| !is_form(*c)).collect::<String>()
    };
    is_literal(one) && is_literal(other) && bare(one) != bare(other)
}

/// What text stands in.
const QUOTES: [char; 3] = ['"', '\'', '`'];

/// Whether `text` is a number, a text in quotes, or a value that is a word.
fn is_literal(text: &str) -> bool {
    let text = text.trim();
    let is_quoted = |quote: char| {
        let inner = text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        inner.is_some_and(|inner| !inner.contains(quote))
    };
    text.parse::<f64>().is_ok()
        || WORDS.contains(&&*text.to_lowercase())
        || QUOTES.into_iter().any(is_quoted)
}

/// Replies to the real output, to a choice that speaks for itself, or to the same output twice.
fn wrong_replies(predict: &Predict, truth: Option<&Output>) -> Vec<Diagnostic> {
    let real = truth.filter(|output| output.state == OutputState::Recorded);
    let mut choices: HashMap<&str, &Choice> = HashMap::new();
    let on_offer = predict.choices().unwrap_or_default().iter();
    for choice in on_offer.filter(|choice| !choice.feedback.is_empty()) {
        choices.entry(choice.key().trim()).or_insert(choice);
    }
    let mut answered: HashMap<Option<&str>, &Block> = HashMap::new();
    let mut found = Vec::new();
    for (block, reply) in predict.replies() {
        let (span, kind) = (block.place.opener.clone(), block.kind());
        let output = reply.prediction.as_ref().map(Prediction::text);
        if let Some(first) = answered.get(&output.map(str::trim_end)) {
            found.push(replies::duplicate_predicted(span, first.place.opener.clone()));
            continue;
        }
        answered.insert(output.map(str::trim_end), block);
        let Some(output) = output else { continue };
        if let Some(real) = real.filter(|real| is_same(real.text(), output)) {
            found.push(replies::predicted_equals_output(
                span,
                kind.word(),
                real.place.opener.clone(),
            ));
        } else if let Some(choice) = choices.get(output.trim()) {
            found.push(replies::predicted_equals_choice(span, kind.word(), choice.opener.clone()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::are_other_values;
    use crate::chapter::{Reading, read};

    /// The codes of what is wrong with a question of these choices and this answer.
    #[track_caller]
    fn check(choices: &[&str], answer: &str, expected: &[&str]) {
        let choices = choices.join("\n");
        let program = "```python\nprint(7 // 2)\n```";
        let text = format!("~~~~predict\n{program}\n\n{choices}\n\n{answer}\n~~~~\n");
        let found = read(text.as_str(), &Reading::default()).diagnostics;
        let codes: Vec<&str> = found.iter().map(|mistake| mistake.code.name()).collect();
        assert_eq!(codes, expected, "{text}");
    }

    const OUTPUT: &str = "```output\n3\n```";

    #[test]
    fn choices_agree_with_an_output_that_is_all_that_happens() {
        let wrong = ["- [x] `3.5`", "- [ ] `3`"];
        check(&wrong, OUTPUT, &["wrong-choice-is-output"]);
        check(&["- [ ] `3.5`", "- [x] `3`"], OUTPUT, &[]);
        check(&["- [ ] `3`, a number", "- [x] Three"], OUTPUT, &[]);
        check(&["- [x] `[3]`", "- [ ] `[4]`"], OUTPUT, &[]);
        check(&["- [x] `a`", "- [x] `b`", "- [ ] `3`"], OUTPUT, &[]);
        for other in [
            "```output {varies}\n3\n```",
            "```output {match=wildcard}\n3\n```",
            "```output {exit=1}\n3\n```",
            "```output\n3\n```\n```output {stream=stderr exit=1}\nKeyError: 'b'\n```",
            "```output\n3\n```\n```output {stream=stderr}\na warning\n```",
            "```output {stream=both}\n3\n```",
        ] {
            check(&wrong, other, &[]);
        }
    }

    #[test]
    fn a_right_choice_of_several_lines_is_the_output() {
        let right = "- [x]\n  ```output\n  a \n  b\n  ```";
        check(&["- [ ] No", right], "```output\na\nb\n```", &[]);
        check(&["- [ ] No", right], "```output\na\n b\n```", &["right-choice-differs"]);
    }

    #[test]
    fn what_a_failing_program_prints_first_may_be_refuted() {
        let fails = "```output {stream=stderr exit=1}\nKeyError: 'b'\n```";
        let refuted = "~~~predicted 3\nIt stops.\n~~~";
        check(&[], &format!("{OUTPUT}\n{refuted}"), &["predicted-equals-output"]);
        check(&[], &format!("{OUTPUT}\n{fails}\n{refuted}"), &[]);
    }

    #[test]
    fn a_choice_is_offered_once() {
        check(&["- [ ] `a`", "- [x] `3`", "- [ ] `a`"], OUTPUT, &["duplicate-choice"]);
        check(&["- [ ] `a`", "- [x] `3`", "- [ ] a"], OUTPUT, &[]);
        let lines = "- [ ]\n  ```output\n  a\n  ```";
        check(&[lines, "- [x] `3`", lines], OUTPUT, &["duplicate-choice"]);
        check(&["- [ ]", "- [x] `3`"], OUTPUT, &["empty-choice"]);
    }

    #[test]
    fn only_single_values_are_told_apart() {
        for (one, other) in [("2", "1"), ("3.0", "3"), ("'a'", "\"b\""), ("True", "1"), ("-1", "1")]
        {
            assert!(are_other_values(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("'a b'", "\"a b\""),
            ("'a'", "`a`"),
            ("a", "b"),
            ("\"a\"", "a"),
            ("[1, 2]", "[1,2]"),
            ("'a' or 'b'", "'a'"),
            ("1 2", "1"),
            ("1", " 1 "),
        ] {
            assert!(!are_other_values(one, other), "{one} {other}");
        }
    }
}
