//! Lua.

use crate::runner::{Runner, Step};

/// Prints where it looks for modules.
const PROBE: &str = "for path in (package.path .. ';' .. package.cpath):gmatch('[^;]+') do \
                     print((path:gsub('/[^/]*%?.*', ''))) end";

/// What is printed comes line by line, as on a terminal.
pub(super) fn runner() -> Runner {
    let names = ["lua", "lua5.4", "lua5.3", "lua54", "lua53"];
    let run = Step::new(&names, &["-e", "io.stdout:setvbuf('line')", "{file}"]);
    let run = run.probe(&["{tool}", "-e", PROBE]);
    Runner::preset("lua", &[], "main.lua", run).version(&["{tool}", "-v"])
}
