//! A table inside ours in `book.toml`, and the kinds of values that its keys have.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Map, Value};

use super::table::PredictTable;

/// The longest time that can be set, in seconds: an hour.
const LONGEST: f64 = 3600.0;

/// A table whose keys are known.
pub(super) struct Section<'t, 'a> {
    predict: &'t mut PredictTable<'a>,
    path: Vec<&'a str>,
    entries: &'a Map<String, Value>,
}

impl<'t, 'a> Section<'t, 'a> {
    /// The table at `path` in ours, which is `value` and has the `known` keys; nothing where it is
    /// no table. `help` says how to write one.
    pub(super) fn new(
        predict: &'t mut PredictTable<'a>,
        path: &[&'a str],
        value: &'a Value,
        known: &[&str],
        help: &str,
    ) -> Option<Self> {
        let Some(entries) = value.as_object() else {
            let (key, above) = path.split_last().expect("a section stands in our table");
            predict.refuse_value(above, key, "a table", help);
            return None;
        };
        for key in entries.keys().filter(|key| !known.contains(&key.as_str())) {
            predict.refuse_key(path, key, known);
        }
        Some(Section { predict, path: path.to_vec(), entries })
    }

    /// Whether it has `key`.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Says that `key` is not `wanted`; `help` says what to write.
    pub(super) fn refuse(&mut self, key: &str, wanted: &str, help: &str) {
        self.predict.refuse_value(&self.path, key, wanted, help);
    }

    /// Says that the table itself is not `wanted`; `help` says what to write.
    pub(super) fn refuse_all(&mut self, wanted: &str, help: &str) {
        let (key, above) = self.path.split_last().expect("a section stands in our table");
        self.predict.refuse_value(above, key, wanted, help);
    }

    /// What `read` makes of the value of `key`, which is refused where that is nothing.
    pub(super) fn read<T>(
        &mut self,
        key: &str,
        read: impl Fn(&'a Value) -> Option<T>,
        wanted: &str,
        help: &str,
    ) -> Option<T> {
        let value = self.entries.get(key)?;
        let found = read(value);
        if found.is_none() {
            self.refuse(key, wanted, help);
        }
        found
    }

    /// The value of `key`, which must be a list of texts of which `is_right` is true.
    pub(super) fn texts(
        &mut self,
        key: &str,
        is_right: impl Fn(&str) -> bool,
        wanted: &str,
        help: &str,
    ) -> Option<Vec<String>> {
        let text = |value: &Value| value.as_str().filter(|text| is_right(text)).map(str::to_owned);
        let list = |value: &Value| value.as_array()?.iter().map(text).collect();
        self.read(key, list, wanted, help)
    }

    /// The value of `key`, which must be a table of texts.
    pub(super) fn table_of_texts(
        &mut self,
        key: &str,
        is_right: impl Fn(&str, &str) -> bool,
        wanted: &str,
        help: &str,
    ) -> Option<BTreeMap<String, String>> {
        let entry = |(name, value): (&String, &Value)| {
            let value = value.as_str().filter(|value| is_right(name, value))?;
            Some((name.clone(), value.to_owned()))
        };
        let table = |value: &Value| value.as_object()?.iter().map(entry).collect();
        self.read(key, table, wanted, help)
    }

    /// The value of `key`, which must be `true` or `false`.
    pub(super) fn switch(&mut self, key: &str, help: &str) -> Option<bool> {
        self.read(key, Value::as_bool, "`true` or `false`", help)
    }

    /// The value of `key`, which must be a number of seconds.
    pub(super) fn seconds(&mut self, key: &str) -> Option<Duration> {
        let help = "write seconds, such as `20` or `0.5`, or leave it out to keep the usual time";
        let seconds = |value: &Value| {
            let seconds = value.as_f64().filter(|seconds| *seconds > 0.0 && *seconds <= LONGEST)?;
            Some(Duration::from_secs_f64(seconds)).filter(|time| !time.is_zero())
        };
        self.read(key, seconds, &format!("a number of seconds, at most {LONGEST}"), help)
    }
}
