//! Ruby.

use crate::runner::{Runner, Step, Support};

/// Prints the interpreter, and where its library and its gems are. Those in the home directory
/// do not count: a program does not know that directory.
const PROBE: &str = "puts RbConfig.ruby, RbConfig::CONFIG['prefix'], \
                     RbConfig::CONFIG['rubylibprefix'], Gem.path - [Gem.user_dir]";

/// What is printed comes at once, as on a terminal, so that it stands before the error behind it.
const SUPPORT: Support = Support { name: "lines.rb", text: "$stdout.sync = true\n" };

pub(super) fn runner() -> Runner {
    let run = Step::new(&["ruby"], &["-r{support}", "{file}"]);
    let run = run.probe(&["{tool}", "-e", PROBE]);
    let runner = Runner::preset("ruby", &["rb"], "main.rb", run);
    Runner { support: Some(SUPPORT), ..runner }.version(&["{tool}", "--version"])
}
