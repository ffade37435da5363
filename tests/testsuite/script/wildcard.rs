//! Outputs with gaps, which the build and the script read in the same way.

use mdbook_predict::chapter::fits;
use serde_json::{Value, json};

use super::evaluate;

/// A pattern, a text, and whether it fits.
const ROWS: [(&str, &str, bool); 34] = [
    ("", "", true),
    ("", "a", false),
    ("a", "", false),
    ("a", "a", true),
    ("a", "a\n", true),
    ("a\n", "a", true),
    ("a", "b", false),
    ("a", "a\nb", false),
    // `[..]` is any text in one line, also none.
    ("at [..]", "at 0x7f", true),
    ("at [..]", "at ", true),
    ("at [..]", "at", false),
    ("[..]", "", false),
    ("[..]", "anything at all", true),
    ("[..]", "two\nlines", false),
    ("a[..]b", "ab", true),
    ("a[..]b", "a b c b", true),
    ("a[..]b", "a b c", false),
    ("ab[..]bc", "abc", false),
    ("[..]a[..]a[..]", "bab", false),
    ("[..]a[..]a[..]", "baab", true),
    ("<[..]> at [..].", "<function f> at 0x7f3.", true),
    // `...` alone on its line is any lines, also none.
    ("...", "", true),
    ("...", "a\nb", true),
    ("a\n...", "a", true),
    ("a\n...\nz", "a\nz", true),
    ("a\n...\nz", "a\nb\nz\nz", true),
    ("a\n...\nz", "a\nb", false),
    ("...\nx [..]\n...\nz", "x\nx 1\ny\nx 2\nz", true),
    ("...\n...", "a", true),
    // Nowhere else do dots mean anything.
    ("at ...", "at 0x7f", false),
    ("at ...", "at ...", true),
    (" ...", "a", false),
    ("....", "a", false),
    ("a.c", "abc", false),
];

#[test]
fn gaps_in_an_output_mean_the_same_to_the_build_and_to_readers() {
    for (pattern, text, expected) in ROWS {
        assert_eq!(fits(pattern, text), expected, "{pattern:?} {text:?}");
    }
    let files = ["predict/words.js", "predict/wildcard.js"];
    let rows = json!(ROWS.map(|(pattern, text, _)| [pattern, text]).to_vec());
    let found = evaluate(&files, "rows => rows.map(([a, b]) => fits(a, b))", &rows);
    assert_eq!(found, Value::from(ROWS.map(|(_, _, expected)| expected).to_vec()));
}

/// Gaps upon gaps cost no more than lines times lines.
#[test]
fn many_gaps_are_soon_filled() {
    let pattern = format!("{}z", "...\na[..]a[..]a\n".repeat(50));
    let text = "aaaaaaaaaaaaaaaa\n".repeat(500);
    assert!(!fits(&pattern, &text));
}
