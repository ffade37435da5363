//! C.

use crate::runner::{Runner, Step, Support};

/// What is printed comes line by line, as on a terminal, so that what a program prints before it
/// crashes is seen.
pub(super) const SUPPORT: Support = Support {
    name: "lines.c",
    text: "#include <stdio.h>\n\
           \n\
           __attribute__((constructor)) static void print_lines(void) {\n\
           \x20   setvbuf(stdout, NULL, _IOLBF, BUFSIZ);\n\
           }\n",
};

pub(super) fn runner() -> Runner {
    let arguments = ["-o", "{exe}", "{file}", "{support}", "-lm"];
    let compile = Some(Step::new(&["cc", "gcc", "clang"], &arguments));
    let runner = Runner::preset("c", &[], "main.c", Step::made());
    Runner { compile, support: Some(SUPPORT), ..runner }.version(&["{tool}", "--version"])
}
