//! Law 3: a body means inside what it means outside.
//!
//! For every example of CommonMark and of the extensions that mdBook turns on, in every kind of
//! container: either the block around it raises `unclosed-in-body`, `unbalanced-html`, or what an
//! open fence may have been meant for (`stray-fence`, `unclosed-block`), and then stands in a golden
//! list; or the page is the page with the example alone, and the wrapper.

use std::collections::BTreeSet;
use std::panic::catch_unwind;

use mdbook_driver::MDBook;
use mdbook_driver::book::{Book, BookItem, Chapter};
use mdbook_predict::chapter::{Dialect, Target};

use crate::support::{Example, Options, checkout, examples, expand, options, undelivered};

/// A place for a block: what stands before its first line and before each further one, and behind it.
pub(crate) struct Place {
    pub(crate) name: &'static str,
    first: &'static str,
    next: &'static str,
    last: &'static str,
}

/// The comment keeps an example from being read together with what stands before it.
pub(crate) const PLACES: [Place; 5] = [
    Place { name: "top", first: "before\n\n<!-- -->\n\n", next: "", last: "" },
    Place { name: "list", first: "before\n\n- <!-- -->\n\n  ", next: "  ", last: "" },
    Place { name: "quote", first: "before\n\n> <!-- -->\n>\n> ", next: "> ", last: "" },
    Place { name: "definition", first: "before\n\nterm\n\n: <!-- -->\n\n  ", next: "  ", last: "" },
    // mdBook puts the link back at the end of the last paragraph, whatever that is.
    Place {
        name: "footnote",
        first: "before[^law]\n\n[^law]: <!-- -->\n\n    ",
        next: "    ",
        last: "\n\n    last",
    },
];

impl Place {
    /// `text` in this place, between two paragraphs.
    pub(crate) fn put(&self, text: &str) -> String {
        let lines: Vec<&str> = text.lines().collect();
        let lines = lines.join(&format!("\n{}", self.next));
        format!("{}{lines}{}\n\nafter\n", self.first, self.last)
    }
}

/// The block around `example`, with a fence that is longer than any in it.
pub(crate) fn block(example: &str) -> String {
    let fence = "~".repeat(40);
    format!("{fence}mental-model Title\n{example}\n{fence}")
}

const OPENING: &str = "<p>Title</p></div></div>";

/// A page without the wrapper of its only block.
pub(crate) fn unwrapped(page: &str) -> Option<String> {
    let page = normal(page);
    let (before, rest) = page.split_once("<aside ")?;
    let (_, rest) = rest.split_once(OPENING)?;
    let (body, after) = rest.rsplit_once("</aside>")?;
    Some(format!("{before}{body}{after}"))
}

/// A page without the line breaks beside tags, and without the comment of the place.
pub(crate) fn normal(page: &str) -> String {
    let mut page = page.replace("<!-- -->", "");
    loop {
        let next = page.replace("\n<", "<").replace(">\n", ">");
        if next.len() == page.len() {
            return next.trim().to_owned();
        }
        page = next;
    }
}

/// The codes for which a body may be refused.
fn refused(text: &str, options: &Options) -> Option<bool> {
    let found = expand(text, "x.md", options).diagnostics;
    let errors: Vec<&str> =
        found.iter().filter(|found| found.is_error()).map(|found| found.code.name()).collect();
    let allowed = ["unclosed-block", "stray-fence", "unclosed-in-body", "unbalanced-html"];
    (!errors.is_empty()).then(|| errors.iter().all(|code| allowed.contains(code)))
}

/// The chapter `text` without style and script, which are no matter of this law.
fn expanded(text: &str, options: &Options) -> String {
    undelivered(&expand(text, "x.md", options).text.unwrap())
}

/// Checks the law in one place with the pages that `render` makes of chapters.
fn check(place: &Place, examples: &[Example], options: &Options, render: Render<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut chapters = Vec::new();
    let mut names = Vec::new();
    for example in examples {
        if place.name == "footnote" && example.markdown.contains("[^") {
            continue;
        }
        let inside = place.put(&block(&example.markdown));
        match refused(&inside, options) {
            Some(true) => {
                outcome.refused.insert(example.name.clone());
            }
            Some(false) => panic!("{} is refused for another reason", example.name),
            None => {
                names.push(&example.name);
                chapters.push(place.put(&example.markdown));
                chapters.push(expanded(&inside, options));
            }
        }
    }
    let pages = render(&chapters);
    assert_eq!(pages.len(), chapters.len());
    for ((name, pair), chapters) in names.iter().zip(pages.chunks(2)).zip(chapters.chunks(2)) {
        let [Some(alone), Some(inside)] = pair else {
            assert_eq!(pair[0].is_none(), pair[1].is_none(), "{name} panics only inside a block");
            outcome.panics.insert((*name).clone());
            continue;
        };
        let without = unwrapped(inside).map(|page| normal(&page));
        if without != Some(normal(alone)) {
            outcome.differs.push(format!(
                "{name} in {}\n--- source\n{}\n--- alone\n{}\n--- inside\n{}\n",
                place.name,
                chapters[0],
                normal(alone),
                without.unwrap_or_else(|| normal(inside)),
            ));
        }
    }
    outcome
}

type Render<'r> = &'r dyn Fn(&[String]) -> Vec<Option<String>>;

#[derive(Default)]
struct Outcome {
    /// Examples that are refused.
    refused: BTreeSet<String>,
    /// Examples on which the engine itself panics.
    panics: BTreeSet<String>,
    differs: Vec<String>,
}

/// Checks the law in all `places`, and the lists of examples against the golden file `file`.
fn check_all(file: &str, places: &[&Place], options: &Options, render: Render<'_>) {
    let examples = examples();
    // An example fences code of tildes with a word that is no language.
    let mut options = options.clone();
    options.reading.vocabulary.languages.push("aa".to_owned());
    let mut golden = String::new();
    let mut differs = Vec::new();
    for place in places {
        let outcome = check(place, &examples, &options, render);
        for (what, names) in [("refused", &outcome.refused), ("panics", &outcome.panics)] {
            golden.push_str(&format!("{what} in {} ({}):\n", place.name, names.len()));
            names.iter().for_each(|name| golden.push_str(&format!("  {name}\n")));
        }
        differs.extend(outcome.differs);
    }
    assert!(
        differs.is_empty(),
        "{} of {} examples mean something else inside:\n\n{}",
        differs.len(),
        examples.len() * places.len(),
        differs.iter().take(8).cloned().collect::<Vec<_>>().join("\n")
    );
    let file = checkout().join("tests/cases/law_3").join(file);
    snapbox::Assert::new()
        .action_env("SNAPSHOTS")
        .eq(golden, snapbox::Data::read_from(&file, None).raw());
}

#[test]
fn a_body_means_inside_what_it_means_outside_in_mdbook_0_5() {
    let options = options(Target::Html);
    let places: Vec<&Place> = PLACES.iter().collect();
    check_all("mdbook-0.5.txt", &places, &options, &render_0_5);
}

#[test]
fn a_body_means_inside_what_it_means_outside_in_mdbook_0_4() {
    let mut options = options(Target::Html);
    options.reading.dialect = Dialect { definition_lists: false, admonitions: false };
    let places: Vec<&Place> = PLACES.iter().filter(|place| place.name != "definition").collect();
    check_all("mdbook-0.4.txt", &places, &options, &render_0_4);
}

/// The pages of mdBook 0.5.
///
/// Every page of a book knows of every other one, so a few small books are made sooner than a
/// large one.
pub(crate) fn render_0_5(chapters: &[String]) -> Vec<Option<String>> {
    chapters.chunks(100).flat_map(render_book_0_5).collect()
}

/// The pages of a book with one chapter for each text.
pub(crate) fn render_book_0_5(chapters: &[String]) -> Vec<Option<String>> {
    let dir = tempfile::tempdir().unwrap();
    let theme = dir.path().join("theme");
    std::fs::create_dir_all(dir.path().join("src")).unwrap();
    std::fs::create_dir_all(&theme).unwrap();
    std::fs::write(theme.join("index.hbs"), "{{{ content }}}").unwrap();
    std::fs::write(dir.path().join("src/SUMMARY.md"), "# Summary\n").unwrap();
    let config = "[output.html.search]\nenable = false\n[output.html.print]\nenable = false\n\
                  [output.html]\nsmart-punctuation = false\n";
    std::fs::write(dir.path().join("book.toml"), config).unwrap();
    let mut book = MDBook::load(dir.path()).unwrap();
    let items = chapters.iter().enumerate().map(|(number, text)| {
        let path = format!("page-{number}.md");
        BookItem::Chapter(Chapter::new("x", text.clone(), path, Vec::new()))
    });
    book.book = Book::new_with_items(items.collect());
    book.build().unwrap();
    (0..chapters.len())
        .map(|number| {
            let page = dir.path().join("book").join(format!("page-{number}.html"));
            Some(std::fs::read_to_string(page).unwrap())
        })
        .collect()
}

/// The pages of mdBook 0.4, which panics on some examples with no plugin.
pub(crate) fn render_0_4(chapters: &[String]) -> Vec<Option<String>> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let render =
        |text: &String| catch_unwind(|| mdbook04::utils::render_markdown(text, false)).ok();
    let pages = chapters.iter().map(render).collect();
    std::panic::set_hook(hook);
    pages
}
