//! The kinds of block, where each may stand, and the words that are nearly one.

use super::language;

/// The longest word that can be a slip for a kind, in bytes.
const LONGEST_WORD: usize = 60;

/// What a block is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A program and a question, then the folded answer.
    Predict,
    /// A callout with the picture to think with.
    MentalModel,
    /// A callout: how this fails in real systems.
    InPractice,
    /// A callout: the common mistake, stated and refuted.
    Mistake,
    /// A callout: the one sentence to take away.
    Takeaway,
    /// The reader's own overview of the book.
    Progress,
    /// A callout declared in `book.toml`, by its place in [`Vocabulary::callouts`].
    Custom(usize),
    /// The one sentence to keep.
    Rule,
    /// Where the analogy breaks.
    Limits,
    /// The situation, before the program.
    Setup,
    /// One hint of any number.
    Hint,
    /// An output, verbatim.
    Output,
    /// The answer where there is no output.
    Answer,
    /// The refutation for a reader who predicted a certain output.
    Predicted,
    /// The mechanism.
    Why,
    /// The corrected program.
    Fix,
}

/// The kinds that are blocks anywhere.
const ANYWHERE: [Kind; 6] = [
    Kind::Predict,
    Kind::MentalModel,
    Kind::InPractice,
    Kind::Mistake,
    Kind::Takeaway,
    Kind::Progress,
];

/// The kinds that are blocks only inside another one.
const PARTS: [Kind; 9] = [
    Kind::Rule,
    Kind::Limits,
    Kind::Setup,
    Kind::Hint,
    Kind::Output,
    Kind::Answer,
    Kind::Predicted,
    Kind::Why,
    Kind::Fix,
];

impl Kind {
    /// The word that stands for a kind which every book has.
    fn word(self) -> &'static str {
        match self {
            Kind::Predict => "predict",
            Kind::MentalModel => "mental-model",
            Kind::InPractice => "in-practice",
            Kind::Mistake => "mistake",
            Kind::Takeaway => "takeaway",
            Kind::Progress => "progress",
            Kind::Custom(_) => "",
            Kind::Rule => "rule",
            Kind::Limits => "limits",
            Kind::Setup => "setup",
            Kind::Hint => "hint",
            Kind::Output => "output",
            Kind::Answer => "answer",
            Kind::Predicted => "predicted",
            Kind::Why => "why",
            Kind::Fix => "fix",
        }
    }

    /// Whether a block of this kind may stand directly inside one of kind `parent`.
    pub(crate) fn may_stand_in(self, parent: Kind) -> bool {
        match self {
            Kind::Rule => matches!(parent, Kind::MentalModel | Kind::Predict | Kind::Answer),
            Kind::Limits => parent == Kind::MentalModel,
            Kind::Setup | Kind::Hint | Kind::Answer => parent == Kind::Predict,
            Kind::Output => matches!(parent, Kind::Predict | Kind::Fix | Kind::Predicted),
            Kind::Predicted | Kind::Why | Kind::Fix => {
                matches!(parent, Kind::Predict | Kind::Answer)
            }
            _ => true,
        }
    }

    /// The kinds of block that a block of this kind may stand in; empty for those that may stand
    /// anywhere.
    pub(crate) fn homes(self) -> &'static [Kind] {
        match self {
            Kind::Rule => &[Kind::MentalModel, Kind::Predict],
            Kind::Limits => &[Kind::MentalModel],
            Kind::Output => &[Kind::Predict, Kind::Fix, Kind::Predicted],
            Kind::Setup | Kind::Hint | Kind::Answer | Kind::Predicted | Kind::Why | Kind::Fix => {
                &[Kind::Predict]
            }
            _ => &[],
        }
    }

    /// Whether a block of this kind belongs to the folded side of a `predict` block.
    pub(crate) fn is_for_the_answer(self) -> bool {
        matches!(self, Kind::Predicted | Kind::Why | Kind::Fix)
    }

    /// Whether a block of this kind belongs to the visible side of a `predict` block.
    pub(crate) fn is_for_the_question(self) -> bool {
        matches!(self, Kind::Setup | Kind::Hint)
    }
}

/// A callout that a book declares for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callout {
    /// The word that opens it.
    pub name: String,
    /// The label that readers see.
    pub title: String,
    /// A CSS colour for its edge and icon.
    pub color: Option<String>,
}

/// The kinds that a book has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// The kinds that `book.toml` switches off.
    pub disabled: Vec<Kind>,
    /// The callouts that `book.toml` declares.
    pub callouts: Vec<Callout>,
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
        ANYWHERE.into_iter().chain(PARTS).find(|kind| kind.word() == word)
    }

    /// The words of all built-in kinds.
    pub fn words() -> impl Iterator<Item = &'static str> {
        ANYWHERE.into_iter().chain(PARTS).map(Kind::word)
    }

    /// The word that opens a block of `kind`.
    pub fn word(&self, kind: Kind) -> &str {
        match kind {
            Kind::Custom(at) => &self.callouts[at].name,
            kind => kind.word(),
        }
    }

    /// The kinds that are blocks anywhere.
    fn anywhere(&self) -> impl Iterator<Item = Kind> {
        let customs = (0..self.callouts.len()).map(Kind::Custom);
        ANYWHERE.into_iter().filter(|kind| !self.disabled.contains(kind)).chain(customs)
    }

    /// The kinds that are blocks inside `ancestors`, beside those that are blocks anywhere.
    fn parts(&self, ancestors: &[Kind]) -> impl Iterator<Item = Kind> {
        PARTS
            .into_iter()
            .filter(|kind| !self.disabled.contains(kind))
            .filter(|kind| ancestors.iter().any(|&parent| kind.may_stand_in(parent)))
    }

    /// What the first word of `info` is for a fence inside `ancestors`.
    pub(crate) fn classify(&self, info: &str, ancestors: &[Kind]) -> Word {
        let word = first_word(info);
        if word.is_empty() {
            return Word::Other;
        }
        let known = || self.anywhere().chain(self.parts(ancestors));
        if let Some(kind) = known().find(|&kind| self.word(kind) == word) {
            return Word::Kind(kind);
        }
        // Most fences name a language, and in lower case.
        if language::is_known(word) || word.len() > LONGEST_WORD {
            return Word::Other;
        }
        let lower = word.to_lowercase().replace('_', "-");
        if language::is_known(&lower) {
            return Word::Other;
        }
        let second = first_word(info.trim_start()[word.len()..].trim_start()).to_lowercase();
        let joined = format!("{lower}-{second}");
        let near = |kind: Kind| {
            let meant = self.word(kind);
            joined == meant || is_near(&lower, meant)
        };
        known().find(|&kind| near(kind)).map_or(Word::Other, Word::Near)
    }
}

/// The first word of an info string: up to white space, `{` or `,`.
fn first_word(info: &str) -> &str {
    let info = info.trim_start();
    let end = info.find(|c: char| c.is_whitespace() || c == '{' || c == ',');
    &info[..end.unwrap_or(info.len())]
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
    use super::{Callout, Kind, Vocabulary, Word};

    #[track_caller]
    fn check(info: &str, ancestors: &[Kind], expected: Word) {
        let callouts = vec![Callout { name: "story".into(), title: "Story".into(), color: None }];
        let vocabulary = Vocabulary { disabled: vec![Kind::Takeaway], callouts };
        assert_eq!(vocabulary.classify(info, ancestors), expected);
    }

    #[test]
    fn parts_are_blocks_only_inside() {
        check("predict T", &[], Word::Kind(Kind::Predict));
        check(" story", &[], Word::Kind(Kind::Custom(0)));
        check("hint", &[], Word::Other);
        check("hint", &[Kind::Predict], Word::Kind(Kind::Hint));
        check("hint", &[Kind::MentalModel], Word::Other);
        check("takeaway", &[], Word::Other);
    }

    #[test]
    fn slips_are_seen_and_languages_are_not() {
        check("pedict", &[], Word::Near(Kind::Predict));
        check("Predict", &[], Word::Near(Kind::Predict));
        check("mental model", &[], Word::Near(Kind::MentalModel));
        check("mental_model", &[], Word::Near(Kind::MentalModel));
        check("hnit", &[Kind::Predict], Word::Near(Kind::Hint));
        check("nix", &[Kind::Predict], Word::Other);
        check("python", &[], Word::Other);
        check("", &[], Word::Other);
    }
}
