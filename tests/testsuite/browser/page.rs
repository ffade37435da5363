//! A page of a book that one of the engines built, in one of the browsers.

use std::cell::{Cell, RefCell};
use std::io::Write as _;
use std::panic::Location;
use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use super::driver::{Browser, Driver, Window, in_browser};
use super::server::{Extras, Server};
use super::steps::Steps;
use crate::engines::{build_0_4, build_0_5};
use crate::support::{BookDir, copy_of};

/// Remembers what went wrong on a page.
const WATCH: &str = "<script>\
    window.print = () => {};\
    window.predictErrors = [];\
    addEventListener('error', event => predictErrors.push(event.message));\
    addEventListener('unhandledrejection', event => {\
        if (!/fetch/i.test(event.reason)) predictErrors.push(String(event.reason));\
    });\
    window.predictEvents = [];\
    addEventListener('predict:committed', event => predictEvents.push(event.detail));\
    </script>";

/// A window on a book.
pub(crate) struct Page {
    pub(crate) client: Client,
    server: RefCell<Server>,
    pub(crate) browser: Browser,
    pub(crate) engine: &'static str,
    pub(crate) book: BookDir,
    /// How many conditions were checked.
    checks: Cell<usize>,
    /// How many pages were loaded.
    visits: Cell<usize>,
    steps: Steps,
}

/// An engine, by its name.
pub(crate) type Engine = (&'static str, fn(&Path) -> Vec<String>);

pub(crate) const ENGINES: [Engine; 2] = [("0.5", build_0_5), ("0.4", build_0_4)];

/// The small book of the tests.
pub(crate) fn small_book() -> BookDir {
    copy_of("tests/books/reader")
}

/// Runs `test` in a browser on the small book, built by each engine.
pub(crate) fn with_both_engines(browser: Browser, test: impl AsyncFn(&Page)) {
    with_both_engines_on(browser, small_book, &Window::default(), test);
}

/// Runs `test` in a browser on the book that `book` makes, built by each engine.
pub(crate) fn with_both_engines_on(
    browser: Browser,
    book: impl Fn() -> BookDir,
    window: &Window,
    test: impl AsyncFn(&Page),
) {
    with_engines_on(browser, &ENGINES, book, window, test);
}

/// Runs `test` in a browser on the book that `book` makes, built by one engine.
///
/// For what no engine can make a difference to.
pub(crate) fn with_engine_on(
    browser: Browser,
    engine: Engine,
    book: impl Fn() -> BookDir,
    window: &Window,
    test: impl AsyncFn(&Page),
) {
    with_engines_on(browser, &[engine], book, window, test);
}

fn with_engines_on(
    browser: Browser,
    engines: &[Engine],
    book: impl Fn() -> BookDir,
    window: &Window,
    test: impl AsyncFn(&Page),
) {
    in_browser(browser, async |driver: &Driver| {
        let session = driver.window(window).await;
        let mut failures = String::new();
        for (engine, build) in engines {
            let book = book();
            assert_eq!(build(book.root()), [] as [String; 0]);
            let page = Page::new(driver.browser, session.clone(), engine, book);
            page.step("everything else", test(&page)).await;
            page.step("no script fails", page.went_well()).await;
            failures += &page.outcome();
        }
        assert!(failures.is_empty(), "\n{failures}");
        session.close().await.unwrap();
    });
}

impl Page {
    /// A window on `book`, on a site of its own, so that nothing is remembered there.
    pub(crate) fn new(
        browser: Browser,
        client: Client,
        engine: &'static str,
        book: BookDir,
    ) -> Page {
        let extras = Extras { head: WATCH.to_owned(), ..Extras::default() };
        let server = RefCell::new(Server::start(&book.root().join("book"), extras));
        let (checks, visits, steps) = (Cell::new(0), Cell::new(0), Steps::default());
        Page { client, server, browser, engine, book, checks, visits, steps }
    }

    /// Counts a condition that was checked.
    pub(crate) fn count(&self) {
        self.checks.set(self.checks.get() + 1);
    }

    /// Takes a step of a test. After one that fails the page is loaded anew for the next one.
    pub(crate) async fn step(&self, name: &'static str, step: impl Future<Output = ()>) {
        if !self.steps.take(name, Duration::from_secs(300), step).await {
            let _ = self.client.dismiss_alert().await;
            let _ = self.client.refresh().await;
        }
    }

    /// Says how much was checked, for the record, and returns the steps if one of them failed.
    fn outcome(&self) -> String {
        let _ = writeln!(std::io::stderr(), "{self:?}: {} checks", self.checks.get());
        self.steps.failure().map(|steps| format!("{self:?}:\n{steps}")).unwrap_or_default()
    }

    /// Asserts that no script failed on the page.
    pub(crate) async fn went_well(&self) {
        let errors = self.js("return window.predictErrors ?? []").await;
        assert_eq!(errors, json!([]), "{:?}, mdBook {}", self.browser, self.engine);
    }

    /// Goes to the lesson, as somebody who has never been there: at a new address, where nothing
    /// is remembered.
    pub(crate) async fn fresh(&self) {
        self.serve(Extras { head: WATCH.to_owned(), ..Extras::default() });
        self.goto("lesson.html").await;
    }

    /// Serves the book at a new address from now on.
    pub(crate) fn serve(&self, extras: Extras) {
        self.server.replace(Server::start(&self.book.root().join("book"), extras));
    }

    /// Goes to a page of the book.
    pub(crate) async fn goto(&self, path: &str) {
        self.went_well().await;
        // A page that differs in its fragment alone would not be loaded again.
        self.visits.set(self.visits.get() + 1);
        let (page, fragment) = path.split_once('#').unwrap_or((path, ""));
        let sign = if page.contains('?') { '&' } else { '?' };
        let visit = self.visits.get();
        let address = self.server.borrow().address.clone();
        let url = format!("{address}/{page}{sign}visit={visit}#{fragment}");
        self.client.goto(url.trim_end_matches('#')).await.unwrap();
        self.is_set_up().await;
    }

    /// Waits until all questions of the page are set up, which happens bit by bit.
    pub(crate) async fn is_set_up(&self) {
        self.until(
            "!document.querySelector('.predict[data-predict-hash]') || \
             document.documentElement.dataset.predictReady",
        )
        .await;
    }

    pub(crate) async fn js(&self, script: &str) -> Value {
        self.with(script, &[]).await
    }

    /// What the script returns to which `arguments` are given.
    pub(crate) async fn with(&self, script: &str, arguments: &[Value]) -> Value {
        let outcome = self.client.execute(script, arguments.to_vec()).await;
        outcome.unwrap_or_else(|error| panic!("{script}\n{error}"))
    }

    /// Waits until a condition is true, for it may take the browser a moment.
    pub(crate) async fn until(&self, condition: &str) {
        let start = Instant::now();
        while self.js(&format!("return !!({condition})")).await != json!(true) {
            assert!(start.elapsed() < Duration::from_secs(10), "{self:?}: never {condition}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Asserts that a condition is true.
    #[track_caller]
    pub(crate) fn holds(&self, condition: &str) -> impl Future<Output = ()> {
        let place = Location::caller();
        async move {
            self.count();
            let value = self.js(&format!("return ({condition})")).await;
            assert_eq!(value, json!(true), "{place}, {self:?}: {condition}");
        }
    }

    /// Asserts what an expression is.
    #[track_caller]
    pub(crate) fn is(&self, expression: &str, expected: Value) -> impl Future<Output = ()> {
        let place = Location::caller();
        async move {
            self.count();
            let value = self.js(&format!("return ({expression})")).await;
            assert_eq!(value, expected, "{place}, {self:?}: {expression}");
        }
    }

    /// Asserts which words one sees in an element.
    #[track_caller]
    pub(crate) fn reads(&self, selector: &str, expected: &str) -> impl Future<Output = ()> {
        let place = Location::caller();
        async move {
            self.count();
            assert_eq!(self.words(selector).await, expected, "{place}, {self:?}: {selector}");
        }
    }

    /// The words that one sees in an element.
    pub(crate) async fn words(&self, selector: &str) -> String {
        let script = "return document.querySelector(arguments[0]).innerText";
        let words = self.with(script, &[json!(selector)]).await;
        words.as_str().unwrap_or_else(|| panic!("{self:?}: no {selector}")).trim().to_owned()
    }

    pub(crate) async fn click(&self, selector: &str) {
        let element = self.client.find(Locator::Css(selector)).await;
        let element = element.unwrap_or_else(|error| panic!("{self:?}: {selector}: {error}"));
        // mdBook's bar at the top may lie over what is scrolled to the edge.
        self.with(
            "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })",
            &[json!(selector)],
        )
        .await;
        element.click().await.unwrap_or_else(|error| panic!("{self:?}: {selector}: {error}"));
    }

    /// Types into what has the focus after it was given to `selector`.
    pub(crate) async fn keys(&self, selector: &str, keys: &str) {
        let element = self.client.find(Locator::Css(selector)).await;
        let element = element.unwrap_or_else(|error| panic!("{self:?}: {selector}: {error}"));
        element
            .send_keys(keys)
            .await
            .unwrap_or_else(|error| panic!("{self:?}: {selector}: {error}"));
    }

    /// Whether one can see an element.
    pub(crate) async fn shows(&self, selector: &str) -> bool {
        let element = self.client.find(Locator::Css(selector)).await;
        let element = element.unwrap_or_else(|error| panic!("{self:?}: {selector}: {error}"));
        element.is_displayed().await.unwrap()
    }

    /// Writes a prediction into the field of a block and commits to it.
    pub(crate) async fn predict(&self, block: &str, text: &str) {
        let field = format!("{block} .predict-field");
        self.with(
            "document.querySelector(arguments[0]).value = arguments[1]",
            &[json!(field), json!(text)],
        )
        .await;
        self.click(&format!("{block} .predict-form .predict-button")).await;
    }
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}, mdBook {}", self.browser, self.engine)
    }
}
