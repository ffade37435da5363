//! Our table in `book.toml`, and what is wrong with the keys and values in it.

use serde_json::{Map, Value};

use crate::book_toml::BookToml;
use crate::chapter::nearest;
use crate::diagnostic::{Diagnostic, Span, settings as mistakes};
use crate::labels::primary;

/// Where the table is.
const PATH: [&str; 2] = ["preprocessor", "predict"];

/// The values of a key, the first one being what it is when left out, and what that does.
pub(super) type Values<T> = ([(&'static str, T); 2], &'static str);

/// The table, and what was found to be wrong with it so far.
pub(super) struct PredictTable<'a> {
    toml: &'a BookToml,
    found: Vec<Diagnostic>,
}

impl<'a> PredictTable<'a> {
    /// The table of the book that is configured by `toml`; it may be empty or not there.
    pub(super) fn new(toml: &'a BookToml) -> Self {
        PredictTable { toml, found: Vec::new() }
    }

    /// What is wrong with it.
    pub(super) fn into_found(self) -> Vec<Diagnostic> {
        self.found
    }

    /// The keys that it has.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.table().into_iter().flat_map(Map::keys).map(String::as_str)
    }

    /// The value of `key`.
    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        self.table()?.get(key)
    }

    fn table(&self) -> Option<&'a Map<String, Value>> {
        self.toml.value(&PATH).and_then(Value::as_object)
    }

    /// Says that the table at `path` in it has no `key`, but only the `known` ones.
    pub(super) fn refuse_key(&mut self, path: &[&str], key: &str, known: &[&str]) {
        let meant = nearest(key, known.iter().copied());
        let [span, own] = self.spans_of_key(path, key, meant);
        self.found.push(mistakes::unknown_key(span, own, &name(path), key, known, meant));
    }

    /// Says that `key` of the table of levels at `path` in it is no code and none of the `groups`;
    /// it may have been `meant` for another one.
    pub(super) fn refuse_lint(
        &mut self,
        path: &[&str],
        key: &str,
        groups: &[&str],
        meant: Option<&str>,
    ) {
        let [span, own] = self.spans_of_key(path, key, meant);
        self.found.push(mistakes::unknown_lint(span, own, key, groups, meant));
    }

    /// The place of `key` in the table at `path`, and the same if it can be renamed to what is
    /// `meant`.
    fn spans_of_key(&self, path: &[&str], key: &str, meant: Option<&str>) -> [Option<Span>; 2] {
        let full = [&PATH, path, &[key]].concat();
        let has = |other: &str| self.toml.value(&[&PATH, path, &[other]].concat()).is_some();
        let own = self.toml.own_key_span(&full).filter(|_| !meant.is_some_and(has));
        [self.toml.key_span(&full), own]
    }

    /// Says that `key` of the table at `path` in it is not `wanted`; `help` says what to write.
    pub(super) fn refuse_value(&mut self, path: &[&str], key: &str, wanted: &str, help: &str) {
        let span = self.toml.value_span(&[&PATH, path, &[key]].concat());
        self.found.push(mistakes::bad_value(span, &name(path), key, wanted, help));
    }

    /// The value of `key`, which must be a list of words of which `read` makes something.
    pub(super) fn list<T>(
        &mut self,
        key: &str,
        read: impl Fn(&str) -> Option<T>,
        wanted: &str,
        help: &str,
    ) -> Vec<T> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let words = value.as_array().map(|words| words.iter().map(|word| read(word.as_str()?)));
        words.and_then(Iterator::collect).unwrap_or_else(|| {
            self.refuse_value(&[], key, wanted, help);
            Vec::new()
        })
    }

    /// The value of `key`, which must be one of two.
    pub(super) fn one_of<T: Copy>(&mut self, key: &str, (values, purpose): &Values<T>) -> T {
        let [(usual, default), (other, _)] = values;
        let Some(value) = self.get(key).map(Value::to_string) else { return *default };
        let meant = values.iter().find(|(word, _)| *word == value);
        if meant.is_none() {
            let wanted = format!("`{usual}` or `{other}`");
            self.refuse_value(&[], key, &wanted, &format!("leave it out to {purpose}"));
        }
        meant.map_or(*default, |(_, meaning)| *meaning)
    }
}

/// A text of one line, or the one for `language` in a table of such texts, if it has that.
pub(super) fn one_line<'v>(
    value: &'v Value,
    language: &str,
) -> Result<Option<&'v str>, &'static str> {
    let text = |value: &'v Value| {
        value.as_str().filter(|text| !text.trim().is_empty() && !text.contains('\n'))
    };
    let Some(table) = value.as_object() else {
        return text(value).map(Some).ok_or("a text of one line");
    };
    let texts: Option<Vec<(&String, &str)>> =
        table.iter().map(|(tag, value)| Some((tag, text(value)?))).collect();
    let texts = texts.ok_or("a text of one line for each language")?;
    let of = |wanted: &str| texts.iter().find(|(tag, _)| *tag == wanted).map(|(_, text)| *text);
    Ok(of(language).or_else(|| of(&primary(language))))
}

/// The name of the table at `path` in ours, as a header has it.
fn name(path: &[&str]) -> String {
    [&PATH, path].concat().join(".")
}
