//! What comes back after some days, and how a reader is told.

use serde_json::json;

use super::driver::{Browser, Window};
use super::page::{ENGINES, Page, with_both_engines, with_engine_on};
use super::steps::steps;
use crate::support::{BookDir, preprocessor_table};

/// Makes all records some days older.
const AGE: &str = "for (const key of Object.keys(localStorage).filter(key => key.startsWith('predict '))) {\
    const records = JSON.parse(localStorage[key]);\
    records.forEach(record => record.at -= 3 * 24 * 60 * 60 * 1000 + 1000);\
    localStorage[key] = JSON.stringify(records); }";

const NOTE: &str = "#bell .predict-form > .predict-small";

const FOOT: &str = ".predict-foot p";

/// A button at the foot of the chapter, by its number.
fn foot_button(number: usize) -> String {
    format!(".predict-foot > button:nth-of-type({number})")
}

steps! {
async fn everything(page: &Page) {
    what_is_due_comes_blank(page).await;
    the_foot_of_a_chapter_says_what_is_due_in_the_book(page).await;
    who_wants_to_be_asked_once_is_asked_once(page).await;
    what_a_book_no_longer_asks_is_not_due(page).await;
    readers_judge_what_nobody_can_compare(page).await;
    a_search_finds_what_a_fold_hides(page).await;
    the_overview_puts_first_what_is_due(page).await;
}
}

#[test]
fn in_chromium() {
    with_both_engines(Browser::Chromium, everything);
}

#[test]
fn in_firefox() {
    with_both_engines(Browser::Firefox, everything);
}

async fn what_is_due_comes_blank(page: &Page) {
    page.fresh().await;
    page.predict("#bell", "ring").await;
    page.click("#radio .predict-choice:nth-child(1)").await;
    page.click("#radio [data-predict-does=check]").await;
    page.predict("#predict-QUOUGNO7JNL", "42").await;
    page.js(AGE).await;
    page.goto("lesson.html").await;
    page.reads("#bell [role=status]", "").await;
    page.holds("document.querySelector('#bell .predict-field').value === ''").await;
    assert!(page.shows("#bell .predict-entry").await);
    assert!(page.words(NOTE).await.starts_with("You predicted this on "));
    // It is read before one answers.
    for block in ["#bell", "#radio"] {
        page.holds(&format!("document.querySelector('{block} .predict-form > :first-child').innerText.startsWith('You predicted this on ')")).await;
    }
    page.holds("document.querySelector('#bell .predict-form > .predict-small bdi').innerText.includes('20')")
        .await;
    page.is("document.querySelectorAll('#bell .predict-earlier').length", json!(0)).await;
    page.is("document.querySelectorAll('#radio input:checked').length", json!(0)).await;
    // What was right is not asked again.
    page.reads("#predict-QUOUGNO7JNL [role=status]", "Right.").await;
    // A new prediction stands above the old one.
    page.predict("#bell", "ring 0\nring 1\nring 2").await;
    page.reads("#bell [role=status]", "Right.").await;
    page.is(
        "[...document.querySelectorAll('#bell .predict-earlier code')].map(e => e.textContent)",
        json!(["ring"]),
    )
    .await;
    // Who looks without predicting sees the old one.
    page.click("#radio .predict-answer > summary").await;
    page.reads("#radio [role=status]", "Not quite: it is B.").await;
    page.goto("lesson.html").await;
    page.reads("#bell [role=status]", "Right.").await;
    page.reads("#radio [role=status]", "").await;
}

async fn the_foot_of_a_chapter_says_what_is_due_in_the_book(page: &Page) {
    page.fresh().await;
    page.predict("#bell", "ring").await;
    page.click("#locked input[value=sure]").await;
    page.predict("#locked", "ab").await;
    page.reads(FOOT, "Predicted 2 of 6.").await;
    page.goto("part/second.html").await;
    page.reads(FOOT, "Predicted 0 of 1.").await;
    page.predict("#bell", "4").await;
    page.js(AGE).await;
    page.goto("part/second.html").await;
    page.reads(FOOT, "Predicted 1 of 1. 3 due in this book: look again").await;
    // What one was sure of comes first, wherever it is.
    page.click(".predict-foot a").await;
    page.until("location.pathname + location.hash === '/lesson.html#locked'").await;
    page.until("document.querySelector('#locked[data-predict-ready]')").await;
    page.reads(FOOT, "Predicted 2 of 6. 3 due in this book: look again").await;
    page.predict("#locked", "a b").await;
    page.reads(FOOT, "Predicted 2 of 6. 2 due in this book: look again").await;
    page.is("document.querySelector('.predict-foot a').hash", json!("#bell")).await;
    page.predict("#bell", "ring").await;
    page.is(
        "document.querySelector('.predict-foot a').pathname + document.querySelector('.predict-foot a').hash",
        json!("/part/second.html#bell"),
    )
    .await;
}

async fn who_wants_to_be_asked_once_is_asked_once(page: &Page) {
    page.fresh().await;
    assert!(!page.shows(&foot_button(1)).await);
    page.predict("#bell", "ring").await;
    page.js(AGE).await;
    page.goto("lesson.html").await;
    page.keys("#locked .predict-field", "half a").await;
    page.reads(&foot_button(1), "Ask me only once").await;
    page.click(&foot_button(1)).await;
    page.reads(FOOT, "Predicted 1 of 6.").await;
    page.reads("#bell [role=status]", "Not quite: lines 1–3 differ.").await;
    page.is("document.querySelector('#locked .predict-field').value", json!("half a")).await;
    page.goto("lesson.html").await;
    page.reads("#bell [role=status]", "Not quite: lines 1–3 differ.").await;
    page.reads(&foot_button(1), "Ask me again after some days").await;
    page.click(&foot_button(1)).await;
    page.reads("#bell [role=status]", "").await;
    page.reads(FOOT, "Predicted 1 of 6. 1 due in this book: look again").await;
    page.js("localStorage.setItem('predict-once reader', '[[')").await;
    page.goto("lesson.html").await;
    page.reads("#bell [role=status]", "").await;
}

/// A chapter or a question that is gone, or what never was one, is nothing to look at again.
async fn what_a_book_no_longer_asks_is_not_due(page: &Page) {
    page.fresh().await;
    page.js(
        "for (const key of ['lesson.md old', 'gone.md bell', '%', 'part%2Fsecond.md bell', 'x %E0%A4%A'])\
        localStorage.setItem('predict reader ' + key, '[{\"at\":5,\"verdict\":\"differs\",\"id\":\"<a>\"}]')",
    )
    .await;
    page.goto("part/second.html").await;
    page.reads(FOOT, "Predicted 0 of 1. 2 due in this book: look again").await;
    page.goto("lesson.html").await;
    page.reads(FOOT, "Predicted 0 of 6. 1 due in this book: look again").await;
    page.is("document.querySelector('.predict-foot a').hash", json!("#%3Ca%3E")).await;
    page.goto("part/second.html").await;
    page.reads(FOOT, "Predicted 0 of 1. 1 due in this book: look again").await;
    // Its record is kept all the same.
    page.is(
        "JSON.parse(localStorage['predict reader lesson.md old'])[0].verdict",
        json!("differs"),
    )
    .await;
}

async fn readers_judge_what_nobody_can_compare(page: &Page) {
    page.fresh().await;
    assert!(!page.shows("#kept .predict-own").await);
    page.predict("#kept", "now").await;
    page.reads("#kept [role=status]", "Kept: compare it yourself.").await;
    assert!(page.words("#kept .predict-own").await.starts_with("Were you right?"));
    let own = |number: usize| format!("#kept .predict-own button:nth-of-type({number})");
    page.click(&own(2)).await;
    page.reads("#kept [role=status]", "Not quite.").await;
    page.holds("document.activeElement.innerText === 'not quite'").await;
    page.is(
        "[...document.querySelectorAll('#kept .predict-own button')].map(b => b.ariaPressed)",
        json!(["false", "true"]),
    )
    .await;
    page.js(AGE).await;
    page.goto("lesson.html").await;
    page.reads("#kept [role=status]", "").await;
    page.reads(FOOT, "Predicted 1 of 6. 1 due in this book: look again").await;
    page.predict("#kept", "then").await;
    page.click(&own(1)).await;
    page.reads("#kept [role=status]", "Right.").await;
    page.js(AGE).await;
    page.goto("lesson.html").await;
    page.reads("#kept [role=status]", "Right.").await;
    page.reads(FOOT, "Predicted 1 of 6.").await;
    page.goto("part/progress.html").await;
    page.holds("[...document.querySelectorAll('.predict-state')].some(s => s.innerText.startsWith('Right.'))").await;
}

async fn a_search_finds_what_a_fold_hides(page: &Page) {
    page.fresh().await;
    page.goto("lesson.html?highlight=number#bell").await;
    page.until("document.querySelector('#bell[data-predict-ready] .predict-answer mark')").await;
    page.holds("!document.querySelector('#bell .predict-answer').open").await;
    page.reads(
        "#bell .predict-answer > summary .predict-small",
        "What you searched for is in the answer.",
    )
    .await;
    page.is("document.querySelectorAll('#locked summary .predict-small').length", json!(0)).await;
    page.is("predictEvents", json!([])).await;
    page.predict("#bell", "ring").await;
    // It opens where there is an answer, and so do the folds in it.
    page.goto("lesson.html?highlight=braces#bell").await;
    // The page before had an open answer as well.
    page.until("location.search.includes('braces') && document.querySelector('#bell .predict-answer')?.open").await;
    page.until("document.querySelector('#bell .predict-predicted[open] mark')").await;
    page.is("document.querySelectorAll('summary .predict-small').length", json!(0)).await;
}

async fn the_overview_puts_first_what_is_due(page: &Page) {
    page.fresh().await;
    page.predict("#bell", "ring").await;
    page.click("#radio .predict-answer > summary").await;
    page.js(AGE).await;
    page.predict("#locked", "ab").await;
    page.goto("part/progress.html").await;
    let children =
        "[...document.querySelector('.predict-progress').children].map(e => e.className)";
    page.holds(&format!(
        "(c => c.indexOf('predict-due') === c.indexOf('predict-chapter') - 1)({children})"
    ))
    .await;
    let items = "[...document.querySelectorAll('.predict-due li')].map(li => [...li.querySelectorAll('a, .predict-where')].map(e => e.innerText))";
    page.is(
        items,
        json!([
            ["How often does the bell ring?", "Lesson · A bell"],
            ["Which one?", "Lesson · print(\"one\".upper())"],
        ]),
    )
    .await;
    page.is(
        "[...document.querySelectorAll('.predict-due code')].map(code => code.innerText)",
        json!(["print(\"one\".upper())"]),
    )
    .await;
    // What will be asked again is not told before: not in this list, and not in the chapter's.
    let states = "[...document.querySelectorAll('.predict-state')]";
    let again = format!("{states}.filter(e => e.innerText.startsWith('look again · ')).length");
    let verdicts = format!("{states}.map(e => e.dataset.predictVerdict).filter(Boolean)");
    page.is(&again, json!(4)).await;
    page.is(&verdicts, json!(["differs"])).await;
    // Who is asked once has nothing due, and sees it all.
    page.js("localStorage.setItem('predict-once reader', 'true')").await;
    page.js("dispatchEvent(new Event('predict:changed'))").await;
    page.is(&again, json!(0)).await;
    page.is(&verdicts, json!(["differs", "skipped", "differs"])).await;
    page.js("localStorage.removeItem('predict-once reader')").await;
    page.js("dispatchEvent(new Event('predict:changed'))").await;
    // Forgetting says what it did, and can be undone.
    page.click(".predict-progress [data-predict-does=forget-book]").await;
    page.reads(".predict-progress [role=status]", "Answers forgotten: 3. Undo").await;
    page.holds("document.querySelector('.predict-due').hidden").await;
    page.is("Object.keys(localStorage).filter(key => key.startsWith('predict '))", json!([])).await;
    page.click(".predict-progress [role=status] button").await;
    page.is("document.querySelectorAll('.predict-due li').length", json!(2)).await;
    page.reads(".predict-progress [role=status]", "").await;
    // The browser's own words for files are not on the page.
    page.reads(".predict-progress [data-predict-does=import]", "Load saved answers").await;
    page.holds("document.querySelector('.predict-progress input[type=file]').hidden").await;
}

/// A book from right to left, whose language is a tag for itself alone.
fn arabic() -> BookDir {
    let text = "# Odd\n\n~~~~predict {#x}\n```output\n1\n```\n~~~~\n\n~~~~progress\n~~~~\n";
    let book = BookDir::new(&preprocessor_table(), &[("odd", text)]);
    let toml = book.read("book.toml").replace("[book]\n", "[book]\nlanguage = \"ar\"\n");
    book.write("book.toml", &toml);
    book
}

async fn dates_are_in_the_language_of_the_book(page: &Page) {
    page.goto("odd.html").await;
    page.predict("#x", "2").await;
    page.js(AGE).await;
    for (tag, real) in [("ar", "ar"), ("pt_BR", "pt-BR"), ("no such tag", "")] {
        page.with("window.name = arguments[0]", &[json!(tag)]).await;
        page.goto("odd.html").await;
        let locale = if real.is_empty() { "[]".to_owned() } else { format!("'{real}'") };
        let date = format!(
            "new Date(JSON.parse(localStorage['predict book odd.md x'])[0].at).toLocaleDateString({locale}, {{ dateStyle: 'medium' }})"
        );
        for place in ["#x .predict-form > .predict-small bdi", ".predict-state bdi"] {
            page.holds(&format!("document.querySelector('{place}').textContent === {date}")).await;
        }
    }
}

#[test]
fn dates_in_chromium() {
    let book = || {
        let book = arabic();
        book.write(
            "theme/head.hbs",
            "<script>if (window.name) document.documentElement.lang = window.name</script>",
        );
        book
    };
    with_engine_on(
        Browser::Chromium,
        ENGINES[0],
        book,
        &Window::default(),
        dates_are_in_the_language_of_the_book,
    );
}
