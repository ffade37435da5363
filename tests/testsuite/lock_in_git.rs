//! Merges of `predict.lock` with the real git, in books that `install` has set up for that.
//!
//! Where git is not installed the tests say that they did not run; with `CI` set that is a failure.

use std::ffi::OsStr;
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

use mdbook_predict::proof::{Confinement, LOCK_FILE, Lock, Proof, ProofHash, UnreadableLock};

use crate::engines::build_0_5;
use crate::install::run;
use crate::support::{BookDir, preprocessor_table};

/// A book in a git repository of its own.
struct Repository {
    book: BookDir,
}

impl Repository {
    /// One with `chapters`, set up by `install` if that is wanted; nothing where there is no git.
    fn new(chapters: &[(&str, &str)], is_set_up: bool) -> Option<Self> {
        if !has_git() {
            return None;
        }
        let repository = Repository {
            book: BookDir::new(&format!("{}unproved = \"deny\"\n", preprocessor_table()), chapters),
        };
        repository.git(["init", "--quiet"]);
        if is_set_up {
            let said = "./.gitattributes: written\n./book.toml: unchanged\n".to_owned();
            assert_eq!(run(repository.book.root(), &["install"]), (0, said));
        }
        repository.commit("base");
        Some(repository)
    }

    /// What git prints, which has to succeed.
    fn git<const N: usize>(&self, arguments: [&str; N]) -> String {
        let output = git(self.book.root(), arguments).unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Commits whatever there is.
    fn commit(&self, what: &str) {
        self.git(["add", "--all"]);
        self.git(["commit", "--quiet", "--allow-empty", "--message", what]);
    }

    /// Merges two branches, in which `ours` and `theirs` changed the book; whether git did that
    /// without a conflict.
    fn merge(&self, ours: impl Fn(&BookDir), theirs: impl Fn(&BookDir)) -> bool {
        self.git(["checkout", "--quiet", "-b", "theirs"]);
        theirs(&self.book);
        self.commit("theirs");
        self.git(["checkout", "--quiet", "main"]);
        ours(&self.book);
        self.commit("ours");
        let output = git(self.book.root(), ["merge", "--quiet", "--no-edit", "theirs"]).unwrap();
        let unmerged = self.git(["ls-files", "--unmerged"]);
        assert_eq!(output.status.success(), unmerged.is_empty(), "{output:?}");
        output.status.success()
    }

    /// The same for branches that write these locks.
    fn merge_locks(&self, ours: &str, theirs: &str) -> bool {
        self.merge(|book| book.write(LOCK_FILE, ours), |book| book.write(LOCK_FILE, theirs))
    }

    fn lock(&self) -> String {
        self.book.read(LOCK_FILE)
    }
}

/// Runs git as on a machine on which nobody has set anything.
fn git<const N: usize>(dir: &Path, arguments: [&str; N]) -> std::io::Result<Output> {
    let mut git = Command::new("git");
    for (name, _) in std::env::vars_os() {
        if name.as_encoded_bytes().starts_with(b"GIT_") {
            git.env_remove(name);
        }
    }
    for name in ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"] {
        git.env(name, OsStr::new("/dev/null"));
    }
    for setting in [
        "user.name=Author",
        "user.email=author@example.com",
        "init.defaultBranch=main",
        "core.autocrlf=false",
    ] {
        git.args(["-c", setting]);
    }
    git.args(arguments).current_dir(dir).output()
}

/// Whether there is git; where there is none, this says so.
fn has_git() -> bool {
    static HAS_GIT: LazyLock<bool> = LazyLock::new(|| {
        let found = git(Path::new("."), ["--version"]);
        let is_missing = found.is_err_and(|error| error.kind() == ErrorKind::NotFound);
        if is_missing {
            let _ = writeln!(std::io::stderr(), "not run: merges with git");
        }
        !is_missing
    });
    assert!(*HAS_GIT || std::env::var_os("CI").is_none(), "not run: merges with git");
    *HAS_GIT
}

/// The proofs that `words` name: each is the letter of a chapter, then, where that is another one,
/// `:` and the letter that its hash is made of, and `@` and the systems that it was made on.
fn proofs(words: &str) -> Vec<Proof> {
    words.split_whitespace().map(proof).collect()
}

fn proof(word: &str) -> Proof {
    let (place, systems) = word.split_once('@').unwrap_or((word, "linux"));
    let (chapter, hash) = place.split_once(':').unwrap_or((place, place));
    let hash = hash.chars().next().unwrap();
    Proof {
        at: format!("{chapter}.md#it"),
        run: "predict".to_owned(),
        hash: ProofHash::named(&format!("{:032x}", u32::from(hash))).unwrap(),
        with: systems.split('+').map(|system| format!("python 3.12 {system}")).collect(),
        sandbox: Confinement::Full,
        place: 0..0,
    }
}

/// The file with these proofs, as `verify` writes it.
fn lock(words: &str) -> String {
    let mut lock = Lock::default();
    proofs(words).into_iter().for_each(|proof| lock.add(proof));
    lock.text()
}

/// What `verify` makes of `text`, when it has to write.
fn read_and_written(text: &str) -> String {
    Lock::parse(text).unwrap_or_else(|error| panic!("{error:?}\n{text}")).text()
}

/// The file in which the lines of these proofs stand one behind the other, as they are named here.
fn in_order(words: &str) -> String {
    let empty = lock("");
    let head = empty.strip_suffix("]\n").unwrap();
    let line = |word| lock(word)[head.len()..].strip_suffix("]\n").unwrap().to_owned();
    format!("{head}{}]\n", words.split_whitespace().map(line).collect::<String>())
}

/// Merges a lock with the proofs in `base`, or none, that has become `ours` and `theirs`: git has no
/// conflict, and leaves the lines in `merged`; and what `verify` would write then are those in `known`.
#[track_caller]
fn check(base: Option<&str>, [ours, theirs]: [&str; 2], merged: &str, known: &str) {
    let Some(repository) = Repository::new(&[], true) else { return };
    if let Some(base) = base {
        repository.book.write(LOCK_FILE, &lock(base));
        repository.commit("lock");
    }
    assert!(repository.merge_locks(&lock(ours), &lock(theirs)), "{}", repository.lock());
    assert_eq!(repository.lock(), in_order(merged));
    assert_eq!(read_and_written(&repository.lock()), lock(known));
}

/// The words of these tests name what they are said to.
#[test]
fn proofs_are_named_by_words() {
    assert_eq!(in_order("a b c"), lock("c a b"));
    assert_ne!(in_order("b a"), lock("a b"));
    assert_eq!(in_order(""), lock(""));
    let text = lock("m:a@linux+macos b");
    assert_eq!(text.lines().filter(|line| line.starts_with("    {")).count(), 2, "{text}");
    let line = "    { at = \"m.md#it\", run = \"predict\", \
                hash = \"00000000000000000000000000000061\", \
                with = [\"python 3.12 linux\", \"python 3.12 macos\"], sandbox = \"full\" },\n]\n";
    assert!(text.ends_with(line), "{text}");
}

/// What the line in `.gitattributes` is for: without it, a lock is no lock any more.
#[test]
fn without_the_line_neighbours_are_a_conflict() {
    let Some(repository) = Repository::new(&[], false) else { return };
    assert!(!repository.merge_locks(&lock("a"), &lock("b")));
    let text = repository.lock();
    assert!(text.contains("<<<<<<< HEAD\n"), "{text}");
    let refused = Lock::parse(&text).unwrap_err();
    assert!(matches!(refused, UnreadableLock::Malformed(..)), "{refused:?}");
}

/// Two branches each have a new lesson, or two, and in the file they are neighbours.
#[test]
fn neighbouring_additions_are_both_kept() {
    check(Some("a e"), ["a b e", "a c e"], "a b c e", "a b c e");
    // Git puts ours first, wherever they belong; the next `verify` that writes sorts them.
    check(Some("a e"), ["a c e", "a b d e"], "a c b d e", "a b c d e");
    // At the end, before the bracket, in a file that had no proofs.
    check(Some(""), ["a b", "a c"], "a b c", "a b c");
    check(Some("a"), ["a b", "a b"], "a b", "a b");
}

/// Both sides changed one program, each in its way: the merge of the chapter decides which one
/// stays, and its proof is there.
#[test]
fn proofs_of_one_program_that_both_changed_are_both_kept() {
    check(Some("a:o b"), ["a:y b", "a:x b"], "a:y a:x b", "a:x a:y b");
    check(Some("a:o"), ["a:x", "a:y"], "a:x a:y", "a:x a:y");
}

/// Both branches have the first proofs of the book, and there is no text that both come from.
#[test]
fn locks_that_both_sides_begin_become_one() {
    check(None, ["a c", "b d"], "a c b d", "a b c d");
    // What both have between what differs may stand there twice.
    check(None, ["a c e", "b c d"], "a c e b c d", "a b c d e");
    check(None, ["a", ""], "a", "a");
    check(None, ["a b", "a b"], "a b", "a b");
}

/// Git takes differences with less than four lines between them as one, and keeps those lines twice:
/// so nothing that may differ stands before what may be there only once.
#[test]
fn locks_with_another_comment_become_one() {
    let Some(repository) = Repository::new(&[], true) else { return };
    let of_later = lock("b").replacen("# What", "# A later version says what", 1);
    assert_ne!(of_later, lock("b"));
    assert!(repository.merge_locks(&lock("a"), &of_later));
    let text = repository.lock();
    assert!(text.contains("# What") && text.contains("# A later version says what"), "{text}");
    assert_eq!(read_and_written(&text), lock("a b"));
}

/// Each side proved the same on its system: one proof, which knows both, in one line.
#[test]
fn proofs_of_two_systems_become_one() {
    check(None, ["a@linux", "a@macos"], "a@linux a@macos", "a@linux+macos");
    check(
        Some("a@windows b"),
        ["a@linux+windows b", "a@macos+windows b"],
        "a@linux+windows a@macos+windows b",
        "a@linux+macos+windows b",
    );
}

/// A chapter got another name on one branch, and on the other a proof came beside its own: the line
/// of the old name is back with that. It is as true as before, and all are found.
#[test]
fn proofs_of_a_renamed_chapter_stay_proofs() {
    check(Some("b z"), ["m:b z", "b c z"], "m:b b c z", "b c m:b z");
    check(Some("b z"), ["b c z", "m:b z"], "b c m:b z", "b c m:b z");
    let read = Lock::parse(&in_order("m:b b c z")).unwrap();
    for proof in proofs("m:b b c z") {
        assert!(read.find(proof.hash).is_some());
        assert_eq!(read.at(&proof.at, "predict").len(), 1);
    }
    // With a line between them that nobody changed, git does what both did.
    check(Some("b c d h"), ["c d h z:b", "b c d g h"], "c d g h z:b", "c d g h z:b");
}

/// A lesson went on one branch, and a new one came beside it on the other: the proof that nobody
/// needs is back. No program is looked up by it, and `verify --all` takes it out.
#[test]
fn a_deletion_beside_an_addition_comes_back() {
    check(Some("a b d"), ["a d", "a b c d"], "a b c d", "a b c d");
    check(Some("a b d"), ["a b c d", "a d"], "a b c d", "a b c d");
    // Apart from each other, both are done.
    check(Some("a b d e"), ["a d e", "a b d e f"], "a d e f", "a d e f");
}

/// A question about a program that prints its own number.
fn question(number: u8) -> String {
    format!(
        "~~~predict {{#q{number}}}\n```sh\necho {number}\n```\n```output\n{number}\n```\n~~~\n\n"
    )
}

/// What `verify` says of a book, without what took how long.
#[cfg(unix)]
fn verified(book: &BookDir, arguments: &[&str], ci: Option<&str>) -> String {
    let mut verify = crate::support::command();
    verify.arg("verify").args(arguments).current_dir(book.root());
    verify.env_remove("CI").envs(ci.map(|ci| ("CI", ci)));
    let output = verify.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    text.lines()
        .filter(|line| !line.starts_with(" proved"))
        .map(|line| line.to_owned() + "\n")
        .collect()
}

/// Two authors work on a book: one writes a lesson beside another one, and the other one renames a
/// chapter and changes a program. What both have proved is proved in the merge.
#[cfg(unix)]
#[test]
fn what_two_authors_proved_is_proved_in_the_merge() {
    let chapters = [("one", question(1) + &question(4)), ("two", question(2) + &question(3))];
    let chapters: Vec<(&str, &str)> =
        chapters.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let Some(repository) = Repository::new(&chapters, true) else { return };
    verified(&repository.book, &[], None);
    repository.commit("proved");
    let ours = |book: &BookDir| {
        book.write("src/one.md", &[1, 5, 4].map(question).concat());
        let told = "5 programs: 1 proved, 4 proved before\npredict.lock: written, with 1 new\n";
        assert_eq!(verified(book, &[], None), told);
    };
    let theirs = |book: &BookDir| {
        std::fs::remove_file(book.root().join("src/two.md")).unwrap();
        book.write("src/a.md", &(question(2) + &question(3).replace("echo 3", "echo $((1 + 2))")));
        book.write("src/SUMMARY.md", &book.read("src/SUMMARY.md").replace("two.md", "a.md"));
        let told = "4 programs: 1 proved, 3 proved before\npredict.lock: written, with 1 new\n";
        assert_eq!(verified(book, &[], None), told);
    };
    assert!(repository.merge(ours, theirs), "{}", repository.lock());
    let book = &repository.book;
    assert_eq!(verified(book, &[], Some("true")), "5 programs: 5 proved before\n");
    build_0_5(book.root());
    let next = verified(book, &["--all"], None);
    assert!(next.starts_with("5 programs: 5 proved\n"), "{next}");
    let places = Lock::parse(&repository.lock()).unwrap();
    let places: Vec<String> = places.proofs().map(|proof| proof.at.clone()).collect();
    assert_eq!(places, ["a.md#q2", "a.md#q3", "one.md#q1", "one.md#q4", "one.md#q5"]);
    assert_eq!(verified(book, &["--all"], Some("true")), "5 programs: 5 proved\n");
}
