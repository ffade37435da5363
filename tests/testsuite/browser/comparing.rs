//! Which predictions are the same, which have another form, and which differ.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::driver::{Browser, Window};
use super::page::{ENGINES, Page, with_engine_on};
use super::steps::steps;
use crate::support::{BookDir, checkout, preprocessor_table};

/// What really happens, other outputs that the author speaks of, a prediction and the verdict.
pub(crate) type Row = (&'static str, &'static [&'static str], &'static str, &'static str);

const NONE: &[&str] = &[];

#[rustfmt::skip]
pub(crate) const TABLE: [Row; 88] = [
    // The text itself, and the line ending that every program prints last.
    ("hi", NONE, "hi", "same"),
    ("hi", NONE, "hi\n", "same"),
    ("a\nb", NONE, "a\nb", "same"),
    ("", NONE, "", "same"),
    // White space.
    ("hi", NONE, "hi\n\n", "form"),
    ("hi", NONE, "  hi  ", "form"),
    ("a\nb", NONE, "a  \nb", "form"),
    ("a\nb", NONE, "a\n\nb", "form"),
    ("a\n  b", NONE, "a\nb", "form"),
    ("1 2 3", NONE, "1\n2\n3", "form"),
    ("a\nb", NONE, "a b", "form"),
    ("a  b", NONE, "a b", "form"),
    ("a\tb", NONE, "a b", "form"),
    ("a b", NONE, "a\u{a0}b", "form"),
    ("12", NONE, "1 2", "differs"),
    ("ab", NONE, "a b", "differs"),
    // White space and commas between values.
    ("[1, 2]", NONE, "[1,2]", "form"),
    ("[1, 2]", NONE, "[ 1 , 2 ]", "form"),
    ("[1, 2]", NONE, "[1 2]", "form"),
    ("1, 2", NONE, "1; 2", "form"),
    ("{'a': 1}", NONE, "{'a':1}", "form"),
    ("x = 1", NONE, "x=1", "form"),
    ("{\n  a: 1,\n  b: 2\n}", NONE, "{ a: 1, b: 2 }", "form"),
    // Quotes.
    ("'a'", NONE, "\"a\"", "form"),
    ("'a'", NONE, "`a`", "form"),
    ("'a'", NONE, "‘a’", "form"),
    ("\"a\"", NONE, "“a”", "form"),
    ("'a'", NONE, "a", "form"),
    ("a", NONE, "'a'", "form"),
    ("['a', 'b']", NONE, "[a, b]", "form"),
    ("say \"hi\".", NONE, "say hi.", "form"),
    ("['1', 2]", NONE, "[1, '2']", "differs"),
    ("''", NONE, "", "differs"),
    ("[\"it's\", 'tea']", NONE, "[it's, tea]", "form"),
    ("it's", NONE, "it’s", "form"),
    // Brackets.
    ("[1, 2]", NONE, "(1, 2)", "form"),
    ("(1, 2)", NONE, "{1, 2}", "form"),
    ("[1, 2]", NONE, "1, 2", "form"),
    ("[1, 2]", NONE, "1 2", "form"),
    ("1 2", NONE, "[1, 2]", "form"),
    ("[[1], [2]]", NONE, "1 2", "form"),
    ("[[1], [2, 3]]", NONE, "[[1, 2], [3]]", "differs"),
    ("[1, 2]", NONE, "[[1, 2]]", "differs"),
    ("[]", NONE, "", "differs"),
    ("[]", NONE, "[[]]", "differs"),
    ("[]", NONE, "()", "form"),
    // The case of words that languages write differently.
    ("True", NONE, "true", "form"),
    ("false", NONE, "False", "form"),
    ("None", NONE, "none", "form"),
    ("null", NONE, "NULL", "form"),
    ("NaN", NONE, "nan", "form"),
    ("Infinity", NONE, "infinity", "form"),
    ("undefined", NONE, "Undefined", "form"),
    ("Hi", NONE, "hi", "differs"),
    ("true", NONE, "false", "differs"),
    // Signs that phones and editors change by themselves.
    ("-1", NONE, "−1", "form"),
    ("a - b", NONE, "a – b", "form"),
    ("...", NONE, "…", "form"),
    ("caf\u{e9}", NONE, "cafe\u{301}", "form"),
    // Signs of another width, and the separators and quotes of other languages.
    ("2", NONE, "２", "form"),
    ("[2, 2, 2]", NONE, "［2, 2, 2］", "form"),
    ("2, 2", NONE, "2，2", "form"),
    ("2, 2", NONE, "2、2", "form"),
    ("2, 2", NONE, "2، 2", "form"),
    ("ガム", NONE, "ｶﾞﾑ", "form"),
    ("'茶'", NONE, "「茶」", "form"),
    ("x²", NONE, "x2", "differs"),
    ("22", NONE, "2、2", "differs"),
    // Prompts.
    ("1\n2", NONE, ">>> 1\n2", "same"),
    // Several at once.
    ("[('a', True), ('b', False)]", NONE, "(a true) (b false)", "differs"),
    ("[True, False]", NONE, " true,\nfalse\n", "form"),
    ("['x', None]", NONE, "x none", "form"),
    // Values.
    ("2", NONE, "2.0", "differs"),
    ("1000", NONE, "1,000", "differs"),
    ("1 2 3", NONE, "1 3 2", "differs"),
    ("1\n2\n3", NONE, "1\n2", "differs"),
    // A form that the author speaks of is what the question is about.
    ("1", &["'1'"], "'1'", "differs"),
    ("1", &["'1'"], " 1 ", "form"),
    ("1", &["'1'"], "\"1\"", "differs"),
    ("a\nb", &["a b"], "a b", "differs"),
    ("a\nb", &["a b"], "a\n\nb", "form"),
    ("True", &["true"], "true", "differs"),
    ("True", &["true"], "'True'", "form"),
    ("[1, 2]", &["(1, 2)"], "(1, 2)", "differs"),
    ("[1, 2]", &["(1, 2)"], "[1,2]", "form"),
    ("[1, 2]", &["1 2"], "1 2", "differs"),
    ("a - b", &["nothing alike"], "a – b", "form"),
    ("a b", &["a  b"], "a  b", "differs"),
];

/// A chapter with a question for each row.
fn chapter() -> String {
    let mut text = String::from("# Comparing\n\n");
    for (number, (real, others, _, _)) in TABLE.iter().enumerate() {
        let empty = if real.is_empty() { " {empty}" } else { "" };
        let _ = write!(
            text,
            "~~~~predict Row {number} {{#row-{number} input=text}}\n```output{empty}\n{real}\n```\n"
        );
        for other in *others {
            let _ = write!(text, "~~~predicted\n```output\n{other}\n```\nNo.\n~~~\n");
        }
        text.push_str("~~~~\n\n");
    }
    text
}

fn book() -> BookDir {
    let more = "~~~~predict Lines {#lines}\n```output\na\nb\nc\nd\n```\n~~~~\n\n\
                ~~~~predict Forms {#forms}\n```output\n\"a\"\nb\n```\n~~~predicted `a c`\nNo.\n~~~\n~~~~\n\n\
                ~~~~predict Wild {#wild input=text}\n```output {match=wildcard}\nat [..]\n```\n~~~~\n\n\
                ~~~~predict Gaps {#gaps input=text}\n```output {match=wildcard}\nat [..]\n```\n~~~~\n";
    let long: String = (0..RUNS.len())
        .map(|number| {
            format!(
                "~~~~predict Row {number} {{#row-{number}}}\n```output\n\"a\"\nb\n```\n~~~~\n\n"
            )
        })
        .collect();
    let chapters = [("table", chapter()), ("more", more.to_owned()), ("long", long)];
    let chapters = chapters.each_ref().map(|(name, text)| (*name, text.as_str()));
    BookDir::new(&preprocessor_table(), &chapters)
}

/// What stands very often in a long prediction: what the forms look for, and what they pass over.
const RUNS: [&str; 8] = [" ", "\t ", "\u{a0}", "' ", "( ", ", ", "-", "…"];

/// Of what is quadratic, so many characters take minutes, and the driver waits for half of one.
const LONG: usize = 500_000;

/// All rows at once: a driver would need a minute to type them.
const COMMIT_ALL: &str = "
    const predictions = arguments[0];
    predictions.forEach((text, number) => {
        const block = document.getElementById('row-' + number);
        block.querySelector('textarea').value = text;
        const check = block.querySelector('.predict-form button');
        check.click();
        if (!text) check.click();
    });
    return predictions.map((_, number) =>
        document.querySelector('#row-' + number + ' [role=status]').dataset.predictVerdict);
";

steps! {
async fn everything(page: &Page) {
    each_row_has_its_verdict(page).await;
    the_lines_that_differ(page).await;
    a_line_in_another_form_does_not_differ(page).await;
    what_cannot_be_compared_is_kept(page).await;
    comparing_costs_what_predictions_are_long(page).await;
}
}

async fn each_row_has_its_verdict(page: &Page) {
    page.goto("table.html").await;
    let predictions: Vec<Value> = TABLE.iter().map(|row| json!(row.2)).collect();
    let verdicts = page.with(COMMIT_ALL, &[json!(predictions)]).await;
    let wrong: Vec<String> = TABLE
        .iter()
        .zip(verdicts.as_array().unwrap())
        .filter(|(row, verdict)| **verdict != json!(row.3))
        .map(|(row, verdict)| format!("{row:?} is {verdict}"))
        .collect();
    assert_eq!(wrong, [] as [String; 0], "{page:?}");
    page.is("predictEvents.length", json!(TABLE.len())).await;
    // Confidence is off unless the book asks for it.
    page.holds("[...document.querySelectorAll('.predict-sure')].every(set => set.hidden)").await;
}

async fn comparing_costs_what_predictions_are_long(page: &Page) {
    page.goto("long.html").await;
    let long = |run: &str| format!("\"a{}\"\nb", run.repeat(LONG / run.chars().count()));
    let predictions: Vec<String> = RUNS.iter().map(|run| long(run)).collect();
    let verdicts = page.with(COMMIT_ALL, &[json!(predictions)]).await;
    let only_white_space = ["form", "form", "form"];
    assert_eq!(verdicts.as_array().unwrap()[..3], only_white_space.map(|verdict| json!(verdict)));
    assert!(verdicts.as_array().unwrap().iter().all(Value::is_string), "{verdicts}");
}

async fn the_lines_that_differ(page: &Page) {
    for (text, words, own, real) in [
        ("a\nb\nx\nd", "Not quite: line 3 differs.", "x", "c"),
        ("a\nd", "Not quite: lines 2–3 are missing.", "", "b c"),
        ("x\nb\nc\ny", "Not quite: lines 1, 4 differ.", "x y", "a d"),
        ("a\nb\nc\nd\ne", "Not quite: it prints fewer lines.", "e", ""),
        ("b\nc\nd\na", "Not quite: lines 1–4 differ.", "b c d a", "a b c d"),
        ("a\nc\nb\nd", "Not quite: lines 2–3 differ.", "c b", "b c"),
        ("b\nc\nd", "Not quite: line 1 is missing.", "", "a"),
    ] {
        page.goto("more.html").await;
        page.js("localStorage.clear()").await;
        page.goto("more.html").await;
        page.predict("#lines", text).await;
        page.reads("#lines [role=status]", words).await;
        let lines = |tag: &str| {
            format!(
                "[...document.querySelectorAll('#lines .predict-compare {tag}')].map(e => e.innerText).join(' ')"
            )
        };
        page.is(&lines("del"), json!(own)).await;
        page.is(&lines("ins"), json!(real)).await;
    }
}

async fn a_line_in_another_form_does_not_differ(page: &Page) {
    page.goto("more.html").await;
    page.predict("#forms", "a\nc").await;
    page.reads("#forms [role=status]", "Not quite: line 2 differs.").await;
    // The author's other answer is found in another form, too.
    page.holds(
        "document.querySelector('#forms .predict-predicted').closest('.predict-said') !== null",
    )
    .await;
    page.is("document.querySelectorAll('#forms .predict-compare del').length", json!(1)).await;
}

async fn what_cannot_be_compared_is_kept(page: &Page) {
    page.predict("#gaps", "at noon").await;
    page.reads("#gaps [role=status]", "Right.").await;
    page.predict("#wild", "by noon").await;
    page.reads("#wild [role=status]", "Kept: compare it yourself.").await;
    page.is("document.querySelectorAll('#wild .predict-compare figure').length", json!(2)).await;
    page.holds("document.querySelector('#wild [data-predict-does=overrule]').hidden").await;
}

#[test]
fn in_chromium() {
    with_engine_on(Browser::Chromium, ENGINES[0], book, &Window::default(), everything);
}

#[test]
fn in_firefox() {
    with_engine_on(Browser::Firefox, ENGINES[0], book, &Window::default(), everything);
}

/// The script's list of forms and the guide's are of the same length.
#[test]
fn every_form_is_in_the_guide() {
    let script =
        std::fs::read_to_string(checkout().join("src/assets/predict/comparing.js")).unwrap();
    let (_, forms) = script.split_once("const FORMS = [").unwrap();
    let (forms, _) = forms.split_once("\n];").unwrap();
    let guide =
        std::fs::read_to_string(checkout().join("book/src/reference/comparing.md")).unwrap();
    let (_, guide) = guide.split_once("\n## Forms\n").unwrap();
    let (guide, _) = guide.split_once("\n## ").unwrap();
    let rows = guide.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    assert_eq!(forms.trim().lines().count(), rows.count() - 1);
}
