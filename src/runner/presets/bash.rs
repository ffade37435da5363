//! Bash.

use crate::runner::{Runner, Step};

pub(super) fn runner() -> Runner {
    let run = Step::new(&["bash"], &["{file}"]);
    Runner::preset("bash", &[], "main.sh", run).version(&["{tool}", "--version"])
}
