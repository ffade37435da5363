//! The style sheet and the script of lessons, and how a chapter gets them.
//!
//! Both are made of their sources before this program is compiled (`tests/testsuite/made.rs`).
//! A chapter that has blocks carries both in front of the first one, or, where they are linked,
//! neither; the words that the script shows always come with the chapter, as attributes.

use std::cell::OnceCell;

use crate::chapter::options::{Assets, Settings};
use crate::labels::{Labels, Use};
use crate::splice::Shared;

use super::tag::TagAttributes;

/// The style sheets: without and with the overview of a book, and so again with choices.
const STYLES: [&str; 4] = [
    include_str!("../../assets/made/block.css"),
    include_str!("../../assets/made/overview.css"),
    include_str!("../../assets/made/choices.css"),
    include_str!("../../assets/made/all.css"),
];

/// The scripts, by [`Needs::number`].
const SCRIPTS: [&str; 8] = [
    include_str!("../../assets/made/block.js"),
    include_str!("../../assets/made/overview.js"),
    include_str!("../../assets/made/texts.js"),
    include_str!("../../assets/made/texts-overview.js"),
    include_str!("../../assets/made/choices.js"),
    include_str!("../../assets/made/choices-overview.js"),
    include_str!("../../assets/made/choices-texts.js"),
    include_str!("../../assets/made/all.js"),
];

/// The style sheet of a chapter with blocks that has these needs.
pub fn style(needs: Needs) -> &'static str {
    STYLES[usize::from(needs.progress) + 2 * usize::from(needs.choices)].trim_end()
}

/// The script of a chapter with blocks that has these needs.
pub fn script(needs: Needs) -> &'static str {
    SCRIPTS[needs.number()].trim_end()
}

/// What not every chapter with blocks has.
#[derive(Clone, Copy, Debug)]
pub struct Needs {
    /// A `progress` block.
    pub progress: bool,
    /// A question of which texts are compared: what readers type, or outputs that they choose.
    pub text: bool,
    /// A question that has choices.
    pub choices: bool,
}

impl Needs {
    /// All that a page may need.
    pub const EVERYTHING: Needs = Needs { progress: true, text: true, choices: true };

    /// All that there may be.
    pub const ALL: [Needs; 8] = [
        Needs { progress: false, text: false, choices: false },
        Needs { progress: true, text: false, choices: false },
        Needs { progress: false, text: true, choices: false },
        Needs { progress: true, text: true, choices: false },
        Needs { progress: false, text: false, choices: true },
        Needs { progress: true, text: false, choices: true },
        Needs { progress: false, text: true, choices: true },
        Needs::EVERYTHING,
    ];

    /// The place in [`Needs::ALL`].
    fn number(self) -> usize {
        usize::from(self.progress) + 2 * usize::from(self.text) + 4 * usize::from(self.choices)
    }
}

/// What the chapters of a book get that have blocks. It is made once and shared by all of them.
#[derive(Clone, Debug)]
pub struct Delivery {
    assets: Assets,
    /// The element with the words for the script, by [`Needs::number`].
    words: [String; 8],
    /// What a chapter gets, by [`Delivery::shared`].
    made: [OnceCell<Shared>; 16],
}

impl Delivery {
    /// What the chapters of a book with these settings get.
    pub fn new(settings: &Settings) -> Self {
        let words = |needs| words(&settings.labels, settings.asks_how_sure, needs);
        Delivery { assets: settings.assets, words: Needs::ALL.map(words), made: Default::default() }
    }

    /// What a chapter gets whose lines end with `newline`.
    pub(crate) fn shared(&self, needs: Needs, newline: &str) -> &Shared {
        let number = needs.number() + 8 * usize::from(newline == "\r\n");
        self.made[number].get_or_init(|| Shared::new(self.lines(needs).join(newline)))
    }

    fn lines(&self, needs: Needs) -> Vec<&str> {
        let mut lines = Vec::new();
        if self.assets == Assets::Inline {
            lines.push("<style>");
            lines.extend(style(needs).lines());
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
