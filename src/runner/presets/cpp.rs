//! C++.

use super::c::SUPPORT;
use crate::runner::{Runner, Step};

pub(super) fn runner() -> Runner {
    let arguments = ["-o", "{exe}", "{file}", "{support}", "-lm"];
    let compile = Some(Step::new(&["c++", "g++", "clang++"], &arguments));
    let runner = Runner::preset("cpp", &["c++", "cc", "cxx"], "main.cpp", Step::made());
    Runner { compile, support: Some(SUPPORT), ..runner }.version(&["{tool}", "--version"])
}
