//! What is replaced in both outputs before they are compared:
//! `[preprocessor.predict.verify.filters.NAME]`.

use std::borrow::Cow;

use regex::Regex;
use serde_json::Value;

use super::section::Section;
use super::table::PredictTable;

/// The keys of a filter.
const KEYS: [&str; 2] = ["pattern", "replacement"];

/// What to write where there is no table.
const WRITE_A_TABLE: &str = "write `[preprocessor.predict.verify.filters.NAME]` with a `pattern` \
                             and a `replacement`";

/// Something that differs from run to run, and what stands for it.
#[derive(Clone, Debug)]
pub struct Filter {
    /// What the book calls it.
    pub name: String,
    pattern: Regex,
    replacement: String,
}

impl Filter {
    /// `text` after all `filters`, one after the other.
    pub fn apply_all(filters: &[Filter], text: String) -> String {
        filters.iter().fold(text, |text, filter| filter.apply(&text).into_owned())
    }

    /// Its name, its pattern, and what stands for what that finds.
    pub fn parts(&self) -> [&str; 3] {
        [&self.name, self.pattern.as_str(), &self.replacement]
    }

    /// `text` with what stands for what it finds there.
    fn apply<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.pattern.replace_all(text, &*self.replacement)
    }
}

impl PartialEq for Filter {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for Filter {}

/// The filters that the book has, in the order of their names.
pub(super) fn filters<'a>(predict: &mut PredictTable<'a>, value: &'a Value) -> Vec<Filter> {
    let Some(table) = value.as_object() else {
        predict.refuse_value(&["verify"], "filters", "a table for each filter", WRITE_A_TABLE);
        return Vec::new();
    };
    table.iter().filter_map(|(name, value)| filter(predict, name, value)).collect()
}

fn filter<'a>(predict: &mut PredictTable<'a>, name: &'a str, value: &'a Value) -> Option<Filter> {
    let path = ["verify", "filters", name];
    let mut section = Section::new(predict, &path, value, &KEYS, WRITE_A_TABLE)?;
    let compiled = |value: &Value| {
        let pattern = Regex::new(value.as_str()?).ok()?;
        // What finds nothing between two letters would put something between all of them.
        Some(pattern).filter(|pattern| !pattern.is_match(""))
    };
    let help = "write one such as `'0x[0-9a-f]+'`; single quotes keep backslashes as they are";
    let wanted = "a regular expression that finds some text";
    let pattern = section.read("pattern", compiled, wanted, help);
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let help = "write what both outputs have there then, such as `\"0x…\"`";
    let replacement = section.read("replacement", text, "a text", help);
    for key in KEYS {
        if !section.has(key) {
            section.refuse_all(&format!("a `{key}`"), WRITE_A_TABLE);
        }
    }
    Some(Filter { name: name.to_owned(), pattern: pattern?, replacement: replacement? })
}
