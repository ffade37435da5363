//! `assets = "linked"`, under a strict policy.

use serde_json::json;

use super::driver::{Browser, Window};
use super::page::{Page, small_book, with_both_engines_on};
use super::server::Extras;
use crate::support::{BookDir, command, main_of};

/// The small book with linked files, and a callout of its own.
fn linked_book() -> BookDir {
    let book = small_book();
    let install = command().args(["install", "--linked"]).arg(book.root()).output().unwrap();
    assert!(install.status.success(), "{install:?}");
    let toml = book.read("book.toml").replace("confidence = true", "");
    let callout =
        "\n[preprocessor.predict.callouts.story]\ntitle = \"Story\"\ncolor = \"#b5651d\"\n";
    book.write("book.toml", &(toml + callout));
    let second = book.read("src/part/second.md");
    book.write("src/part/second.md", &format!("{second}\n~~~story\nOnce.\n~~~\n"));
    book
}

/// Remembers what the policy forbade.
const WATCH_POLICY: &str = "<script>\
    window.predictErrors = []; window.violations = []; window.print = () => {};\
    addEventListener('securitypolicyviolation', event => violations.push([\
        event.effectiveDirective, event.sourceFile, event.target?.outerHTML?.slice(0, 200) ?? ''].join(' ')));\
    </script>";

/// Nothing but files of this site, beside the scripts that stand in mdBook's own pages.
const POLICY: &str =
    "Content-Security-Policy: default-src 'self'; script-src 'self' 'nonce-mdbook'";

async fn under_a_strict_policy(page: &Page) {
    for name in ["lesson.html", "part/second.html", "part/progress.html"] {
        let text = page.book.read(&format!("book/{name}"));
        let main = main_of(&text);
        for forbidden in ["<script", "<style", " style=", " onclick=", "javascript:"] {
            assert!(!main.contains(forbidden), "{name} has {forbidden}");
        }
    }
    page.serve(Extras {
        header: Some(POLICY.to_owned()),
        head: WATCH_POLICY.to_owned(),
        nonce: Some("mdbook"),
    });
    page.goto("lesson.html").await;
    page.predict("#bell", "ring 0\nring 1").await;
    page.reads("#bell [role=status]", "Not quite: line 3 is missing.").await;
    page.is(
        "getComputedStyle(document.querySelector('#bell .predict-compare')).display",
        json!("grid"),
    )
    .await;
    page.holds("getComputedStyle(document.querySelector('#bell .predict-verdict'), '::before').content.includes('≠')").await;
    no_violation_of_ours(page).await;
    page.goto("part/progress.html").await;
    page.holds(
        "document.querySelector('.predict-state').innerText.startsWith('Not quite: line 3 is missing.')",
    )
    .await;
    page.click(".predict-progress .predict-quiet").await;
    no_violation_of_ours(page).await;
    page.goto("part/second.html").await;
    page.is(
        "document.querySelector('.predict-story').style.getPropertyValue('--predict-color')",
        json!("#b5651d"),
    )
    .await;
    no_violation_of_ours(page).await;
    page.goto("print.html").await;
    page.is("document.querySelectorAll('.predict .predict-form').length", json!(7)).await;
    no_violation_of_ours(page).await;
}

async fn no_violation_of_ours(page: &Page) {
    page.is("violations.filter(violation => violation.includes('predict'))", json!([])).await;
}

#[test]
fn in_chromium() {
    with_both_engines_on(Browser::Chromium, linked_book, &Window::default(), under_a_strict_policy);
}

#[test]
fn in_firefox() {
    with_both_engines_on(Browser::Firefox, linked_book, &Window::default(), under_a_strict_policy);
}
