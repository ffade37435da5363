//! What is missing in a block, and a `fix` that mends nothing.

use crate::chapter::lesson::{Block, Content, Output, OutputState, Piece, Predict};
use crate::chapter::{CalloutKind, PartKind};
use crate::diagnostic::{Diagnostic, lints};

use super::about::About;

/// The most sentences of a rule.
const MOST_SENTENCES: usize = 2;

/// What ends a sentence.
const ENDS: [char; 3] = ['.', '!', '?'];

/// What ends in a point, and no sentence with it.
const ABBREVIATIONS: [&str; 5] = ["e.g.", "i.e.", "etc.", "cf.", "vs."];

/// What there is to say of a block.
pub(super) fn lints(block: &Block) -> Vec<About> {
    let opener = || block.place.opener.clone();
    match &block.content {
        Content::Predict(predict) => {
            let missing = block.id.is_none().then(|| lints::missing_id(opener()));
            let bare = (!is_explained(predict)).then(|| lints::no_explanation(opener()));
            let broken = only_output(&predict.answer);
            let fixes = broken.map(|broken| futile_fixes(broken, &predict.answer));
            let fixes = fixes.into_iter().flatten();
            missing.into_iter().chain(bare).chain(fixes).map(About::from).collect()
        }
        Content::Callout { kind: CalloutKind::MentalModel, pieces, .. } if !has_rule(pieces) => {
            vec![lints::model_without_rule(opener()).into()]
        }
        Content::Part(PartKind::Rule, pieces) => {
            long_rule(block, pieces).into_iter().map(About::from).collect()
        }
        _ => Vec::new(),
    }
}

/// A rule of too many sentences.
fn long_rule(rule: &Block, pieces: &[Piece]) -> Option<Diagnostic> {
    let prose = pieces.iter().filter_map(|piece| match piece {
        Piece::Prose(prose) => Some(sentences(&prose.source.text)),
        _ => None,
    });
    let sentences = prose.sum();
    let opener = rule.place.opener.clone();
    (sentences > MOST_SENTENCES).then(|| lints::long_rule(opener, sentences, MOST_SENTENCES))
}

/// How many sentences end in `markdown`, or with it; what stands in code spans ends none.
fn sentences(markdown: &str) -> usize {
    let prose: Vec<&str> = markdown.split('`').step_by(2).collect();
    let text = prose.join("code");
    let text = ABBREVIATIONS.iter().fold(text, |text, short| text.replace(short, "so"));
    let is_end = |piece: &&str| piece.trim_end_matches(['"', ')', '”', '*', '_']).ends_with(ENDS);
    let words: Vec<&str> = text.split_whitespace().collect();
    let full = words.iter().filter(|word| is_end(word)).count();
    let asian = text.matches(['。', '！', '？']).count();
    full + asian + usize::from(words.last().is_some_and(|last| !is_end(last) && asian == 0))
}

/// Whether an answer says a word beside its outputs.
fn is_explained(predict: &Predict) -> bool {
    let choices = predict.choices().unwrap_or_default();
    let is_said = choices.iter().any(|choice| !choice.feedback.is_empty());
    is_said || predict.answer.iter().any(|piece| piece.output().is_none())
}

fn has_rule(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Part(block) => matches!(block.content, Content::Part(PartKind::Rule, _)),
        _ => false,
    })
}

/// The corrected programs in an answer that print what the broken one prints, `broken`.
fn futile_fixes(broken: &Output, answer: &[Piece]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for piece in answer {
        let Piece::Part(block) = piece else { continue };
        match &block.content {
            Content::Part(PartKind::Fix, pieces) => found.extend(futile_fix(broken, pieces)),
            Content::Part(PartKind::Answer, pieces) => found.extend(futile_fixes(broken, pieces)),
            _ => {}
        }
    }
    found
}

fn futile_fix(broken: &Output, fix: &[Piece]) -> Option<Diagnostic> {
    let mended = only_output(fix)?;
    let is_same = broken.text() == mended.text() && broken.stream() == mended.stream();
    let spans = || (mended.place.opener.clone(), broken.place.opener.clone());
    is_same.then(spans).map(|(mended, broken)| lints::fix_changes_nothing(mended, broken))
}

/// The output among `pieces`, where it is the only one, and all that happens.
fn only_output(pieces: &[Piece]) -> Option<&Output> {
    let mut outputs = pieces.iter().filter_map(Piece::output);
    outputs.next().filter(|output| is_all(output) && outputs.next().is_none())
}

/// Whether an output is, letter by letter, all that happens, if it stands alone.
fn is_all(output: &Output) -> bool {
    let has_failed = output.exit.is_some() || output.phase.is_some();
    output.is_known() && output.state == OutputState::Recorded && !has_failed
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn sentences_are_counted() {
        for (text, expected) in [
            ("", 0),
            ("One", 1),
            ("One. Two.", 2),
            ("One (with `a. b.` in it), e.g. this.", 1),
            ("One? \"Two!\" Three", 3),
            ("**One.** Two.", 2),
            ("一。二。", 2),
        ] {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }
}
