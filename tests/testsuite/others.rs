//! Tools that run beside this one: what is offered to them works as it is written.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Output;

use mdbook_lint_core::{Config, Document, LintEngine, PluginRegistry};
use mdbook_lint_rulesets::{MdBookRuleProvider, StandardRuleProvider};
use mdbook_predict::book::Directory;
use mdbook_predict::chapter::{Reading, read};

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

/// mdbook-lint with all of its rules that have to do with plain Markdown and with mdBook.
fn mdbook_lint() -> LintEngine {
    let mut registry = PluginRegistry::new();
    registry.register_provider(Box::new(StandardRuleProvider)).unwrap();
    registry.register_provider(Box::new(MdBookRuleProvider)).unwrap();
    registry.create_engine().unwrap()
}

/// The settings of mdbook-lint that the page of the guide has.
fn recommended() -> Config {
    let guide = std::fs::read_to_string(checkout().join("book/src/others.md")).unwrap();
    let (_, own) = guide.split_once("\n## mdbook-lint\n").unwrap();
    let toml = own.split("```").nth(1).unwrap().strip_prefix("toml\n").unwrap();
    let toml: toml::Value = toml::from_str(toml).unwrap();
    let table = &toml["preprocessor"]["mdbook-lint"];
    let disabled = table["disabled-rules"].as_array().unwrap();
    let disabled_rules = disabled.iter().map(|rule| rule.as_str().unwrap().to_owned()).collect();
    assert_eq!(table.as_table().unwrap().len(), 1);
    Config { disabled_rules, ..Config::default() }
}

/// A rule of mdbook-lint, and the line that breaks it.
type Broken = (String, usize);

/// What mdbook-lint finds in each chapter of the book in `root`.
fn broken_rules(root: &Path, config: &Config) -> Vec<(PathBuf, Vec<Broken>)> {
    let (book, engine) = (Directory::open(root).unwrap(), mdbook_lint());
    let of_chapter = |chapter| {
        let path = book.file(chapter);
        let text = book.read(chapter).unwrap();
        let document =
            Document::with_book_src_dir(text, path.clone(), Some(book.src.clone())).unwrap();
        let found = engine.lint_document_with_config(&document, config).unwrap();
        (path, found.into_iter().map(|found| (found.rule_id, found.line)).collect())
    };
    book.chapters.iter().map(of_chapter).collect()
}

/// The lines of the lessons of `text`, counted from 1.
fn lines_of_lessons(text: &str) -> Vec<RangeInclusive<usize>> {
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    let lessons = read(text, &Reading::default());
    let spans = lessons.blocks.iter().map(|top| &top.block.place.span);
    spans.map(|span| line(span.start)..=line(span.end.max(span.start + 1) - 1)).collect()
}

fn check(root: &Path) -> String {
    let output = command().arg("check").current_dir(root).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Each of the two tells its own mistakes, and none of the other's.
#[test]
fn mdbook_lint_and_check_share_no_subject() {
    let plain = format!(
        "# One\n\n### Three\n\ntwo spaces \n\n[no text]()\n\n{GOOD}\nhttps://example.org/\n\n```text\ncode\n```\n"
    );
    let second = "~~~~predict Which?\n- [ ] a\n- [ ] b\n\n```output\n1\n```\n~~~~\n";
    let lesson = format!("# Two\n\n{}\n{second}", GOOD.replace("Well?", "Well? {rowz=2}"));
    let clean = format!("# Three\n\n{GOOD}");
    let chapters = [("one", &*plain), ("two", &lesson), ("three", &clean)];
    let book = BookDir::new("[preprocessor.predict]\n", &chapters);
    let found = broken_rules(book.root(), &recommended());
    let [(_, in_plain), (_, in_lesson), (_, in_clean)] = &found[..] else { panic!("{found:?}") };
    let rules: BTreeSet<&str> = in_plain.iter().map(|(rule, _)| rule.as_str()).collect();
    for rule in ["MD001", "MD009", "MD034"] {
        assert!(rules.contains(rule), "{rule} is not in {rules:?}");
    }
    assert!(in_plain.iter().all(|(_, line)| !(9..=16).contains(line)), "{in_plain:?}");
    assert_eq!((in_lesson, in_clean), (&vec![], &vec![]));
    let told = check(book.root());
    assert!(told.contains("unknown-attribute") && told.contains("no-right-choice"), "{told}");
    assert!(told.contains("src/two.md:") && !told.contains("src/one.md"), "{told}");
    assert!(!told.contains("src/three.md"), "{told}");
    // Why one rule is to be off.
    let all = broken_rules(book.root(), &Config::default());
    assert!(all.iter().any(|(_, broken)| broken.iter().any(|(rule, _)| rule == "MD048")));
}

/// To mdbook-lint a lesson is a block of code: of what is in it, it minds what it minds in code.
#[test]
fn mdbook_lint_has_nothing_against_the_lessons_of_the_guide() {
    let in_code = BTreeSet::from(["MD010", "MD013", "MDBOOK017"]);
    let mut lessons = 0;
    let mut inside: BTreeSet<String> = BTreeSet::new();
    for (path, broken) in broken_rules(&checkout().join("book"), &recommended()) {
        let lines = lines_of_lessons(&std::fs::read_to_string(&path).unwrap());
        lessons += lines.len();
        let of_lessons = broken.into_iter().filter(|(_, at)| lines.iter().any(|l| l.contains(at)));
        inside.extend(of_lessons.map(|(rule, _)| rule));
    }
    let others: Vec<&String> =
        inside.iter().filter(|rule| !in_code.contains(rule.as_str())).collect();
    assert!(others.is_empty(), "{others:?}");
    assert!(lessons > 20, "only {lessons} lessons found");
}
