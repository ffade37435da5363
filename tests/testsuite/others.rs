//! Tools that run beside this one: what is offered to them works as it is written.

use std::path::Path;
use std::process::Output;

use crate::support::{BookDir, checkout, command};

const GOOD: &str = "~~~~predict Well?\n```python\nprint(1)\n```\n```output\n1\n```\n~~~~\n";

/// Runs a line that begins with the name of the command.
fn run(line: &str, here: &Path) -> Output {
    let mut words = line.split(' ');
    assert_eq!(words.next(), Some("mdbook-predict"), "{line}");
    command().args(words).current_dir(here).output().unwrap()
}

/// What stands behind `key` in lines of YAML.
fn values<'y>(yaml: &'y str, key: &str) -> Vec<&'y str> {
    let lines = yaml.lines().map(|line| line.trim_start_matches([' ', '-']));
    lines.filter_map(|line| line.strip_prefix(key)?.strip_prefix(": ")).collect()
}

/// Asserts that `line` finds the mistake in a book, and nothing in a better one.
fn tells_good_from_bad(line: &str) {
    let book = BookDir::new("", &[("one", GOOD)]);
    assert_eq!(run(line, book.root()).status.code(), Some(0), "{line}");
    book.write("src/one.md", &GOOD.replace("Well?", "Well? {rowz=2}"));
    let output = run(line, book.root());
    assert_eq!(output.status.code(), Some(1), "{line}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("unknown-attribute") && text.contains("src/one.md"), "{line}: {text}");
}

/// The hook for pre-commit, in its own file and on the page of the guide, checks a book.
#[test]
fn the_hook_checks_a_book() {
    let hooks = std::fs::read_to_string(checkout().join(".pre-commit-hooks.yaml")).unwrap();
    let guide = std::fs::read_to_string(checkout().join("book/src/others.md")).unwrap();
    let (_, local) = guide.split_once("repos:\n").unwrap();
    let local = local.split("```").next().unwrap();
    for yaml in [&hooks, local] {
        assert_eq!(values(yaml, "pass_filenames"), ["false"], "the first path is that of the book");
        assert_eq!(values(yaml, "id"), ["mdbook-predict"]);
        let [entry] = values(yaml, "entry")[..] else { panic!("{yaml}") };
        tells_good_from_bad(entry);
        tells_good_from_bad(&format!("{entry} --deny=warnings"));
        let [files] = values(yaml, "files")[..] else { panic!("{yaml}") };
        assert_eq!(files, r"'(\.md|(^|/)book\.toml)$'");
    }
}

/// The recipe for CI does what the page says.
#[test]
fn the_recipe_checks_a_book() {
    let guide = std::fs::read_to_string(checkout().join("book/src/others.md")).unwrap();
    let (_, recipe) = guide.split_once("name: Lessons\n").unwrap();
    let runs = values(recipe.split("```").next().unwrap(), "run");
    let [install, check] = runs[..] else { panic!("{runs:?}") };
    assert_eq!(install, "cargo install mdbook-predict --locked");
    tells_good_from_bad(check);
}
