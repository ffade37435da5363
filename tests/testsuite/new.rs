//! Lessons to start from: they build, they are true, and they go where they are told.

use std::path::Path;

use mdbook_predict::chapter::Target;
use mdbook_predict::template::{PROGRAMS, Programs, Shape, lesson};

use crate::engines::{build_0_4, build_0_5};
use crate::support::{BookDir, checkout, command, expand, options, preprocessor_table};

const SHAPES: [Shape; 2] = [Shape::Short, Shape::Full];

fn lessons() -> impl Iterator<Item = (Shape, &'static Programs, String)> {
    SHAPES.into_iter().flat_map(|shape| {
        PROGRAMS.iter().map(move |programs| {
            (shape, programs, lesson(shape, programs.language, "A title").unwrap())
        })
    })
}

#[test]
fn lessons_have_no_mistake_in_any_language() {
    for (shape, programs, text) in lessons() {
        let language = programs.language;
        assert_eq!(expand(&text, "a.md", &options(Target::Html)).diagnostics, [], "{language}");
        for word in ["LANGUAGE", "BROKEN", "FIXED", "TITLE"] {
            assert!(!text.contains(word), "{language}: {word}");
        }
        assert!(text.contains(programs.broken));
        assert_eq!(text.contains(programs.fixed), shape == Shape::Full);
        assert!(!text.contains("~~~~~"), "four tildes outside, three inside");
    }
    assert_eq!(lesson(Shape::Short, "python", "").unwrap().lines().count(), 10);
    assert_eq!(lesson(Shape::Short, "cobol", ""), None);
}

/// A whole lesson has its parts in the order in which they are read.
#[test]
fn a_whole_lesson_is_in_order() {
    let text = lesson(Shape::Full, "python", "Half of seven").unwrap();
    let openings = text.lines().filter_map(|line| line.trim_start_matches('~').split(' ').next());
    let words: Vec<&str> = openings
        .zip(text.lines())
        .filter(|(word, line)| line.starts_with("~~~") && !word.is_empty())
        .map(|(word, _)| word)
        .collect();
    let expected = "mental-model rule limits predict setup hint predicted why fix in-practice \
                    takeaway mistake";
    assert_eq!(words.join(" "), expected);
    assert!(text.starts_with("# Half of seven\n\n"));
}

#[test]
fn both_engines_build_every_lesson() {
    let texts: Vec<(String, String)> = lessons()
        .map(|(shape, programs, text)| (format!("{shape:?}-{}", programs.language), text))
        .collect();
    let chapters: Vec<(&str, &str)> =
        texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    for build in [build_0_5, build_0_4] {
        let book = BookDir::new(&preprocessor_table(), &chapters);
        assert_eq!(build(book.root()), [] as [String; 0]);
        for (name, _) in &chapters {
            let page = book.read(&format!("book/{name}.html"));
            assert!(page.contains("<section class=\"predict\""), "{name}");
        }
    }
}

fn new(dir: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = command().arg("new").args(arguments).current_dir(dir).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_lesson_is_printed_or_written() {
    let dir = tempfile::tempdir().unwrap();
    let printed = new(dir.path(), &["--language", "c"]);
    assert_eq!(printed, (0, lesson(Shape::Short, "c", "").unwrap(), String::new()));
    let printed = new(dir.path(), &["--full"]).1;
    assert_eq!(printed, lesson(Shape::Full, "python", "A new lesson").unwrap());
    let guide = std::fs::read_to_string(checkout().join("book/src/commands.md")).unwrap();
    let usual = new(dir.path(), &[]).1;
    assert!(guide.contains(&format!("~~~~~markdown\n{usual}~~~~~\n")));
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    let written = new(dir.path(), &["late-binding.md", "--full"]);
    assert_eq!(written, (0, "late-binding.md: written\n".to_owned(), String::new()));
    let text = std::fs::read_to_string(dir.path().join("late-binding.md")).unwrap();
    assert_eq!(text, lesson(Shape::Full, "python", "Late binding").unwrap());
}

/// What is there stays, whatever it is.
#[test]
fn a_lesson_is_written_over_nothing() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a.md"), "mine").unwrap();
    std::fs::create_dir(dir.path().join("b.md")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", dir.path().join("c.md")).unwrap();
    #[cfg(not(unix))]
    std::fs::write(dir.path().join("c.md"), "mine").unwrap();
    for name in ["a.md", "b.md", "c.md"] {
        let refused = format!("error: cannot write {name}: something is there already\n");
        assert_eq!(new(dir.path(), &[name]), (3, String::new(), refused));
    }
    assert_eq!(std::fs::read_to_string(dir.path().join("a.md")).unwrap(), "mine");
    let refused = "error: cannot write no/a.md: there is no directory no\n".to_owned();
    assert_eq!(new(dir.path(), &["no/a.md"]), (3, String::new(), refused));
}

/// The chapter is in the book, and a build has it.
#[test]
fn a_lesson_becomes_a_chapter() {
    let book = BookDir::new(&preprocessor_table(), &[("a", "# A\n")]);
    let summary = "# Summary\n\n* [A](a.md)\n\n---\n\n[End](end.md)\n";
    book.write("src/SUMMARY.md", summary);
    book.write("src/end.md", "# End\n");
    std::fs::create_dir(book.root().join("src/part")).unwrap();
    let said = new(book.root(), &["src/part/my-first lesson.md", "--summary"]);
    let expected = "src/part/my-first lesson.md: written\nsrc/SUMMARY.md: written\n";
    assert_eq!(said, (0, expected.to_owned(), String::new()));
    let link = "* [My first lesson](<part/my-first lesson.md>)\n";
    let summary = summary.replace("a.md)\n", &format!("a.md)\n{link}"));
    assert_eq!(book.read("src/SUMMARY.md"), summary);
    for build in [build_0_5, build_0_4] {
        assert_eq!(build(book.root()), [] as [String; 0]);
        let page = book.read("book/part/my-first lesson.html");
        assert!(page.contains("<section class=\"predict\""), "{page}");
    }
    // One that is listed already is not listed twice, from wherever the command is started.
    book.write("src/SUMMARY.md", "# Summary\n\n- [B](b.md)\n");
    let said = new(&book.root().join("src/part"), &["../b.md", "--summary"]);
    assert_eq!(said.0, 0, "{said:?}");
    assert!(
        said.1.starts_with("../b.md: written\n") && said.1.ends_with("SUMMARY.md: unchanged\n")
    );
}

#[test]
fn a_lesson_outside_a_book_is_no_chapter() {
    let dir = tempfile::tempdir().unwrap();
    let (code, _, said) = new(dir.path(), &["a.md", "--summary"]);
    assert_eq!(code, 3);
    assert!(said.starts_with("error: there is no SUMMARY.md in "), "{said}");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "nothing is written");
    assert_eq!(new(dir.path(), &["--summary"]).0, 2);
}

/// A name that mdBook or a terminal would read as something else is no name for a lesson.
#[test]
fn a_lesson_has_a_name_that_can_be_written() {
    let summary = "# Summary\n\n- [a](a.md)\n";
    let book = BookDir::new("", &[("a", "# A\n")]);
    for (name, said) in [
        (
            "src/x<y>.md",
            "cannot add src/x<y>.md to SUMMARY.md: mdBook could not read the link to it there; \
             give it another name",
        ),
        (
            "src/x\u{1b}[2Jy.md",
            "cannot write src/x\u{fffd}[2Jy.md: its name has a control character in it",
        ),
    ] {
        let refused = format!("error: {said}\n");
        assert_eq!(new(book.root(), &[name, "--summary"]), (3, String::new(), refused));
        assert!(!book.root().join(name).exists());
        assert_eq!(book.read("src/SUMMARY.md"), summary);
    }
}
