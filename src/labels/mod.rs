//! The words that readers see which no author wrote, by language.
//!
//! Each language is a file beside this one, which a translator can write without any Rust. A word
//! that a language does not have is English, and [`Labels::missing`] names it.

use toml::Table;

/// Makes the labels, and the table of their keys and of who needs them, of one list.
macro_rules! labels {
    ($($(#[$doc:meta])* $label:ident: $key:literal, $of:ident;)*) => {
        /// A word or phrase of ours on the page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Label {
            $($(#[$doc])* $label,)*
        }

        /// Each label, its key in `[preprocessor.predict.labels]` and in the files, and who needs
        /// it.
        const TABLE: [(Label, &str, Use); [$($key),*].len()] =
            [$((Label::$label, $key, Use::$of)),*];
    };
}

labels! {
    /// The kind of a `predict` block.
    Predict: "predict", Page;
    /// The title of a `predict` block without one.
    Question: "question", Page;
    /// The situation.
    Setup: "setup", Page;
    /// A hint; its number follows.
    Hint: "hint", Page;
    /// The fold with the answer.
    Answer: "answer", Page;
    /// Standard output.
    Output: "output", Page;
    /// Standard error.
    ErrorOutput: "error-output", Page;
    /// Both streams.
    AllOutput: "all-output", Page;
    /// What the compiler says of a program that must not compile.
    CompilerMessage: "compiler-message", Page;
    /// The exit code; its number follows.
    ExitCode: "exit-code", Page;
    /// An output that is another one at each run.
    Varies: "varies", Page;
    /// An output that is empty.
    Nothing: "nothing", Page;
    /// An output that nobody has written down yet.
    Pending: "pending", Page;
    /// Which choice is right; its letter follows.
    Right: "right", Page;
    /// What is said about a choice; its letter follows.
    Chosen: "chosen", Page;
    /// What is said about a prediction; it follows.
    Predicted: "predicted", Page;
    /// What is said about any other prediction.
    PredictedElse: "predicted-else", Page;
    /// What is said of another prediction that is right; it follows.
    Accepted: "accepted", Page;
    /// The caption of the program that a reader took the real one for.
    ReadThisProgram: "read-this-program", Page;
    /// Beside a line as it stands in the program.
    ItSays: "it-says", Page;
    /// Beside the line that a reader took it for.
    YouRead: "you-read", Page;
    /// In place of lines that both programs have: `{n}` of them.
    SameLines: "same-lines", Page;
    /// When a callout opens: after the question `{title}`.
    After: "after-question", Page;
    /// The mechanism.
    Why: "why", Page;
    /// The corrected program.
    Fix: "fix", Page;
    /// The picture.
    MentalModel: "mental-model", Page;
    /// The rule.
    Rule: "rule", Page;
    /// Where the picture breaks.
    Limits: "limits", Page;
    /// How this fails in real systems.
    InPractice: "in-practice", Page;
    /// The common mistake.
    Mistake: "mistake", Page;
    /// The one sentence.
    Takeaway: "takeaway", Page;
    /// A block with a mistake.
    Broken: "broken", Page;
    /// The overview of a reader's predictions.
    Progress: "progress", Page;
    /// What is said about the predictions that were not the reader's.
    Others: "others", Block;
    /// The field for a prediction, or the choices.
    Field: "field", Block;
    /// The button that commits.
    Check: "check", Block;
    /// The keys that commit.
    Keys: "keys", Block;
    /// The button that skips.
    Show: "show", Block;
    /// Said to a reader who opens the answer too early.
    First: "first", Block;
    /// Said to a reader who commits to an empty field.
    Blank: "blank", Block;
    /// The verdict: the prediction is what happens.
    Same: "same", Block;
    /// The verdict: another form of what happens.
    Form: "other-form", Block;
    /// The verdict: a choice that is not what happens.
    Differs: "differs", Block;
    /// The verdict: one line differs; `{lines}` is its number.
    DiffersLine: "differs-line", Block;
    /// The verdict: several lines differ; `{lines}` are their numbers.
    DiffersLines: "differs-lines", Block;
    /// The verdict: no prediction.
    Skipped: "skipped", Block;
    /// The verdict where there is nothing to compare with.
    Uncompared: "uncompared", Block;
    /// The button that overrules the verdict.
    Overrule: "overrule", Block;
    /// The verdict, overruled.
    Overruled: "overruled", Block;
    /// The button that takes the overruling back.
    Undo: "undo", Block;
    /// The caption of a committed prediction.
    YouPredicted: "you-predicted", Block;
    /// The sign of a line that only the prediction has.
    OnlyYours: "only-yours", Block;
    /// The sign of a line that only the output has.
    OnlyReal: "only-real", Block;
    /// The button for another prediction.
    Again: "again", Block;
    /// The button that deletes the records of a block.
    Forget: "forget", Block;
    /// The list of earlier predictions.
    Earlier: "earlier", Block;
    /// Said where the question was edited since.
    Changed: "changed", Block;
    /// Said under the last of several hints.
    LastHint: "last-hint", Block;
    /// Said above a question that is asked again; the date of the last prediction follows.
    PredictedOn: "predicted-on", Block;
    /// Asks whether the reader was right, where nothing can be compared.
    Own: "own", Block;
    /// The reader was right.
    OwnSame: "own-same", Block;
    /// The reader was not quite right.
    OwnDiffers: "own-differs", Block;
    /// Said beside a fold that has what was searched for.
    Hit: "hit", Block;
    /// Said where a record is to be changed that another window has forgotten.
    Gone: "gone", Block;
    /// Said when records were forgotten: `{n}` of them.
    Forgotten: "forgotten", Block;
    /// How many questions of the book are due: `{n}`; a link follows.
    DueInBook: "due-in-book", Block;
    /// The button after which nothing is asked a second time.
    LooksOff: "looks-off", Block;
    /// The button after which what is due is asked again.
    LooksOn: "looks-on", Block;
    /// How many questions of the chapter were predicted: `{n}` of `{m}`.
    Count: "count", Block;
    /// The link to what to look at again first.
    LookAgain: "look-again", Block;
    /// The button that deletes the records of a chapter.
    ForgetChapter: "forget-chapter", Block;
    /// Said where the browser keeps nothing.
    Unsaved: "unsaved", Block;
    /// Asks how sure the reader is.
    HowSure: "how-sure", Confidence;
    /// The least sure.
    Guess: "guess", Confidence;
    /// Less sure.
    Think: "think", Confidence;
    /// Sure.
    Sure: "sure", Confidence;
    /// Said to a reader who was sure and wrong.
    SureAndWrong: "sure-and-wrong", Confidence;
    /// The state of a question without a record.
    Unanswered: "unanswered", Progress;
    /// The questions that are due; they follow.
    Due: "due", Progress;
    /// When a question is due: every `{days}` days.
    Interval: "interval", Progress;
    /// Where the records are.
    Kept: "kept", Progress;
    /// The button that saves the records as a file.
    Export: "export", Progress;
    /// The button that loads records from a file.
    Import: "import", Progress;
    /// The button that saves a notebook to read.
    Notebook: "notebook", Progress;
    /// The title of the notebook.
    NotebookTitle: "notebook-title", Progress;
    /// The real output in the notebook.
    WhatHappens: "what-happens", Progress;
    /// Said when records were loaded: `{n}` of them.
    Imported: "imported", Progress;
    /// Said when a file has no records of this book.
    NotImported: "not-imported", Progress;
    /// The button that deletes the records of the book.
    ForgetBook: "forget-book", Progress;
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
            for key in words.keys() {
                let is_known = TABLE.iter().any(|(_, known, _)| known == key);
                assert!(is_known, "{language}.toml has `{key}`, which is no label");
            }
            for (_, key, _) in TABLE {
                let word = words.get(key).and_then(|word| word.as_str());
                let word = word.unwrap_or_else(|| panic!("{language}.toml has no `{key}`"));
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
