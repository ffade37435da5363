//! The kinds of block, where each may stand, and the words that are nearly one.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use super::language;

/// The longest word that can be a kind or a slip for one, in bytes.
pub(crate) const LONGEST_WORD: usize = 60;

/// What a block is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A program and a question, then the folded answer.
    Predict,
    /// Something to remember, set apart.
    Callout(CalloutKind),
    /// The reader's own overview of the book.
    Progress,
    /// An output, verbatim.
    Output,
    /// The refutation for a reader who predicted a certain output.
    Predicted,
    /// What is said to a reader whose prediction is right as well.
    Accepted,
    /// A part of another block.
    Part(PartKind),
}

/// What a callout is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CalloutKind {
    /// The picture to think with.
    MentalModel,
    /// How this fails in real systems.
    InPractice,
    /// The common mistake, stated and refuted.
    Mistake,
    /// The one sentence to take away.
    Takeaway,
    /// What `book.toml` says.
    Custom(Arc<Callout>),
}

impl CalloutKind {
    /// The icon that `book.toml` gives it.
    pub(crate) fn icon(&self) -> Option<&str> {
        match self {
            CalloutKind::Custom(callout) => callout.icon.as_deref(),
            _ => None,
        }
    }
}

impl From<CalloutKind> for Kind {
    fn from(kind: CalloutKind) -> Self {
        Kind::Callout(kind)
    }
}

/// What a part of a block is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// The one sentence to keep.
    Rule,
    /// Where the analogy breaks.
    Limits,
    /// The situation, before the program.
    Setup,
    /// One hint of any number.
    Hint,
    /// The answer where there is no output.
    Answer,
    /// The mechanism.
    Why,
    /// The corrected program.
    Fix,
}

/// The side of a `predict` block that a part belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The visible one.
    Question,
    /// The folded one, which it begins.
    Beginning,
    /// The folded one.
    Answer,
    /// Either.
    Both,
}

/// The kinds that every book has.
static BUILT_IN: [Kind; 16] = [
    Kind::Predict,
    MENTAL_MODEL,
    Kind::Callout(CalloutKind::InPractice),
    Kind::Callout(CalloutKind::Mistake),
    Kind::Callout(CalloutKind::Takeaway),
    Kind::Progress,
    Kind::Part(PartKind::Rule),
    Kind::Part(PartKind::Limits),
    Kind::Part(PartKind::Setup),
    Kind::Part(PartKind::Hint),
    Kind::Output,
    Kind::Part(PartKind::Answer),
    Kind::Predicted,
    Kind::Accepted,
    Kind::Part(PartKind::Why),
    Kind::Part(PartKind::Fix),
];

/// Their words beside them: every fence of a book is looked up here.
static WORDS: LazyLock<Vec<(&'static str, &'static Kind)>> =
    LazyLock::new(|| BUILT_IN.iter().map(|kind| (kind.word(), kind)).collect());

pub(crate) const MENTAL_MODEL: Kind = Kind::Callout(CalloutKind::MentalModel);

const IN_PREDICT: &[Kind] = &[Kind::Predict];

const WITH_OUTPUT: &[Kind] =
    &[Kind::Predict, Kind::Part(PartKind::Fix), Kind::Predicted, Kind::Accepted];

impl Kind {
    /// All that is to be known of a kind: the word that opens its blocks, the kinds of block that
    /// they are parts of, if they are parts, and the side of a `predict` block that they stand on.
    fn facts(&self) -> (&str, &'static [Kind], Side) {
        match self {
            Kind::Callout(CalloutKind::Custom(callout)) => (&callout.name, &[], Side::Both),
            Kind::Predict => ("predict", &[], Side::Both),
            Kind::Callout(CalloutKind::MentalModel) => ("mental-model", &[], Side::Both),
            Kind::Callout(CalloutKind::InPractice) => ("in-practice", &[], Side::Both),
            Kind::Callout(CalloutKind::Mistake) => ("mistake", &[], Side::Both),
            Kind::Callout(CalloutKind::Takeaway) => ("takeaway", &[], Side::Both),
            Kind::Progress => ("progress", &[], Side::Both),
            Kind::Part(PartKind::Rule) => ("rule", &[MENTAL_MODEL, Kind::Predict], Side::Both),
            Kind::Part(PartKind::Limits) => ("limits", &[MENTAL_MODEL], Side::Both),
            Kind::Part(PartKind::Setup) => ("setup", IN_PREDICT, Side::Question),
            Kind::Part(PartKind::Hint) => ("hint", IN_PREDICT, Side::Question),
            Kind::Output => ("output", WITH_OUTPUT, Side::Beginning),
            Kind::Part(PartKind::Answer) => ("answer", IN_PREDICT, Side::Beginning),
            Kind::Predicted => ("predicted", IN_PREDICT, Side::Answer),
            Kind::Accepted => ("accepted", IN_PREDICT, Side::Answer),
            Kind::Part(PartKind::Why) => ("why", IN_PREDICT, Side::Answer),
            Kind::Part(PartKind::Fix) => ("fix", IN_PREDICT, Side::Answer),
        }
    }

    /// The word that opens a block of this kind.
    pub fn word(&self) -> &str {
        self.facts().0
    }

    /// The kinds of block that a block of this kind is a part of; empty for those that may stand
    /// anywhere.
    pub(crate) fn homes(&self) -> &'static [Kind] {
        self.facts().1
    }

    /// Whether a block of this kind is a part of another one.
    pub(crate) fn is_part(&self) -> bool {
        !self.homes().is_empty()
    }

    /// The side of a `predict` block that a part of this kind belongs to.
    pub(crate) fn side(&self) -> Side {
        self.facts().2
    }

    /// Whether a block of this kind may stand directly inside one of kind `parent`.
    ///
    /// An `answer` block is but a wrapper: what belongs to the answer of a `predict` block is at
    /// home there, too.
    pub(crate) fn may_stand_in(&self, parent: &Kind) -> bool {
        let homes = self.homes();
        let is_in_answer = || {
            *parent == Kind::Part(PartKind::Answer)
                && homes.contains(&Kind::Predict)
                && matches!(self.side(), Side::Answer | Side::Both)
        };
        homes.is_empty() || homes.contains(parent) || is_in_answer()
    }
}

/// A callout that a book declares for itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Callout {
    /// The word that opens it.
    pub name: String,
    /// The label that readers see.
    pub title: String,
    /// A CSS colour for its edge and icon.
    pub color: Option<String>,
    /// A few characters that stand in front of its label.
    pub icon: Option<String>,
}

/// The kinds that a book has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// The kinds that `book.toml` switches off.
    pub disabled: Vec<Kind>,
    /// The callouts that `book.toml` declares.
    pub callouts: Vec<Arc<Callout>>,
    /// The words, in lower case, that `book.toml` says are languages.
    pub languages: Vec<String>,
    /// The words, in lower case, that stand somewhere in the book behind a fence of backticks.
    pub fenced: HashSet<String>,
}

/// What the first word of an info string is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// A kind.
    Kind(Kind),
    /// No kind, but so near to one that it is probably meant.
    Near(Kind),
    /// Something else: a language, most of the time.
    Other,
}

impl Vocabulary {
    /// The built-in kind that `word` stands for, whether it is switched off or not.
    pub fn built_in(word: &str) -> Option<Kind> {
        WORDS.iter().find(|(known, _)| *known == word).map(|(_, kind)| (*kind).clone())
    }

    /// The words of all built-in kinds.
    pub fn words() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(Kind::word)
    }

    /// The words of the kinds that begin an answer in this book.
    pub(crate) fn beginnings(&self) -> Vec<&'static str> {
        let begins = |kind: &&Kind| kind.side() == Side::Beginning && !self.disabled.contains(kind);
        BUILT_IN.iter().filter(begins).map(Kind::word).collect()
    }

    /// Whether the book has a kind, as a block inside `ancestors`.
    fn has(&self, kind: &Kind, ancestors: &[Kind]) -> bool {
        let has_home = || ancestors.iter().any(|parent| kind.may_stand_in(parent));
        (!kind.is_part() || has_home()) && !self.disabled.contains(kind)
    }

    /// The kind that `word` stands for inside `ancestors`.
    fn named(&self, word: &str, ancestors: &[Kind]) -> Option<Kind> {
        Self::built_in(word)
            .filter(|kind| self.has(kind, ancestors))
            .or_else(|| self.custom(|name| name == word))
    }

    /// The book's own kind whose word `is_meant`.
    fn custom(&self, is_meant: impl Fn(&str) -> bool) -> Option<Kind> {
        let callout = self.callouts.iter().find(|callout| is_meant(&callout.name))?;
        Some(CalloutKind::Custom(Arc::clone(callout)).into())
    }

    /// The kind inside `ancestors` whose word `is_meant`: a part of the innermost of them first,
    /// and other parts last.
    pub(crate) fn meant(
        &self,
        ancestors: &[Kind],
        is_meant: impl Fn(&str) -> bool,
    ) -> Option<Kind> {
        let near = |kind: &&Kind| self.has(kind, ancestors) && is_meant(kind.word());
        let is_home = |part: &Kind| ancestors.last().is_some_and(|last| part.may_stand_in(last));
        let parts = || BUILT_IN.iter().filter(|kind| kind.is_part());
        let here = parts().filter(|part| is_home(part)).find(near).cloned();
        let anywhere = || BUILT_IN.iter().filter(|kind| !kind.is_part()).find(near).cloned();
        let custom = || self.custom(&is_meant);
        here.or_else(anywhere).or_else(custom).or_else(|| parts().find(near).cloned())
    }

    /// Whether `word`, in lower case, is a language, or was said to be one.
    pub(crate) fn is_language(&self, word: &str) -> bool {
        language::is_known(word) || self.languages.iter().any(|language| language == word)
    }

    /// What the first word of `info` is for a fence inside `ancestors`.
    pub(crate) fn classify(&self, info: &str, ancestors: &[Kind]) -> Word {
        let info = info.trim_start();
        let Some(word) = short_word(info).filter(|word| !word.is_empty()) else {
            return Word::Other;
        };
        if let Some(kind) = self.named(word, ancestors) {
            return Word::Kind(kind);
        }
        // Most fences name a language, and in lower case.
        if language::is_known(word) {
            return Word::Other;
        }
        let lower = word.to_lowercase().replace('_', "-");
        if let Some(kind) = self.named(&lower, ancestors) {
            return Word::Near(kind);
        }
        // A part that is not at home here is nothing else.
        let is_part = Self::built_in(&lower).is_some();
        if is_part || self.is_language(&lower) || language::is_callout(&lower) {
            return Word::Other;
        }
        let second = short_word(info[word.len()..].trim_start()).unwrap_or_default();
        let joined = format!("{lower}-{}", second.to_lowercase());
        let is_meant = |meant: &str| joined == meant || is_near(&lower, meant);
        self.meant(ancestors, is_meant).map_or(Word::Other, Word::Near)
    }
}

/// The first word of an info string: up to white space, `{` or `,`.
pub(crate) fn first_word(info: &str) -> &str {
    let info = info.trim_start();
    &info[..info.find(ends_word).unwrap_or(info.len())]
}

/// The word that `text` begins with; nothing where it is too long to be a kind, so that no more of
/// a long line is looked at for each of the runs in it.
pub(crate) fn short_word(text: &str) -> Option<&str> {
    let mut beginning = text.char_indices().take_while(|(at, _)| *at <= LONGEST_WORD);
    let end = beginning.find(|(_, c)| ends_word(*c)).map(|(at, _)| at);
    let end = end.or_else(|| (text.len() <= LONGEST_WORD).then_some(text.len()));
    end.map(|end| &text[..end])
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || c == '{' || c == ','
}

/// Whether `word` is a likely slip for `meant`: one letter in a short word, two in a long one.
pub(crate) fn is_near(word: &str, meant: &str) -> bool {
    let allowed = if meant.len() <= 5 { 1 } else { 2 };
    word.len().abs_diff(meant.len()) <= allowed
        && strsim::damerau_levenshtein(word, meant) <= allowed
}

/// The one of `known` that `word` is a likely slip for.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .filter(|meant| is_near(&word.to_lowercase().replace('_', "-"), meant))
        .min_by_key(|meant| strsim::damerau_levenshtein(word, meant))
}

#[cfg(test)]
mod tests {
    use super::{Callout, CalloutKind, Kind, MENTAL_MODEL, PartKind, Vocabulary, Word};

    const HINT: Kind = Kind::Part(PartKind::Hint);

    fn story() -> Callout {
        Callout { name: "story".into(), title: "Story".into(), color: None, icon: None }
    }

    #[track_caller]
    fn check(info: &str, ancestors: &[Kind], expected: Word) {
        let story = story();
        let vocabulary = Vocabulary {
            disabled: vec![Kind::Callout(CalloutKind::Takeaway)],
            callouts: vec![story.into()],
            ..Vocabulary::default()
        };
        assert_eq!(vocabulary.classify(info, ancestors), expected);
    }

    #[test]
    fn parts_are_blocks_only_inside() {
        let story = story();
        check("predict T", &[], Word::Kind(Kind::Predict));
        check(" story", &[], Word::Kind(Kind::Callout(CalloutKind::Custom(story.into()))));
        check("hint", &[], Word::Other);
        check("hint", &[Kind::Predict], Word::Kind(HINT));
        check("hint", &[MENTAL_MODEL], Word::Other);
        check("takeaway", &[], Word::Other);
    }

    #[test]
    fn slips_are_seen_and_languages_are_not() {
        check("pedict", &[], Word::Near(Kind::Predict));
        check("Predict", &[], Word::Near(Kind::Predict));
        check("mental model", &[], Word::Near(MENTAL_MODEL));
        check("mental_model", &[], Word::Near(MENTAL_MODEL));
        check("hnit", &[Kind::Predict], Word::Near(HINT));
        check("predictd", &[], Word::Near(Kind::Predict));
        check("predictd", &[Kind::Predict], Word::Near(Kind::Predicted));
        check("nix", &[Kind::Predict], Word::Other);
        check("python", &[], Word::Other);
        check("", &[], Word::Other);
    }

    /// Whoever is sent home by a message must be let in there.
    #[test]
    fn a_part_may_stand_where_it_is_at_home() {
        let kinds = || Vocabulary::words().filter_map(Vocabulary::built_in);
        for kind in kinds() {
            let word = kind.word();
            assert!(kind.homes().iter().all(|home| kind.may_stand_in(home)), "{word}");
            let in_answer = kind.may_stand_in(&Kind::Part(PartKind::Answer));
            let not_there = ["limits", "setup", "hint", "output", "answer"];
            assert_eq!(in_answer, !not_there.contains(&word), "`{word}` in an answer");
        }
    }
}
