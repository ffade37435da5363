//! What several tests need: options, books in temporary directories, the command, real Markdown.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use mdbook_predict::chapter::{
    self, ChapterQuestions, Delivery, Needs, OnError, ProvedOutputs, Reading, Settings, Target,
    Translation, Writing, script, style,
};
use mdbook_predict::diagnostic::Diagnostic;
use serde_json::{Value, json};

/// All that the expansion of a chapter depends on.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) target: Target,
    pub(crate) translation: Translation,
    pub(crate) reading: Reading,
    pub(crate) settings: Settings,
    pub(crate) questions: Vec<ChapterQuestions>,
}

/// The options of a book that sets none. Their labels are read once, for whoever tries thousands of texts.
pub(crate) fn options(target: Target) -> Options {
    static DEFAULT: LazyLock<(Reading, Settings)> = LazyLock::new(Default::default);
    let (reading, settings) = DEFAULT.clone();
    let translation = Translation::None;
    Options { target, translation, reading, settings, questions: Vec::new() }
}

impl Options {
    /// The same with another fate for blocks with mistakes.
    pub(crate) fn on_error(mut self, on_error: OnError) -> Self {
        self.settings.on_error = on_error;
        self
    }
}

/// What becomes of a chapter.
pub(crate) struct Expansion {
    /// The new text; nothing where it stays as it is.
    pub(crate) text: Option<String>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Reads and writes the chapter `text`.
pub(crate) fn expand(text: &str, path: &str, options: &Options) -> Expansion {
    let Options { target, translation, reading, settings, questions } = options;
    let lessons = chapter::read(text, reading);
    let delivery = &Delivery::new(settings);
    let (target, dialect) = (*target, reading.dialect);
    let translation = *translation;
    let proved = &ProvedOutputs::default();
    let writing =
        Writing { path, target, translation, dialect, settings, delivery, questions, proved };
    let text = chapter::write(&lessons, &writing);
    Expansion { text, diagnostics: lessons.diagnostics }
}

/// The text that `text` becomes, or itself.
pub(crate) fn expanded(text: &str, options: &Options) -> String {
    expand(text, "chapter.md", options).text.unwrap_or_else(|| text.to_owned())
}

/// The expanded chapter `text` without the style sheet, the script and the words for it.
pub(crate) fn undelivered(text: &str) -> String {
    let Some((before, rest)) = text.split_once("<style>") else { return text.to_owned() };
    let (_, words) = rest.split_once("<div class=\"predict-words\"").unwrap();
    let (_, after) = words.split_once("></div>").unwrap();
    format!("{before}{after}")
}

/// `page` without what it has in common with all others: the style sheet, the script, the words.
pub(crate) fn without_delivery(page: &str) -> String {
    let newline = if page.contains("\r\n") { "\r\n" } else { "\n" };
    let mut page = page.to_owned();
    let styles = Needs::all().map(|needs| (style(needs), "[STYLE]"));
    let scripts = Needs::all().map(|needs| (script(needs).to_owned(), "[SCRIPT]"));
    let mut delivered: Vec<(String, &str)> = styles.chain(scripts).collect();
    // A larger style sheet may begin with a smaller one.
    delivered.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
    for (text, name) in delivered {
        page = page.replace(&text.lines().collect::<Vec<_>>().join(newline), name);
    }
    let Some((before, rest)) = page.split_once("<div class=\"predict-words\"") else { return page };
    let (_, after) = rest.split_once("></div>").unwrap();
    format!("{before}[WORDS]{after}")
}

/// The command that is tested.
pub(crate) fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_mdbook-predict"))
}

/// Runs the command with `input` on its standard input.
pub(crate) fn preprocess(input: &[u8]) -> Output {
    let mut child = command()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // The command may stop reading before the end; that is its right.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

/// The directory of this checkout.
pub(crate) fn checkout() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The context that mdBook 0.5 sends for the book in `root`.
pub(crate) fn context(root: &Path, renderer: &str) -> Value {
    json!({
        "root": root,
        "config": { "book": { "title": "Book", "src": "src" }, "preprocessor": { "predict": {} } },
        "renderer": renderer,
        "mdbook_version": "0.5.4",
    })
}

/// A chapter of a book, as mdBook writes it.
pub(crate) fn chapter(name: &str, content: &str, below: Vec<Value>) -> Value {
    let path = format!("{name}.md");
    json!({ "Chapter": {
        "name": name, "content": content, "number": [1], "sub_items": below,
        "path": path, "source_path": path, "parent_names": [],
    }})
}

/// A book on disk, gone when this is dropped.
pub(crate) struct BookDir {
    pub(crate) dir: tempfile::TempDir,
}

impl BookDir {
    /// A book with the settings `toml` beside its title, and chapters by name.
    pub(crate) fn new(toml: &str, chapters: &[(&str, &str)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let book = BookDir { dir };
        let list: Vec<String> =
            chapters.iter().map(|(name, _)| format!("- [{name}]({name}.md)\n")).collect();
        book.write("src/SUMMARY.md", &format!("# Summary\n\n{}", list.concat()));
        for (name, text) in chapters {
            book.write(&format!("src/{name}.md"), text);
        }
        book.write("book.toml", &format!("[book]\ntitle = \"Book\"\n\n{toml}"));
        book
    }

    pub(crate) fn root(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        let path = self.root().join(path);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }
}

/// A copy of a book of this checkout as it is.
pub(crate) fn plain_copy_of(path: &str) -> BookDir {
    let book = BookDir { dir: tempfile::tempdir().unwrap() };
    let from = checkout().join(path);
    copy(&from.join("src"), &book, "src");
    std::fs::copy(from.join("book.toml"), book.root().join("book.toml")).unwrap();
    book
}

/// A copy of a book of this checkout, set to the command that is tested.
pub(crate) fn copy_of(path: &str) -> BookDir {
    let book = BookDir { dir: tempfile::tempdir().unwrap() };
    let from = checkout().join(path);
    copy(&from.join("src"), &book, "src");
    let toml = std::fs::read_to_string(from.join("book.toml")).unwrap();
    let line = toml.lines().find(|line| line.starts_with("command = ")).unwrap();
    let command = env!("CARGO_BIN_EXE_mdbook-predict").replace('\\', "/");
    book.write("book.toml", &toml.replace(line, &format!("command = \"{command}\"")));
    book
}

fn copy(from: &Path, book: &BookDir, to: &str) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = format!("{to}/{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            copy(&path, book, &to);
        } else {
            let target = book.root().join(to);
            std::fs::create_dir_all(target.parent().unwrap()).unwrap();
            std::fs::copy(&path, target).unwrap();
        }
    }
}

/// The setting that makes mdBook call the command that is tested.
pub(crate) fn preprocessor_table() -> String {
    let command = env!("CARGO_BIN_EXE_mdbook-predict").replace('\\', "/");
    format!("[preprocessor.predict]\ncommand = \"{command}\"\n")
}

/// The same where mistakes are expected, whose reports would be noise beside those of tests.
pub(crate) fn quiet_preprocessor_table() -> String {
    let command = env!("CARGO_BIN_EXE_mdbook-predict");
    let quiet = format!("sh -c '\"{command}\" \"$@\" 2>/dev/null' predict");
    format!("[preprocessor.predict]\ncommand = \"\"\"{quiet}\"\"\"\n")
}

/// What stands in the `main` element of a page.
pub(crate) fn main_of(page: &str) -> &str {
    let (_, rest) = page.split_once("<main>").unwrap();
    rest.split_once("</main>").unwrap().0
}

/// The directory of the package `name` of this build, from Cargo's own list.
pub(crate) fn package_dir(name: &str, version: &str) -> PathBuf {
    packages()
        .into_iter()
        .find(|package| {
            package["name"] == name && package["version"].as_str().unwrap().starts_with(version)
        })
        .map(|package| manifest_dir(&package))
        .unwrap_or_else(|| panic!("no package {name} {version}"))
}

fn manifest_dir(package: &Value) -> PathBuf {
    Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap().to_owned()
}

/// The packages that this machine's build uses; others need not have been downloaded.
fn packages() -> Vec<Value> {
    let version = Command::new(env!("CARGO")).arg("-vV").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--offline", "--locked"])
        .args(["--filter-platform", host])
        .current_dir(checkout())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// The texts of all chapters in the cases and in the guide.
pub(crate) fn our_chapters() -> Vec<String> {
    let mut texts = Vec::new();
    let mut folders = vec![checkout().join("tests/cases"), checkout().join("book/src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                // What is known to fail there would fail everywhere.
                folders.extend((!path.ends_with("attack/open")).then_some(path));
            } else if path.extension().is_some_and(|extension| extension == "md")
                && !path.ends_with("html.md")
                && !path.ends_with("markdown.md")
            {
                // A chapter of a case is no text.
                texts.extend(std::fs::read_to_string(path).ok());
            }
        }
    }
    assert!(texts.len() > 60);
    texts
}

/// The Markdown files of all packages that this build uses: nobody here wrote them.
pub(crate) fn real_markdown() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for package in packages() {
        if package["source"].is_string() {
            collect_markdown(&manifest_dir(&package), &mut files);
        }
    }
    assert!(files.len() > 500, "only {} files: is the registry there?", files.len());
    files
}

fn collect_markdown(dir: &Path, files: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_markdown(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.extend(std::fs::read_to_string(&path).ok().map(|text| (path, text)));
        }
    }
}

/// An example of the suites of `pulldown-cmark`: CommonMark's, and every extension's.
pub(crate) struct Example {
    pub(crate) name: String,
    pub(crate) markdown: String,
}

/// The suites whose syntax mdBook turns on.
const SUITES: [&str; 10] = [
    "spec",
    "regression",
    "blockquotes_tags",
    "definition_lists",
    "footnotes",
    "gfm_strikethrough",
    "gfm_table",
    "gfm_tasklist",
    "heading_attrs",
    "table",
];

/// All examples of CommonMark and of the extensions that mdBook turns on.
pub(crate) fn examples() -> Vec<Example> {
    let suites = package_dir("pulldown-cmark", "0.13.").join("tests/suite");
    let mut examples = Vec::new();
    for suite in SUITES {
        let text = std::fs::read_to_string(suites.join(format!("{suite}.rs"))).unwrap();
        for (number, rest) in text.split("let original = r##\"").skip(1).enumerate() {
            let markdown = rest.split("\"##;").next().unwrap().to_owned();
            examples.push(Example { name: format!("{suite} {}", number + 1), markdown });
        }
    }
    assert!(examples.len() > 1_000, "only {} examples", examples.len());
    examples
}

/// `html` with the letters of its choices as text: there they are the markers of a list.
pub(crate) fn with_letters(html: &str) -> String {
    const ITEM: &str = "<li class=\"predict-choice\" data-predict-choice=\"";
    let mut pieces = html.split(ITEM);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let number: usize = piece.split('"').next().unwrap().parse().unwrap();
        let letter = char::from(b'A' + u8::try_from((number - 1) % 26).unwrap());
        let first = "A".repeat(usize::from(number > 26));
        out.push_str(&format!("{ITEM}{number}\">{first}{letter} "));
        out.push_str(piece.split_once('>').unwrap().1);
    }
    out
}
