//! In which order mdBook runs preprocessors.
//!
//! An earlier one sees a lesson as one block of code, and passes over what is in it. mdBook runs
//! what has nothing to wait for in alphabetical order, then what waited for those, and so on.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::book_toml::BookToml;
use crate::diagnostic::{Diagnostic, settings as mistakes};

const OURS: &str = "predict";

/// Those that are to run first: mdBook's own, and a linter, which changes nothing and has to see
/// what authors wrote.
const FIRST: [&str; 3] = ["links", "index", "mdbook-lint"];

/// The warning about preprocessors that run before ours though nobody asked for that.
pub fn check(toml: &BookToml, renderer: &str) -> Option<Diagnostic> {
    let earlier = earlier(toml, renderer);
    let first = earlier.first()?;
    let before = toml.strings(&["preprocessor", OURS, "before"]);
    let list: Vec<String> =
        before.chain(earlier.iter().copied()).map(|name| format!("\"{name}\"")).collect();
    let line = format!("before = [{}]", list.join(", "));
    let span = toml.key_span(&["preprocessor", first]);
    Some(mistakes::runs_earlier(span, &earlier, &line))
}

/// Whether the preprocessor `name` is configured, and runs for `renderer`.
pub fn runs(toml: &BookToml, name: &str, renderer: &str) -> bool {
    let settings = toml.value(&["preprocessor", name]);
    settings.is_some_and(|settings| runs_for(settings, renderer))
}

/// The preprocessors that run before ours for `renderer` though nobody asked for that, in the order
/// in which they run; none where the book does not use ours.
pub fn earlier<'t>(toml: &'t BookToml, renderer: &str) -> Vec<&'t str> {
    let Some(table) = table(toml) else { return Vec::new() };
    let waits = waits(table);
    let asked = everything_before(OURS, &waits);
    all_earlier(toml, renderer).into_iter().filter(|name| !asked.contains(name)).collect()
}

/// The same with those that were asked for.
pub fn all_earlier<'t>(toml: &'t BookToml, renderer: &str) -> Vec<&'t str> {
    let Some(table) = table(toml) else { return Vec::new() };
    let earlier = order(waits(table)).into_iter().take_while(|name| *name != OURS);
    let earlier = earlier.filter(|name| !FIRST.contains(name));
    earlier.filter(|name| runs_for(&table[*name], renderer)).collect()
}

/// The settings of the preprocessors of a book that uses ours.
fn table(toml: &BookToml) -> Option<&Map<String, Value>> {
    let table = toml.value(&["preprocessor"]).and_then(Value::as_object);
    table.filter(|table| table.contains_key(OURS))
}

type Waits<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// What each preprocessor waits for.
fn waits(table: &Map<String, Value>) -> Waits<'_> {
    let mut waits: Waits<'_> = table.keys().map(|name| (name.as_str(), BTreeSet::new())).collect();
    for (name, settings) in table {
        for later in names(settings, "before") {
            if let Some(waiting) = waits.get_mut(later) {
                waiting.insert(name);
            }
        }
        for earlier in names(settings, "after").into_iter().filter(|name| table.contains_key(*name))
        {
            waits.entry(name).or_default().insert(earlier);
        }
    }
    waits
}

fn names<'v>(settings: &'v Value, key: &str) -> Vec<&'v str> {
    let list = settings.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The order in which they run; what waits for itself never does.
fn order(mut waits: Waits<'_>) -> Vec<&str> {
    let mut order = Vec::new();
    loop {
        let ready: Vec<&str> =
            waits.iter().filter(|(_, for_)| for_.is_empty()).map(|(name, _)| *name).collect();
        if ready.is_empty() {
            return order;
        }
        for name in &ready {
            waits.remove(name);
        }
        for waiting in waits.values_mut() {
            ready.iter().for_each(|name| {
                waiting.remove(name);
            });
        }
        order.extend(ready);
    }
}

/// What `name` waits for, directly or not: its order was asked for.
fn everything_before<'a>(name: &'a str, waits: &Waits<'a>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open = vec![name];
    while let Some(name) = open.pop() {
        for earlier in waits.get(name).into_iter().flatten() {
            if found.insert(*earlier) {
                open.push(earlier);
            }
        }
    }
    found
}

/// Whether a preprocessor runs for `renderer`, as far as its settings say.
fn runs_for(settings: &Value, renderer: &str) -> bool {
    match settings.get("renderers").or_else(|| settings.get("renderer")) {
        Some(Value::Array(list)) => list.iter().any(|name| name == renderer),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{BookToml, all_earlier, check, earlier};
    use serde_json::json;

    #[track_caller]
    fn warned(preprocessors: serde_json::Value, expected: Option<&str>) {
        let toml = BookToml::new(json!({ "preprocessor": preprocessors }), None);
        let help = check(&toml, "html").map(|found| found.help[0].clone());
        assert_eq!(help.as_deref(), expected);
    }

    #[test]
    fn the_alphabet_decides_unless_somebody_says_otherwise() {
        warned(json!({"predict": {}, "toc": {}, "links": {}}), None);
        warned(
            json!({"predict": {"before": ["toc"]}, "toc": {}, "katex": {}, "admonish": {}}),
            Some("add `before = [\"toc\", \"admonish\", \"katex\"]` to `[preprocessor.predict]`"),
        );
        warned(json!({"predict": {"before": ["katex"]}, "katex": {}}), None);
        warned(json!({"predict": {"after": ["katex"]}, "katex": {}}), None);
        warned(json!({"predict": {}, "katex": {"before": ["predict"]}}), None);
        warned(json!({"predict": {}, "katex": {"after": ["toc"]}, "toc": {}}), None);
        warned(json!({"predict": {}, "katex": {"renderers": ["epub"]}}), None);
        warned(json!({"katex": {}}), None);
        warned(json!({"predict": {}, "mdbook-lint": {}}), None);
    }

    #[test]
    fn whoever_is_asked_to_runs_earlier_as_well() {
        let toml = json!({ "preprocessor": {
            "links": {}, "predict": {"after": ["toc"]}, "toc": {}, "katex": {}, "quiz": {},
        }});
        let toml = BookToml::new(toml, None);
        assert_eq!(all_earlier(&toml, "html"), ["katex", "quiz", "toc"]);
        assert_eq!(earlier(&toml, "html"), ["katex", "quiz"]);
    }

    #[test]
    fn a_circle_hangs_nobody() {
        warned(json!({"predict": {}, "a": {"before": ["b"]}, "b": {"before": ["a"]}}), None);
    }
}
