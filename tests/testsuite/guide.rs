//! The book in `book/`: both engines build it without a warning, and it tells what there is.

use std::collections::BTreeMap;
use std::io::Write as _;

use mdbook_predict::chapter::{Callout, Target, Vocabulary, attribute_keys};
use mdbook_predict::config;
use mdbook_predict::labels::Labels;

use serde_json::{Value, json};

use crate::engines::{build_0_4, build_0_5};
use crate::script::evaluate;
use crate::support::{BookDir, checkout, command, copy_of, expand, options};

/// A copy of the guide with its proofs, set to the command that is tested.
pub(crate) fn copy_of_the_guide() -> BookDir {
    let book = copy_of("book");
    let proofs = std::fs::read_to_string(checkout().join("book/predict.lock")).unwrap();
    book.write("predict.lock", &proofs);
    book
}

#[test]
fn both_engines_build_the_guide_without_a_warning() {
    for build in [build_0_5, build_0_4] {
        let book = copy_of_the_guide();
        assert_eq!(build(book.root()), [] as [String; 0]);
        let lesson = book.read("book/lesson.html");
        for class in ["predict-answer", "predict-setup", "predict-hint", "predict-fix"] {
            assert!(
                lesson.contains(&format!("class=\"{class}"))
                    || lesson.contains(&format!(" {class}\"")),
                "{class}"
            );
        }
    }
}

/// Every page of the guide uses the tool itself, but for those that show what is wrong in its source.
#[test]
fn every_page_has_a_block() {
    for page in pages().into_iter().filter(|page| !page.parent().unwrap().ends_with("codes")) {
        let text = std::fs::read_to_string(&page).unwrap();
        let mut options = options(Target::Html);
        let (name, title) = ("war-story".to_owned(), "War story".to_owned());
        let callout = Callout { name, title, color: None, icon: None };
        options.reading.vocabulary.callouts.push(callout.into());
        let expansion = expand(&text, "page.md", &options);
        assert!(expansion.text.is_some(), "{} has no block", page.display());
        assert_eq!(expansion.diagnostics, [], "{}", page.display());
    }
}

fn pages() -> Vec<std::path::PathBuf> {
    let src = checkout().join("book/src");
    let summary = std::fs::read_to_string(src.join("SUMMARY.md")).unwrap();
    let pages: Vec<_> =
        summary.split("](").skip(1).map(|rest| src.join(rest.split(')').next().unwrap())).collect();
    assert!(pages.len() > 8);
    pages
}

/// An undocumented option does not exist.
#[test]
fn every_kind_attribute_key_and_label_is_documented() {
    let read =
        |page: &str| std::fs::read_to_string(checkout().join("book/src").join(page)).unwrap();
    let (reference, attributes) = (read("reference.md"), read("reference/attributes.md"));
    let (configuration, labels) = (read("configuration.md"), read("labels.md"));
    for word in Vocabulary::words() {
        assert!(reference.contains(&format!("`{word}`")), "kind {word}: reference.md");
    }
    for key in attribute_keys() {
        let documented = [format!("`{key}`"), format!("`{key}=")];
        assert!(
            documented.iter().any(|form| attributes.contains(form)),
            "attribute {key}: reference/attributes.md"
        );
    }
    for key in Labels::keys() {
        assert!(labels.contains(&format!("| `{key}` |")), "label {key}: labels.md");
    }
    for key in config::keys() {
        assert!(configuration.contains(&format!("| `{key}` |")), "key {key}: configuration.md");
    }
    let runners = read("runners.md");
    for key in config::keys_of_verify() {
        let cell = format!("| `{key}` |");
        let is_there = configuration.contains(&cell) || runners.contains(&cell);
        assert!(is_there, "key {key}: configuration.md or runners.md");
    }
    let first_cells = reference.lines().filter_map(|line| line.strip_prefix("| [`"));
    let words: Vec<&str> = first_cells.map(|rest| rest.split('`').next().unwrap()).collect();
    assert!(words.len() > 10, "{words:?}");
    for word in words {
        assert!(Vocabulary::built_in(word).is_some(), "`{word}` is no kind in chapter/kind.rs");
    }
}

/// The texts between fences of `json` on a page.
fn json_on(page: &str) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(checkout().join("book/src").join(page)).unwrap();
    let blocks = text.split("```json\n").skip(1).map(|rest| rest.split("\n```\n").next().unwrap());
    blocks.map(|json| serde_json::from_str(json).unwrap()).collect()
}

/// What an editor makes of a snippet whose places are left as they are.
fn filled(snippet: &serde_json::Value) -> String {
    let lines = snippet["body"].as_array().unwrap().iter();
    let text: String = lines.map(|line| format!("{}\n", line.as_str().unwrap())).collect();
    let mut pieces = text.split("${");
    let first = pieces.next().unwrap().to_owned();
    pieces.fold(first, |text, piece| {
        let (place, behind) = piece.split_once('}').unwrap();
        format!("{text}{}{behind}", place.split_once(':').unwrap().1)
    })
}

/// The snippets for an editor make blocks without a mistake, each of the kind that its word says.
#[test]
fn every_snippet_makes_a_block() {
    let snippets = &json_on("editors.md")[0];
    for (name, snippet) in snippets.as_object().unwrap() {
        let filled = filled(snippet);
        let text = match snippet["prefix"].as_str().unwrap() {
            "predicted" => format!("~~~~predict T\n```output\n1\n```\n{filled}~~~~\n"),
            _ => filled,
        };
        let expansion = expand(&text, "page.md", &options(Target::Html));
        assert_eq!(expansion.diagnostics, [], "{name}: {text}");
        assert!(expansion.text.is_some(), "{name}: {text}");
    }
}

/// The pattern for an editor finds severity, code, file, line and column of each mistake.
#[test]
fn the_problem_matcher_finds_what_is_reported() {
    let tasks = &json_on("editors.md")[1];
    let patterns = &tasks["tasks"][0]["problemMatcher"]["pattern"];
    let report = checkout().join("tests/cases/mistakes/several.txt");
    let report = std::fs::read_to_string(report).unwrap();
    let found = evaluate(
        &[],
        "({ patterns, lines }) => {
            const [head, place] = patterns.map(({ regexp }) => new RegExp(regexp));
            const pairs = lines.map((line, at) => [line.match(head), lines[at + 1]?.match(place)]);
            const found = pairs.filter(pair => pair.every(Boolean));
            return found.map(([head, place]) => [...head.slice(1, 3), ...place.slice(1)].join(\" \"));
        }",
        &json!({ "patterns": patterns, "lines": report.lines().collect::<Vec<_>>() }),
    );
    let lines: Vec<&str> = report.lines().collect();
    let pairs = lines.windows(2).filter(|pair| pair[1].trim_start().starts_with("--> "));
    let expected = pairs.map(|pair| {
        let (severity, rest) = pair[0].split_once('[').unwrap();
        let (code, _) = rest.split_once(']').unwrap();
        let place = pair[1].trim_start().strip_prefix("--> ").unwrap();
        format!("{severity} {code} {}", place.replace(':', " "))
    });
    let expected: Vec<String> = expected.collect();
    assert!(expected.len() > 1);
    assert_eq!(found, json!(expected));
}

/// The languages that the guide has a lesson in, at least.
const LANGUAGES: [&str; 6] = ["bash", "c", "javascript", "python", "rust", "sql"];

/// What the guide says is so: its programs run, on Linux in the whole sandbox, and print what it
/// says. With `CI` set, their tools have to be there.
#[test]
fn the_lessons_of_the_guide_are_true() {
    let output = command()
        .args(["verify", "book", "--all", "--locked", "--format", "json"])
        .current_dir(checkout())
        .output()
        .unwrap();
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    let programs = json["programs"].as_array().unwrap();
    let mut standings: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for program in programs {
        standings.entry(program["standing"].as_str().unwrap()).or_default().push(program);
    }
    let proved = standings.remove("proved").unwrap_or_default();
    if let Some(programs) = standings.remove("not-run") {
        let languages = programs.iter().map(|program| program["language"].as_str().unwrap());
        let languages = std::collections::BTreeSet::from_iter(languages);
        let _ = writeln!(std::io::stderr(), "not run: lessons of the guide in {languages:?}");
        assert!(std::env::var_os("CI").is_none(), "not run: lessons in {languages:?}");
    } else {
        assert_eq!(output.status.code(), Some(0), "{error}{json:#}");
        let has = |language: &&str| proved.iter().any(|program| program["language"] == **language);
        let missing: Vec<&str> = LANGUAGES.into_iter().filter(|word| !has(word)).collect();
        assert_eq!(missing, [""; 0], "no lesson in these");
        let counters = proved.iter().filter(|program| program["role"] == "predicted").count();
        assert!(counters >= 3, "only {counters} counter-programs");
    }
    assert_eq!(standings, BTreeMap::new());
    if cfg!(target_os = "linux") {
        let sandbox = &json["sandbox"];
        let is_whole = ["files", "network", "group"].into_iter().all(|part| sandbox[part] == true);
        assert!(is_whole, "{sandbox}");
    }
}
