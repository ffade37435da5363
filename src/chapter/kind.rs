//! The kinds of block, where each may stand, and the words that are nearly one.

use std::sync::Arc;

use super::language;

/// The longest word that can be a slip for a kind, in bytes.
const LONGEST_WORD: usize = 60;

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

/// A kind that every book has.
struct BuiltIn {
    kind: Kind,
    word: &'static str,
    /// The kinds of block that it is a part of; empty where it is a block by itself.
    homes: &'static [Kind],
    side: Side,
}

const fn callout(kind: CalloutKind, word: &'static str) -> BuiltIn {
    BuiltIn { kind: Kind::Callout(kind), word, homes: &[], side: Side::Both }
}

const fn part(kind: PartKind, word: &'static str, homes: &'static [Kind], side: Side) -> BuiltIn {
    BuiltIn { kind: Kind::Part(kind), word, homes, side }
}

/// All that is to be known of the kinds: first those that are blocks anywhere, then the parts.
static BUILT_IN: [BuiltIn; 15] = [
    BuiltIn { kind: Kind::Predict, word: "predict", homes: &[], side: Side::Both },
    callout(CalloutKind::MentalModel, "mental-model"),
    callout(CalloutKind::InPractice, "in-practice"),
    callout(CalloutKind::Mistake, "mistake"),
    callout(CalloutKind::Takeaway, "takeaway"),
    BuiltIn { kind: Kind::Progress, word: "progress", homes: &[], side: Side::Both },
    part(
        PartKind::Rule,
        "rule",
        &[Kind::Callout(CalloutKind::MentalModel), Kind::Predict],
        Side::Both,
    ),
    part(PartKind::Limits, "limits", &[Kind::Callout(CalloutKind::MentalModel)], Side::Both),
    part(PartKind::Setup, "setup", &[Kind::Predict], Side::Question),
    part(PartKind::Hint, "hint", &[Kind::Predict], Side::Question),
    BuiltIn {
        kind: Kind::Output,
        word: "output",
        homes: &[Kind::Predict, Kind::Part(PartKind::Fix), Kind::Predicted],
        side: Side::Beginning,
    },
    part(PartKind::Answer, "answer", &[Kind::Predict], Side::Beginning),
    BuiltIn {
        kind: Kind::Predicted,
        word: "predicted",
        homes: &[Kind::Predict],
        side: Side::Answer,
    },
    part(PartKind::Why, "why", &[Kind::Predict], Side::Answer),
    part(PartKind::Fix, "fix", &[Kind::Predict], Side::Answer),
];

impl Kind {
    fn built_in(&self) -> Option<&'static BuiltIn> {
        Some(&BUILT_IN[self.number()?])
    }

    /// The place in [`BUILT_IN`]; a callout of a book's own has none.
    fn number(&self) -> Option<usize> {
        Some(match self {
            Kind::Callout(CalloutKind::Custom(_)) => return None,
            Kind::Predict => 0,
            Kind::Callout(CalloutKind::MentalModel) => 1,
            Kind::Callout(CalloutKind::InPractice) => 2,
            Kind::Callout(CalloutKind::Mistake) => 3,
            Kind::Callout(CalloutKind::Takeaway) => 4,
            Kind::Progress => 5,
            Kind::Part(PartKind::Rule) => 6,
            Kind::Part(PartKind::Limits) => 7,
            Kind::Part(PartKind::Setup) => 8,
            Kind::Part(PartKind::Hint) => 9,
            Kind::Output => 10,
            Kind::Part(PartKind::Answer) => 11,
            Kind::Predicted => 12,
            Kind::Part(PartKind::Why) => 13,
            Kind::Part(PartKind::Fix) => 14,
        })
    }

    /// The word that opens a block of this kind.
    pub fn word(&self) -> &str {
        match self {
            Kind::Callout(CalloutKind::Custom(callout)) => &callout.name,
            kind => kind.built_in().map_or("", |known| known.word),
        }
    }

    /// The kinds of block that a block of this kind is a part of; empty for those that may stand
    /// anywhere.
    pub(crate) fn homes(&self) -> &'static [Kind] {
        self.built_in().map_or(&[], |known| known.homes)
    }

    /// The side of a `predict` block that a part of this kind belongs to.
    pub(crate) fn side(&self) -> Side {
        self.built_in().map_or(Side::Both, |known| known.side)
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
}

/// The kinds that a book has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// The kinds that `book.toml` switches off.
    pub disabled: Vec<Kind>,
    /// The callouts that `book.toml` declares.
    pub callouts: Vec<Arc<Callout>>,
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
        BUILT_IN.iter().find(|known| known.word == word).map(|known| known.kind.clone())
    }

    /// The words of all built-in kinds.
    pub fn words() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|known| known.word)
    }

    /// The kinds that are blocks inside `ancestors`, in the order in which a slip is taken for one.
    fn known<'v>(&'v self, ancestors: &'v [Kind]) -> impl Iterator<Item = Known<'v>> {
        let at_home = || BUILT_IN.iter().filter(|known| self.is_at_home(known, ancestors));
        let anywhere = at_home().filter(|known| known.homes.is_empty()).map(Known::BuiltIn);
        let parts = at_home().filter(|known| !known.homes.is_empty()).map(Known::BuiltIn);
        anywhere.chain(self.callouts.iter().map(Known::Custom)).chain(parts)
    }

    /// Whether the book has a kind, as a block inside `ancestors`.
    fn is_at_home(&self, known: &BuiltIn, ancestors: &[Kind]) -> bool {
        let has_home = || ancestors.iter().any(|parent| known.kind.may_stand_in(parent));
        (known.homes.is_empty() || has_home()) && !self.disabled.contains(&known.kind)
    }

    /// The kind that `word` stands for inside `ancestors`.
    fn named(&self, word: &str, ancestors: &[Kind]) -> Option<Known<'_>> {
        let custom = || self.callouts.iter().find(|callout| callout.name == word);
        match BUILT_IN.iter().find(|known| known.word == word) {
            Some(known) => self.is_at_home(known, ancestors).then_some(Known::BuiltIn(known)),
            None => custom().map(Known::Custom),
        }
    }

    /// What the first word of `info` is for a fence inside `ancestors`.
    pub(crate) fn classify(&self, info: &str, ancestors: &[Kind]) -> Word {
        let word = first_word(info);
        if word.is_empty() {
            return Word::Other;
        }
        if let Some(known) = self.named(word, ancestors) {
            return Word::Kind(known.kind());
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
        let is_meant = |known: &Known<'_>| joined == known.word() || is_near(&lower, known.word());
        self.known(ancestors).find(is_meant).map_or(Word::Other, |known| Word::Near(known.kind()))
    }
}

/// A kind, before anybody needs a copy of it.
enum Known<'v> {
    BuiltIn(&'static BuiltIn),
    Custom(&'v Arc<Callout>),
}

impl Known<'_> {
    fn word(&self) -> &str {
        match self {
            Known::BuiltIn(known) => known.word,
            Known::Custom(callout) => &callout.name,
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Known::BuiltIn(known) => known.kind.clone(),
            Known::Custom(callout) => Kind::Callout(CalloutKind::Custom(Arc::clone(callout))),
        }
    }
}

/// The first word of an info string: up to white space, `{` or `,`.
pub(crate) fn first_word(info: &str) -> &str {
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
    use super::{Callout, CalloutKind, Kind, PartKind, Vocabulary, Word};

    const MENTAL_MODEL: Kind = Kind::Callout(CalloutKind::MentalModel);
    const HINT: Kind = Kind::Part(PartKind::Hint);

    #[track_caller]
    fn check(info: &str, ancestors: &[Kind], expected: Word) {
        let story = Callout { name: "story".into(), title: "Story".into(), color: None };
        let vocabulary = Vocabulary {
            disabled: vec![Kind::Callout(CalloutKind::Takeaway)],
            callouts: vec![story.into()],
        };
        assert_eq!(vocabulary.classify(info, ancestors), expected);
    }

    #[test]
    fn parts_are_blocks_only_inside() {
        let story = Callout { name: "story".into(), title: "Story".into(), color: None };
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
        check("nix", &[Kind::Predict], Word::Other);
        check("python", &[], Word::Other);
        check("", &[], Word::Other);
    }

    #[test]
    fn the_table_is_in_the_order_of_the_numbers() {
        for (at, known) in super::BUILT_IN.iter().enumerate() {
            assert_eq!(known.kind.number(), Some(at), "{}", known.word);
        }
    }

    /// Whoever is sent home by a message must be let in there.
    #[test]
    fn a_part_may_stand_where_it_is_at_home() {
        let kinds = || Vocabulary::words().filter_map(Vocabulary::built_in);
        for kind in kinds() {
            assert!(kind.homes().iter().all(|home| kind.may_stand_in(home)));
            let in_answer = kind.may_stand_in(&Kind::Part(PartKind::Answer));
            assert_eq!(
                in_answer,
                !["limits", "setup", "hint", "output", "answer"].contains(&kind.word())
            );
        }
    }
}
