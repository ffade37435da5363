//! What can be wrong with `book.toml` and the engine, one constructor per code.

use super::{Diagnostic, Severity, Span, listed};

fn new(code: &'static str, severity: Severity, span: Option<Span>, message: String) -> Diagnostic {
    Diagnostic {
        code,
        severity,
        message,
        span,
        label: String::new(),
        related: Vec::new(),
        help: Vec::new(),
    }
}

/// A key that a table of ours does not have.
pub(crate) fn unknown_key(
    span: Option<Span>,
    table: &str,
    key: &str,
    known: &[&str],
    meant: Option<&str>,
) -> Diagnostic {
    let message = format!("`[{table}]` has no key `{key}`");
    new("unknown-key", Severity::Error, span, message).label("not known here").help(match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("it has {}", listed(known.iter().copied())),
    })
}

/// A value that a key of ours cannot have; `help` says what to write.
pub(crate) fn bad_value(
    span: Option<Span>,
    table: &str,
    key: &str,
    wanted: &str,
    help: &str,
) -> Diagnostic {
    let message = format!("`{key}` in `[{table}]` cannot have this value");
    new("bad-value", Severity::Error, span, message).label(format!("expected {wanted}")).help(help)
}

/// A preprocessor that runs before this one and so sees every lesson as one block of code.
pub(crate) fn runs_earlier(span: Option<Span>, names: &[&str], line: &str) -> Diagnostic {
    let (verb, them, they) = match names {
        [_] => ("runs", "it", "it has"),
        _ => ("run", "them", "they have"),
    };
    let message = format!("{} {verb} before `predict`", listed(names.iter().copied()));
    new("runs-earlier", Severity::Warning, span, message)
        .label(format!("to {them}, a lesson is one block of code"))
        .help(format!("add `{line}` to `[preprocessor.predict]`"))
        .help(format!("or name {them} in `after` there, if {they} to run first"))
}

/// An engine that this version was not tested with.
pub(crate) fn untested_engine(version: &str, tested: &str) -> Diagnostic {
    let message = format!("mdBook {version} calls, and this was tested with {tested}");
    new("untested-engine", Severity::Warning, None, message)
        .help("look at the pages before you publish them, and look for a newer mdbook-predict")
}
