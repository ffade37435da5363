//! Go, with its own library alone.

use std::time::Duration;

use crate::runner::{Runner, Step};

/// The first program of all has to wait until the library is compiled.
const TIME: Duration = Duration::from_secs(180);

/// The file stands alone, so that the language is the compiler's newest. Nothing is downloaded,
/// nobody's settings count, and no C compiler is needed.
pub(super) fn runner() -> Runner {
    let compile = Step::new(&["go"], &["build", "-o", "{exe}", "{file}"]);
    let compile = compile.probe(&["{tool}", "env", "GOROOT"]);
    let compile = Some(Step { time: Some(TIME), ..compile });
    let runner = Runner::preset("go", &["golang"], "main.go", Step::made());
    Runner { compile, cache: Some("GOCACHE".to_owned()), ..runner }
        .version(&["{tool}", "version"])
        .environment(&[
            ("CGO_ENABLED", "0"),
            ("GOENV", "off"),
            ("GOFLAGS", "-mod=mod"),
            ("GOPROXY", "off"),
            ("GOTELEMETRY", "off"),
            ("GOTOOLCHAIN", "local"),
        ])
}
