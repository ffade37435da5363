//! What pages carry, made of what stands in `src/assets`: scripts by terser, style sheets by esbuild.
//!
//! The results are committed in `src/assets/made`, so that nobody needs these programs but whoever
//! changes a source. Like golden files they rewrite themselves with `SNAPSHOTS=overwrite`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::browser::did_not_run;
use crate::support::checkout;

/// Which pages need a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// All that have blocks.
    Block,
    /// Those with a question of which texts are compared.
    Texts,
    /// Those with a question where what is typed cannot be compared letter by letter.
    Unknown,
    /// Those with a question that has choices.
    Choices,
    /// Those with the overview of the book.
    Overview,
}

/// The sources of the script in the order in which they are put into one function, so that each uses
/// only what stands in those before it.
const SCRIPT: [(&str, Part); 20] = [
    ("predict/words.js", Part::Block),
    ("predict/records.js", Part::Block),
    ("predict/drafts.js", Part::Block),
    ("predict/comparing.js", Part::Texts),
    ("predict/endings.js", Part::Texts),
    ("predict/wildcard.js", Part::Unknown),
    ("predict/own.js", Part::Unknown),
    ("predict/rows.js", Part::Texts),
    ("predict/keys.js", Part::Block),
    ("predict/folds.js", Part::Block),
    ("predict/choices.js", Part::Choices),
    ("predict/question.js", Part::Block),
    ("predict/panes.js", Part::Texts),
    ("predict/form.js", Part::Block),
    ("predict/answer.js", Part::Block),
    ("predict/keeping.js", Part::Block),
    ("predict/committing.js", Part::Block),
    ("predict/review.js", Part::Block),
    ("predict/page.js", Part::Block),
    ("progress.js", Part::Overview),
];

/// The style sheets, each of which is made by itself.
const STYLES: [&str; 6] =
    ["predict.css", "after.css", "panes.css", "counter.css", "choices.css", "progress.css"];

/// The properties that nobody sees but the script itself, which terser gives short names. No string
/// says any of them, the DOM has none, and none is kept in a record.
const PROPERTIES: [&str; 42] = [
    "accepted",
    "answer",
    "answerField",
    "answerForm",
    "areCode",
    "asked",
    "choiceInputs",
    "choiceLetters",
    "cuts",
    "ending",
    "exit",
    "feedback",
    "fold",
    "folds",
    "followers",
    "hasGaps",
    "isEnd",
    "isKnown",
    "isNumbered",
    "isText",
    "isUnlike",
    "itemTexts",
    "latest",
    "lead",
    "mine",
    "offered",
    "ownVerdict",
    "praise",
    "printed",
    "realOutput",
    "rejected",
    "replies",
    "rightNumbers",
    "section",
    "seen",
    "shown",
    "sureInputs",
    "sureness",
    "theirs",
    "truth",
    "vocabulary",
    "wording",
];

/// The scripts that are made, by their names in `src/assets/made`.
const SCRIPTS: [(&str, &[Part]); 12] = [
    ("block.js", &[Part::Block]),
    ("overview.js", &[Part::Block, Part::Overview]),
    ("choices.js", &[Part::Block, Part::Choices]),
    ("choices-overview.js", &[Part::Block, Part::Choices, Part::Overview]),
    ("texts.js", &[Part::Block, Part::Texts]),
    ("texts-overview.js", &[Part::Block, Part::Texts, Part::Overview]),
    ("choices-texts.js", &[Part::Block, Part::Choices, Part::Texts]),
    ("choices-texts-overview.js", &[Part::Block, Part::Choices, Part::Texts, Part::Overview]),
    ("unknown.js", &[Part::Block, Part::Texts, Part::Unknown]),
    ("unknown-overview.js", &[Part::Block, Part::Texts, Part::Unknown, Part::Overview]),
    ("choices-unknown.js", &[Part::Block, Part::Choices, Part::Texts, Part::Unknown]),
    ("all.js", &[Part::Block, Part::Choices, Part::Texts, Part::Unknown, Part::Overview]),
];

fn assets() -> PathBuf {
    checkout().join("src/assets")
}

/// The sources of the script with their texts, in the order in which they are put into one.
pub(crate) fn scripts() -> impl Iterator<Item = (&'static str, String)> {
    let read = |name| std::fs::read_to_string(assets().join(name)).unwrap();
    SCRIPT.into_iter().map(move |(name, _)| (name, read(name)))
}

/// The sources of the script that pages with these parts need, as one text.
fn joined(parts: &[Part]) -> String {
    let needed = SCRIPT.iter().filter(|(_, part)| parts.contains(part));
    needed.map(|(name, _)| std::fs::read_to_string(assets().join(name)).unwrap()).collect()
}

/// What `tool` makes of `text`.
fn run(tool: &Path, arguments: &[&str], text: &str) -> String {
    let mut command = Command::new(tool);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{} failed", tool.display());
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned() + "\n"
}

/// The script of pages with these parts: one function, which leaves nothing in the page's own names.
fn script(tools: &Path, parts: &[Part]) -> String {
    let source = format!("(() => {{\n\"use strict\";\n{}}})();\n", joined(parts));
    let names = format!("reserved=[{}]", dollars().join(","));
    let properties = format!("keep_quoted=strict,regex=/^({})$/,{names}", PROPERTIES.join("|"));
    let arguments = [
        "--ecma",
        "2020",
        "-c",
        "passes=3,pure_getters,unsafe_arrows",
        "-m",
        &names,
        "--mangle-props",
        &properties,
    ];
    let made = run(&tools.join("terser"), &arguments, &source);
    // A comparison may look like a tag then. No text of ours does, which a test holds.
    let mut pieces = made.split('<');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |out, piece| {
        let is_name = piece.starts_with(|c: char| c.is_ascii_alphabetic());
        out + if is_name { "< " } else { "<" } + piece
    })
}

/// The short names with a dollar sign in them, which terser shall not give.
fn dollars() -> Vec<String> {
    let signs = ('a'..='z').chain('A'..='Z').chain('0'..='9').chain(['_', '$']);
    let pairs = signs.flat_map(|sign| [format!("${sign}"), format!("{sign}$")]);
    let are_names = pairs.filter(|name| !name.starts_with(|c: char| c.is_ascii_digit()));
    are_names.chain(["$".to_owned()]).collect()
}

/// What is made of a style sheet.
fn style(tools: &Path, name: &str) -> String {
    let source = std::fs::read_to_string(assets().join(name)).unwrap();
    run(&tools.join("esbuild"), &["--loader=css", "--minify"], &source)
}

#[test]
fn pages_carry_what_is_made_of_the_sources() {
    let tools = Path::new(env!("CARGO_TARGET_TMPDIR")).join("node_modules/.bin");
    if !tools.join("terser").exists() || !tools.join("esbuild").exists() {
        return did_not_run("the minifiers", "there is no terser or no esbuild; see the README");
    }
    let overwrites = std::env::var("SNAPSHOTS").is_ok_and(|action| action == "overwrite");
    let scripts = SCRIPTS.map(|(name, parts)| (name, script(&tools, parts)));
    let styles = STYLES.map(|name| (name, style(&tools, name)));
    for (name, made) in scripts.into_iter().chain(styles) {
        let path = assets().join("made").join(name);
        if overwrites {
            std::fs::write(&path, made).unwrap();
        } else {
            let is_made = std::fs::read_to_string(&path).is_ok_and(|text| text == made);
            assert!(is_made, "{name} is not made of these sources: SNAPSHOTS=overwrite");
        }
    }
}

/// mdBook 0.4 rewrites what looks like HTML, and preprocessors for mathematics what stands between
/// dollar signs.
#[test]
fn nothing_in_a_script_looks_like_something_else() {
    let made = SCRIPTS.map(|(name, _)| std::fs::read_to_string(assets().join("made").join(name)));
    for script in scripts().map(|(_, text)| text).chain(made.map(Result::unwrap)) {
        assert!(!script.contains('$') && !script.contains("{{"));
        for (at, _) in script.match_indices('<') {
            let next = script[at + 1..].chars().next().unwrap();
            let part: String = script[at..].chars().take(20).collect();
            assert!(!next.is_alphabetic() && next != '/' && next != '!', "{part}");
        }
    }
}

/// All that a script defines it defines for itself.
#[test]
fn scripts_leave_nothing_in_the_names_of_a_page() {
    for (name, _) in SCRIPTS {
        let text = std::fs::read_to_string(assets().join("made").join(name)).unwrap();
        assert!(text.starts_with("(()=>{\"use strict\";") && text.ends_with("})();\n"), "{name}");
    }
}

/// Terser leaves the names alone that it knows of the DOM, so those that are gone are none of them.
#[test]
fn only_what_the_script_keeps_to_itself_is_renamed() {
    let whole: String = scripts().map(|(_, text)| text).collect();
    let types = std::fs::read_to_string(assets().join("types.d.ts")).unwrap();
    let (_, record) = types.split_once("interface ReaderRecord {").unwrap();
    let (record, _) = record.split_once("\n}").unwrap();
    let made = std::fs::read_to_string(assets().join("made/all.js")).unwrap();
    for name in PROPERTIES {
        assert!(!whole.contains(&format!("\"{name}\"")), "a string says `{name}`");
        assert!(!record.contains(&format!(" {name}:")), "a record has `{name}`");
        assert!(whole.contains(name), "nobody says `{name}`");
        assert!(!made.contains(&format!(".{name}")), "the DOM has `{name}`");
        assert!(!made.contains(&format!("{name}:")), "the DOM has `{name}`");
    }
}

#[test]
fn every_source_is_of_use() {
    let mut found: Vec<String> = Vec::new();
    for folder in ["", "predict"] {
        for entry in std::fs::read_dir(assets().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(assets()).unwrap().to_str().unwrap().replace('\\', "/");
            found.extend((name.ends_with(".js") || name.ends_with(".css")).then_some(name));
        }
    }
    let mut known: Vec<&str> = SCRIPT.iter().map(|(name, _)| *name).chain(STYLES).collect();
    known.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, known, "a file is not put into what pages carry");
}
