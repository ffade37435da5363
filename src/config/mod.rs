//! `[preprocessor.predict]` in `book.toml`, and what else there matters to lessons.

mod callouts;
mod filters;
mod levels;
mod runners;
mod section;
mod table;
mod verify;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::book_toml::BookToml;
use crate::chapter::{
    Assets, Dialect, Gate, Kind, OnError, Reading, Settings, Vocabulary, first_word,
};
use crate::diagnostic::{Diagnostic, Level, Levels, joined, listed};
use crate::labels::{Labels, placeholders};
use crate::runner::Runner;

pub use filters::Filter;
pub use verify::{Sandbox, VerifySettings, is_secret};

use table::{PredictTable, Values, one_line};

/// The keys of the table that are mdBook's.
const ENGINE_KEYS: [&str; 6] = ["command", "before", "after", "renderer", "renderers", "optional"];

/// The keys of the table that are ours.
const KEYS: [&str; 14] = [
    "on-error",
    "book-id",
    "gate",
    "confidence",
    "show-proof",
    "assets",
    "disable",
    "languages",
    "labels",
    "callouts",
    "lints",
    "run",
    "verify",
    "unproved",
];

/// The keys of `[preprocessor.predict]` that are ours.
pub fn keys() -> impl Iterator<Item = &'static str> {
    KEYS.into_iter()
}

/// The keys of `[preprocessor.predict.run.LANGUAGE]` and of `[preprocessor.predict.verify]`.
pub fn keys_of_verify() -> impl Iterator<Item = &'static str> {
    runners::KEYS.into_iter().chain(verify::KEYS)
}

const ON_ERROR: Values<OnError> =
    ([("\"fail\"", OnError::Fail), ("\"show\"", OnError::Show)], "let mistakes fail the build");
const GATES: Values<Gate> =
    ([("\"soft\"", Gate::Soft), ("\"attempt\"", Gate::Attempt)], "let anyone open the answer");
const SWITCH: Values<bool> = ([("false", false), ("true", true)], "ask nobody how sure they are");
const PROOFS: Values<bool> = ([("false", false), ("true", true)], "say nothing of proofs on pages");
const ASSETS: Values<Assets> = (
    [("\"inline\"", Assets::Inline), ("\"linked\"", Assets::Linked)],
    "have style and script in each chapter that needs them",
);

/// What a book is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// What reading its chapters depends on; the Markdown is that of mdBook 0.5.
    pub reading: Reading,
    /// What writing them depends on.
    pub settings: Settings,
    /// What becomes of warnings and lints.
    pub levels: Levels,
    /// What becomes of programs that nobody has proved, where the book says so.
    pub unproved: Option<Level>,
    /// The edition of its programs in Rust, where they do not say it themselves: mdBook's own.
    pub edition: String,
    /// The language of the book.
    pub language: String,
    /// The directory of the chapters, relative to the book.
    pub src: String,
    /// How programs are run in languages that the book changes or adds.
    pub runners: Vec<Runner>,
    /// How programs are run and compared in general.
    pub verify: VerifySettings,
}

/// Reads the configuration of a book.
pub fn read(toml: &BookToml) -> (Config, Vec<Diagnostic>) {
    let mut table = PredictTable::new(toml);
    let is_known = |key: &&str| ENGINE_KEYS.contains(key) || KEYS.contains(key);
    for key in table.keys().filter(|key| !is_known(key)) {
        table.refuse_key(&[], key, &KEYS);
    }
    let language = language(toml);
    let settings = Settings {
        on_error: on_error(&mut table, toml),
        gate: table.one_of("gate", &GATES),
        asks_how_sure: table.one_of("confidence", &SWITCH),
        shows_proof: table.one_of("show-proof", &PROOFS),
        assets: table.one_of("assets", &ASSETS),
        book_id: book_id(&mut table, toml),
        labels: labels(&mut table, language),
    };
    let vocabulary = Vocabulary {
        disabled: disabled(&mut table),
        callouts: callouts::callouts(&mut table, language),
        languages: languages(&mut table),
        ..Vocabulary::default()
    };
    let dialect = Dialect {
        definition_lists: html_switch(toml, "definition-lists"),
        admonitions: html_switch(toml, "admonitions"),
    };
    let config = Config {
        reading: Reading { vocabulary, dialect, hidden_lines: hidden_lines(toml) },
        settings,
        levels: levels::levels(&mut table),
        unproved: unproved(&mut table, toml),
        edition: toml.string(&["rust", "edition"]).unwrap_or("2015").to_owned(),
        language: language.to_owned(),
        src: toml.string(&["book", "src"]).unwrap_or("src").to_owned(),
        runners: runners::runners(&mut table),
        verify: verify::settings(&mut table),
    };
    (config, table.into_found())
}

/// What becomes of a block with a mistake. Where the book says nothing, `mdbook serve` shows it: it
/// would end if its first build failed.
fn on_error(table: &mut PredictTable<'_>, toml: &BookToml) -> OnError {
    match table.get("on-error") {
        None if is_served(toml) => OnError::Show,
        _ => table.one_of("on-error", &ON_ERROR),
    }
}

/// Whether the book is built by `mdbook serve`.
fn is_served(toml: &BookToml) -> bool {
    toml.value(&["output", "html", "live-reload-endpoint"]).is_some()
}

/// What becomes of programs that nobody has proved. `mdbook serve` shows what is being written, and
/// goes on.
fn unproved(table: &mut PredictTable<'_>, toml: &BookToml) -> Option<Level> {
    let value = table.get("unproved")?;
    let level = Level::named(value.as_str().unwrap_or_default());
    if level == Some(Level::Deny) && is_served(toml) {
        return Some(Level::Warn);
    }
    if level.is_none() {
        let wanted = joined(Level::ALL.map(|(name, _)| name), "or");
        let help = "leave it out to be warned once the book has a `predict.lock`";
        table.refuse_value(&[], "unproved", &wanted, help);
    }
    level
}

/// An option of mdBook's HTML renderer that is on unless the book says otherwise.
fn html_switch(toml: &BookToml, key: &str) -> bool {
    toml.value(&["output", "html", key]).and_then(Value::as_bool).unwrap_or(true)
}

/// What the hidden lines of each language begin with, where the book says so to mdBook.
fn hidden_lines(toml: &BookToml) -> BTreeMap<String, String> {
    let table = toml.value(&["output", "html", "code", "hidelines"]).and_then(Value::as_object);
    let prefixes = table.into_iter().flatten();
    let prefixes = prefixes.filter_map(|(language, prefix)| Some((language, prefix.as_str()?)));
    prefixes.map(|(language, prefix)| (language.clone(), prefix.to_owned())).collect()
}

/// The language that the book says it is written in.
fn language(toml: &BookToml) -> &str {
    toml.string(&["book", "language"]).unwrap_or("en")
}

/// `title` as an id: lower case, with hyphens for what is neither a letter nor a digit.
fn slug(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

fn book_id(table: &mut PredictTable<'_>, toml: &BookToml) -> String {
    match table.get("book-id").map(Value::as_str) {
        Some(Some(id)) if !id.trim().is_empty() => return id.to_owned(),
        Some(_) => {
            let help = "leave it out to use the title of the book";
            table.refuse_value(&[], "book-id", "a text that is not empty", help);
        }
        None => {}
    }
    let id = slug(toml.string(&["book", "title"]).unwrap_or_default());
    if id.is_empty() { "book".to_owned() } else { id }
}

fn disabled(table: &mut PredictTable<'_>) -> Vec<Kind> {
    let help = format!("the kinds are {}", listed(Vocabulary::words()));
    table.list("disable", Vocabulary::built_in, "a list of kinds", &help)
}

/// The words that the book says are languages, in lower case.
fn languages(table: &mut PredictTable<'_>) -> Vec<String> {
    let lower = |word: &str| {
        let is_word = !word.is_empty() && first_word(word) == word;
        is_word.then(|| word.to_lowercase())
    };
    let help = "write the words that stand behind your fences: `[\"befunge\"]`";
    table.list("languages", lower, "a list of words", help)
}

fn labels(table: &mut PredictTable<'_>, language: &str) -> Labels {
    let mut labels = Labels::for_language(language);
    let Some(value) = table.get("labels") else { return labels };
    let Some(entries) = value.as_object() else {
        let help = "write it as `[preprocessor.predict.labels]`";
        table.refuse_value(&[], "labels", "a table of texts", help);
        return labels;
    };
    for (key, value) in entries {
        let Some(ours) = labels.of_key(key) else {
            let known: Vec<&str> = Labels::keys().collect();
            table.refuse_key(&["labels"], key, &known);
            continue;
        };
        match one_line(value, language) {
            Err(wanted) => {
                let help = "leave it out to keep our word for it";
                table.refuse_value(&["labels"], key, wanted, help);
            }
            // A table without this language leaves our word for it.
            Ok(None) => {}
            Ok(Some(words)) if placeholders(words) != placeholders(ours) => {
                let help = format!("leave it out to keep our word for it, “{ours}”");
                table.refuse_value(&["labels"], key, &wanted_placeholders(words, ours), &help);
            }
            Ok(Some(words)) => labels.set(key, words),
        }
    }
    labels
}

/// What a label is to have, or not to have, that is `words` and was `ours`.
fn wanted_placeholders(words: &str, ours: &str) -> String {
    let names = placeholders(ours);
    match names.is_empty() {
        true => format!("a text without {}", listed(placeholders(words))),
        false => format!("a text with {}, and nothing else in braces", listed(names)),
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_title_makes_an_id() {
        assert_eq!(slug("Rust, the Hard Way!"), "rust-the-hard-way");
        assert_eq!(slug("  "), "");
    }
}
