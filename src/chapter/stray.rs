//! Fences of tildes whose word is no kind where they stand, and no language: most likely an author
//! wanted a block there, and the page would show its text as code.

use super::kind::{Kind, MENTAL_MODEL, Vocabulary, is_near, short_word};
use super::language;

/// Where each kind is at home that is at home anywhere.
const EVERYWHERE: [Kind; 2] = [Kind::Predict, MENTAL_MODEL];

/// What a word may have been meant for that makes no block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stray {
    /// A kind that is at home elsewhere.
    Elsewhere(Kind),
    /// A kind that is nearly written so, or a part of what is written.
    Near(Kind),
    /// A callout, as others call it.
    Callout,
    /// Anything.
    Unknown,
}

/// The shortest word that is taken for a slip: of shorter ones too many are only a letter apart.
const SHORTEST: usize = 4;

/// The words that authors write for our kinds.
const SYNONYMS: [(&str, &str); 14] = [
    ("clue", "hint"),
    ("correct", "accepted"),
    ("expected", "predicted"),
    ("explanation", "why"),
    ("prediction", "predicted"),
    ("predictions", "predicted"),
    ("reason", "why"),
    ("refutation", "predicted"),
    ("result", "output"),
    ("solution", "answer"),
    ("solutions", "answer"),
    ("tip", "hint"),
    ("tips", "hint"),
    ("wrong", "predicted"),
];

impl Vocabulary {
    /// What the first word of `info` may have been meant for, behind tildes, where it is no kind;
    /// nothing where that is a language or no word.
    pub(crate) fn stray(&self, info: &str) -> Option<Stray> {
        let info = info.trim_start();
        let Some(written) = short_word(info) else { return Some(Stray::Unknown) };
        let written = written.to_lowercase();
        let word = bare_word(&written);
        let are_languages = |known: &dyn Fn(&str) -> bool| known(&written) || known(word);
        if word.is_empty() || are_languages(&|word| self.languages.iter().any(|it| it == word)) {
            return None;
        }
        if let Some(kind) = Vocabulary::built_in(word) {
            let is_plain = written.trim_end_matches(':') == word;
            let stray = if is_plain { Stray::Elsewhere } else { Stray::Near };
            return (!self.disabled.contains(&kind)).then(|| stray(kind));
        }
        if are_languages(&|word| language::is_known(word) || self.fenced.contains(word))
            || is_source_file(word)
        {
            return None;
        }
        let word = word.replace('_', "-");
        let likely = || self.meant(&EVERYWHERE, |kind| is_likely(&word, kind)).map(Stray::Near);
        let callout = || language::is_callout(&word).then_some(Stray::Callout);
        Some(callout().or_else(likely).unwrap_or(Stray::Unknown))
    }

    /// The kind that is at home in `parent` and that `word` is another word for.
    pub(crate) fn synonym(&self, word: &str, parent: &Kind) -> Option<Kind> {
        let (_, kind) = SYNONYMS.into_iter().find(|(known, _)| *known == word)?;
        let kind = Vocabulary::built_in(kind)?;
        (kind.may_stand_in(parent) && !self.disabled.contains(&kind)).then_some(kind)
    }
}

impl Stray {
    /// Whether `word`, which says this, is no language even in a book without blocks.
    pub(crate) fn counts_anywhere(&self, word: &str) -> bool {
        matches!(self, Stray::Near(_) | Stray::Callout) || language::is_callout(word)
    }
}

/// A word without the signs around it: `[hint]`, `:hint`, `"hint"`.
pub(crate) fn bare_word(written: &str) -> &str {
    written.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Whether `word` is the name of a file whose ending is a language.
fn is_source_file(word: &str) -> bool {
    word.rsplit_once('.').is_some_and(|(_, ending)| language::is_known(ending))
}

/// Whether `word` is nearly `kind`, or one is a part of the other: `prediction`, `key-takeaway`,
/// `model`.
fn is_likely(word: &str, kind: &str) -> bool {
    let is_part = |part: &str, of: &str| part.len() > SHORTEST && of.split('-').any(|p| p == part);
    let is_derived = kind.len() > SHORTEST && word.starts_with(kind);
    (kind.len() >= SHORTEST && is_near(word, kind))
        || is_derived
        || is_part(kind, word)
        || is_part(word, kind)
}

#[cfg(test)]
mod tests {
    use super::{Kind, Stray, Vocabulary};

    #[track_caller]
    fn check(info: &str, expected: &str) {
        let vocabulary = Vocabulary { languages: vec!["befunge".into()], ..Vocabulary::default() };
        let found = match vocabulary.stray(info) {
            None => "-".to_owned(),
            Some(Stray::Elsewhere(kind)) => format!("elsewhere {}", kind.word()),
            Some(Stray::Near(kind)) => format!("near {}", kind.word()),
            Some(other) => format!("{other:?}"),
        };
        assert_eq!(found, expected, "{info}");
    }

    #[test]
    fn a_word_is_a_language_or_was_meant_for_something() {
        check("hint Think", "elsewhere hint");
        check("Note: this", "Callout");
        check("Output", "elsewhere output");
        check("fix", "elsewhere fix");
        check("prediction", "near predict");
        check("key-takeaway T", "near takeaway");
        check("model", "near mental-model");
        check("hints", "near hint");
        check("warning", "Callout");
        check("war-story The {#x}", "Unknown");
        check("3d", "Unknown");
        check(&"a".repeat(300), "Unknown");
        for info in ["", "rust,ignore", "Python", "befunge", "{.x}", "a.txt", "nix", "c++", "---"] {
            check(info, "-");
        }
    }

    #[test]
    fn signs_around_a_word_are_no_part_of_it() {
        check("[hint]", "near hint");
        check(":hint", "near hint");
        check("\"why\"", "near why");
        check("[!NOTE]", "Callout");
        check("[war-story]", "Unknown");
        check(".python .numberLines", "-");
        check("[befunge]", "-");
    }

    #[test]
    fn what_a_book_fences_with_backticks_or_switches_off_is_a_language() {
        let fenced = ["war-story".to_owned(), "output".to_owned()].into();
        let mut vocabulary = Vocabulary { fenced, ..Vocabulary::default() };
        assert_eq!(vocabulary.stray("war-story"), None);
        assert_eq!(vocabulary.stray("output"), Some(Stray::Elsewhere(Kind::Output)));
        vocabulary.disabled.push(Kind::Output);
        assert_eq!(vocabulary.stray("output"), None);
    }

    #[test]
    fn another_word_for_a_kind_is_known_where_that_is_at_home() {
        let synonym = |word, parent| {
            Vocabulary::default().synonym(word, parent).map(|kind| kind.word().to_owned())
        };
        assert_eq!(synonym("solution", &Kind::Predict).as_deref(), Some("answer"));
        assert_eq!(synonym("solution", &Kind::Output), None);
    }
}
