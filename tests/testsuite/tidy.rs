//! The house rules, as tests: arrows that go one way, pure folders, short functions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::made::scripts;
use crate::support::checkout;

/// What each part of the crate may use of the others.
const ARROWS: [(&str, &[&str]); 23] = [
    ("splice", &[]),
    ("file", &[]),
    ("labels", &[]),
    ("runner", &[]),
    ("diagnostic", &[]),
    ("chapter", &["diagnostic", "labels", "splice"]),
    ("book_toml", &["diagnostic"]),
    ("config", &["book_toml", "chapter", "diagnostic", "labels", "runner"]),
    ("order", &["book_toml", "diagnostic"]),
    ("linked", &["book_toml", "chapter", "diagnostic", "file"]),
    ("setup", &["book_toml", "linked", "order", "proof"]),
    ("template", &[]),
    ("proof", &["chapter", "config", "diagnostic", "runner"]),
    ("book", &["file", "splice"]),
    ("report", &["book", "chapter", "diagnostic"]),
    (
        "preprocessor",
        &[
            "book",
            "book_toml",
            "chapter",
            "config",
            "diagnostic",
            "file",
            "linked",
            "order",
            "proof",
            "report",
            "splice",
        ],
    ),
    ("lint", &["chapter", "diagnostic"]),
    (
        "verify",
        &["book", "chapter", "config", "diagnostic", "preprocessor", "proof", "report", "runner"],
    ),
    ("check", &["book", "chapter", "diagnostic", "lint", "preprocessor", "proof", "report"]),
    (
        "fix",
        &["book", "book_toml", "chapter", "config", "diagnostic", "file", "preprocessor", "splice"],
    ),
    ("list", &["book", "chapter", "diagnostic", "preprocessor", "proof", "report"]),
    (
        "cmd",
        &[
            "book",
            "book_toml",
            "chapter",
            "check",
            "config",
            "diagnostic",
            "file",
            "fix",
            "linked",
            "list",
            "preprocessor",
            "proof",
            "report",
            "setup",
            "template",
            "verify",
        ],
    ),
    ("main", &["cmd"]),
];

/// What each part of `chapter` may use of the others: reading and writing meet in the lesson alone.
const WINGS: [(&str, &[&str]); 15] = [
    ("language", &[]),
    ("outline", &[]),
    ("wildcard", &[]),
    ("fenced", &["inline"]),
    ("inline", &["outline"]),
    ("kind", &["language"]),
    ("opening", &["kind"]),
    ("stray", &["kind", "language"]),
    ("lesson", &["fenced", "inline", "kind", "outline"]),
    ("options", &["kind", "lesson", "outline"]),
    ("claims", &["inline", "kind", "lesson"]),
    ("rewriting", &["fenced", "lesson"]),
    (
        "build",
        &[
            "fenced", "inline", "kind", "language", "lesson", "opening", "options", "outline",
            "stray",
        ],
    ),
    ("write", &["fenced", "inline", "kind", "language", "lesson", "options", "outline"]),
    ("mod", &["build", "opening"]),
];

/// The files that call each other because blocks stand in blocks.
const RECURSION: [&str; 4] = ["block.rs", "body.rs", "choices.rs", "predict.rs"];

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

/// The module that a file is, by the names that lead there.
fn module(path: &Path) -> Vec<String> {
    let names = path.with_extension("");
    let names = names.iter().map(|name| name.to_str().unwrap().to_owned());
    names.filter(|name| !["mod", "lib", "main"].contains(&name.as_str())).collect()
}

/// The words and signs of a text.
fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = match first {
            _ if rest.starts_with("::") => 2,
            c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        tokens.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    tokens
}

/// The paths that `tokens` begins with: one, or one for each name in its braces.
fn paths(tokens: &[&str]) -> Vec<Vec<String>> {
    let mut path = Vec::new();
    let mut at = 0;
    loop {
        match tokens.get(at) {
            Some(&"{") => {
                let inner = braces(&tokens[at + 1..]);
                let inner = inner.into_iter().flat_map(paths);
                return inner.map(|rest| [path.clone(), rest].concat()).collect();
            }
            Some(name) if name.starts_with(|c: char| c.is_alphabetic() || c == '_') => {
                path.push((*name).to_owned());
            }
            _ => return vec![path],
        }
        if tokens.get(at + 1) != Some(&"::") {
            return vec![path];
        }
        at += 2;
    }
}

/// What stands between the commas behind an opening brace, up to its closing one.
fn braces<'t>(tokens: &'t [&'t str]) -> Vec<&'t [&'t str]> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, token) in tokens.iter().enumerate() {
        match *token {
            "{" => depth += 1,
            "}" if depth == 0 => {
                parts.push(&tokens[start..at]);
                break;
            }
            "}" => depth -= 1,
            "," if depth == 0 => {
                parts.push(&tokens[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts
}

/// The paths that the code of the file at `path` names, from the root of the crate.
fn named(path: &Path, code: &str, children: &[String]) -> Vec<Vec<String>> {
    let own = module(path);
    let tokens = tokens(code);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| tokens[before]);
        if before == Some("::") || (before == Some("(") && tokens.get(at + 1) == Some(&")")) {
            continue;
        }
        let is_root = ["crate", "super", "self", "mdbook_predict"].contains(token);
        let is_path = tokens.get(at + 1) == Some(&"::");
        assert!(!(*token == "crate" && tokens.get(at + 1) == Some(&"as")), "{}", path.display());
        if !is_path || !(is_root || children.iter().any(|child| child == token)) {
            continue;
        }
        for mut names in paths(&tokens[at..]) {
            let mut base = match names[0].as_str() {
                "crate" | "mdbook_predict" => Vec::new(),
                _ => own.clone(),
            };
            while names.first().is_some_and(|name| name == "super") {
                base.pop();
                names.remove(0);
            }
            if is_root
                && !names.is_empty()
                && ["crate", "self", "mdbook_predict"].contains(&&*names[0])
            {
                names.remove(0);
            }
            found.push([base, names].concat());
        }
    }
    found
}

/// The names of the modules that a file declares.
fn declared_modules(code: &str) -> Vec<String> {
    let tokens = tokens(code);
    let modules = tokens.windows(3).filter(|three| three[0] == "mod" && three[2] == ";");
    modules.map(|three| three[1].to_owned()).collect()
}

/// The files that each of `sources` uses; what a folder passes on from its files is no use of them.
fn uses_of(sources: &[(PathBuf, String)]) -> BTreeMap<PathBuf, BTreeSet<PathBuf>> {
    let files: BTreeMap<Vec<String>, PathBuf> =
        sources.iter().map(|(path, _)| (module(path), path.clone())).collect();
    let mut uses = BTreeMap::new();
    for (path, text) in sources {
        let code = code(text);
        let mut used: BTreeSet<PathBuf> = BTreeSet::new();
        for names in named(path, &own_uses(&code), &declared_modules(&code)) {
            let known = (0..=names.len()).rev().find_map(|length| files.get(&names[..length]));
            used.extend(known.cloned());
        }
        used.remove(path);
        uses.insert(path.clone(), used);
    }
    uses
}

/// `code` without the statements that pass names on.
fn own_uses(code: &str) -> String {
    let mut own = String::new();
    let mut is_passing_on = false;
    for line in code.lines() {
        is_passing_on |= line.starts_with("pub use ") || line.starts_with("pub(crate) use ");
        if !is_passing_on {
            own.push_str(line);
            own.push('\n');
        }
        is_passing_on &= !line.trim_end().ends_with(';');
    }
    own
}

fn uses() -> BTreeMap<PathBuf, BTreeSet<PathBuf>> {
    uses_of(&sources())
}

/// The finder of arrows finds each way to write one.
#[test]
fn arrows_are_found_however_they_are_written() {
    let file = |path: &str, text: &str| (PathBuf::from(path), text.to_owned());
    for (path, text, expected) in [
        ("a/x.rs", "use super::y::Y;", vec!["a/y.rs"]),
        (
            "a/x.rs",
            "use crate::a::{y::{Y, Z}, self};\nuse crate::b;",
            vec!["a/mod.rs", "a/y.rs", "b.rs"],
        ),
        ("a/x.rs", "use crate::{b::{B}, a::y::Y};", vec!["a/y.rs", "b.rs"]),
        ("a/x.rs", "use super::super::b::B;", vec!["b.rs"]),
        ("a/x.rs", "for x in crate::b::all() {}", vec!["b.rs"]),
        ("a/x.rs", "pub(in crate::a) fn f() -> super::y::Y {}", vec!["a/mod.rs", "a/y.rs"]),
        ("a/x.rs", "pub(super) fn f() {}", vec![]),
        ("a/mod.rs", "mod x;\nuse super::b::B;", vec!["b.rs"]),
        ("a/mod.rs", "mod x;\npub use x::{\n    X,\n};\nfn f() { x::f() }", vec!["a/x.rs"]),
        ("a/mod.rs", "mod x;\npub use x::X;", vec![]),
        ("main.rs", "fn main() { mdbook_predict::b::run() }", vec!["b.rs"]),
    ] {
        let others =
            ["a/mod.rs", "a/x.rs", "a/y.rs", "b.rs"].into_iter().filter(|name| *name != path);
        let sources: Vec<_> = others.map(|name| file(name, "")).chain([file(path, text)]).collect();
        let found = uses_of(&sources)[Path::new(path)].clone();
        let expected: BTreeSet<PathBuf> = expected.into_iter().map(PathBuf::from).collect();
        assert_eq!(found, expected, "{text}");
    }
}

/// Asserts that `arrows` are all that there are between the parts that `part_of` makes of files, and
/// that there are all of them.
fn check_arrows(arrows: &[(&str, &[&str])], part_of: impl Fn(&Path) -> Option<String>) {
    let mut unused: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (name, allowed) in arrows {
        unused.extend(allowed.iter().map(|other| (*name, *other)));
    }
    for (path, used) in uses() {
        let Some(own) = part_of(&path) else { continue };
        let known = arrows.iter().find(|(name, _)| *name == own);
        let (own, allowed) = known.unwrap_or_else(|| panic!("no arrows for `{own}`"));
        for other in used.iter().filter_map(|file| part_of(file)).filter(|other| other != own) {
            let path = path.display();
            assert!(allowed.contains(&&*other), "{path} uses `{other}`, which `{own}` may not");
            unused.retain(|(from, to)| (*from, *to) != (*own, other.as_str()));
        }
    }
    assert!(unused.is_empty(), "nobody needs {unused:?}");
}

#[test]
fn arrows_go_one_way() {
    check_arrows(&ARROWS, |path| Some(part(path)).filter(|part| part != "lib"));
}

#[test]
fn reading_and_writing_meet_in_the_lesson() {
    check_arrows(&WINGS, |path| path.strip_prefix("chapter").ok().map(part));
}

/// No files use each other in a circle, but for those that call each other as blocks stand in blocks.
#[test]
fn files_make_no_circles() {
    let uses = uses();
    let mut in_circles = BTreeSet::new();
    for start in uses.keys() {
        let mut reached: BTreeSet<&PathBuf> = BTreeSet::new();
        let mut open: Vec<&PathBuf> = uses[start].iter().collect();
        while let Some(file) = open.pop() {
            if reached.insert(file) {
                open.extend(&uses[file]);
            }
        }
        let circle: Vec<&&PathBuf> = reached
            .iter()
            .filter(|file| reached.contains(start) && leads_to(&uses, file, start))
            .collect();
        let is_honest = |file: &&PathBuf| {
            file.starts_with("chapter/build") && RECURSION.iter().any(|name| file.ends_with(name))
        };
        assert!(circle.iter().all(|file| is_honest(file)), "{}: {circle:?}", start.display());
        in_circles.extend(circle.into_iter().copied());
    }
    assert_eq!(in_circles.len(), RECURSION.len(), "{in_circles:?}");
}

/// Whether the uses of `from` lead to `to`.
fn leads_to(uses: &BTreeMap<PathBuf, BTreeSet<PathBuf>>, from: &PathBuf, to: &PathBuf) -> bool {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(file) = open.pop() {
        if uses[file].contains(to) {
            return true;
        }
        open.extend(uses[file].iter().filter(|file| seen.insert(*file)));
    }
    false
}

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
    assert!(homes.is_empty(), "{homes:#?}");
}

/// Each library is named only where it has its job.
#[test]
fn libraries_keep_to_their_files() {
    let owners = [
        ("annotate_snippets", "report/human.rs"),
        ("clap::", "cmd/mod.rs cmd/check.rs cmd/completions.rs cmd/list.rs cmd/verify.rs"),
        (
            "pulldown_cmark",
            "book/directory.rs chapter/outline/events.rs chapter/outline/reader.rs \
             chapter/outline/balance.rs chapter/outline/inlines.rs",
        ),
        ("csscolorparser", "config/callouts.rs"),
        ("html5ever", "chapter/outline/balance.rs"),
        (
            "similar::",
            "verify/difference.rs chapter/write/counter.rs report/diff.rs setup/lines.rs",
        ),
        ("toml::de", "book_toml.rs proof/lock.rs"),
        ("toml_edit", "setup/toml_text.rs"),
        ("tempfile", "cmd/changes.rs verify/process/unix.rs verify/workplace.rs"),
        ("RawValue", "book/protocol.rs"),
        ("semver", "preprocessor/preparation.rs"),
        ("mdbook_driver", "book/directory.rs"),
        ("mdbook_summary", "book/directory.rs"),
        ("regex::", "book/links.rs config/filters.rs"),
        (
            "std::env",
            "cmd/stderr.rs cmd/check.rs cmd/list.rs cmd/launch.rs cmd/verify.rs \
             runner/places.rs verify/attempt.rs verify/jail/filter.rs verify/proving.rs \
             verify/toolchain/path.rs",
        ),
        ("landlock", "verify/jail/linux.rs"),
        ("seccompiler", "verify/jail/filter.rs"),
        ("libc::", "verify/jail/filter.rs"),
        ("close_fds", "verify/jail/linux.rs"),
        ("signal_hook", "verify/process/stop.rs"),
        ("shell_words", "cmd/verify.rs proof/trial.rs verify/report/plan.rs"),
        ("indicatif", "cmd/progress.rs"),
        ("stderr()", "cmd/stderr.rs cmd/progress.rs"),
        ("stdout()", "cmd/stdout.rs cmd/preprocess.rs"),
        ("stdin()", "cmd/mod.rs cmd/preprocess.rs cmd/check.rs"),
        ("std::process::Command", ""),
        (
            "Command::new",
            "verify/process/launcher.rs verify/process/unix.rs verify/process/windows.rs",
        ),
        ("fs::write", "verify/jail/linux.rs verify/toolchain/mod.rs verify/workplace.rs"),
        ("remove_file", "cmd/changes.rs verify/process/cleaning.rs verify/process/launcher.rs"),
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
        let code = code(&text);
        assert!(!code.contains("use std::{"), "{}: one line for each module", path.display());
        for name in world {
            assert!(!code.contains(name), "{} uses `{name}`", path.display());
        }
    }
}

#[test]
fn every_file_says_what_it_owns() {
    for (path, text) in sources() {
        assert!(text.starts_with("//! "), "{} has no module doc", path.display());
        let before_tests = text.split("#[cfg(test)]").next().unwrap();
        let long = before_tests.lines().find(|line| line.chars().count() > 100);
        assert!(long.is_none(), "{}: over 100 characters: {long:?}", path.display());
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

/// What `CONTRIBUTING.md` says of files is true of this tree.
#[test]
fn the_files_that_contributors_are_sent_to_are_there() {
    let text = std::fs::read_to_string(checkout().join("CONTRIBUTING.md")).unwrap();
    let spans = text.split('`').skip(1).step_by(2);
    let paths: Vec<&str> = spans
        .filter(|span| span.contains('/') && !span.contains([' ', ':']) && !span.starts_with('/'))
        .collect();
    assert!(paths.len() > 15, "{paths:?}");
    for path in paths {
        let places = [checkout().to_owned(), checkout().join("src"), checkout().join("book/src")];
        assert!(places.iter().any(|place| place.join(path).exists()), "no {path}");
    }
}

/// The binaries of a release have the names under which cargo-binstall looks for them.
#[test]
fn binaries_are_found_by_name() {
    let read = |path: &str| std::fs::read_to_string(checkout().join(path)).unwrap();
    let workflow = read(".github/workflows/release.yml");
    assert!(workflow.contains("name=\"mdbook-predict-v$version-$TARGET\""));
    assert!(workflow.contains("\"$name.tar.gz\"") && workflow.contains("../$name.zip\""));
    let manifest: toml::Value = toml::from_str(&read("Cargo.toml")).unwrap();
    let metadata = &manifest["package"]["metadata"]["binstall"];
    let url = metadata["pkg-url"].as_str().unwrap();
    let name = "/v{ version }/{ name }-v{ version }-{ target }{ archive-suffix }";
    assert!(url.ends_with(name), "{url}");
    for target in workflow.split("target: ").skip(1).map(|rest| rest.split([',', ' ']).next()) {
        let own = metadata["overrides"].get(target.unwrap()).unwrap_or(metadata);
        let is_windows = target.unwrap().contains("windows");
        assert_eq!(own["pkg-fmt"].as_str(), Some(if is_windows { "zip" } else { "tgz" }));
    }
}

/// How many lines each function has, closures and those that are passed on included.
fn script_functions(text: &str) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let length = |at: usize| {
        let outer = indent(lines[at]);
        let inner = lines[at + 1..].iter().take_while(|l| l.is_empty() || indent(l) > outer);
        if lines[at].ends_with("=>") { 1 + inner.count() } else { 2 + inner.count() }
    };
    let is_comment =
        |line: &str| ["//", "/*", "*"].iter().any(|sign| line.trim().starts_with(sign));
    let starts = lines.iter().enumerate().filter(|(_, line)| {
        !is_comment(line) && (line.contains("=>") || line.contains("function"))
    });
    let is_long = |line: &str| line.ends_with(['{', '(', '[']) || line.ends_with("=>");
    starts.map(|(at, line)| (at + 1, if is_long(line) { length(at) } else { 1 })).collect()
}

/// The lines of functions are counted however they are written.
#[test]
fn functions_of_scripts_are_measured() {
    for (text, lengths) in [
        ("const a = b => c;\n", vec![1]),
        ("const a = b => {\n  c;\n\n  d;\n};\n", vec![5]),
        ("const a = b =>\n  c\n    .d();\n\ne;\n", vec![4]),
        ("const a = () => ({\n  b,\n});\n", vec![3]),
        ("const a = b => {\n  c.map(d => {\n    e;\n  });\n};\n", vec![5, 3]),
        ("function a() {\n  b;\n}\n", vec![3]),
        ("// a => {\n/** @type {(a: b) => c} */\n/**\n * a function\n */\n", vec![]),
    ] {
        let found: Vec<usize> =
            script_functions(text).into_iter().map(|(_, lines)| lines).collect();
        assert_eq!(found, lengths, "{text}");
    }
}

/// No function of the script is longer than 70 lines, and half of them have at most ten.
#[test]
fn functions_of_the_script_are_short() {
    let mut lengths = Vec::new();
    for (name, text) in scripts() {
        for (line, length) in script_functions(&text) {
            assert!(length <= 70, "{name}:{line}: {length} lines");
            lengths.push(length);
        }
    }
    lengths.sort_unstable();
    assert!(lengths.len() > 150, "only {} functions found", lengths.len());
    assert!(lengths[lengths.len() / 2] <= 10, "{lengths:?}");
}

/// Each file says what it owns, and no mistake in it is hidden from the check of types.
#[test]
fn every_script_says_what_it_owns() {
    for (name, text) in scripts() {
        assert!(text.starts_with("// "), "{name} does not say what it owns");
        assert!(!text.contains("@ts-"), "{name} hides something from the check of types");
    }
}

/// Whether `code` names `name` as a whole word that is no property.
fn mentions(code: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + name.len()..].chars().next();
        !before.is_some_and(|c| is_word(c) || ".-\"".contains(c))
            && !after.is_some_and(|c| is_word(c) || "-\":".contains(c))
    })
}

/// `text` without what its comments say of types.
fn untyped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((code, comment)) = rest.split_once("/**") {
        out.push_str(code);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

/// A file of the script names nothing that a later one defines, and defines nothing for nobody.
#[test]
fn scripts_use_what_stands_before_them() {
    let scripts: Vec<(&str, String)> =
        scripts().map(|(name, text)| (name, code(&untyped(&text)))).collect();
    let words: Vec<&str> = scripts.iter().flat_map(|(_, text)| tokens(text)).collect();
    let mut found = 0;
    for (at, (later, text)) in scripts.iter().enumerate() {
        let defined =
            text.lines().filter_map(|line| line.strip_prefix("const ")?.split(' ').next());
        for name in defined {
            found += 1;
            for (earlier, text) in &scripts[..at] {
                assert!(!mentions(text, name), "{earlier} names `{name}` of {later}");
            }
            let uses = words.iter().filter(|word| **word == name).count() - 1;
            assert!(uses > 0, "nobody uses `{name}` of {later}");
        }
    }
    assert!(found > 60, "only {found} definitions found");
}
