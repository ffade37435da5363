//! The house rules, as tests: arrows that go one way, pure folders, short functions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::support::checkout;

/// What each part of the crate may use of the others.
const ARROWS: [(&str, &[&str]); 13] = [
    ("splice", &[]),
    ("labels", &[]),
    ("diagnostic", &[]),
    ("chapter", &["diagnostic", "labels", "splice"]),
    ("book_toml", &["diagnostic"]),
    ("config", &["book_toml", "chapter", "diagnostic", "labels"]),
    ("order", &["book_toml", "diagnostic"]),
    ("linked", &["book_toml", "chapter", "diagnostic"]),
    ("book", &[]),
    ("report", &["chapter", "diagnostic"]),
    (
        "preprocessor",
        &[
            "book",
            "book_toml",
            "chapter",
            "config",
            "diagnostic",
            "linked",
            "order",
            "report",
            "splice",
        ],
    ),
    ("cmd", &["book", "linked", "preprocessor", "report"]),
    ("main", &["cmd"]),
];

/// The source files with their texts, relative to `src`.
fn sources() -> Vec<(PathBuf, String)> {
    let src = checkout().join("src");
    let mut files = Vec::new();
    let mut folders = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                files.push((path.strip_prefix(&src).unwrap().to_owned(), text));
            }
        }
    }
    assert!(files.len() > 20);
    files
}

/// The part of the crate that a file belongs to.
fn part(path: &Path) -> String {
    let first = path.iter().next().unwrap().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// A file's text without its unit tests and comments.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn arrows_go_one_way() {
    for (path, text) in sources() {
        let part = part(&path);
        if part == "lib" {
            continue;
        }
        let allowed = ARROWS.iter().find(|(name, _)| *name == part);
        let (_, allowed) = allowed.unwrap_or_else(|| panic!("no arrows for `{part}`"));
        let code = code(&text);
        let used: BTreeSet<&str> = code
            .split("crate::")
            .skip(1)
            .chain(code.split("mdbook_predict::").skip(1))
            .map(|rest| rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap())
            .collect();
        for name in used {
            assert!(
                name == part || allowed.contains(&name),
                "{} uses `{name}`, which `{part}` may not",
                path.display()
            );
        }
    }
}

/// Names that two types in `chapter` still share, or one there with one elsewhere.
const SHARED_NAMES: [&str; 7] =
    ["Attributes", "Chapter", "Content", "Kind", "Predict", "Run", "Writer"];

/// The name of the type that a line declares; associated types do not stand at the margin.
fn declared(line: &str) -> Option<&str> {
    let words = line.strip_prefix("pub").map_or(line, |rest| match rest.split_once(") ") {
        Some((scope, rest)) if scope.starts_with('(') => rest,
        _ => rest.trim_start(),
    });
    let (keyword, rest) = words.split_once(' ')?;
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
    ["struct", "enum", "union", "trait", "type"].contains(&keyword).then_some(&rest[..end])
}

/// One word for one thing: no two types of the crate have the same name.
#[test]
fn no_two_types_share_a_name() {
    let mut homes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in sources() {
        for name in code(&text).lines().filter_map(declared) {
            homes.entry(name.to_owned()).or_default().push(path.display().to_string());
        }
    }
    assert!(homes.len() > 60, "only {} types found", homes.len());
    homes.retain(|_, files| files.len() > 1);
    let shared: Vec<&str> = homes.keys().map(String::as_str).collect();
    assert_eq!(shared, SHARED_NAMES, "{homes:#?}");
}

/// Each library is named only where it has its job.
#[test]
fn libraries_keep_to_their_files() {
    let owners = [
        ("annotate_snippets", "report/human.rs"),
        ("clap::", "cmd/mod.rs"),
        ("pulldown_cmark", "chapter/outline.rs chapter/balance.rs"),
        ("html5ever", "chapter/balance.rs"),
        ("toml::de", "book_toml.rs"),
        ("RawValue", "book/protocol.rs"),
        ("semver", "preprocessor.rs"),
        ("std::env", "cmd/stderr.rs"),
        ("stderr()", "cmd/stderr.rs"),
        ("stdout()", "cmd/mod.rs cmd/preprocess.rs"),
        ("stdin()", "cmd/mod.rs cmd/preprocess.rs"),
        ("std::process::Command", ""),
        ("Command::new", ""),
        ("fs::write", "cmd/install.rs"),
        ("File::create", ""),
    ];
    for (path, text) in sources() {
        let (path, code) = (path.to_str().unwrap().replace('\\', "/"), code(&text));
        for (name, owners) in owners {
            let allowed = owners.split(' ').any(|owner| owner == path);
            assert!(allowed || !code.contains(name), "{path} uses `{name}`");
        }
    }
}

#[test]
fn the_chapter_folder_knows_nothing_of_the_world() {
    let world = [
        "std::fs",
        "std::env",
        "std::io",
        "std::process",
        "std::net",
        "std::time",
        "std::thread",
        "println!",
        "eprintln!",
        "print!",
        "dbg!",
    ];
    for (path, text) in sources().into_iter().filter(|(path, _)| part(path) == "chapter") {
        for name in world {
            assert!(!code(&text).contains(name), "{} uses `{name}`", path.display());
        }
    }
}

#[test]
fn every_file_says_what_it_owns() {
    for (path, text) in sources() {
        assert!(text.starts_with("//! "), "{} has no module doc", path.display());
        let before_tests = text.split("#[cfg(test)]").next().unwrap();
        let long = before_tests.lines().find(|line| line.chars().count() > 100);
        assert!(long.is_none(), "{}: {long:?}", path.display());
        let lines = before_tests.lines().count();
        assert!(lines <= 400, "{} has {lines} lines before its tests", path.display());
    }
}

/// No function is longer than 70 lines, and half of them have at most ten.
#[test]
fn functions_are_short() {
    let mut lengths = Vec::new();
    for (path, text) in sources() {
        let mut start = None;
        for (number, line) in text.split("#[cfg(test)]").next().unwrap().lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let is_start = line.trim_start().starts_with("fn ") || line.contains(" fn ");
            if start.is_none()
                && is_start
                && !line.trim_end().ends_with(';')
                && !line.contains("//")
            {
                start = Some((number, indent));
            }
            let Some((first, outer)) = start else { continue };
            let ends = indent == outer && line.trim() == "}";
            if ends || (first == number && line.trim_end().ends_with('}')) {
                let length = number - first + 1;
                assert!(length <= 70, "{}:{}: {length} lines", path.display(), first + 1);
                lengths.push(length);
                start = None;
            }
        }
    }
    lengths.sort_unstable();
    assert!(lengths.len() > 150, "only {} functions found", lengths.len());
    let median = lengths[lengths.len() / 2];
    assert!(median <= 10, "the median function has {median} lines");
}
