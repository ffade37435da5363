//! Adding this preprocessor to a book, and taking it out again.

use std::path::Path;

use mdbook_driver::config::Config;
use mdbook_predict::linked::FILES;
use mdbook_predict::setup::{installed, uninstalled};
use mdbook04::Config as Config04;
use serde_json::Value;

use crate::engines::{build_0_4, build_0_5};
use crate::support::{BookDir, checkout, command};

/// Ways to write preprocessors: with one that runs too early, in whichever table.
const PREPROCESSORS: [&str; 11] = [
    "",
    "[preprocessor.katex]\ncommand = \"k\" # why\n",
    "[preprocessor.katex]\n# for the formulas\n\n[preprocessor.toc]\nafter = [\"predict\"]\n",
    "[preprocessor]\nkatex = { command = \"k\" }\n",
    "[preprocessor]\nkatex.command = \"k\"\n",
    "[preprocessor]\n",
    "[preprocessor.links]\n\n[preprocessor.index]\n",
    "[preprocessor.\"a b\"]\ncommand = 'c'\n",
    "[preprocessor.katex]\nrenderers = [\"epub\"]\n",
    "[preprocessor.katex]\nbefore = [\"predict\"]\n",
    "[preprocessor.katex] # a\n   [preprocessor.admonish]  # b\ncommand=\"x\"\n",
];

/// Ways to write what the pages link.
const OUTPUTS: [&str; 11] = [
    "",
    "[output.html]\n",
    "[output.html]\nadditional-css = [\"theme/mine.css\"] # mine\nadditional-js = [ 'a.js', 'b.js', ]\n",
    "[output.html]\nadditional-css = [\n    \"a.css\", # one\n    \"b.css\" # two\n]\n# end\n",
    "[output.html]\nadditional-js = [\n\t\"a.js\",\n\t\"b.js\",   # two\n\n]\nno-section-label = true\n",
    "[output]\nhtml = { additional-css = [\"a.css\"] }\n",
    "[output]\nhtml.additional-css = [\"a.css\"]\n",
    "[output.html.search]\nlimit-results = 9\n",
    "[output.html]\n\n[output.epub]\n",
    "[output.html]\nadditional-css = [] # none\nadditional-js = [ ]\n",
    "[output.html]\nmathjax-support = true\n\n[output.html.fold]\nenable = true\n",
];

/// Texts that stand at the beginning, where dotted keys and tables in one line belong.
const BEGINNINGS: [&str; 6] = [
    "",
    "# A book\n\n[book]\ntitle = \"T\" # t\n\n",
    "[book]\ntitle = \"T\"\ndescription = \"\"\"\n[preprocessor.predict]\n\"\"\"\n",
    "preprocessor.katex.command = \"k\"\n[book]\n",
    "preprocessor = { katex = { command = \"k\" } }\n",
    "output = { html = { additional-css = [ \"a.css\" ] } } # one line\n",
];

/// Texts that stand at the end.
const ENDS: [&str; 4] = ["", "\n", "\n\n# the end\n", "   \n# no line ending"];

/// Books in all ways to write one: any two pieces meet, though not all four, and some have other
/// line endings or a byte-order mark.
fn books() -> Vec<String> {
    let mut books = Vec::new();
    for (at, beginning) in BEGINNINGS.iter().enumerate() {
        for (number, preprocessors) in PREPROCESSORS.iter().enumerate() {
            for output in OUTPUTS.iter().skip((at + number) % 3).step_by(3) {
                let end = ENDS[books.len() % ENDS.len()];
                let text = format!("{beginning}{preprocessors}{output}{end}");
                if toml::from_str::<Value>(&text).is_ok() {
                    let windows = text.replace('\n', "\r\n");
                    let variants = [text, format!("\u{feff}{windows}"), windows];
                    books.push(variants[books.len() % variants.len()].clone());
                }
            }
        }
    }
    assert!(books.len() > 100, "{}", books.len());
    books
}

fn parsed(text: &str) -> Value {
    toml::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

/// What an author wrote stays, and what is added goes without a trace.
#[test]
fn installing_and_uninstalling_gives_the_same_bytes() {
    for text in books() {
        for is_linked in [false, true] {
            let after = installed(&text, is_linked).unwrap_or_else(|e| panic!("{e}\n{text}"));
            assert_eq!(installed(&after, false).unwrap(), after, "a second run changes nothing");
            assert_eq!(uninstalled(&after, &FILES).unwrap(), text, "{after}");
            let kept = |line: &str| line.starts_with('#') || line.contains(" # ");
            for line in text.lines().map(str::trim_end).filter(|line| kept(line)) {
                let (_, comment) = line.split_once('#').unwrap();
                assert!(after.contains(comment), "{line}\n{after}");
            }
        }
    }
}

/// Both engines read what was added, and whatever else they read before.
#[test]
fn installing_means_what_it_is_for() {
    for text in books() {
        let after = installed(&text, true).unwrap();
        let (mut toml, before) = (parsed(&after), parsed(&text));
        assert_eq!(toml["preprocessor"]["predict"]["assets"], "linked");
        for file in FILES {
            let list = toml["output"]["html"][file.key].as_array().unwrap().clone();
            assert_eq!(list.last().unwrap(), file.name);
            let others = before["output"]["html"][file.key].as_array();
            assert_eq!(list.len(), others.map_or(0, Vec::len) + 1);
            match others {
                Some(others) => toml["output"]["html"][file.key] = others.clone().into(),
                None => drop(toml["output"]["html"].as_object_mut().unwrap().remove(file.key)),
            }
        }
        toml["preprocessor"].as_object_mut().unwrap().remove("predict");
        for name in ["preprocessor", "output"] {
            let is_empty = |value: &Value| value.as_object().is_some_and(|table| table.is_empty());
            if before.get(name).is_none() && toml[name].get("html").is_some_and(is_empty) {
                toml[name].as_object_mut().unwrap().remove("html");
            }
            if before.get(name).is_none() && is_empty(&toml[name]) {
                toml.as_object_mut().unwrap().remove(name);
            }
        }
        assert_eq!(toml, before, "{after}");
        let (after, text) = (after.replace('\u{feff}', ""), text.replace('\u{feff}', ""));
        after.parse::<Config>().unwrap_or_else(|error| panic!("0.5: {error}\n{after}"));
        // That one cannot read all books.
        if text.parse::<Config04>().is_ok() {
            after.parse::<Config04>().unwrap_or_else(|error| panic!("0.4: {error}\n{after}"));
        }
    }
}

#[track_caller]
fn check(text: &str, is_linked: bool, expected: &str) {
    assert_eq!(installed(text, is_linked).unwrap(), expected);
}

#[test]
fn what_is_added_looks_as_if_its_author_had_written_it() {
    check("", false, "[preprocessor.predict]\n");
    check("[book]\n", false, "[book]\n\n[preprocessor.predict]\n");
    check(
        "[preprocessor.katex]\n[preprocessor.predict]\n# mine\nbefore = [\n  \"toc\",\n]\n",
        false,
        "[preprocessor.katex]\n[preprocessor.predict]\n# mine\nbefore = [\n  \"toc\",\n  \"katex\",\n]\n",
    );
    check(
        "preprocessor.predict.assets = \"inline\" # why\n[output.html]\n",
        true,
        "preprocessor.predict.assets = \"linked\" # why\n[output.html]\n\
         additional-css = [\"predict.css\"]\nadditional-js = [\"predict.js\"]\n",
    );
    check(
        "preprocessor = { a = {}, predict = {} }\n",
        false,
        "preprocessor = { a = {}, predict = { before = [\"a\"] } }\n",
    );
    check(
        "[preprocessor.predict]\nassets = \"linked\"\n[output.html]\n\
         additional-css = [\"theme/predict.css\"]\n",
        false,
        "[preprocessor.predict]\nassets = \"linked\"\n[output.html]\n\
         additional-css = [\"theme/predict.css\"]\nadditional-js = [\"predict.js\"]\n",
    );
}

/// What its author added to our table or our lists stays.
#[test]
fn uninstalling_takes_nothing_else() {
    for (text, expected) in [
        (
            "[preprocessor.predict]\ngate = \"attempt\"\n",
            "[preprocessor.predict]\ngate = \"attempt\"\n",
        ),
        (
            "[preprocessor.predict]\n# why\nbefore = [\"katex\", \"toc\"] # mine\n\n[preprocessor.toc]\n",
            "[preprocessor.predict]\n# why\nbefore = [\"toc\"] # mine\n\n[preprocessor.toc]\n",
        ),
        ("[preprocessor.predict]\n# why\n\n[output.html]\n", "# why\n\n[output.html]\n"),
        (
            "[preprocessor.predict] # for lessons\n# why\n",
            "[preprocessor.predict] # for lessons\n# why\n",
        ),
        (
            "[output.html]\nadditional-css = [\"predict.css\", \"mine.css\"]\n",
            "[output.html]\nadditional-css = [\"mine.css\"]\n",
        ),
        (
            "[preprocessor.predict.labels]\nwhy = \"W\"\n",
            "[preprocessor.predict.labels]\nwhy = \"W\"\n",
        ),
        ("[book]\n", "[book]\n"),
        ("", ""),
    ] {
        assert_eq!(uninstalled(text, &FILES).unwrap(), expected);
    }
}

#[test]
fn what_is_no_table_or_list_is_said() {
    for (text, expected) in [
        ("preprocessor = 3\n", "`preprocessor` is not a table"),
        ("[preprocessor]\npredict = true\n", "`preprocessor.predict` is not a table"),
        (
            "[preprocessor.a]\n[preprocessor.predict]\nbefore = \"a\"\n",
            "`before` in `[preprocessor.predict]` is not a list",
        ),
        ("[output]\nhtml = 1\n", "`output.html` is not a table"),
        ("[output.epub]\n", "this book has no `[output.html]`, and nothing else links files"),
        (
            "[output.html]\nadditional-css = \"a.css\"\n",
            "`additional-css` in `[output.html]` is not a list",
        ),
    ] {
        assert_eq!(installed(text, true).unwrap_err().to_string(), expected);
    }
}

/// Runs the command in `dir`: its exit code, and what it says.
pub(crate) fn run(dir: &Path, arguments: &[&str]) -> (i32, String) {
    let output = command().args(arguments).current_dir(dir).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(said).unwrap())
}

const NEXT: &str = "\nNow write a lesson: `mdbook-predict new` prints one to start from.\n";

#[test]
fn a_book_is_set_up_and_back() {
    let book = BookDir::new("[preprocessor.katex]\n", &[]);
    let before = book.read("book.toml");
    let shown = "--- ./book.toml\n+++ ./book.toml\n@@ -2,3 +2,6 @@\n title = \"Book\"\n \n \
                 [preprocessor.katex]\n+\n+[preprocessor.predict]\n+before = [\"katex\"]\n";
    assert_eq!(run(book.root(), &["install", "--dry-run"]), (0, shown.to_owned()));
    let guide = std::fs::read_to_string(checkout().join("book/src/commands.md")).unwrap();
    assert!(guide.contains(&format!("```text\n{shown}```\n")));
    assert_eq!(book.read("book.toml"), before);
    let said = format!("./book.toml: written\n{NEXT}");
    assert_eq!(run(book.root(), &["install"]), (0, said));
    assert_eq!(run(book.root(), &["install"]), (0, "./book.toml: unchanged\n".to_owned()));
    let said = "./predict.css: written\n./predict.js: written\n./book.toml: written\n".to_owned();
    assert_eq!(run(book.root(), &["install", "--linked"]), (0, said));
    for file in FILES {
        assert_eq!(book.read(file.name), file.text());
        // Another version's file is ours.
        book.write(file.name, "/* mdbook-predict wrote this once. */");
    }
    let said = "./predict.css: written\n./predict.js: written\n./book.toml: unchanged\n".to_owned();
    assert_eq!(run(book.root(), &["install"]), (0, said));
    let (_, shown) = run(book.root(), &["uninstall", "--dry-run"]);
    assert!(shown.ends_with("./predict.css: would be removed\n./predict.js: would be removed\n"));
    let said = "./book.toml: written\n./predict.css: removed\n./predict.js: removed\n".to_owned();
    assert_eq!(run(book.root(), &["uninstall"]), (0, said));
    assert_eq!(book.read("book.toml"), before);
    assert_eq!(run(book.root(), &["uninstall"]), (0, "./book.toml: unchanged\n".to_owned()));
    assert_eq!(std::fs::read_dir(book.root()).unwrap().count(), 2, "nothing is left behind");
}

/// What `install --linked` leaves is what a build wants.
#[test]
fn both_engines_build_a_book_that_was_set_up() {
    for build in [build_0_5, build_0_4] {
        let book = BookDir::new("", &[("a", "~~~takeaway\nt\n~~~\n")]);
        assert_eq!(run(book.root(), &["install", "--linked"]).0, 0);
        let us = env!("CARGO_BIN_EXE_mdbook-predict").replace('\\', "/");
        let table = format!("[preprocessor.predict]\ncommand = \"{us}\"");
        let toml = book.read("book.toml").replace("[preprocessor.predict]", &table);
        book.write("book.toml", &toml);
        assert_eq!(build(book.root()), [] as [String; 0]);
        assert!(book.read("book/a.html").contains("<aside role=\"note\""));
        // An author's key keeps the table, which is said.
        let (_, said) = run(book.root(), &["uninstall"]);
        let left = "\n`[preprocessor.predict]` stays with `command`: `install` did not write it. \
                    Take the table out yourself, and mdBook no longer calls mdbook-predict.\n";
        assert!(said.ends_with(left), "{said}");
        assert_eq!(book.read("book.toml"), format!("[book]\ntitle = \"Book\"\n\n\n{table}\n"));
    }
}

#[test]
fn a_book_that_is_not_there_is_called_missing() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("empty")).unwrap();
    std::fs::write(dir.path().join("book.toml"), "[book\n").unwrap();
    for command in ["install", "uninstall"] {
        for (place, expected) in [
            ("no/such", "there is no directory no/such\n"),
            ("book.toml", "book.toml is a file, and not the directory of a book\n"),
            (
                "empty",
                "there is no book.toml in empty: name the directory of a book, or make one there \
                 with `mdbook init`\n",
            ),
            (
                ".",
                "cannot change ./book.toml: TOML parse error at line 1, column 6\n  |\n1 | [book\n  \
                 |      ^\nunclosed table, expected `]`\n\n",
            ),
        ] {
            assert_eq!(run(dir.path(), &[command, place]), (3, format!("error: {expected}")));
        }
    }
    assert_eq!(std::fs::read_to_string(dir.path().join("book.toml")).unwrap(), "[book\n");
    assert_eq!(std::fs::read_dir(dir.path().join("empty")).unwrap().count(), 0);
}

/// What others wrote stays, unless the author says otherwise, and no link is followed.
#[cfg(unix)]
#[test]
fn install_writes_over_nothing_of_others() {
    let (book, elsewhere) = (BookDir::new("", &[]), tempfile::tempdir().unwrap());
    let before = book.read("book.toml");
    let css = book.root().join("predict.css");
    let install =
        |arguments: &[&str]| run(book.root(), &[&["install", "--linked"], arguments].concat());
    std::fs::write(&css, "main { color: red }").unwrap();
    let refused = "error: cannot write ./predict.css: the file that is there is not ours; \
                   `--force` writes over it\n";
    assert_eq!(install(&[]), (3, refused.to_owned()));
    assert_eq!(std::fs::read_to_string(&css).unwrap(), "main { color: red }");
    assert_eq!(book.read("book.toml"), before, "all or nothing");
    assert!(!book.root().join("predict.js").exists(), "all or nothing");
    assert_eq!(install(&["--force"]).0, 0);
    assert_eq!(std::fs::read_to_string(&css).unwrap(), FILES[0].text());
    let target = elsewhere.path().join("target");
    std::fs::write(&target, FILES[0].text()).unwrap();
    std::fs::remove_file(&css).unwrap();
    for target in [target.as_path(), Path::new("nowhere"), Path::new("/dev/zero")] {
        std::os::unix::fs::symlink(target, &css).unwrap();
        let refused = "error: cannot write ./predict.css: it is a symbolic link; `--force` puts a \
                       file in its place\n";
        assert_eq!(install(&[]), (3, refused.to_owned()));
        assert_eq!(install(&["--force"]).0, 0);
        assert!(std::fs::symlink_metadata(&css).unwrap().is_file());
        std::fs::remove_file(&css).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&target).unwrap(), FILES[0].text());
    std::fs::create_dir(&css).unwrap();
    let refused = "error: cannot write ./predict.css: something that is not a regular file is \
                   there\n";
    assert_eq!(install(&["--force"]), (3, refused.to_owned()));
}

/// A comment of its author's keeps the table, which is said.
#[test]
fn uninstall_leaves_a_table_with_a_comment() {
    let toml = "[preprocessor.predict] # for the lessons of part two\n";
    let book = BookDir::new(toml, &[]);
    let before = book.read("book.toml");
    let said = "./book.toml: unchanged\n\n`[preprocessor.predict]` stays with its comment: `install` \
                did not write it. Take the table out yourself, and mdBook no longer calls \
                mdbook-predict.\n";
    assert_eq!(run(book.root(), &["install"]).0, 0);
    assert_eq!(run(book.root(), &["uninstall"]), (0, said.to_owned()));
    assert_eq!(book.read("book.toml"), before);
}

/// A file that is not ours stays, and so does the line that names it.
#[test]
fn uninstall_removes_nothing_of_others() {
    let book = BookDir::new("", &[]);
    assert_eq!(run(book.root(), &["install", "--linked"]).0, 0);
    book.write("predict.css", "main { color: red }");
    let said = "./book.toml: written\n./predict.js: removed\n./predict.css stays: it is not ours\n";
    assert_eq!(run(book.root(), &["uninstall"]), (0, said.to_owned()));
    assert_eq!(book.read("predict.css"), "main { color: red }");
    let toml = book.read("book.toml");
    assert!(toml.ends_with("\nadditional-css = [\"predict.css\"]\n"), "{toml}");
    assert!(!toml.contains("predict.js") && !toml.contains("[preprocessor"), "{toml}");
}

/// A link stays a link, a mode stays a mode, and what is read-only is not written.
#[cfg(unix)]
#[test]
fn book_toml_stays_the_file_that_it_is() {
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let book = BookDir::new("", &[]);
    let (path, target) = (book.root().join("book.toml"), book.root().join("elsewhere/mine.toml"));
    std::fs::create_dir(book.root().join("elsewhere")).unwrap();
    std::fs::rename(&path, &target).unwrap();
    symlink("elsewhere/mine.toml", &path).unwrap();
    let mode = |mode| std::fs::set_permissions(&target, Permissions::from_mode(mode)).unwrap();
    mode(0o440);
    let before = std::fs::read_to_string(&target).unwrap();
    let refused = "error: cannot write ./book.toml: it is read-only\n".to_owned();
    assert_eq!(run(book.root(), &["install"]), (3, refused.clone()));
    assert_eq!(run(book.root(), &["install", "--linked"]), (3, refused));
    assert_eq!(std::fs::read_to_string(&target).unwrap(), before);
    assert!(!book.root().join("predict.css").exists(), "all or nothing");
    mode(0o640);
    assert_eq!(run(book.root(), &["install"]).0, 0);
    assert!(std::fs::symlink_metadata(&path).unwrap().is_symlink());
    assert_eq!(std::fs::read_link(&path).unwrap(), Path::new("elsewhere/mine.toml"));
    let there = std::fs::metadata(&target).unwrap();
    assert_eq!(there.permissions().mode() & 0o777, 0o640);
    assert_eq!(std::fs::read_to_string(&target).unwrap(), before + "\n[preprocessor.predict]\n");
    let names = std::fs::read_dir(book.root().join("elsewhere")).unwrap().count();
    assert_eq!(names, 1, "nothing is left behind");
    assert_eq!(run(book.root(), &["uninstall"]).0, 0);
    assert!(std::fs::symlink_metadata(&path).unwrap().is_symlink());
}

/// Lists may name the files elsewhere, and there they are kept up.
#[test]
fn files_are_written_where_the_book_has_them() {
    let toml = "[preprocessor.predict]\nassets = \"linked\"\n\n[output.html]\n\
                additional-css = [\"theme/predict.css\"]\nadditional-js = [\"theme/predict.js\"]\n";
    let book = BookDir::new(toml, &[]);
    let refused = "error: cannot write ./theme/predict.css: there is no directory ./theme\n";
    assert_eq!(run(book.root(), &["install"]), (3, refused.to_owned()));
    std::fs::create_dir(book.root().join("theme")).unwrap();
    let said =
        "./theme/predict.css: written\n./theme/predict.js: written\n./book.toml: unchanged\n";
    assert_eq!(run(book.root(), &["install"]), (0, said.to_owned()));
    assert_eq!(run(book.root(), &["uninstall"]).0, 0);
    assert_eq!(std::fs::read_dir(book.root().join("theme")).unwrap().count(), 0);
}
