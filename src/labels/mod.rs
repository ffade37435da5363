//! The words that readers see which no author wrote, by language.
//!
//! Each language is a file beside this one, which a translator can write without any Rust. A word
//! that a language does not have is English, and [`Labels::missing`] names it.

use toml::Table;

/// A word or phrase of ours on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The kind of a `predict` block.
    Predict,
    /// The title of a `predict` block without one.
    Question,
    /// The situation.
    Setup,
    /// A hint; its number follows.
    Hint,
    /// The fold with the answer.
    Answer,
    /// Standard output.
    Output,
    /// Standard error.
    ErrorOutput,
    /// Both streams.
    AllOutput,
    /// What the compiler says of a program that must not compile.
    CompilerMessage,
    /// The exit code; its number follows.
    ExitCode,
    /// An output that is another one at each run.
    Varies,
    /// An output that is empty.
    Nothing,
    /// An output that nobody has written down yet.
    Pending,
    /// Which choice is right; its letter follows.
    Right,
    /// What is said about a choice; its letter follows.
    Chosen,
    /// What is said about a prediction; it follows.
    Predicted,
    /// What is said about any other prediction.
    PredictedElse,
    /// The mechanism.
    Why,
    /// The corrected program.
    Fix,
    /// The picture.
    MentalModel,
    /// The rule.
    Rule,
    /// Where the picture breaks.
    Limits,
    /// How this fails in real systems.
    InPractice,
    /// The common mistake.
    Mistake,
    /// The one sentence.
    Takeaway,
    /// A block with a mistake.
    Broken,
    /// The overview of a reader's predictions.
    Progress,
    /// What is said about the predictions that were not the reader's.
    Others,
    /// The field for a prediction, or the choices.
    Field,
    /// The button that commits.
    Check,
    /// The keys that commit.
    Keys,
    /// The button that skips.
    Show,
    /// Said to a reader who opens the answer too early.
    First,
    /// Said to a reader who commits to an empty field.
    Blank,
    /// The verdict: the prediction is what happens.
    Same,
    /// The verdict: another form of what happens.
    Form,
    /// The verdict: a choice that is not what happens.
    Differs,
    /// The verdict: one line differs; `{lines}` is its number.
    DiffersLine,
    /// The verdict: several lines differ; `{lines}` are their numbers.
    DiffersLines,
    /// The verdict: no prediction.
    Skipped,
    /// The verdict where there is nothing to compare with.
    Uncompared,
    /// The button that overrules the verdict.
    Overrule,
    /// The verdict, overruled.
    Overruled,
    /// The button that takes the overruling back.
    Undo,
    /// The caption of a committed prediction.
    YouPredicted,
    /// The sign of a line that only the prediction has.
    OnlyYours,
    /// The sign of a line that only the output has.
    OnlyReal,
    /// The button for another prediction.
    Again,
    /// The button that deletes the records of a block.
    Forget,
    /// The list of earlier predictions.
    Earlier,
    /// Said where the question was edited since.
    Changed,
    /// Said under the last of several hints.
    LastHint,
    /// How many questions of the chapter were predicted: `{n}` of `{m}`.
    Count,
    /// The questions to look at again; they follow.
    LookAgain,
    /// The button that deletes the records of a chapter.
    ForgetChapter,
    /// Asked before the records of a chapter or a book are deleted.
    Confirm,
    /// Said where the browser keeps nothing.
    Unsaved,
    /// Asks how sure the reader is.
    HowSure,
    /// The least sure.
    Guess,
    /// Less sure.
    Think,
    /// Sure.
    Sure,
    /// Said to a reader who was sure and wrong.
    SureAndWrong,
    /// The state of a question without a record.
    Unanswered,
    /// The questions that are due; they follow.
    Due,
    /// When a question is due: every `{days}` days.
    Interval,
    /// Where the records are.
    Kept,
    /// The button that saves the records as a file.
    Export,
    /// The button that loads records from a file.
    Import,
    /// The button that saves a notebook to read.
    Notebook,
    /// The title of the notebook.
    NotebookTitle,
    /// The real output in the notebook.
    WhatHappens,
    /// Said when records were loaded: `{n}` of them.
    Imported,
    /// Said when a file has no records of this book.
    NotImported,
    /// The button that deletes the records of the book.
    ForgetBook,
}

/// Who needs a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// The page itself, without script.
    Page,
    /// The script, for every block.
    Block,
    /// The script, where the reader is asked how sure the prediction is.
    Confidence,
    /// The script, for the overview of all predictions.
    Progress,
}

/// Each label, its key in `[preprocessor.predict.labels]` and in the files, and who needs it.
#[rustfmt::skip]
const TABLE: [(Label, &str, Use); 74] = [
    (Label::Predict, "predict", Use::Page),
    (Label::Question, "question", Use::Page),
    (Label::Setup, "setup", Use::Page),
    (Label::Hint, "hint", Use::Page),
    (Label::Answer, "answer", Use::Page),
    (Label::Output, "output", Use::Page),
    (Label::ErrorOutput, "error-output", Use::Page),
    (Label::AllOutput, "all-output", Use::Page),
    (Label::CompilerMessage, "compiler-message", Use::Page),
    (Label::ExitCode, "exit-code", Use::Page),
    (Label::Varies, "varies", Use::Page),
    (Label::Nothing, "nothing", Use::Page),
    (Label::Pending, "pending", Use::Page),
    (Label::Right, "right", Use::Page),
    (Label::Chosen, "chosen", Use::Page),
    (Label::Predicted, "predicted", Use::Page),
    (Label::PredictedElse, "predicted-else", Use::Page),
    (Label::Why, "why", Use::Page),
    (Label::Fix, "fix", Use::Page),
    (Label::MentalModel, "mental-model", Use::Page),
    (Label::Rule, "rule", Use::Page),
    (Label::Limits, "limits", Use::Page),
    (Label::InPractice, "in-practice", Use::Page),
    (Label::Mistake, "mistake", Use::Page),
    (Label::Takeaway, "takeaway", Use::Page),
    (Label::Broken, "broken", Use::Page),
    (Label::Progress, "progress", Use::Page),
    (Label::Others, "others", Use::Block),
    (Label::Field, "field", Use::Block),
    (Label::Check, "check", Use::Block),
    (Label::Keys, "keys", Use::Block),
    (Label::Show, "show", Use::Block),
    (Label::First, "first", Use::Block),
    (Label::Blank, "blank", Use::Block),
    (Label::Same, "same", Use::Block),
    (Label::Form, "other-form", Use::Block),
    (Label::Differs, "differs", Use::Block),
    (Label::DiffersLine, "differs-line", Use::Block),
    (Label::DiffersLines, "differs-lines", Use::Block),
    (Label::Skipped, "skipped", Use::Block),
    (Label::Uncompared, "uncompared", Use::Block),
    (Label::Overrule, "overrule", Use::Block),
    (Label::Overruled, "overruled", Use::Block),
    (Label::Undo, "undo", Use::Block),
    (Label::YouPredicted, "you-predicted", Use::Block),
    (Label::OnlyYours, "only-yours", Use::Block),
    (Label::OnlyReal, "only-real", Use::Block),
    (Label::Again, "again", Use::Block),
    (Label::Forget, "forget", Use::Block),
    (Label::Earlier, "earlier", Use::Block),
    (Label::Changed, "changed", Use::Block),
    (Label::LastHint, "last-hint", Use::Block),
    (Label::Count, "count", Use::Block),
    (Label::LookAgain, "look-again", Use::Block),
    (Label::ForgetChapter, "forget-chapter", Use::Block),
    (Label::Confirm, "confirm", Use::Block),
    (Label::Unsaved, "unsaved", Use::Block),
    (Label::HowSure, "how-sure", Use::Confidence),
    (Label::Guess, "guess", Use::Confidence),
    (Label::Think, "think", Use::Confidence),
    (Label::Sure, "sure", Use::Confidence),
    (Label::SureAndWrong, "sure-and-wrong", Use::Confidence),
    (Label::Unanswered, "unanswered", Use::Progress),
    (Label::Due, "due", Use::Progress),
    (Label::Interval, "interval", Use::Progress),
    (Label::Kept, "kept", Use::Progress),
    (Label::Export, "export", Use::Progress),
    (Label::Import, "import", Use::Progress),
    (Label::Notebook, "notebook", Use::Progress),
    (Label::NotebookTitle, "notebook-title", Use::Progress),
    (Label::WhatHappens, "what-happens", Use::Progress),
    (Label::Imported, "imported", Use::Progress),
    (Label::NotImported, "not-imported", Use::Progress),
    (Label::ForgetBook, "forget-book", Use::Progress),
];

/// The languages with the text of their files, English first.
const LANGUAGES: [(&str, &str); 9] = [
    ("en", include_str!("en.toml")),
    ("de", include_str!("de.toml")),
    ("fr", include_str!("fr.toml")),
    ("es", include_str!("es.toml")),
    ("pt", include_str!("pt.toml")),
    ("ru", include_str!("ru.toml")),
    ("zh", include_str!("zh.toml")),
    ("ja", include_str!("ja.toml")),
    ("ar", include_str!("ar.toml")),
];

/// The labels of one book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    words: Vec<String>,
    /// For each label, whether it is English for want of a better word.
    is_missing: Vec<bool>,
}

impl Labels {
    /// The labels for a language tag such as `de` or `pt-BR`; English where there are none.
    pub fn for_language(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let english = file(LANGUAGES[0].1);
        let own = LANGUAGES.iter().find(|(language, _)| *language == primary);
        let own = own.map(|(_, text)| file(text)).unwrap_or_default();
        let find = |words: &Table, key: &str| {
            words.get(key).and_then(|words| words.as_str()).map(str::to_owned)
        };
        let (mut words, mut is_missing) = (Vec::new(), Vec::new());
        for (_, key, _) in TABLE {
            let found = find(&own, key);
            is_missing.push(found.is_none());
            words.push(found.or_else(|| find(&english, key)).unwrap_or_else(|| key.to_owned()));
        }
        Labels { words, is_missing }
    }

    /// The words for `label`.
    pub fn get(&self, label: Label) -> &str {
        &self.words[label as usize]
    }

    /// Changes the label that `book.toml` calls `key`; `false` where there is none.
    pub fn set(&mut self, key: &str, words: &str) -> bool {
        let at = TABLE.iter().position(|(_, known, _)| *known == key);
        if let Some(at) = at {
            words.clone_into(&mut self.words[at]);
            self.is_missing[at] = false;
        }
        at.is_some()
    }

    /// The keys of all labels.
    pub fn keys() -> impl Iterator<Item = &'static str> {
        TABLE.iter().map(|(_, key, _)| *key)
    }

    /// Keys and words of the labels for `use_`.
    pub fn of_use(&self, use_: Use) -> impl Iterator<Item = (&'static str, &str)> {
        let words = TABLE.iter().zip(&self.words);
        words
            .filter(move |((_, _, of), _)| *of == use_)
            .map(|((_, key, _), words)| (*key, &**words))
    }

    /// The keys of the labels that are English because the language has no word for them.
    pub fn missing(&self) -> Vec<&'static str> {
        let missing = TABLE.iter().zip(&self.is_missing).filter(|(_, is_missing)| **is_missing);
        missing.map(|((_, key, _), _)| *key).collect()
    }

    /// The languages that there are words in, by their tags.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        LANGUAGES.iter().map(|(tag, _)| *tag)
    }
}

/// The words in the text of a language's file.
///
/// The files are part of the program, and a test reads them all.
fn file(text: &str) -> Table {
    text.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, Label, Labels, TABLE, Use, file};

    #[test]
    fn the_table_is_in_the_order_of_the_labels() {
        for (at, (label, key, _)) in TABLE.iter().enumerate() {
            assert_eq!(*label as usize, at, "{key}");
        }
    }

    /// The parts in braces of `words`.
    fn placeholders(words: &str) -> Vec<&str> {
        let mut found: Vec<&str> =
            words.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn every_language_has_every_label_with_its_placeholders() {
        let english = file(LANGUAGES[0].1);
        for (language, text) in LANGUAGES {
            let words = file(text);
            assert_eq!(words.len(), TABLE.len(), "{language}");
            for (_, key, _) in TABLE {
                let word = words[key].as_str().unwrap();
                assert!(!word.trim().is_empty() && !word.contains('\n'), "{language} {key}");
                assert_eq!(
                    placeholders(word),
                    placeholders(english[key].as_str().unwrap()),
                    "{language} {key}"
                );
            }
            assert_eq!(Labels::for_language(language).missing(), [] as [&str; 0]);
        }
    }

    #[test]
    fn languages_are_found_by_their_primary_tag() {
        assert_eq!(Labels::for_language("pt-BR").get(Label::Why), "Por quê");
        assert_eq!(Labels::for_language("tlh").get(Label::Why), "Why");
    }

    #[test]
    fn what_is_missing_is_english_and_named() {
        let mut labels = Labels::for_language("tlh");
        assert_eq!(labels.missing().len(), TABLE.len());
        assert!(labels.set("why", "qatlh") && !labels.set("wy", ""));
        assert!(!labels.missing().contains(&"why"));
        assert_eq!(labels.of_use(Use::Page).find(|(key, _)| *key == "why").unwrap().1, "qatlh");
    }
}
