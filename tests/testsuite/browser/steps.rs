//! What a test does on a page, step by step: one that fails names itself, and hides none after it.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

/// Makes a function of steps, each of which is a function by itself.
macro_rules! steps {
    ($(#[$doc:meta])* async fn $name:ident($page:ident: &Page) { $($step:ident($same:ident).await;)+ }) => {
        $(#[$doc])*
        async fn $name($page: &Page) {
            $($page.step(stringify!($step), $step($same)).await;)+
        }
    };
}
pub(crate) use steps;

/// The steps so far, with what was wrong of each.
#[derive(Default)]
pub(crate) struct Steps(RefCell<Vec<(&'static str, Option<String>)>>);

impl Steps {
    /// Takes a step; says whether it went well.
    pub(crate) async fn take(
        &self,
        name: &'static str,
        limit: Duration,
        step: impl Future<Output = ()>,
    ) -> bool {
        let wrong = match caught(tokio::time::timeout(limit, step)).await {
            Ok(Ok(())) => None,
            Ok(Err(_)) => Some(format!("took longer than {limit:?}")),
            Err(panic) => Some(words_of(&*panic)),
        };
        self.0.borrow_mut().push((name, wrong));
        self.0.borrow().last().is_some_and(|(_, wrong)| wrong.is_none())
    }

    /// All steps with their outcome, if one of them failed.
    pub(crate) fn failure(&self) -> Option<String> {
        let steps = self.0.borrow();
        let line = |(name, wrong): &(&str, Option<String>)| match wrong {
            None => format!("  ok      {name}\n"),
            Some(words) => format!("  FAILED  {name}: {words}\n"),
        };
        let has_failed = steps.iter().any(|(_, wrong)| wrong.is_some());
        has_failed.then(|| steps.iter().map(line).collect())
    }
}

/// What comes of `future`, or its panic.
async fn caught<T>(future: impl Future<Output = T>) -> std::thread::Result<T> {
    let mut future = pin!(future);
    std::future::poll_fn(|context| {
        let poll = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        poll.map_or_else(|panic| Poll::Ready(Err(panic)), |poll| poll.map(Ok))
    })
    .await
}

/// The first line of what a panic says: all of it was said when it happened.
fn words_of(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panicked");
    words.lines().next().unwrap_or_default().to_owned()
}

/// A step that fails, or hangs, is named with what was wrong, and those behind it are taken.
#[tokio::test]
async fn each_step_is_taken_and_told() {
    let (steps, limit) = (Steps::default(), Duration::from_millis(50));
    assert!(steps.take("good", limit, async {}).await);
    assert_eq!(steps.failure(), None);
    assert!(!steps.take("bad", limit, async { panic!("one {}\nmore", "two") }).await);
    assert!(!steps.take("hanging", limit, std::future::pending()).await);
    assert!(steps.take("last", limit, async {}).await);
    let expected = "  ok      good\n  FAILED  bad: one two\n  \
                    FAILED  hanging: took longer than 50ms\n  ok      last\n";
    assert_eq!(steps.failure().unwrap(), expected);
}
