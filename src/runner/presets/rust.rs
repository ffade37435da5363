//! Rust, without packages.

use crate::runner::{Runner, Step};

pub(super) fn runner() -> Runner {
    let compile = Step::new(&["rustc"], &["--edition", "{edition}", "-o", "{exe}", "{file}"]);
    let compile = Some(compile.probe(&["{tool}", "--print", "sysroot"]));
    let runner = Runner::preset("rust", &["rs"], "main.rs", Step::made());
    Runner { compile, ..runner }.version(&["{tool}", "--version"])
}
