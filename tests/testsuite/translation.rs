//! Translated books: the messages of a lesson are collected, translated and looked up with the real
//! mdbook-i18n-helpers, by both engines.

use std::collections::BTreeSet;
use std::path::Path;

use mdbook_driver::MDBook;
use mdbook_i18n_helpers as i18n;
use mdbook_i18n_helpers03 as i18n03;
use mdbook04::MDBook as MDBook04;
use polib::catalog::Catalog;
use polib::message::MessageView as _;
use polib::po_file;

use crate::support::{BookDir, checkout, main_of, preprocessor_table, without_delivery};

/// A lesson with every part that has words, and a page that lists its questions.
const CHAPTERS: [(&str, &str); 2] = [
    ("lesson", include_str!("../cases/translation/lesson.md")),
    ("overview", include_str!("../cases/translation/overview.md")),
];

/// Settings of a book whose author writes English. The command that is configured for `gettext`
/// runs for no renderer; the tests run the preprocessor itself.
fn settings(language: &str) -> String {
    format!(
        "[book]\ntitle = \"Book\"\nlanguage = \"{language}\"\n\n{}before = [\"gettext\"]\n\n\
         [preprocessor.predict.labels]\nwhy = {{ en = \"Reasons\", de = \"Gründe\" }}\n\n\
         [preprocessor.predict.callouts.war-story]\n\
         title = {{ en = \"War story\", de = \"Kriegsgeschichte\" }}\n\n\
         [preprocessor.gettext]\ncommand = \"false\"\n",
        preprocessor_table()
    )
}

/// One of both engines, with the `mdbook-i18n-helpers` that is made for it.
struct Engine {
    /// Writes `book/messages.pot`.
    collect: fn(&Path),
    /// Builds the pages in the language that is set.
    build: fn(&Path),
}

const ENGINES: [Engine; 2] = [
    Engine {
        collect: |root| {
            let book = MDBook::load(root).unwrap();
            book.execute_build_process(&i18n::renderers::Xgettext).unwrap();
        },
        build: |root| {
            let mut book = MDBook::load(root).unwrap();
            book.with_preprocessor(i18n::preprocessors::Gettext).build().unwrap();
        },
    },
    Engine {
        collect: |root| {
            let book = MDBook04::load(root).unwrap();
            book.execute_build_process(&i18n03::renderers::Xgettext).unwrap();
        },
        build: |root| {
            let mut book = MDBook04::load(root).unwrap();
            book.with_preprocessor(i18n03::preprocessors::Gettext).build().unwrap();
        },
    },
];

/// The book in German, as far as upper case is German, and its messages.
fn translated(engine: &Engine) -> (BookDir, Catalog) {
    let book = BookDir::new("", &CHAPTERS);
    book.write("book.toml", &settings("en"));
    (engine.collect)(book.root());
    let mut messages = po_file::parse(&book.root().join("book/messages.pot")).unwrap();
    for (number, mut message) in messages.messages_mut().enumerate() {
        use polib::message::MessageMutView as _;
        let text = message.msgid().trim_end_matches('\n');
        let end = &message.msgid()[text.len()..];
        let translation = format!("{} №{number}.{end}", in_upper_case(text));
        *message.msgstr_mut().unwrap() = translation;
    }
    book.write("po/de.po", "");
    po_file::write(&messages, &book.root().join("po/de.po")).unwrap();
    book.write("book.toml", &settings("de"));
    (engine.build)(book.root());
    (book, messages)
}

/// What a translator makes of a message: other words, and the same code, tags and links.
fn in_upper_case(message: &str) -> String {
    let pieces = pieces(message).into_iter();
    pieces
        .map(|(piece, is_kept)| if is_kept { piece.into() } else { piece.to_uppercase() })
        .collect()
}

/// The pieces of a message, and whether a translator keeps each as it is.
fn pieces(message: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    let mut rest = message;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '`' => rest[1..].find('`').map(|end| end + 2),
            '<' => rest.find('>').map(|end| end + 1),
            ']' if rest.starts_with("](") => rest.find(')').map(|end| end + 1),
            _ => None,
        };
        let (piece, behind) = rest.split_at(end.unwrap_or(first.len_utf8()));
        pieces.push((piece, end.is_some()));
        rest = behind;
    }
    pieces
}

/// The words of a message that a translator changes.
fn prose(message: &str) -> String {
    let pieces = pieces(message).into_iter();
    pieces.map(|(piece, is_kept)| if is_kept { " " } else { piece }).collect()
}

/// What stands on a page outside code, the attributes of tags among it.
fn without_code(page: &str) -> String {
    let mut text = main_of(page).to_owned();
    for tag in ["script", "style", "code"] {
        let mut kept = String::new();
        for (number, piece) in text.split(&format!("<{tag}")).enumerate() {
            let end = format!("</{tag}>");
            kept.push_str(match piece.split_once(&end) {
                Some((_, behind)) if number > 0 => behind,
                _ => piece,
            });
        }
        text = kept;
    }
    text
}

/// The values of the attributes in a tag that are no names or addresses.
fn values(tag: &str) -> Vec<&str> {
    let pieces: Vec<&str> = tag.split('"').collect();
    let pairs = pieces.chunks_exact(2).map(|pair| (pair[0].trim(), pair[1]));
    let names = ["class=", "id=", "href=", "data-predict-chapter=", "data-predict-book=", "role="];
    let values = pairs.filter(|(name, _)| !names.iter().any(|end| name.ends_with(end)));
    values.map(|(_, value)| value).collect()
}

/// The words of a text with at least four letters.
fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 3).collect()
}

#[test]
fn every_message_of_a_lesson_is_translated() {
    for engine in &ENGINES {
        let (book, messages) = translated(engine);
        let pages = CHAPTERS.map(|(name, _)| book.read(&format!("book/{name}.html")));
        let dead = messages.messages().enumerate().filter(|(number, _)| {
            let mark = format!("№{number}.");
            !pages.iter().any(|page| page.contains(&mark))
        });
        let dead: Vec<&str> = dead.map(|(_, message)| message.msgid()).collect();
        // The title of the summary is on no page of any book.
        assert_eq!(dead, ["Summary"]);
    }
}

#[test]
fn no_word_of_the_author_is_left_outside_code() {
    for engine in &ENGINES {
        let (book, messages) = translated(engine);
        for (name, chapter) in CHAPTERS {
            let page = without_code(&book.read(&format!("book/{name}.html")));
            let texts = page.split('<').filter_map(|piece| piece.split_once('>'));
            let (tags, texts): (Vec<&str>, Vec<&str>) = texts.unzip();
            let texts = texts.join(" ");
            let left: Vec<&str> = words(&texts).intersection(&words(chapter)).copied().collect();
            assert_eq!(left, [] as [&str; 0], "{texts}");
            let values: Vec<&str> = tags.iter().flat_map(|tag| values(tag)).collect();
            let messages: Vec<String> =
                messages.messages().map(|message| prose(message.msgid())).collect();
            let messages = messages.join(" ");
            let values = values.join(" ");
            let left: Vec<&str> = words(&values).intersection(&words(&messages)).copied().collect();
            assert_eq!(left, [] as [&str; 0], "{values}");
        }
    }
}

/// Programs, outputs, choices of nothing but code, and what pages carry are as they were, and nobody
/// is asked to translate them.
#[test]
fn what_programs_print_is_no_message() {
    for engine in &ENGINES {
        let (book, messages) = translated(engine);
        let list: Vec<&str> = messages.messages().map(|message| message.msgid()).collect();
        let path = checkout().join("tests/cases/translation/messages.txt");
        snapbox::Assert::new()
            .action_env("SNAPSHOTS")
            .eq(list.join("\n\n") + "\n", snapbox::Data::read_from(&path, None).raw());
        let page = book.read("book/lesson.html");
        let main = without_delivery(main_of(&page));
        assert!(main.contains("[STYLE]") && main.contains("[SCRIPT]"), "{main}");
        for code in ["[['free', 'taken'], ['free', 'taken']]", "# two rows", "TypeError"] {
            assert!(page.contains(code), "{code}: {page}");
        }
    }
}
