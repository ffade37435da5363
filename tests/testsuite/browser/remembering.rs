//! What the browser remembers, what the reader can do with it, and what happens where it cannot.

use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::Locator;
use serde_json::{Value, json};

use super::driver::{Browser, Window};
use super::page::{ENGINES, Page, small_book, with_both_engines, with_both_engines_on};
use super::server::Extras;
use super::steps::steps;

/// A button of a block, by what it does.
fn after(block: &str, does: &str) -> String {
    format!("{block} [data-predict-does={does}]")
}

const OVERRULE: &str = "overrule";
const AGAIN: &str = "again";
const FORGET: &str = "forget";

/// What is said of answers that were forgotten, and the button in it.
const FORGOTTEN: &str = "#bell [role=status]:last-child";
const UNDO: &str = "#bell [role=status]:last-child button";

const RECORDS: &str = "Object.fromEntries(Object.entries(localStorage)\
    .filter(([key]) => key.startsWith('predict')).map(([key, text]) => [key, JSON.parse(text)]))";

steps! {
async fn everything(page: &Page) {
    returning_shows_the_record(page).await;
    a_verdict_can_be_overruled(page).await;
    trying_again_makes_a_second_record(page).await;
    forgetting_a_block_and_a_chapter(page).await;
    undoing_waits_until_the_question_is_answered_anew(page).await;
    what_came_back_meanwhile_is_there_once(page).await;
    a_block_without_an_id_survives_what_is_put_above_it(page).await;
    an_edited_question_says_so(page).await;
    garbage_in_the_storage_is_nothing(page).await;
    a_full_storage_is_said_and_harms_nothing(page).await;
    windows_see_what_others_do(page).await;
    what_is_gone_is_not_kept(page).await;
    the_overview_lists_the_book(page).await;
    what_is_due_comes_back_after_three_days(page).await;
    hostile_files_are_refused(page).await;
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

async fn returning_shows_the_record(page: &Page) {
    page.fresh().await;
    page.click("#bell input[value=think]").await;
    page.predict("#bell", "ring 0\nring 1").await;
    page.click("#radio .predict-choice:nth-child(3)").await;
    page.click("#radio [data-predict-does=check]").await;
    page.goto("lesson.html").await;
    page.reads("#bell [role=status]", "Not quite: line 3 is missing.").await;
    page.holds("!document.querySelector('#bell .predict-answer').open").await;
    page.holds("!document.querySelector('#bell .predict-entry').offsetParent").await;
    page.holds("document.querySelectorAll('#radio .predict-choices input')[2].checked").await;
    page.holds(
        "[...document.querySelectorAll('#radio .predict-choices input')].every(i => i.disabled)",
    )
    .await;
    page.click("#bell .predict-answer > summary").await;
    page.is(
        "document.querySelector('#bell .predict-compare code').innerText",
        json!("ring 0\nring 1\nno such line"),
    )
    .await;
    let note = page.words("#bell .predict-compare .predict-note").await;
    assert!(note.starts_with("I think so · ") && note.contains("20"), "{note}");
    page.is("predictEvents", json!([])).await;
    // The record belongs to this chapter: another one may have a block of the same name.
    page.goto("part/second.html").await;
    page.reads("#bell [role=status]", "").await;
}

async fn a_verdict_can_be_overruled(page: &Page) {
    page.fresh().await;
    page.predict("#bell", "ring 0\nring 1\nrong 2").await;
    page.click(&after("#bell", OVERRULE)).await;
    page.reads("#bell [role=status]", "Counted as right.").await;
    page.holds("document.activeElement.innerText === 'Undo'").await;
    page.reads(".predict-foot p", "Predicted 1 of 6.").await;
    page.goto("lesson.html").await;
    page.reads("#bell [role=status]", "Counted as right.").await;
    page.click(&after("#bell", OVERRULE)).await;
    page.reads("#bell [role=status]", "Not quite: line 3 differs.").await;
    // The text of the prediction stays what it was.
    page.is(
        &format!("Object.values({RECORDS})[0].map(r => r.predicted)"),
        json!(["ring 0\nring 1\nrong 2"]),
    )
    .await;
    // What was right needs no overruling, nor does a choice.
    page.click(&after("#bell", AGAIN)).await;
    page.predict("#bell", "ring 0\nring 1\nring 2").await;
    page.holds("document.querySelector('#bell [data-predict-does=overrule]').hidden").await;
}

async fn trying_again_makes_a_second_record(page: &Page) {
    page.fresh().await;
    page.click("#bell .predict-hint > summary").await;
    page.predict("#bell", "ring").await;
    page.click(&after("#bell", AGAIN)).await;
    // The first state: folds and hints closed, the field ready, with what stood in it last.
    page.is(
        "[...document.querySelectorAll('#bell details')].filter(fold => fold.open).length",
        json!(0),
    )
    .await;
    page.is("document.querySelectorAll('#bell .predict-later').length", json!(2)).await;
    page.is("document.querySelector('#bell .predict-field').value", json!("ring")).await;
    page.holds("document.activeElement === document.querySelector('#bell .predict-field')").await;
    page.is("document.querySelectorAll('#bell .predict-compare').length", json!(0)).await;
    page.predict("#bell", "ring 0\nring 1\nring 2").await;
    page.is(
        &format!("Object.values({RECORDS})[0].map(r => [r.predicted, r.verdict])"),
        json!([["ring", "differs"], ["ring 0\nring 1\nring 2", "same"]]),
    )
    .await;
    page.is(
        "[...document.querySelectorAll('#bell .predict-earlier code')].map(e => e.textContent)",
        json!(["ring"]),
    )
    .await;
    page.is("[...document.querySelectorAll('#bell summary')].map(s => s.innerText).includes('Your earlier predictions')", json!(true)).await;
}

async fn forgetting_a_block_and_a_chapter(page: &Page) {
    page.fresh().await;
    page.predict("#bell", "ring").await;
    page.predict("#kept", "now").await;
    page.click(&after("#bell", FORGET)).await;
    page.is(&format!("Object.keys({RECORDS})"), json!(["predict reader lesson.md kept"])).await;
    page.reads(FORGOTTEN, "Answers forgotten: 1. Undo").await;
    page.holds("document.activeElement === document.querySelector('#bell .predict-field')").await;
    page.holds("!document.querySelector('#bell .predict-answer').open").await;
    page.click(UNDO).await;
    page.reads(FORGOTTEN, "").await;
    page.reads("#bell [role=status]", "Not quite: lines 1–3 differ.").await;
    page.holds("document.querySelector('#bell .predict-answer').open").await;
    page.click(&after("#bell", FORGET)).await;
    // No other chapter loses anything.
    page.js("localStorage.setItem('predict reader part%2Fsecond.md bell', '[]')").await;
    let forget = ".predict-foot [data-predict-does=forget-chapter]";
    page.click(forget).await;
    page.is(&format!("Object.keys({RECORDS})"), json!(["predict reader part%2Fsecond.md bell"]))
        .await;
    page.reads(".predict-foot p", "Predicted 0 of 6.").await;
    page.holds("document.activeElement === document.querySelector('.predict-foot')").await;
    page.reads(".predict-foot [role=status]", "Answers forgotten: 1. Undo").await;
    page.click(".predict-foot [role=status] button").await;
    page.reads(".predict-foot p", "Predicted 1 of 6.").await;
    page.reads("#kept [role=status]", "Kept: compare it yourself.").await;
}

async fn undoing_waits_until_the_question_is_answered_anew(page: &Page) {
    page.fresh().await;
    page.predict("#bell", "ring").await;
    page.predict("#locked", "ab").await;
    page.click(&after("#bell", FORGET)).await;
    // Whatever else is answered, asked or forgotten.
    page.predict("#kept", "now").await;
    page.reads(FORGOTTEN, "Answers forgotten: 1. Undo").await;
    page.click("#bell .predict-button").await;
    page.reads(
        "#bell .predict-verdict",
        "Nothing is written. Check again if you predict that nothing is printed.",
    )
    .await;
    page.reads(FORGOTTEN, "Answers forgotten: 1. Undo").await;
    page.click(&after("#locked", FORGET)).await;
    page.click(".predict-foot [data-predict-does=forget-chapter]").await;
    page.reads(FORGOTTEN, "Answers forgotten: 1. Undo").await;
    page.click(UNDO).await;
    page.reads("#bell .predict-verdict", "Not quite: lines 1–3 differ.").await;
    page.reads("#locked [role=status]:last-child", "Answers forgotten: 1. Undo").await;
    page.predict("#locked", "a b").await;
    page.reads("#locked [role=status]:last-child", "").await;
    page.is(&format!("Object.keys({RECORDS}).length"), json!(2)).await;
}

async fn what_came_back_meanwhile_is_there_once(page: &Page) {
    page.fresh().await;
    page.predict("#bell", "ring").await;
    let records = page.js(&format!("return {RECORDS}")).await;
    page.click(&after("#bell", FORGET)).await;
    let (key, kept) = records.as_object().unwrap().iter().next().unwrap();
    page.with("localStorage[arguments[0]] = arguments[1]", &[json!(key), json!(kept.to_string())])
        .await;
    page.click(UNDO).await;
    page.is(RECORDS, records).await;
    page.is("document.querySelectorAll('#bell .predict-earlier').length", json!(0)).await;
}

/// Builds the book of the page again, after a change of the lesson.
fn rebuild(page: &Page, change: impl Fn(&str) -> String) {
    let lesson = page.book.read("src/lesson.md");
    page.book.write("src/lesson.md", &change(&lesson));
    let (_, build) = ENGINES.into_iter().find(|(name, _)| *name == page.engine).unwrap();
    build(page.book.root());
    page.book.write("src/lesson.md", &lesson);
}

async fn a_block_without_an_id_survives_what_is_put_above_it(page: &Page) {
    page.fresh().await;
    page.predict("#predict-QUOUGNO7JNL", "42").await;
    rebuild(page, |text| {
        let above = "~~~~predict A new one\n```output\n1\n```\n~~~~\n\n~~~~predict Nobody named me";
        text.replace("~~~~predict Nobody named me", above)
    });
    page.goto("lesson.html").await;
    page.reads("#predict-QUOUGNO7JNL .predict-title", "Nobody named me").await;
    page.reads("#predict-QUOUGNO7JNL [role=status]", "Right.").await;
    page.is("document.querySelectorAll('[data-predict-verdict=same]').length", json!(1)).await;
    rebuild(page, str::to_owned);
}

async fn an_edited_question_says_so(page: &Page) {
    page.fresh().await;
    page.predict("#bell", "ring").await;
    rebuild(page, |text| {
        text.replace("0..=2", "0..=3").replace("ring 2\n```\n\nThe", "ring 2\nring 3\n```\n\nThe")
    });
    page.goto("lesson.html").await;
    page.reads(
        "#bell .predict-form > .predict-small",
        "You answered an earlier version of this question.",
    )
    .await;
    assert!(page.shows("#bell .predict-field").await);
    page.reads(".predict-foot p", "Predicted 0 of 6.").await;
    page.predict("#bell", "ring 0\nring 1\nring 2\nring 3").await;
    page.reads("#bell [role=status]", "Right.").await;
    page.is(
        "[...document.querySelectorAll('#bell .predict-earlier code')].map(e => e.textContent)",
        json!(["ring"]),
    )
    .await;
    rebuild(page, str::to_owned);
}

async fn garbage_in_the_storage_is_nothing(page: &Page) {
    for garbage in [
        "",
        "null",
        "7",
        "{}",
        "[null, 1, \"x\", {}]",
        "[[]]",
        "{\"length\": 5}",
        "[{\"verdict\": \"same\"}]",
        "[{\"verdict\": \"constructor\", \"at\": 1}]",
        "[{\"verdict\": \"differs\", \"at\": 1e300, \"hash\": {}, \"chosen\": {}}]",
        "[{\"verdict\": \"differs\", \"at\": \"x\"}]",
        "[{\"verdict\": \"same\", \"at\": 5, \"sure\": \"x]\", \"hash\": 5}]",
        "\u{0}",
        "[[[[[[[[[[",
    ] {
        page.fresh().await;
        page.with(
            "localStorage.setItem('predict reader lesson.md bell', arguments[0])",
            &[json!(garbage)],
        )
        .await;
        page.goto("lesson.html").await;
        page.reads("#bell [role=status]", "").await;
        page.predict("#bell", "ring 0").await;
        page.reads("#bell [role=status]", "Not quite: lines 2–3 are missing.").await;
        page.goto("part/progress.html").await;
        page.holds(
            "document.querySelector('.predict-state').innerText.startsWith('Not quite: lines 2–3 are missing.')",
        )
        .await;
    }
    // A record of the right form whose parts are not shows what can be shown.
    page.fresh().await;
    let record = "const hash = document.getElementById('radio').dataset.predictHash;\
        localStorage.setItem('predict reader lesson.md radio', JSON.stringify([{ hash, at: 5, verdict: 'same',\
        chosen: [99, 'a', -1, 2], predicted: { a: 1 }, sure: 'constructor', title: 7 }]))";
    page.js(record).await;
    page.goto("lesson.html").await;
    page.reads("#radio [role=status]", "Right.").await;
}

async fn a_full_storage_is_said_and_harms_nothing(page: &Page) {
    page.fresh().await;
    page.js("let number = 0; for (let size = 1000000; size >= 1; ) {\
        try { localStorage.setItem('fill ' + number++, 'x'.repeat(size)); } catch { size = Math.floor(size / 2); } }").await;
    page.predict("#bell", "ring 0").await;
    page.reads("#bell [role=status]", "Not quite: lines 2–3 are missing.").await;
    page.holds("document.querySelector('.predict-foot').innerText.includes('Your browser keeps no answers here')").await;
    page.click(&after("#bell", AGAIN)).await;
    page.predict("#bell", "ring 0\nring 1\nring 2").await;
    page.is("document.querySelectorAll('#bell .predict-earlier li').length", json!(1)).await;
    page.js("localStorage.clear()").await;
}

/// Another window of the same browser answers and forgets: what is shown here follows.
async fn windows_see_what_others_do(page: &Page) {
    page.fresh().await;
    let here = page.client.window().await.unwrap();
    let there = page.client.new_window(true).await.unwrap().handle;
    page.keys("#locked .predict-field", "a draft").await;
    page.client.switch_to_window(there).await.unwrap();
    page.goto("lesson.html").await;
    page.predict("#bell", "ring 0").await;
    page.predict("#locked", "ab").await;
    page.client.switch_to_window(here.clone()).await.unwrap();
    page.until(
        "document.querySelector('#bell [role=status]').innerText === 'Not quite: lines 2–3 are missing.'",
    )
    .await;
    page.until("document.querySelector('.predict-foot p').innerText === 'Predicted 2 of 6.'").await;
    // What is being typed here stays.
    page.is("document.querySelector('#locked .predict-field').value", json!("a draft")).await;
    assert!(page.shows("#locked .predict-entry").await);
    let there = page.client.windows().await.unwrap().into_iter().find(|w| *w != here).unwrap();
    page.client.switch_to_window(there).await.unwrap();
    page.click(&after("#bell", FORGET)).await;
    page.client.close_window().await.unwrap();
    page.client.switch_to_window(here).await.unwrap();
    page.until("document.querySelector('#bell [role=status]').innerText === ''").await;
    assert!(page.shows("#bell .predict-field").await);
}

/// Where nobody told this window what another one did, the window looks when it gets the focus, and
/// keeps nothing that is gone.
async fn what_is_gone_is_not_kept(page: &Page) {
    page.fresh().await;
    let records = |code: &str| {
        format!(
            "const key = 'predict reader lesson.md bell'; const records = JSON.parse(localStorage[key] ?? 'null'); {code}"
        )
    };
    page.predict("#bell", "ring 0").await;
    page.js(&records("localStorage.removeItem(key)")).await;
    page.click(&after("#bell", OVERRULE)).await;
    page.reads("#bell [role=status]", "This answer is gone: it was forgotten in another window.")
        .await;
    page.is(RECORDS, json!({})).await;
    page.reads(".predict-foot p", "Predicted 0 of 6.").await;
    assert!(page.shows("#bell .predict-field").await);
    page.predict("#bell", "ring 0").await;
    page.js(&records("records[0].overruled = true; localStorage[key] = JSON.stringify(records); dispatchEvent(new Event('focus'))")).await;
    page.reads("#bell [role=status]", "Counted as right.").await;
    page.js(&records("localStorage.removeItem(key); document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")).await;
    page.reads("#bell [role=status]", "").await;
    page.reads(".predict-foot p", "Predicted 0 of 6.").await;
}

async fn the_overview_lists_the_book(page: &Page) {
    page.fresh().await;
    page.predict("#bell", "ring 0").await;
    page.click("#radio .predict-answer > summary").await;
    page.goto("part/progress.html").await;
    page.is(
        "[...document.querySelectorAll('.predict-chapter')].map(e => e.innerText)",
        json!(["Lesson", "Second"]),
    )
    .await;
    let entry = "[...document.querySelectorAll('.predict-index li')].map(e => \
        [e.querySelector('a'), e.querySelector('.predict-state')].map(p => p.innerText.split(' · ')[0]).join(' '))";
    page.is(
        entry,
        json!([
            "How often does the bell ring? Not quite: lines 2–3 are missing.",
            "Which one? Shown without a prediction.",
            "Which are true? not predicted yet",
            "Locked not predicted yet",
            "Say it anyway not predicted yet",
            "Nobody named me not predicted yet",
            "How many? not predicted yet",
        ]),
    )
    .await;
    page.is(
        "[...document.querySelectorAll('.predict-index a')].map(a => a.pathname + a.hash).slice(5)",
        json!(["/lesson.html#predict-QUOUGNO7JNL", "/part/second.html#bell"]),
    )
    .await;
    page.reads(".predict-count", "Predicted 1 of 7.").await;
    page.holds("document.querySelector('.predict-due').hidden").await;
    page.holds("document.querySelector('.predict-progress').innerText.includes('Your answers are kept in this browser, and nowhere else.')").await;
}

async fn what_is_due_comes_back_after_three_days(page: &Page) {
    page.fresh().await;
    page.predict("#bell", "ring 0").await;
    page.click("#kept [data-predict-does=show]").await;
    page.click("#locked input[value=sure]").await;
    page.predict("#locked", "ab").await;
    page.predict("#predict-QUOUGNO7JNL", "42").await;
    page.js(&format!(
        "for (const [key, records] of Object.entries({RECORDS})) {{\
        records[0].at -= 3 * 24 * 60 * 60 * 1000 + (key.endsWith('kept') ? -1000000 : 1000);\
        localStorage.setItem(key, JSON.stringify(records)); }}"
    ))
    .await;
    page.goto("part/progress.html").await;
    page.is(
        "[...document.querySelectorAll('.predict-due a')].map(a => a.innerText)",
        json!(["Locked", "How often does the bell ring?"]),
    )
    .await;
    page.holds("document.querySelector('.predict-due').innerText.includes('every 3 days')").await;
    // Answered rightly, it does not come back.
    page.goto("lesson.html").await;
    page.predict("#locked", "a b").await;
    page.goto("part/progress.html").await;
    page.is(
        "[...document.querySelectorAll('.predict-due a')].map(a => a.innerText)",
        json!(["How often does the bell ring?"]),
    )
    .await;
}

/// Gives a file to the overview, as a reader chooses one.
async fn import(page: &Page, text: &str) {
    let file = tempfile::Builder::new().suffix(".json").tempfile().unwrap();
    std::fs::write(file.path(), text).unwrap();
    page.js("document.querySelector('.predict-progress [role=status]').textContent = ''").await;
    let input = page.client.find(Locator::Css(".predict-progress input")).await.unwrap();
    input.send_keys(file.path().to_str().unwrap()).await.unwrap();
    page.until("document.querySelector('.predict-progress [role=status]').textContent").await;
}

async fn hostile_files_are_refused(page: &Page) {
    page.goto("part/progress.html").await;
    let before = page.js(&format!("return {RECORDS}")).await;
    for text in [
        "",
        "no JSON",
        "null",
        "[]",
        "{\"predict\": 1}",
        "{\"records\": null}",
        "{\"records\": {\"predict another lesson.md bell\": [{\"verdict\": \"same\", \"at\": 1}]}}",
        "{\"records\": {\"predict reader-2 lesson.md bell\": [{\"verdict\": \"same\", \"at\": 1}]}}",
        "{\"records\": {\"mdbook-theme\": [{\"verdict\": \"same\", \"at\": 1}]}}",
        "{\"records\": {\"predict reader a b\": [{\"verdict\": \"x\", \"at\": 1}]}}",
        "{\"records\": {\"predict reader a b\": [{\"verdict\": \"same\", \"at\": 1}], \"predict reader c d\": 5}}",
        "{\"records\": {\"predict reader a b\": [{\"verdict\": \"same\", \"at\": 7000000000000}]}}",
        "{\"records\": {\"__proto__\": [{\"verdict\": \"same\", \"at\": 1}]}}",
    ] {
        import(page, text).await;
        page.reads(".predict-progress [role=status]", "This file has no answers for this book.")
            .await;
        page.is(RECORDS, before.clone()).await;
    }
}

/// The text of a file in `folder`, once the browser has written it.
fn downloaded(folder: &Path, name: &str) -> String {
    let start = Instant::now();
    loop {
        let text = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        if !text.is_empty() {
            return text;
        }
        assert!(start.elapsed() < Duration::from_secs(10), "no {name} was saved");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A browser saves the records as a file, another one loads it; a notebook is there to be read.
async fn saved_and_loaded(page: &Page, folder: &Path) {
    for name in ["predict-reader.json", "predict-reader.md"] {
        let _ = std::fs::remove_file(folder.join(name));
    }
    page.fresh().await;
    page.predict("#bell", "ring ~~~~ <b>").await;
    page.click(&after("#bell", AGAIN)).await;
    page.click("#bell input[value=sure]").await;
    page.predict("#bell", "ring 0").await;
    page.click("#radio .predict-choice:nth-child(2)").await;
    page.click("#radio [data-predict-does=check]").await;
    page.click("#kept [data-predict-does=show]").await;
    page.goto("part/progress.html").await;
    let records = page.js(&format!("return {RECORDS}")).await;
    page.click(".predict-progress [data-predict-does=export]").await;
    page.click(".predict-progress [data-predict-does=notebook]").await;
    let file = downloaded(folder, "predict-reader.json");
    let saved: Value = serde_json::from_str(&file).unwrap();
    assert_eq!(saved["predict"], json!(1));
    assert_eq!(saved["records"]["predict reader lesson.md bell"][1]["predicted"], "ring 0");

    let notebook = downloaded(folder, "predict-reader.md");
    let dates =
        page.js("return new Date().toLocaleDateString('en', { dateStyle: 'medium' })").await;
    let notebook = notebook.replace(dates.as_str().unwrap(), "DATE");
    assert_eq!(notebook, NOTEBOOK, "{page:?}");

    page.click(".predict-progress [data-predict-does=forget-book]").await;
    page.is(RECORDS, json!({})).await;
    page.holds("[...document.querySelectorAll('.predict-state')].every(s => s.innerText === 'not predicted yet')").await;
    import(page, &file).await;
    page.reads(".predict-progress [role=status]", "Answers loaded: 4").await;
    page.is(RECORDS, records.clone()).await;
    // Twice is once, in one file as well.
    import(page, &file).await;
    let mut doubled = saved.clone();
    for records in doubled["records"].as_object_mut().unwrap().values_mut() {
        let records = records.as_array_mut().unwrap();
        records.extend(records.clone());
    }
    page.js("localStorage.clear()").await;
    import(page, &doubled.to_string()).await;
    page.is(RECORDS, records).await;
    page.reads(".predict-count", "Predicted 2 of 7.").await;
}

const NOTEBOOK: &str = "\
# What I predicted, what happened

## Lesson

### How often does the bell ring?

**DATE · Not quite: lines 1–3 differ.**

You predicted

~~~~~text
ring ~~~~ <b>
~~~~~

What happens

~~~text
ring 0
ring 1
ring 2
~~~

**DATE · Not quite: lines 2–3 are missing. · sure**

You predicted

~~~text
ring 0
~~~

What happens

~~~text
ring 0
ring 1
ring 2
~~~

### Which one?

**DATE · Right.**

You predicted

~~~text
ONE
~~~

What happens

~~~text
ONE
~~~

### Say it anyway

**DATE · Shown without a prediction.**

What happens

~~~text
1790000000.0
~~~
";

fn files(browser: Browser) {
    let folder = tempfile::tempdir().unwrap();
    let window = Window { downloads: Some(folder.path().to_owned()), ..Window::default() };
    with_both_engines_on(browser, small_book, &window, async |page| {
        saved_and_loaded(page, folder.path()).await;
    });
}

#[test]
fn files_in_chromium() {
    files(Browser::Chromium);
}

#[test]
fn files_in_firefox() {
    files(Browser::Firefox);
}

/// The browser refuses to keep anything: the page works all the same.
async fn nothing_is_kept(page: &Page) {
    page.holds("(() => { try { localStorage.setItem('a', 'b'); return false; } catch { return true; } })()").await;
    page.predict("#bell", "ring 0").await;
    page.reads("#bell [role=status]", "Not quite: lines 2–3 are missing.").await;
    page.holds("document.querySelector('.predict-foot').innerText.includes('Your browser keeps no answers here')").await;
    page.click(&after("#bell", FORGET)).await;
    page.reads(FORGOTTEN, "Answers forgotten: 1. Undo").await;
    // Nothing that was typed is lost when the rest is shown anew.
    page.keys("#locked .predict-field", "half a").await;
    page.click(UNDO).await;
    page.is("document.querySelector('#locked .predict-field').value", json!("half a")).await;
    page.goto("part/progress.html").await;
    page.reads(".predict-count", "Predicted 0 of 7.").await;
}

fn forgetful(browser: Browser) {
    let window = Window { is_forgetful: true, ..Window::default() };
    with_both_engines_on(browser, small_book, &window, async |page| {
        page.serve(Extras::default());
        page.goto("lesson.html").await;
        nothing_is_kept(page).await;
    });
}

#[test]
fn blocked_in_chromium() {
    forgetful(Browser::Chromium);
}

#[test]
fn blocked_in_firefox() {
    forgetful(Browser::Firefox);
}
