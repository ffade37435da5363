//! Perl.

use crate::runner::{Runner, Step};

/// Prints the interpreter, and where it looks for modules.
const PROBE: &str = "print map { \"$_\\n\" } $^X, @INC";

/// What is printed comes at once, as on a terminal: `use 5` asks for nothing, and the rest of the
/// argument is the statement for that.
pub(super) fn runner() -> Runner {
    let run = Step::new(&["perl"], &["-M5;$|=1", "{file}"]).probe(&["{tool}", "-e", PROBE]);
    Runner::preset("perl", &["pl"], "main.pl", run).version(&["{tool}", "-e", "print \"perl $^V\""])
}
