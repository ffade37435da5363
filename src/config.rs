//! `[preprocessor.predict]` in `book.toml`, and what else there matters to lessons.
//!
//! mdBook hands the configuration over as JSON, without places. Each mistake is therefore looked
//! up again in the text of `book.toml`, where that can be read.

use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use crate::chapter::{Assets, Callout, Dialect, Gate, OnError, Vocabulary, is_language, nearest};
use crate::diagnostic::{Diagnostic, Span, listed, settings as mistakes};
use crate::labels::Labels;

/// The name of the table of ours.
const TABLE: &str = "preprocessor.predict";

/// The keys in it that are mdBook's.
const ENGINE_KEYS: [&str; 6] = ["command", "before", "after", "renderer", "renderers", "optional"];

/// The keys in it that are ours.
const KEYS: [&str; 8] =
    ["on-error", "book-id", "gate", "confidence", "assets", "disable", "labels", "callouts"];

/// The values of a key, the first one being what it is when left out, and what that does.
type Values<T> = ([(&'static str, T); 2], &'static str);

const ON_ERROR: Values<OnError> =
    ([("\"fail\"", OnError::Fail), ("\"show\"", OnError::Show)], "let mistakes fail the build");
const GATES: Values<Gate> =
    ([("\"soft\"", Gate::Soft), ("\"attempt\"", Gate::Attempt)], "let anyone open the answer");
const SWITCH: Values<bool> = ([("false", false), ("true", true)], "ask nobody how sure they are");
const ASSETS: Values<Assets> = (
    [("\"inline\"", Assets::Inline), ("\"linked\"", Assets::Linked)],
    "have style and script in each chapter that needs them",
);

/// The keys of a callout.
const CALLOUT_KEYS: [&str; 2] = ["title", "color"];

/// What a book is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// What becomes of a block with a mistake.
    pub on_error: OnError,
    /// What tells this book from others on the same site.
    pub book_id: String,
    /// What keeps answers folded where a block does not say.
    pub gate: Gate,
    /// Whether readers are asked how sure they are.
    pub asks_how_sure: bool,
    /// How the style sheet and the script reach the reader.
    pub assets: Assets,
    /// The language of the book.
    pub language: String,
    /// The kinds of block.
    pub vocabulary: Vocabulary,
    /// The words that readers see.
    pub labels: Labels,
    /// The directory of the chapters, relative to the book.
    pub src: String,
    /// Which Markdown the book's configuration asks of mdBook 0.5.
    pub dialect: Dialect,
}

/// The configuration of a book, with the text of its `book.toml` to find places in.
#[derive(Clone, Copy)]
struct Reader<'a> {
    root: &'a Value,
    toml: Option<&'a str>,
}

/// Reads the configuration `root`, whose source is `toml` where that is known.
pub fn read(root: &Value, toml: Option<&str>) -> (Config, Vec<Diagnostic>) {
    let reader = Reader { root, toml };
    let empty = Map::new();
    let table = at(root, &["preprocessor", "predict"]).and_then(Value::as_object);
    let table = table.unwrap_or(&empty);
    let mut found = Vec::new();
    for key in table.keys().filter(|key| !ENGINE_KEYS.contains(&key.as_str())) {
        if !KEYS.contains(&key.as_str()) {
            found.push(reader.unknown_key(&[], key, &KEYS));
        }
    }
    let config = Config {
        on_error: reader.one_of(table, "on-error", &ON_ERROR, &mut found),
        gate: reader.one_of(table, "gate", &GATES, &mut found),
        asks_how_sure: reader.one_of(table, "confidence", &SWITCH, &mut found),
        assets: reader.one_of(table, "assets", &ASSETS, &mut found),
        language: language(root).to_owned(),
        book_id: reader.book_id(table, &mut found),
        vocabulary: Vocabulary {
            disabled: reader.disabled(table, &mut found),
            callouts: reader.callouts(table, &mut found).into_iter().map(Into::into).collect(),
        },
        labels: reader.labels(table, &mut found),
        src: text(root, &["book", "src"]).unwrap_or("src").to_owned(),
        dialect: Dialect {
            definition_lists: html_switch(root, "definition-lists"),
            admonitions: html_switch(root, "admonitions"),
        },
    };
    (config, found)
}

/// An option of mdBook's HTML renderer that is on unless the book says otherwise.
fn html_switch(root: &Value, key: &str) -> bool {
    at(root, &["output", "html", key]).and_then(Value::as_bool).unwrap_or(true)
}

fn at<'v>(value: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, key| value.get(key))
}

fn text<'v>(value: &'v Value, path: &[&str]) -> Option<&'v str> {
    at(value, path).and_then(Value::as_str)
}

/// The language that the book says it is written in.
fn language(root: &Value) -> &str {
    text(root, &["book", "language"]).unwrap_or("en")
}

/// `title` as an id: lower case, with hyphens for what is neither a letter nor a digit.
fn slug(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

impl Reader<'_> {
    /// The place of the key `path` below `[preprocessor.predict]`, or of its value.
    fn place(&self, path: &[&str], of_value: bool) -> Option<Span> {
        let path = [&["preprocessor", "predict"], path].concat();
        place(self.toml?, &path, of_value)
    }

    fn unknown_key(&self, path: &[&str], key: &str, known: &[&str]) -> Diagnostic {
        let span = self.place(&[path, &[key]].concat(), false);
        let table = [&[TABLE], path].concat().join(".");
        mistakes::unknown_key(span, &table, key, known, nearest(key, known.iter().copied()))
    }

    fn bad_value(&self, path: &[&str], key: &str, wanted: &str, help: &str) -> Diagnostic {
        let span = self.place(&[path, &[key]].concat(), true);
        let table = [&[TABLE], path].concat().join(".");
        mistakes::bad_value(span, &table, key, wanted, help)
    }

    /// The value of `key`, which must be one of two.
    fn one_of<T: Copy>(
        &self,
        table: &Map<String, Value>,
        key: &str,
        (values, purpose): &Values<T>,
        found: &mut Vec<Diagnostic>,
    ) -> T {
        let [(usual, default), (other, _)] = values;
        let Some(value) = table.get(key).map(Value::to_string) else { return *default };
        let meant = values.iter().find(|(word, _)| *word == value);
        if meant.is_none() {
            let wanted = format!("`{usual}` or `{other}`");
            found.push(self.bad_value(&[], key, &wanted, &format!("leave it out to {purpose}")));
        }
        meant.map_or(*default, |(_, meaning)| *meaning)
    }

    fn book_id(&self, table: &Map<String, Value>, found: &mut Vec<Diagnostic>) -> String {
        match table.get("book-id").map(Value::as_str) {
            Some(Some(id)) if !id.trim().is_empty() => return id.to_owned(),
            Some(_) => found.push(self.bad_value(
                &[],
                "book-id",
                "a text that is not empty",
                "leave it out to use the title of the book",
            )),
            None => {}
        }
        let id = slug(text(self.root, &["book", "title"]).unwrap_or_default());
        if id.is_empty() { "book".to_owned() } else { id }
    }

    fn disabled(
        &self,
        table: &Map<String, Value>,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<crate::chapter::Kind> {
        let Some(value) = table.get("disable") else { return Vec::new() };
        let words: Option<Vec<&str>> =
            value.as_array().and_then(|words| words.iter().map(Value::as_str).collect());
        let kinds = words.and_then(|words| words.into_iter().map(Vocabulary::built_in).collect());
        kinds.unwrap_or_else(|| {
            let help = format!("the kinds are {}", listed(Vocabulary::words()));
            found.push(self.bad_value(&[], "disable", "a list of kinds", &help));
            Vec::new()
        })
    }

    fn labels(&self, table: &Map<String, Value>, found: &mut Vec<Diagnostic>) -> Labels {
        let mut labels = Labels::for_language(language(self.root));
        let Some(value) = table.get("labels") else { return labels };
        let Some(table) = value.as_object() else {
            found.push(self.bad_value(
                &[],
                "labels",
                "a table of texts",
                "write it as `[preprocessor.predict.labels]`",
            ));
            return labels;
        };
        for (key, words) in table {
            match words.as_str().filter(|words| !words.trim().is_empty() && !words.contains('\n')) {
                None => found.push(self.bad_value(
                    &["labels"],
                    key,
                    "a text of one line",
                    "leave it out to keep our word for it",
                )),
                Some(words) if labels.set(key, words) => {}
                Some(_) => {
                    let known: Vec<&str> = Labels::keys().collect();
                    found.push(self.unknown_key(&["labels"], key, &known));
                }
            }
        }
        labels
    }

    fn callouts(&self, table: &Map<String, Value>, found: &mut Vec<Diagnostic>) -> Vec<Callout> {
        let Some(value) = table.get("callouts") else { return Vec::new() };
        let Some(table) = value.as_object() else {
            found.push(self.bad_value(
                &[],
                "callouts",
                "a table for each callout",
                "write `[preprocessor.predict.callouts.NAME]` with a `title`",
            ));
            return Vec::new();
        };
        table.iter().filter_map(|(name, value)| self.callout(name, value, found)).collect()
    }

    fn callout(&self, name: &str, value: &Value, found: &mut Vec<Diagnostic>) -> Option<Callout> {
        let path = ["callouts", name];
        let is_word = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        let is_taken = Vocabulary::built_in(name).is_some() || is_language(name);
        if !is_word || is_taken {
            let help = "use lower-case letters, digits and hyphens, and no word that is a kind of \
                        block or a language already";
            found.push(self.bad_value(&["callouts"], name, "another name", help));
            return None;
        }
        let Some(table) = value.as_object() else {
            found.push(self.bad_value(
                &["callouts"],
                name,
                "a table",
                "write `[preprocessor.predict.callouts.NAME]` with a `title`",
            ));
            return None;
        };
        for key in table.keys().filter(|key| !CALLOUT_KEYS.contains(&key.as_str())) {
            found.push(self.unknown_key(&path, key, &CALLOUT_KEYS));
        }
        let title = table.get("title").and_then(Value::as_str).unwrap_or_default();
        if title.trim().is_empty() || title.contains('\n') {
            found.push(self.bad_value(
                &["callouts"],
                name,
                "a `title` of one line",
                "add `title = \"…\"`, the label that readers see",
            ));
        }
        let color = table.get("color").map(|color| color.as_str().filter(|c| is_color(c)));
        if color == Some(None) {
            found.push(self.bad_value(
                &path,
                "color",
                "a CSS colour",
                "write one such as `\"#b5651d\"`, or leave it out",
            ));
        }
        let color = color.flatten().map(str::to_owned);
        Some(Callout { name: name.to_owned(), title: title.to_owned(), color })
    }
}

/// Whether `text` can be a CSS colour and nothing else.
fn is_color(text: &str) -> bool {
    !text.trim().is_empty()
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "#(),.%/ -".contains(c))
}

/// The byte range in `toml` of the key that `path` leads to, or of its value.
///
/// The longest beginning of the path that is there counts, so that a key which an environment
/// variable brought in is at least shown in its table.
pub(crate) fn place(toml: &str, path: &[&str], of_value: bool) -> Option<Span> {
    let root = DeTable::parse(toml).ok()?;
    let mut table = root.get_ref();
    let mut span = None;
    for (depth, key) in path.iter().enumerate() {
        let Some((name, value)) = table.iter().find(|(name, _)| name.get_ref() == key) else {
            break;
        };
        let is_last = depth + 1 == path.len();
        let is_table = matches!(value.get_ref(), DeValue::Table(_));
        let wants_value = of_value && is_last && !is_table;
        span = Some(if wants_value { value.span() } else { name.span() });
        match value.get_ref() {
            DeValue::Table(inner) => table = inner,
            _ => break,
        }
    }
    span
}

#[cfg(test)]
mod tests {
    use super::{is_color, place, slug};

    #[test]
    fn a_title_makes_an_id() {
        assert_eq!(slug("Rust, the Hard Way!"), "rust-the-hard-way");
        assert_eq!(slug("  "), "");
    }

    #[test]
    fn a_color_cannot_smuggle_anything_in() {
        assert!(is_color("#b5651d") && is_color("oklch(60% 0.1 50 / 0.5)"));
        assert!(!is_color("red; background: url(x)") && !is_color("red\"") && !is_color(""));
    }

    #[test]
    fn places_are_found_in_the_text() {
        let toml = "[a.b]\nkey = 1\n";
        assert_eq!(place(toml, &["a", "b", "key"], false), Some(6..9));
        assert_eq!(place(toml, &["a", "b", "key"], true), Some(12..13));
        assert_eq!(place(toml, &["x"], false), None);
    }
}
