//! The book in `book/`: both engines build it without a warning, and it tells what there is.

use mdbook_predict::chapter::{Callout, Target, Vocabulary, attribute_keys};
use mdbook_predict::config;
use mdbook_predict::labels::Labels;

use crate::engines::{build_0_4, build_0_5};
use crate::support::{BookDir, checkout, copy_of, expand, options};

/// A copy of the guide, set to the command that is tested.
pub(crate) fn copy_of_the_guide() -> BookDir {
    copy_of("book")
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

/// Every page of the guide uses the tool itself.
#[test]
fn every_page_has_a_block() {
    for page in pages() {
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
    let configuration = read("configuration.md");
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
        assert!(configuration.contains(&format!("| `{key}` |")), "label {key}: configuration.md");
    }
    for key in config::keys() {
        assert!(configuration.contains(&format!("| `{key}` |")), "key {key}: configuration.md");
    }
    let first_cells = reference.lines().filter_map(|line| line.strip_prefix("| [`"));
    let words: Vec<&str> = first_cells.map(|rest| rest.split('`').next().unwrap()).collect();
    assert!(words.len() > 10, "{words:?}");
    for word in words {
        assert!(Vocabulary::built_in(word).is_some(), "`{word}` is no kind in chapter/kind.rs");
    }
}
