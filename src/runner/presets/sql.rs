//! SQL, in SQLite, with a database that is empty and in memory.

use crate::runner::{Runner, Step};

pub(super) fn runner() -> Runner {
    let run = Step::new(&["sqlite3"], &["-batch", "-bail", ":memory:", ".read {file}"]);
    Runner::preset("sql", &["sqlite", "sqlite3"], "main.sql", run).version(&["{tool}", "--version"])
}
