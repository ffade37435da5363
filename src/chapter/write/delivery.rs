//! The style sheet and the script of lessons, and how a chapter gets them.
//!
//! A chapter that has blocks carries both in front of the first one, or, where they are linked,
//! neither; the words that the script shows always come with the chapter, as attributes.

use std::cell::OnceCell;
use std::sync::LazyLock;

use crate::chapter::options::{Assets, Settings};
use crate::labels::{Labels, Use};
use crate::splice::Shared;

use super::shortened::shortened;
use super::tag::TagAttributes;

/// The style sheet, without its comments and the spaces between its signs.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    let style = without_block_comments(include_str!("../../assets/predict.css"));
    let pairs = [
        (": ", ":"),
        (", ", ","),
        (" {", "{"),
        (" }", "}"),
        (" > ", ">"),
        ("{ ", "{"),
        (";}", "}"),
    ];
    pairs.iter().fold(compact(&style, "/*"), |style, (loose, tight)| style.replace(loose, tight))
});

/// What comes first: files of which each uses only what stands in those before it.
const FIRST: [&str; 4] = [
    include_str!("../../assets/predict/words.js"),
    include_str!("../../assets/predict/records.js"),
    include_str!("../../assets/predict/drafts.js"),
    include_str!("../../assets/predict/comparing.js"),
];

/// What only questions need that are answered by typing.
const ENDINGS: &str = include_str!("../../assets/predict/endings.js");

/// What every block needs besides.
const PREDICT: [&str; 13] = [
    include_str!("../../assets/predict/rows.js"),
    include_str!("../../assets/predict/keys.js"),
    include_str!("../../assets/predict/folds.js"),
    include_str!("../../assets/predict/choices.js"),
    include_str!("../../assets/predict/question.js"),
    include_str!("../../assets/predict/panes.js"),
    include_str!("../../assets/predict/form.js"),
    include_str!("../../assets/predict/own.js"),
    include_str!("../../assets/predict/answer.js"),
    include_str!("../../assets/predict/keeping.js"),
    include_str!("../../assets/predict/committing.js"),
    include_str!("../../assets/predict/review.js"),
    include_str!("../../assets/predict/page.js"),
];

/// What only the overview of a book needs.
const PROGRESS: &str = include_str!("../../assets/progress.js");

/// The scripts, by [`Needs::number`].
static SCRIPTS: LazyLock<[String; 4]> = LazyLock::new(|| Needs::ALL.map(made));

fn made(needs: Needs) -> String {
    let endings = if needs.text { ENDINGS } else { "" };
    let progress = if needs.progress { PROGRESS } else { "" };
    function(&[&*FIRST.concat(), endings, &PREDICT.concat(), progress].concat())
}

/// The style sheet that chapters with blocks get.
pub fn style() -> &'static str {
    &STYLE
}

/// The script of a chapter with blocks that has these needs.
pub fn script(needs: Needs) -> &'static str {
    &SCRIPTS[needs.number()]
}

/// What not every chapter with blocks has.
#[derive(Clone, Copy, Debug)]
pub struct Needs {
    /// A `progress` block.
    pub progress: bool,
    /// A question that is answered by typing.
    pub text: bool,
}

impl Needs {
    /// All that there may be; the last one is everything.
    pub const ALL: [Needs; 4] = [
        Needs { progress: false, text: false },
        Needs { progress: true, text: false },
        Needs { progress: false, text: true },
        Needs { progress: true, text: true },
    ];

    /// The place in [`Needs::ALL`].
    fn number(self) -> usize {
        usize::from(self.progress) + 2 * usize::from(self.text)
    }
}

/// What the chapters of a book get that have blocks. It is made once and shared by all of them.
#[derive(Clone, Debug)]
pub struct Delivery {
    assets: Assets,
    /// The element with the words for the script, by [`Needs::number`].
    words: [String; 4],
    /// What a chapter gets, by [`Delivery::shared`].
    made: [OnceCell<Shared>; 8],
}

impl Delivery {
    /// What the chapters of a book with these settings get.
    pub fn new(settings: &Settings) -> Self {
        let words = |needs| words(&settings.labels, settings.asks_how_sure, needs);
        Delivery { assets: settings.assets, words: Needs::ALL.map(words), made: Default::default() }
    }

    /// What a chapter gets whose lines end with `newline`.
    pub(crate) fn shared(&self, needs: Needs, newline: &str) -> &Shared {
        let number = needs.number() + 4 * usize::from(newline == "\r\n");
        self.made[number].get_or_init(|| Shared::new(self.lines(needs).join(newline)))
    }

    fn lines(&self, needs: Needs) -> Vec<&str> {
        let mut lines = Vec::new();
        if self.assets == Assets::Inline {
            lines.push("<style>");
            lines.extend(STYLE.lines());
            lines.extend(["</style>", "", "<script>"]);
            lines.extend(script(needs).lines());
            lines.extend(["</script>", ""]);
        }
        lines.extend([self.words[needs.number()].as_str(), "", ""]);
        lines
    }
}

/// The element whose attributes are the words for the script.
fn words(labels: &Labels, asks_how_sure: bool, needs: Needs) -> String {
    let mut attributes =
        TagAttributes::default().with("class", "predict-words").with("hidden", "hidden");
    let uses = [
        (Use::Block, true),
        // The overview says what the page of a question says.
        (Use::Text, needs.text || needs.progress),
        (Use::Confidence, asks_how_sure),
        (Use::Progress, needs.progress),
    ];
    for (of, _) in uses.into_iter().filter(|(_, is_needed)| *is_needed) {
        for (key, words) in labels.of_use(of) {
            attributes = attributes.with(&format!("data-predict-{key}"), words);
        }
    }
    let vocabulary = if needs.text { labels.vocabulary() } else { Vec::new() };
    for (key, words) in vocabulary {
        attributes = attributes.with(&format!("data-predict-{key}"), words);
    }
    format!("<div{attributes}></div>")
}

/// `source` as a script that leaves nothing behind in the page's own names.
fn function(source: &str) -> String {
    let code = shortened(&compact(&without_block_comments(source), "//"));
    format!("(() => {{\n\"use strict\";\n{code}\n}})();")
}

/// `text` without indentation, blank lines, and lines that begin with `comment`.
fn compact(text: &str, comment: &str) -> String {
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with(comment));
    lines.collect::<Vec<_>>().join("\n")
}

/// `text` without what stands between `/*` and `*/`.
fn without_block_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((code, comment)) = rest.split_once("/*") {
        out.push_str(code);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{
        ENDINGS, FIRST, Needs, PREDICT, PROGRESS, compact, script, without_block_comments,
    };

    #[test]
    fn a_style_sheet_loses_its_comments() {
        let css = without_block_comments("/* x */\na {\n  /* y\n */ b: c;\n\n}\n");
        assert_eq!(compact(&css, "/*"), "a {\nb: c;\n}");
    }

    #[test]
    fn a_script_loses_its_comments() {
        assert_eq!(compact("// x\na(\n  // y\n\n  \"// z\");\n", "//"), "a(\n\"// z\");");
        let typed = "/** @param {any} a */\nconst f = a => b;\n/**\n * @x\n */\nc;\n";
        assert!(super::function(typed).contains("\nconst f=a=>b;\nc;\n"));
    }

    /// Only comments that stand on lines of their own are taken out.
    #[test]
    fn the_scripts_are_written_to_be_made_compact() {
        for line in
            FIRST.iter().chain(&[ENDINGS, PROGRESS]).chain(&PREDICT).flat_map(|file| file.lines())
        {
            let is_type = line.trim_start().starts_with("/**");
            assert!(!line.contains("; //") && (is_type || !line.contains("/*")), "{line}");
            assert!(!line.contains("*/") || line.ends_with("*/"), "{line}");
        }
    }

    /// mdBook 0.4 rewrites what looks like HTML, and preprocessors for mathematics what stands
    /// between dollar signs.
    #[test]
    fn nothing_in_a_script_looks_like_something_else() {
        let script = script(Needs::ALL[3]);
        assert!(!script.contains('$') && !script.contains("{{"));
        for (at, _) in script.match_indices('<') {
            let next = script[at + 1..].chars().next().unwrap();
            assert!(
                !next.is_alphabetic() && next != '/' && next != '!',
                "{}",
                &script[at..at + 20]
            );
        }
    }
}
