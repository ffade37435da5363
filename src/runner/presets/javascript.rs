//! JavaScript, in Node.

use crate::runner::{Runner, Step};

/// The command that prints Node's own file and the directory that it is installed in.
pub(super) const PROBE: [&str; 3] = ["{tool}", "-p", WHERE];

const WHERE: &str = "const { dirname } = require('path'); \
                     [process.execPath, dirname(dirname(process.execPath))].join('\\n')";

pub(super) fn runner() -> Runner {
    let run = Step::new(&["node", "nodejs"], &["{file}"]).probe(&PROBE);
    Runner::preset("javascript", &["js", "node", "cjs"], "main.js", run)
        .version(&["{tool}", "--version"])
}
