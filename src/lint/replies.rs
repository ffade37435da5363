//! What is said to predictions, and what nobody gets to read.

use std::collections::HashSet;

use crate::chapter::PartKind;
use crate::chapter::lesson::{Block, Choice, Content, Input, Piece, Predict, Prediction, Reply};
use crate::diagnostic::{Diagnostic, Span, lints};

/// The most choices that one diagnostic points at, beside the first.
const MOST_RELATED: usize = 3;

/// What there is to say of the replies of a question.
pub(super) fn lints(predict: &Predict) -> Vec<Diagnostic> {
    let replies = predict.replies();
    let refutations: Vec<(&Block, &Reply)> = replies
        .iter()
        .filter(|(block, _)| matches!(block.content, Content::Predicted(_)))
        .copied()
        .collect();
    let mut found = Vec::new();
    found.extend(silent_choices(predict, &refutations));
    found.extend(refutations.iter().filter_map(|(block, reply)| empty(block, reply)));
    if predict.input() == Input::Choice && predict.choices().is_some() {
        found.extend(unreachable(predict, &replies, &refutations));
    }
    if predict.program().is_some() {
        found.extend(refutations.iter().filter_map(|(block, reply)| untold(block, reply)));
    }
    found
}

/// What a reply is about, as a choice is known by it.
fn key(reply: &Reply) -> Option<&str> {
    reply.prediction.as_ref().map(Prediction::text).map(str::trim)
}

fn wrong(predict: &Predict) -> impl Iterator<Item = &Choice> {
    let choices = predict.choices().unwrap_or_default().iter();
    choices.filter(|choice| !choice.is_right())
}

/// Wrong choices that nothing is said about, neither under them nor in a block. An answer with an
/// explanation is about them too; where only one choice is wrong, it can be about nothing else.
fn silent_choices(predict: &Predict, refutations: &[(&Block, &Reply)]) -> Option<Diagnostic> {
    let answered: HashSet<Option<&str>> = refutations.iter().map(|(_, reply)| key(reply)).collect();
    let is_explained = is_explained(&predict.answer);
    if answered.contains(&None) || (is_explained && wrong(predict).count() == 1) {
        return None;
    }
    let is_silent = |choice: &&Choice| {
        choice.feedback.is_empty() && !answered.contains(&Some(choice.key().trim()))
    };
    let mut silent = wrong(predict).filter(is_silent).map(|choice| choice.opener.clone());
    let first = silent.next()?;
    let others: Vec<Span> = silent.take(MOST_RELATED).collect();
    Some(match is_explained {
        true => lints::choice_without_feedback(first, &others),
        false => lints::unexplained_choice(first, &others),
    })
}

/// Whether an answer says more than what is printed, and to more than one prediction.
fn is_explained(answer: &[Piece]) -> bool {
    answer.iter().any(|piece| match piece {
        Piece::Output(_) => false,
        Piece::Part(block) => match &block.content {
            Content::Predicted(_) | Content::Accepted(_) => false,
            Content::Part(PartKind::Answer, pieces) => is_explained(pieces),
            _ => true,
        },
        _ => true,
    })
}

fn empty(block: &Block, reply: &Reply) -> Option<Diagnostic> {
    reply.pieces.is_empty().then(|| lints::empty_predicted(block.place.opener.clone()))
}

/// The replies that no choice leads to.
fn unreachable(
    predict: &Predict,
    replies: &[(&Block, &Reply)],
    refutations: &[(&Block, &Reply)],
) -> Vec<Diagnostic> {
    let choices = predict.choices().unwrap_or_default();
    let known: HashSet<&str> = choices.iter().map(|choice| choice.key().trim()).collect();
    let answered: HashSet<&str> = refutations.iter().filter_map(|(_, reply)| key(reply)).collect();
    let is_left = wrong(predict).any(|choice| !answered.contains(choice.key().trim()));
    let first = choices.first().map(|choice| choice.opener.clone());
    let unreachable = replies.iter().filter_map(|(block, reply)| {
        let opener = block.place.opener.clone();
        match key(reply) {
            None => (!is_left).then(|| lints::unreachable_rest(opener)),
            Some(key) if known.contains(key) => None,
            Some(_) => Some(lints::unreachable_reply(opener, first.clone())),
        }
    });
    unreachable.collect()
}

/// A refutation that does not show the program that readers took the real one for.
fn untold(block: &Block, reply: &Reply) -> Option<Diagnostic> {
    let is_untold = reply.prediction.is_some() && reply.counter_program().is_none();
    is_untold.then(|| lints::predicted_without_program(block.place.opener.clone()))
}
