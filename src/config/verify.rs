//! How the book wants its programs to be run and compared: `[preprocessor.predict.verify]`.

use std::time::Duration;

use crate::diagnostic::joined;

use super::filters::{Filter, filters};
use super::section::Section;
use super::table::PredictTable;

/// The key of the table.
const VERIFY: &str = "verify";

/// The keys of the table.
pub(super) const KEYS: [&str; 5] = ["sandbox", "wrapper", "timeout", "pass-env", "filters"];

/// What programs are kept from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sandbox {
    /// All that this machine can keep them from.
    #[default]
    Auto,
    /// Files, the network and other processes; where they cannot be, they are not run.
    Require,
    /// Nothing.
    Off,
}

/// How programs are run and compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifySettings {
    /// What they are kept from.
    pub sandbox: Sandbox,
    /// A command that runs the command behind it: a tool and its arguments, or nothing.
    pub wrapper: Vec<String>,
    /// After how long a program is stopped, where nothing else is said.
    pub time: Option<Duration>,
    /// The variables of our own environment that programs get as well.
    pub pass_env: Vec<String>,
    /// What is replaced before two outputs are compared, in this order.
    pub filters: Vec<Filter>,
}

const SANDBOXES: [(&str, Sandbox); 3] =
    [("auto", Sandbox::Auto), ("require", Sandbox::Require), ("off", Sandbox::Off)];

/// What the book sets.
pub(super) fn settings(predict: &mut PredictTable<'_>) -> VerifySettings {
    let Some(value) = predict.get(VERIFY) else { return VerifySettings::default() };
    let help = "write it as `[preprocessor.predict.verify]`";
    let Some(mut section) = Section::new(predict, &[VERIFY], value, &KEYS, help) else {
        return VerifySettings::default();
    };
    let sandbox = |value: &serde_json::Value| {
        let named = SANDBOXES.into_iter().find(|(name, _)| value.as_str() == Some(name));
        named.map(|(_, sandbox)| sandbox)
    };
    let wanted = joined(["\"auto\"", "\"require\"", "\"off\""], "or");
    let help = "leave it out to keep from programs what this machine can keep from them";
    let sandbox = section.read("sandbox", sandbox, &wanted, help).unwrap_or_default();
    let is_right = |text: &str| !text.is_empty() && !text.contains('\0');
    let help =
        "write the tool and each argument as a text of its own: `[\"nice\", \"-n\", \"10\"]`";
    let wrapper = section.texts("wrapper", is_right, "a list of texts", help);
    let time = section.seconds("timeout");
    let pass_env = pass_env(&mut section);
    let filters = value.get("filters").map(|value| filters(predict, value));
    VerifySettings {
        sandbox,
        wrapper: wrapper.unwrap_or_default(),
        time,
        pass_env,
        filters: filters.unwrap_or_default(),
    }
}

/// The variables that programs may have of ours.
fn pass_env(section: &mut Section<'_, '_>) -> Vec<String> {
    let is_name = |name: &str| !name.is_empty() && !name.contains(['=', '\0']);
    let help = "write their names: `[\"DISPLAY\"]`";
    let names = section.texts("pass-env", is_name, "a list of names", help).unwrap_or_default();
    let reason = |name: &String| Some((name.clone(), refused(name)?));
    match names.iter().find_map(reason) {
        Some((name, reason)) => {
            let help = format!("leave `{name}` out: {reason}");
            section.refuse("pass-env", "names of variables that programs may have", &help);
            Vec::new()
        }
        None => names,
    }
}

/// Why no program gets the variable `name`, if that is so.
fn refused(name: &str) -> Option<&'static str> {
    if is_secret(name) {
        return Some("what it holds may be a secret, and a program can print it");
    }
    changes_lookup(name).then_some("it changes what tools load, or is set for each program anyway")
}

/// Whether the variable `name` holds a secret, as far as its name tells.
pub fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let words = ["TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL", "COOKIE"];
    words.iter().any(|word| name.contains(word)) || name.ends_with("KEY") || name.contains("_KEY_")
}

/// Whether the variable `name` has tools load or run something else.
fn changes_lookup(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let beginnings = ["LD_", "DYLD_", "GIT_", "PERL5", "LUA_", "PYTHON", "BASH_", "RUBY"];
    beginnings.iter().any(|beginning| name.starts_with(beginning)) || LOOKUPS.contains(&&*name)
}

/// Variables that every program has its own of, and variables that have a tool load something.
const LOOKUPS: [&str; 16] = [
    "CLASSPATH",
    "ENV",
    "HOME",
    "IFS",
    "JAVA_TOOL_OPTIONS",
    "JDK_JAVA_OPTIONS",
    "NODE_OPTIONS",
    "NODE_PATH",
    "PATH",
    "PHPRC",
    "PHP_INI_SCAN_DIR",
    "PWD",
    "SHELL",
    "SHELLOPTS",
    "TMPDIR",
    "_JAVA_OPTIONS",
];
