//! The shell that every Unix has; it does not tell its version.

use crate::runner::{Runner, Step};

pub(super) fn runner() -> Runner {
    Runner::preset("sh", &["shell"], "main.sh", Step::new(&["sh"], &["{file}"]))
}
