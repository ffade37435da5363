//! How long a page with many questions takes until it is ready, and that it can be used meanwhile.

use std::io::Write as _;

use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use url::{ParseError, Url};

use super::driver::{Browser, Window};
use super::page::{ENGINES, Page, with_engine_on};
use super::server::Extras;
use crate::support::{BookDir, preprocessor_table};

/// How often a page is loaded at most. Other work on the machine makes it slower, and nothing makes
/// it faster, so one good load tells what the page itself costs.
const LOADS: usize = 20;

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

/// Remembers when the script began, when the last question was ready, and, in Chromium, which tasks
/// took over 50 ms. It learns of both within the task of the script that tells it.
const WATCH: &str = "<script>
    window.longTasks = [];
    new PerformanceObserver(list => longTasks.push(...list.getEntries().map(
        ({ startTime, duration }) => [startTime, duration]))).observe({ type: 'longtask', buffered: true });
    const root = document.documentElement;
    new MutationObserver(() => {
        window.begun ??= performance.now();
        if (root.dataset.predictReady) window.ready ??= performance.now();
    }).observe(root, { attributeFilter: ['data-predict-ready'] });
    </script>";

/// What the loop of [`MEASURED`] takes on a quiet machine, in milliseconds.
const QUIET_LOOP: f64 = 35.0;

/// Milliseconds from the first paint until all questions are ready; those of the longest task since
/// the script began, its own first one included; those of the longest one before, which is mdBook's
/// and the browser's; and those of a loop, which tell how much else the machine has to do.
const MEASURED: &str = "
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    const longest = is => Math.max(0, ...longTasks.flatMap(([start, duration]) =>
        is(start, start + duration) ? [duration] : []));
    const ours = longest((start, end) => end > begun && start < ready);
    const others = longest((start, end) => end <= begun);
    const loop = performance.now();
    let sum = 0;
    for (let count = 0; count < 30000000; count++) sum = (sum * 31 + count) | 0;
    const looped = performance.now() - loop;
    return [ready - paint.startTime, ours, others, looped, sum];
";

/// The command of Chromium that makes the page's processor slower.
#[derive(Debug)]
struct Slower(u32);

impl WebDriverCompatibleCommand for Slower {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap()))
    }
    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        let command = "Emulation.setCPUThrottlingRate";
        let body = json!({ "cmd": command, "params": { "rate": self.0 } });
        (http::Method::POST, Some(body.to_string()))
    }
}

/// Loads the page, on a processor that was made `slower`, until it is ready within two seconds and no
/// task is longer than 200 milliseconds since the script began; both are more where the machine is
/// busy. What the page itself does before, as colouring a hundred programs, is none of its tasks.
async fn is_ready_soon(page: &Page, slower: u32) {
    page.serve(Extras { head: WATCH.to_owned(), ..Extras::default() });
    let mut told = Vec::new();
    for _ in 0..LOADS {
        page.goto("hundred.html").await;
        page.until("window.ready && performance.getEntriesByType('paint').length").await;
        page.is("document.querySelectorAll('.predict-form').length", json!(100)).await;
        let measured = page.js(MEASURED).await;
        let [ready, longest, others, looped] =
            [0, 1, 2, 3].map(|at| measured[at].as_f64().unwrap());
        let busy = (looped / QUIET_LOOP / f64::from(slower)).max(1.0);
        told.push(format!(
            "{page:?}: 100 blocks are ready {ready:.0} ms after the first paint, tasks take up to \
             {longest:.0} ms, and those before them {others:.0} ms, where everything takes {busy:.1} times as long"
        ));
        if ready <= 2_000.0 * busy && longest <= 200.0 * busy {
            let _ = writeln!(std::io::stderr(), "{}", told.last().unwrap());
            return;
        }
    }
    panic!("{}", told.join("\n"));
}

/// A telephone is about six times slower than the machine of whoever writes lessons.
#[test]
fn a_hundred_blocks_in_chromium() {
    with_engine_on(Browser::Chromium, ENGINES[0], book, &Window::default(), async |page| {
        let slower = |times: u32| page.client.issue_cmd(Slower(times));
        let none: Value = slower(6).await.unwrap();
        assert_eq!(none, json!({}));
        is_ready_soon(page, 6).await;
        slower(1).await.unwrap();
    });
}

#[test]
fn a_hundred_blocks_in_firefox() {
    with_engine_on(Browser::Firefox, ENGINES[0], book, &Window::default(), async |page| {
        is_ready_soon(page, 1).await;
    });
}
