//! `book.toml`, with the place of every key and value in it.
//!
//! mdBook hands the configuration over as JSON, with what environment variables changed in it, and
//! without places. What it says is therefore read from there, and where it says so is looked up in
//! the text of the file, where that can be read.

use std::collections::BTreeMap;

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Span;

/// The configuration of a book.
#[derive(Clone, Debug)]
pub struct BookToml {
    config: Value,
    text: Option<String>,
    places: Places,
}

/// The keys of a table.
type Places = BTreeMap<String, KeyPlace>;

/// Where a key stands, and what belongs to it.
#[derive(Clone, Debug)]
struct KeyPlace {
    key: Span,
    value: ValuePlace,
}

/// Where a value stands.
#[derive(Clone, Debug)]
enum ValuePlace {
    /// A table may be spread over the file: its key stands for it.
    Table(Places),
    /// Anything else stands in one place.
    At(Span),
}

impl BookToml {
    /// The configuration `config`, as mdBook sent it, whose source is `text` where that is known.
    pub fn new(config: Value, text: Option<String>) -> Self {
        let table = text.as_deref().and_then(|text| DeTable::parse(text).ok());
        let places = table.map(|table| places(table.get_ref())).unwrap_or_default();
        BookToml { config, text, places }
    }

    /// The configuration in the file itself, whose source is `text`.
    ///
    /// # Errors
    ///
    /// Where `text` is not TOML.
    pub fn of_file(text: &str) -> Result<Self, toml::de::Error> {
        Ok(BookToml::new(toml::from_str(text)?, Some(text.to_owned())))
    }

    /// The text of the file.
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// The value that `path` leads to.
    pub fn value(&self, path: &[&str]) -> Option<&Value> {
        path.iter().try_fold(&self.config, |value, key| value.get(key))
    }

    /// The value that `path` leads to, if it is a string.
    pub fn string(&self, path: &[&str]) -> Option<&str> {
        self.value(path).and_then(Value::as_str)
    }

    /// The keys of the table that `path` leads to.
    pub fn keys(&self, path: &[&str]) -> impl Iterator<Item = &str> {
        let table = self.value(path).and_then(Value::as_object);
        table.into_iter().flat_map(|table| table.keys().map(String::as_str))
    }

    /// The strings in the list that `path` leads to.
    pub fn strings(&self, path: &[&str]) -> impl Iterator<Item = &str> {
        let list = self.value(path).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str)
    }

    /// The place of the key that `path` leads to.
    ///
    /// The longest beginning of the path that is there counts, so that a key which an environment
    /// variable brought in is at least shown in its table.
    pub fn key_span(&self, path: &[&str]) -> Option<Span> {
        self.along(path).last().map(|place| place.key.clone())
    }

    /// The same place, but only where the file itself has the key.
    pub fn own_key_span(&self, path: &[&str]) -> Option<Span> {
        let along = self.along(path);
        along.get(path.len().checked_sub(1)?).map(|place| place.key.clone())
    }

    /// The place of the value that `path` leads to; that of a key where there is no such value.
    pub fn value_span(&self, path: &[&str]) -> Option<Span> {
        let along = self.along(path);
        let last = along.last()?;
        match &last.value {
            ValuePlace::At(span) if along.len() == path.len() => Some(span.clone()),
            _ => Some(last.key.clone()),
        }
    }

    /// The keys of `path`, as far as the file has them.
    fn along(&self, path: &[&str]) -> Vec<&KeyPlace> {
        let mut along = Vec::new();
        let mut table = Some(&self.places);
        for key in path {
            let Some(place) = table.and_then(|table| table.get(*key)) else { break };
            along.push(place);
            table = match &place.value {
                ValuePlace::Table(inner) => Some(inner),
                ValuePlace::At(_) => None,
            };
        }
        along
    }
}

/// The places in a table of the parser's.
fn places(table: &DeTable<'_>) -> Places {
    let place = |key: Span, value: &toml::Spanned<DeValue<'_>>| KeyPlace {
        key,
        value: match value.get_ref() {
            DeValue::Table(inner) => ValuePlace::Table(places(inner)),
            _ => ValuePlace::At(value.span()),
        },
    };
    let entries = table.iter();
    entries.map(|(key, value)| (key.get_ref().to_string(), place(key.span(), value))).collect()
}

#[cfg(test)]
mod tests {
    use super::BookToml;
    use crate::diagnostic::Span;

    /// The places of the key, of the value, and of the key if it is in the file.
    fn spans(text: &str, path: &[&str]) -> [Option<Span>; 3] {
        let toml = BookToml::new(serde_json::Value::Null, Some(text.to_owned()));
        [toml.key_span(path), toml.value_span(path), toml.own_key_span(path)]
    }

    #[test]
    fn places_are_found_in_the_text() {
        let text = "[a.b]\nkey = 1\n";
        assert_eq!(spans(text, &["a", "b", "key"]), [Some(6..9), Some(12..13), Some(6..9)]);
        assert_eq!(spans(text, &["a", "b"]), [Some(3..4), Some(3..4), Some(3..4)]);
        assert_eq!(spans(text, &["a", "b", "c"]), [Some(3..4), Some(3..4), None]);
        assert_eq!(spans(text, &["a", "b", "key", "c"]), [Some(6..9), Some(6..9), None]);
        assert_eq!(spans(text, &["x"]), [None, None, None]);
        assert_eq!(spans("[a.b\n", &["a"]), [None, None, None]);
    }

    #[test]
    fn places_are_found_in_every_way_to_write_a_key() {
        assert_eq!(
            spans("a = { \"k\" = [1] }", &["a", "k"]),
            [Some(6..9), Some(12..15), Some(6..9)]
        );
        assert_eq!(spans("a.k = 1", &["a", "k"]), [Some(2..3), Some(6..7), Some(2..3)]);
        assert_eq!(spans("[[a]]\nk = 1", &["a", "k"])[2], None);
    }
}
