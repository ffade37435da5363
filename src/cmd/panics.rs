//! What is told of a panic: nothing where it is caught, which is what becomes of the parser's.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::{UnwindSafe, catch_unwind, set_hook};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use crate::report::human::printable;

use super::stderr;

/// The exit code that Rust gives a process that panics.
const PANIC: u8 = 101;

/// Runs `work`; a panic is told once it has come this far, and not where it happens.
pub(super) fn told_at_last(work: impl FnOnce() -> ExitCode + UnwindSafe) -> ExitCode {
    let last = Arc::new(Mutex::new(String::new()));
    let words = Arc::clone(&last);
    set_hook(Box::new(move |panic| {
        let trace = Backtrace::capture();
        let mut text = format!("error: {panic}\n");
        if trace.status() == BacktraceStatus::Captured {
            text += &trace.to_string();
        }
        *words.lock().unwrap_or_else(PoisonError::into_inner) = text;
    }));
    catch_unwind(work).unwrap_or_else(|_| {
        stderr::complain(&printable(&last.lock().unwrap_or_else(PoisonError::into_inner)));
        ExitCode::from(PANIC)
    })
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test starts itself")]
mod tests {
    use std::panic::catch_unwind;
    use std::process::{Command, ExitCode};

    use super::told_at_last;

    const CHILD: &str = "PREDICT_TEST_PANICS";

    /// The hook is the process's own, so it is set in a process of the test's own.
    #[test]
    fn a_panic_is_told_only_where_nobody_catches_it() {
        if let Some(word) = std::env::var_os(CHILD) {
            told_at_last(move || {
                let caught = catch_unwind(|| panic!("first"));
                assert!(caught.is_ok() || word == "caught", "second");
                ExitCode::SUCCESS
            });
            return;
        }
        let said = |word| {
            let mut tests = Command::new(std::env::current_exe().expect("the tests are a file"));
            let name = "cmd::panics::tests::a_panic_is_told_only_where_nobody_catches_it";
            let tests = tests.args([name, "--exact", "--nocapture"]).env(CHILD, word);
            let output = tests.output().expect("the tests can be started");
            String::from_utf8(output.stderr).expect("what is said is UTF-8")
        };
        assert!(!said("caught").contains("panicked"));
        let uncaught = said("uncaught");
        assert!(uncaught.contains("error: panicked at src/cmd/panics.rs"), "{uncaught}");
        assert!(uncaught.contains("second") && !uncaught.contains("first"), "{uncaught}");
    }
}
