//! The line for proofs in `.gitattributes`, which comes and goes with this preprocessor.

use std::path::Path;

use crate::install::run;
use crate::support::{BookDir, checkout};

const FILE: &str = ".gitattributes";
const LINE: &str = "predict.lock merge=union\n";

/// A book in what `install` takes for a git repository, and where mdBook calls us already.
fn book() -> BookDir {
    let book = BookDir::new("[preprocessor.predict]\n", &[]);
    std::fs::create_dir(book.root().join(".git")).unwrap();
    book
}

#[track_caller]
fn says(dir: &Path, arguments: &[&str], expected: &str) {
    assert_eq!(run(dir, arguments), (0, expected.to_owned()));
}

#[track_caller]
fn refuses(dir: &Path, arguments: &[&str], expected: &str) {
    assert_eq!(run(dir, arguments), (3, format!("error: {expected}\n")));
}

/// Made where it is missing, shown before, and removed by who made it.
#[test]
fn the_file_comes_and_goes() {
    let book = book();
    let toml = "./book.toml: unchanged\n";
    let shown = format!("--- ./{FILE}\n+++ ./{FILE}\n@@ -0,0 +1 @@\n+{LINE}");
    says(book.root(), &["install", "--dry-run"], &format!("{shown}{toml}"));
    let guide = std::fs::read_to_string(checkout().join("book/src/commands.md")).unwrap();
    assert!(guide.contains(&format!("```text\n{shown}```\n")));
    assert!(!book.root().join(FILE).exists());
    says(book.root(), &["install"], &format!("./{FILE}: written\n{toml}"));
    assert_eq!(book.read(FILE), LINE);
    says(book.root(), &["install"], &format!("./{FILE}: unchanged\n{toml}"));
    says(book.root(), &["install", "--dry-run"], &format!("./{FILE}: unchanged\n{toml}"));
    assert_eq!(book.read(FILE), LINE);
    let (_, shown) = run(book.root(), &["uninstall", "--dry-run"]);
    assert!(shown.ends_with(&format!("./{FILE}: would be removed\n")), "{shown}");
    let written = "./book.toml: written\n";
    says(book.root(), &["uninstall"], &format!("{written}./{FILE}: removed\n"));
    assert!(!book.root().join(FILE).exists());
    says(book.root(), &["uninstall"], toml);
}

/// What an author has there stays as it is, byte for byte.
#[test]
fn the_line_comes_and_goes_in_a_file_of_the_author() {
    for text in ["* text=auto\n", "# mine\r\n*.png binary\r\n", "*.md text", "", "\n"] {
        let book = book();
        book.write(FILE, text);
        says(book.root(), &["install"], &format!("./{FILE}: written\n./book.toml: unchanged\n"));
        let after = book.read(FILE);
        assert!(after.starts_with(text) && after.contains(LINE.trim_end()), "{after}");
        says(book.root(), &["install"], &format!("./{FILE}: unchanged\n./book.toml: unchanged\n"));
        assert_eq!(book.read(FILE), after);
        says(book.root(), &["uninstall"], &format!("./book.toml: written\n./{FILE}: written\n"));
        assert_eq!(book.read(FILE), text);
    }
    let book = book();
    book.write(FILE, "# mine\n* text=auto\n");
    let (_, shown) = run(book.root(), &["install", "--dry-run"]);
    let expected = "@@ -1,2 +1,3 @@\n # mine\n * text=auto\n+predict.lock merge=union\n";
    assert!(shown.contains(expected), "{shown}");
}

/// Whoever says how proofs are to be merged is not contradicted, there or further up.
#[test]
fn what_an_author_says_of_merging_stays() {
    let of_author = "predict.lock text eol=lf -merge\n";
    let top = book();
    top.write(FILE, of_author);
    says(top.root(), &["install"], &format!("./{FILE}: unchanged\n./book.toml: unchanged\n"));
    says(top.root(), &["uninstall"], "./book.toml: written\n");
    assert_eq!(top.read(FILE), of_author);
    top.write("guides/rust/book.toml", "[preprocessor.predict]\n");
    let inner = top.root().join("guides/rust");
    says(&inner, &["install"], "./book.toml: unchanged\n");
    top.write(FILE, "guides/rust/predict.lock merge=union\n");
    says(&inner, &["install"], "./book.toml: unchanged\n");
    says(top.root(), &["install", "guides/rust"], "guides/rust/book.toml: unchanged\n");
    assert!(!inner.join(FILE).exists());
    top.write(FILE, "guides/go/predict.lock merge=union\n");
    let said = format!("guides/rust/{FILE}: written\nguides/rust/book.toml: unchanged\n");
    says(top.root(), &["install", "guides/rust"], &said);
    assert_eq!(top.read("guides/rust/.gitattributes"), LINE);
}

/// Only git reads the file: a book without it gets none. A work tree has a file for a repository.
#[test]
fn a_book_outside_of_git_gets_no_file() {
    let book = BookDir::new("[preprocessor.predict]\n", &[]);
    says(book.root(), &["install"], "./book.toml: unchanged\n");
    assert!(!book.root().join(FILE).exists());
    book.write(".git", "gitdir: /elsewhere\n");
    says(book.root(), &["install"], &format!("./{FILE}: written\n./book.toml: unchanged\n"));
    // What is there goes, wherever the book has gone.
    std::fs::remove_file(book.root().join(".git")).unwrap();
    says(book.root(), &["uninstall"], &format!("./book.toml: written\n./{FILE}: removed\n"));
}

/// What is in the way is named, nothing at all is written, and nothing of others goes.
#[cfg(unix)]
#[test]
fn what_is_in_the_way_is_said() {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let book = BookDir::new("", &[]);
    fs::create_dir(book.root().join(".git")).unwrap();
    let (path, before) = (book.root().join(FILE), book.read("book.toml"));
    book.write("mine", "* text\n");
    let way = |problem: &str| {
        for arguments in [&["install", "--linked"][..], &["install", "--linked", "--force"]] {
            refuses(book.root(), arguments, &format!("cannot write ./{FILE}: {problem}"));
        }
        assert_eq!(book.read("book.toml"), before);
        assert!(!book.root().join("predict.css").exists(), "all or nothing");
        assert_eq!(run(book.root(), &["uninstall", "--dry-run"]).0, 0);
    };
    for target in ["mine", "nowhere", "/dev/zero"] {
        symlink(target, &path).unwrap();
        way("it is a symbolic link, which git does not follow there; put a file in its place");
        says(book.root(), &["uninstall"], "./book.toml: unchanged\n");
        fs::remove_file(&path).unwrap();
    }
    assert_eq!(book.read("mine"), "* text\n");
    fs::create_dir(&path).unwrap();
    way("something that is not a regular file is there");
    says(book.root(), &["uninstall"], "./book.toml: unchanged\n");
    fs::remove_dir(&path).unwrap();
    fs::write(&path, b"# \xe4\n").unwrap();
    way("stream did not contain valid UTF-8");
    let said = format!(
        "./book.toml: unchanged\n./{FILE} stays as it is: stream did not contain valid UTF-8\n"
    );
    says(book.root(), &["uninstall"], &said);
    fs::write(&path, "* text\n").unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o440)).unwrap();
    way("it is read-only");
    fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
    assert_eq!(run(book.root(), &["install"]).0, 0);
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(book.read(FILE), format!("* text\n{LINE}"));
}
