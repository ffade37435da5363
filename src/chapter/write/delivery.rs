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

/// Whether a page with these needs carries something.
type IsCarried = fn(Needs) -> bool;

/// The style sheets, each with the pages that it travels with. The later one wins.
const STYLES: [(&str, IsCarried); 6] = [
    (include_str!("../../assets/made/predict.css"), |_| true),
    (include_str!("../../assets/made/after.css"), |needs| needs.after),
    (include_str!("../../assets/made/panes.css"), |needs| needs.texts || needs.counter),
    (include_str!("../../assets/made/counter.css"), |needs| needs.counter),
    (include_str!("../../assets/made/choices.css"), |needs| needs.choices),
    (include_str!("../../assets/made/progress.css"), |needs| needs.progress),
];

/// The scripts, by [`Needs::script`].
const SCRIPTS: [&str; 12] = [
    include_str!("../../assets/made/block.js"),
    include_str!("../../assets/made/overview.js"),
    include_str!("../../assets/made/choices.js"),
    include_str!("../../assets/made/choices-overview.js"),
    include_str!("../../assets/made/texts.js"),
    include_str!("../../assets/made/texts-overview.js"),
    include_str!("../../assets/made/choices-texts.js"),
    include_str!("../../assets/made/choices-texts-overview.js"),
    include_str!("../../assets/made/unknown.js"),
    include_str!("../../assets/made/unknown-overview.js"),
    include_str!("../../assets/made/choices-unknown.js"),
    include_str!("../../assets/made/all.js"),
];

/// The style sheet of a chapter with blocks that has these needs, a line for each of its parts.
pub fn style(needs: Needs) -> String {
    let needed = STYLES.iter().filter(|(_, is_needed)| is_needed(needs));
    needed.map(|(text, _)| text.trim_end()).collect::<Vec<_>>().join("\n")
}

/// The script of a chapter with blocks that has these needs.
pub fn script(needs: Needs) -> &'static str {
    SCRIPTS[needs.script()].trim_end()
}

/// What not every chapter with blocks has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// A `progress` block.
    pub progress: bool,
    /// A question that has choices.
    pub choices: bool,
    /// A question of which texts are compared: what readers type, or outputs that they choose.
    pub texts: bool,
    /// A question where something is typed, and what is printed is not known to the letter.
    pub unknown: bool,
    /// A program beside the one that its reader took it for.
    pub counter: bool,
    /// A callout that waits for a question.
    pub after: bool,
}

impl Needs {
    /// All that a page may need.
    pub const EVERYTHING: Needs = Needs {
        progress: true,
        choices: true,
        texts: true,
        unknown: true,
        counter: true,
        after: true,
    };

    /// How many different ones there are.
    const COUNT: usize = 4 * SCRIPTS.len();

    /// All that there may be, those with less before those with more.
    pub fn all() -> impl Iterator<Item = Needs> {
        (0..Self::COUNT).map(|number| {
            let (script, with) = (number % SCRIPTS.len(), number / SCRIPTS.len());
            let texts = script / 4;
            Needs {
                progress: script % 2 == 1,
                choices: script / 2 % 2 == 1,
                texts: texts > 0,
                unknown: texts > 1,
                counter: with % 2 == 1,
                after: with > 1,
            }
        })
    }

    /// The place in [`SCRIPTS`]. What is not known is compared all the same.
    fn script(self) -> usize {
        let texts = if self.unknown { 2 } else { usize::from(self.texts) };
        usize::from(self.progress) + 2 * usize::from(self.choices) + 4 * texts
    }

    /// The place among [`Needs::all`].
    fn number(self) -> usize {
        self.script() + SCRIPTS.len() * (usize::from(self.counter) + 2 * usize::from(self.after))
    }
}

/// What the chapters of a book get that have blocks. It is made once and shared by all of them.
#[derive(Clone, Debug)]
pub struct Delivery {
    assets: Assets,
    labels: Labels,
    asks_how_sure: bool,
    /// What a chapter gets, by [`Delivery::shared`].
    made: [OnceCell<Shared>; 2 * Needs::COUNT],
}

impl Delivery {
    /// What the chapters of a book with these settings get.
    pub fn new(settings: &Settings) -> Self {
        Delivery {
            assets: settings.assets,
            labels: settings.labels.clone(),
            asks_how_sure: settings.asks_how_sure,
            made: [const { OnceCell::new() }; 2 * Needs::COUNT],
        }
    }

    /// What a chapter gets whose lines end with `newline`.
    pub(crate) fn shared(&self, needs: Needs, newline: &str) -> &Shared {
        let number = needs.number() + Needs::COUNT * usize::from(newline == "\r\n");
        self.made[number].get_or_init(|| Shared::new(self.lines(needs).join(newline)))
    }

    fn lines(&self, needs: Needs) -> Vec<String> {
        let mut text = String::new();
        if self.assets == Assets::Inline {
            let (style, script) = (style(needs), script(needs));
            text = format!("<style>\n{style}\n</style>\n\n<script>\n{script}\n</script>\n\n");
        }
        text += &words(&self.labels, self.asks_how_sure, needs);
        text.lines().chain(["", ""]).map(str::to_owned).collect()
    }
}

/// The element whose attributes are the words for the script.
fn words(labels: &Labels, asks_how_sure: bool, needs: Needs) -> String {
    let mut attributes =
        TagAttributes::default().with("class", "predict-words").with("hidden", "hidden");
    let uses = [
        (Use::Block, true),
        // The overview says what the page of a question says.
        (Use::Text, needs.texts || needs.progress),
        (Use::Confidence, asks_how_sure),
        (Use::Progress, needs.progress),
    ];
    for (of, _) in uses.into_iter().filter(|(_, is_needed)| *is_needed) {
        for (key, words) in labels.of_use(of) {
            attributes = attributes.with(&format!("data-predict-{key}"), words);
        }
    }
    let vocabulary = if needs.texts { labels.vocabulary() } else { Vec::new() };
    for (key, words) in vocabulary {
        attributes = attributes.with(&format!("data-predict-{key}"), words);
    }
    format!("<div{attributes}></div>")
}
