//! How long a page takes until it is ready, with the script and without it.

use std::io::Write as _;

use serde_json::json;

use super::driver::{Browser, Window};
use super::page::{ENGINES, Page, with_engine_on};
use crate::support::{BookDir, preprocessor_table};

/// How often each page is loaded.
const LOADS: usize = 9;

/// By how much a hundred blocks may hold up a page, in milliseconds.
const TOLERABLE: f64 = 500.0;

/// A chapter with a hundred questions.
fn book() -> BookDir {
    let mut text = String::from("# A hundred\n\n");
    for number in 0..100 {
        text.push_str(&format!(
            "~~~~predict Question {number} {{#q-{number}}}\n```python\nfor n in range(3):\n    \
             print({number} + n)\n```\n~~~hint\nCount.\n~~~\n```output\n{}\n{}\n{}\n```\nSo it is.\n\n\
             ~~~predicted `{number}`\nThere is a loop.\n~~~\n~~~~\n\n",
            number,
            number + 1,
            number + 2
        ));
    }
    BookDir::new(&preprocessor_table(), &[("hundred", &text)])
}

/// Milliseconds from the start of the navigation until all scripts that belong to the page ran.
const READY: &str = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd";

async fn with_and_without(page: &Page) {
    // The same page, but for our script.
    let text = page.book.read("book/hundred.html");
    let without = text.replace(mdbook_predict::chapter::script(false), "");
    assert!(without.len() + 15_000 < text.len());
    page.book.write("book/without.html", &without);
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..LOADS {
        for (name, times) in ["hundred.html", "without.html"].into_iter().zip(&mut times) {
            page.goto(name).await;
            page.is(
                "document.querySelectorAll('.predict-form').length > 0",
                json!(name == "hundred.html"),
            )
            .await;
            times.push(page.js(&format!("return {READY}")).await.as_f64().unwrap());
        }
    }
    let [with, without] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[LOADS / 2]
    });
    let _ = writeln!(
        std::io::stderr(),
        "{page:?}: a page with 100 blocks is ready after {with:.0} ms, without the script after \
         {without:.0} ms: {:.2} times",
        with / without
    );
    assert!(with - without < TOLERABLE, "{with} ms, without the script {without} ms");
}

#[test]
fn a_hundred_blocks_in_chromium() {
    with_engine_on(Browser::Chromium, ENGINES[0], book, &Window::default(), with_and_without);
}

#[test]
fn a_hundred_blocks_in_firefox() {
    with_engine_on(Browser::Firefox, ENGINES[0], book, &Window::default(), with_and_without);
}
