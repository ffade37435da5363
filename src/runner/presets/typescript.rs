//! TypeScript: `tsc` checks and translates, Node runs.

use super::javascript::PROBE;
use crate::runner::{Runner, Step};

/// What a new project is set to, with names of its own for each program: without that, a constant
/// called `name` would be one of the browser's. The places in a stack trace are those of the
/// program.
const ARGUMENTS: [&str; 11] = [
    "--strict",
    "--target",
    "es2022",
    "--module",
    "commonjs",
    "--moduleDetection",
    "force",
    "--skipLibCheck",
    "--inlineSourceMap",
    "--noEmitOnError",
    "{file}",
];

pub(super) fn runner() -> Runner {
    let run = Step::new(&["node", "nodejs"], &["--enable-source-maps", "{name}.js"]).probe(&PROBE);
    let compile = Some(Step::new(&["tsc"], &ARGUMENTS));
    let runner = Runner::preset("typescript", &["ts"], "main.ts", run);
    Runner { compile, ..runner }.version(&["{tool}", "--version"])
}
