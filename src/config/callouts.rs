//! The callouts of a book's own: `[preprocessor.predict.callouts.NAME]`.

use std::sync::Arc;

use serde_json::Value;

use crate::chapter::{Callout, LONGEST_WORD, Vocabulary, is_language};

use super::table::{PredictTable, one_line};

/// The keys of a callout.
const KEYS: [&str; 3] = ["title", "color", "icon"];

/// How many characters an icon may have.
const MOST_CHARACTERS: usize = 3;

/// The most callouts that a book may have: every unknown word of it is compared with each of them.
const MOST: usize = 100;

/// What to write where there is no table.
const WRITE_A_TABLE: &str = "write `[preprocessor.predict.callouts.NAME]` with a `title`";

/// The callouts that the book has.
pub(super) fn callouts(predict: &mut PredictTable<'_>, language: &str) -> Vec<Arc<Callout>> {
    let Some(value) = predict.get("callouts") else { return Vec::new() };
    let Some(table) = value.as_object() else {
        predict.refuse_value(&[], "callouts", "a table for each callout", WRITE_A_TABLE);
        return Vec::new();
    };
    if table.len() > MOST {
        let help = "a reader keeps few kinds apart: let similar ones be one";
        predict.refuse_value(&[], "callouts", &format!("at most {MOST} callouts"), help);
    }
    let callouts = table.iter().take(MOST);
    let callouts = callouts.filter_map(|(name, value)| callout(predict, language, name, value));
    callouts.map(Arc::new).collect()
}

fn callout(
    predict: &mut PredictTable<'_>,
    language: &str,
    name: &str,
    value: &Value,
) -> Option<Callout> {
    let path = ["callouts", name];
    if !is_free_word(name) {
        let help = "use lower-case letters, digits and hyphens, 60 of them at most, and no word \
                    that is a kind of block or a language already";
        predict.refuse_value(&["callouts"], name, "another name", help);
        return None;
    }
    let Some(table) = value.as_object() else {
        predict.refuse_value(&["callouts"], name, "a table", WRITE_A_TABLE);
        return None;
    };
    for key in table.keys().filter(|key| !KEYS.contains(&key.as_str())) {
        predict.refuse_key(&path, key, &KEYS);
    }
    let title = title(predict, language, name, table.get("title"));
    let color = table.get("color").map(|color| color.as_str().filter(|c| is_color(c)));
    if color == Some(None) {
        let help = "write one such as `\"#b5651d\"`, `\"teal\"` or `\"var(--links)\"`, or leave \
                    it out";
        predict.refuse_value(&path, "color", "a CSS colour", help);
    }
    let icon = table.get("icon").map(|icon| icon.as_str().filter(|icon| is_icon(icon)));
    if icon == Some(None) {
        let help = "write an emoji, a sign or a letter, such as `\"⚑\"`, or leave it out";
        let wanted = format!("at most {MOST_CHARACTERS} characters, and no space");
        predict.refuse_value(&path, "icon", &wanted, help);
    }
    let [color, icon] = [color, icon].map(|value| value.flatten().map(str::to_owned));
    Some(Callout { name: name.to_owned(), title, color, icon })
}

/// The label of a callout in the language of the book.
fn title(
    predict: &mut PredictTable<'_>,
    language: &str,
    name: &str,
    value: Option<&Value>,
) -> String {
    match value.map(|value| one_line(value, language)) {
        Some(Ok(Some(title))) => return title.to_owned(),
        Some(Ok(None)) => {
            let wanted = format!("a `title` for `{language}`, the language of the book");
            let help = format!("add `{language} = \"…\"` to it");
            predict.refuse_value(&["callouts", name], "title", &wanted, &help);
        }
        Some(Err(_)) | None => {
            let help = "add `title = \"…\"`, the label that readers see";
            predict.refuse_value(&["callouts"], name, "a `title` of one line", help);
        }
    }
    String::new()
}

/// Whether `name` can open a block, and opens nothing else.
fn is_free_word(name: &str) -> bool {
    let is_word = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && name.len() <= LONGEST_WORD;
    is_word && Vocabulary::built_in(name).is_none() && !is_language(name)
}

/// Whether `text` is a CSS colour, and nothing else stands in it.
///
/// What only a page can tell, a variable or a mixture, need but look like it.
fn is_color(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    let is_color_letter = |c: char| c.is_ascii_alphanumeric() || "#(),.%/ -_".contains(c);
    let is_function = |name: &&str| {
        let inside = lower.strip_prefix(*name).and_then(|rest| rest.strip_prefix('('));
        inside.is_some_and(|inside| inside.ends_with(')') && is_balanced(inside))
    };
    lower.chars().all(is_color_letter)
        && (csscolorparser::parse(&lower).is_ok()
            || OF_THE_PAGE.contains(&&*lower)
            || FUNCTIONS.iter().any(is_function))
}

/// The functions whose colour only a page can tell.
const FUNCTIONS: [&str; 4] = ["var", "color", "color-mix", "light-dark"];

/// The names of colours that only a page can tell.
const OF_THE_PAGE: [&str; 20] = [
    "currentcolor",
    "accentcolor",
    "accentcolortext",
    "activetext",
    "buttonborder",
    "buttonface",
    "buttontext",
    "canvas",
    "canvastext",
    "field",
    "fieldtext",
    "graytext",
    "highlight",
    "highlighttext",
    "linktext",
    "mark",
    "marktext",
    "selecteditem",
    "selecteditemtext",
    "visitedtext",
];

/// Whether the parentheses in `inside`, behind an opening one, close that one at the end.
fn is_balanced(inside: &str) -> bool {
    let mut depth = 1;
    let mut closed = inside.char_indices().filter(|(_, c)| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    closed.next().is_some_and(|(at, _)| at + 1 == inside.len())
}

/// Whether `text` is a few characters that can be seen.
fn is_icon(text: &str) -> bool {
    let is_visible = |c: char| !c.is_whitespace() && !c.is_control();
    let mut characters = 0;
    let mut is_joined = false;
    for c in text.chars() {
        if !is_joined && !completes(c) {
            characters += 1;
        }
        is_joined = c == ZERO_WIDTH_JOINER;
    }
    text.chars().all(is_visible)
        && text.len() <= LONGEST_ICON
        && (1..=MOST_CHARACTERS).contains(&characters)
}

/// What makes one emoji of two.
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// The longest icon, in bytes: a flag of three families takes no more.
const LONGEST_ICON: usize = 100;

/// Whether `c` is a part of the character before it: an accent, a selector, the colour of a skin.
fn completes(c: char) -> bool {
    matches!(
        c,
        ZERO_WIDTH_JOINER
            | '\u{300}'..='\u{36f}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{1f3fb}'..='\u{1f3ff}'
            | '\u{e0020}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::{is_color, is_icon};

    #[test]
    fn an_icon_is_what_a_reader_sees_as_a_few_characters() {
        for icon in ["⚑", "A", "42!", "é", "e\u{301}", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🇩🇪", "✌🏽", "❗️"]
        {
            assert!(is_icon(icon), "{icon}");
        }
        for text in ["", " ", "a b", "long", "a\n", "\u{7}", "\u{200d}", &"e\u{301}".repeat(4)] {
            assert!(!is_icon(text), "{text:?}");
        }
    }

    #[test]
    fn a_color_is_one_and_cannot_smuggle_anything_in() {
        for color in [
            "#b5651d",
            "#FFF",
            "RebeccaPurple",
            "rgb(10, 20, 30)",
            "hsl(120deg 75% 25%)",
            "hwb(12 50% 0%)",
            "oklch(60% 0.1 50 / 0.5)",
            "transparent",
            "currentColor",
            "CanvasText",
            "var(--links)",
            "var(--my_color, rgb(1, 2, 3))",
            "color-mix(in srgb, red 40%, var(--fg))",
            "color(display-p3 1 0.5 0)",
        ] {
            assert!(is_color(color), "{color}");
        }
        for text in [
            "notacolor",
            "#ggg",
            "rgb(1, 2",
            "var(--x) var(--y)",
            "url(x)",
            "red; background: url(x)",
            "red\"",
            "",
            "var",
        ] {
            assert!(!is_color(text), "{text}");
        }
    }
}
