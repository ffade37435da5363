//! The levels of warnings and lints in `[preprocessor.predict.lints]`.

use serde_json::Value;

use crate::chapter::nearest;
use crate::diagnostic::{Code, Group, Level, Levels, Severity, joined};

use super::table::PredictTable;

/// The key of the table.
const LINTS: &str = "lints";

/// Reads the levels that a book sets.
pub(super) fn levels(table: &mut PredictTable<'_>) -> Levels {
    let mut levels = Levels::default();
    let Some(value) = table.get(LINTS) else { return levels };
    let Some(entries) = value.as_object() else {
        let help = "write it as `[preprocessor.predict.lints]`";
        table.refuse_value(&[], LINTS, "a table of levels", help);
        return levels;
    };
    for (name, value) in entries {
        let group = Group::ALL.into_iter().find(|(known, _)| known == name);
        match (group, Code::named(name)) {
            (Some((_, group)), _) => {
                let level = level(table, name, value);
                level.into_iter().for_each(|level| levels.set_group(group, level));
            }
            (None, Some(code)) if code.is_set_by_unproved() => {
                let help = "take this line out, and write `unproved = \"…\"` in \
                            `[preprocessor.predict]`";
                table.refuse_value(&[LINTS], name, "the key `unproved` instead", help);
            }
            (None, Some(code)) if code.severity() == Severity::Warning => {
                let level = level(table, name, value);
                level.into_iter().for_each(|level| levels.set(code, level));
            }
            (None, Some(_)) => is_an_error(table, name, value),
            (None, None) => unknown(table, name),
        }
    }
    levels
}

/// The level that `value` is.
fn level(table: &mut PredictTable<'_>, name: &str, value: &Value) -> Option<Level> {
    let level = Level::named(value.as_str().unwrap_or_default());
    if level.is_none() {
        let wanted = joined(["\"allow\"", "\"warn\"", "\"deny\""], "or");
        table.refuse_value(&[LINTS], name, &wanted, "leave it out to keep its usual level");
    }
    level
}

/// Says that an error keeps its level, unless that is what `value` says.
fn is_an_error(table: &mut PredictTable<'_>, name: &str, value: &Value) {
    if value.as_str() != Some("deny") {
        let help = format!("`{name}` is an error, and stays one: leave it out");
        table.refuse_value(&[LINTS], name, "`\"deny\"`, because this is an error", &help);
    }
}

/// Says that there is neither a code nor a group of this name.
fn unknown(table: &mut PredictTable<'_>, name: &str) {
    let has_level =
        |code: &Code| code.severity() == Severity::Warning && !code.is_set_by_unproved();
    let codes = Code::ALL.into_iter().filter(has_level).map(Code::name);
    let groups = Group::ALL.map(|(name, _)| name);
    let meant = nearest(name, groups.into_iter().chain(codes));
    table.refuse_lint(&[LINTS], name, &groups, meant);
}
