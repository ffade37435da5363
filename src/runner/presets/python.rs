//! Python.

use crate::runner::{Runner, Step};

/// Prints the interpreter behind whatever stands in for it, and the directories of its library: a
/// virtual environment has some in another installation.
const PROBE: &str = "import sys, sysconfig; paths = sysconfig.get_paths(); \
                     print(sys.executable, sys.prefix, sys.base_prefix, sys.exec_prefix, \
                     sys.base_exec_prefix, *(paths[p] for p in ('stdlib', 'platstdlib', 'purelib', \
                     'platlib')), sep='\\n')";

/// A program's lines come one by one, as on a terminal, and in UTF-8 on every system.
pub(super) fn runner() -> Runner {
    let run = Step::new(&["python3", "python"], &["{file}"]);
    let run = run.probe(&["{tool}", "-I", "-c", PROBE]);
    Runner::preset("python", &["py", "python3"], "main.py", run)
        .version(&["{tool}", "--version"])
        .environment(&[("PYTHONUNBUFFERED", "1"), ("PYTHONUTF8", "1")])
}
