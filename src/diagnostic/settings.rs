//! What can be wrong with `book.toml` and the engine, one constructor per code.

use super::{Code, Diagnostic, Fix, Safety, Span, listed, quoted};

/// A key that a table of ours does not have; `own` is its place where it can be given another name.
pub(crate) fn unknown_key(
    span: Option<Span>,
    own: Option<Span>,
    table: &str,
    key: &str,
    known: &[&str],
    meant: Option<&str>,
) -> Diagnostic {
    let message = format!("`[{table}]` has no key `{key}`");
    let fix = meant.zip(own).map(|(meant, own)| Fix::replace(own, meant, Safety::Unsafe));
    Diagnostic::new(Code::UnknownKey, span, message)
        .label("not known here")
        .help(match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("it has {}", listed(known.iter().copied())),
        })
        .fix(fix)
}

/// A key of the table of levels that is neither a code nor one of the `groups`; `own` is its place
/// where it can be given another name.
pub(crate) fn unknown_lint(
    span: Option<Span>,
    own: Option<Span>,
    key: &str,
    groups: &[&str],
    meant: Option<&str>,
) -> Diagnostic {
    let fix = meant.zip(own).map(|(meant, own)| Fix::replace(own, meant, Safety::Unsafe));
    let message = format!("there is no lint and no warning {}", quoted(key));
    let found = Diagnostic::new(Code::UnknownKey, span, message).label("not known here").fix(fix);
    match meant {
        Some(meant) => found.help(format!("did you mean `{meant}`?")),
        None => found
            .help(format!("the groups are {}", listed(groups.iter().copied())))
            .help("`mdbook-predict explain` lists all codes"),
    }
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
    Diagnostic::new(Code::BadValue, span, message).label(format!("expected {wanted}")).help(help)
}

/// A preprocessor that runs before this one and so sees every lesson as one block of code.
pub(crate) fn runs_earlier(span: Option<Span>, names: &[&str], line: &str) -> Diagnostic {
    let (verb, them, they) = match names {
        [_] => ("runs", "it", "it has"),
        _ => ("run", "them", "they have"),
    };
    let message = format!("{} {verb} before `predict`", listed(names.iter().copied()));
    Diagnostic::new(Code::RunsEarlier, span, message)
        .label(format!("to {them}, a lesson is one block of code"))
        .help(format!("add `{line}` to `[preprocessor.predict]`"))
        .help("`mdbook-predict install` in the directory of the book does that")
        .help(format!("or name {them} in `after` there, if {they} to run first"))
}

/// Labels that the book's language has no words for.
pub(crate) fn missing_labels(span: Option<Span>, language: &str, missing: &[&str]) -> Diagnostic {
    let message = format!("some words on the pages of this book are English, not `{language}`");
    Diagnostic::new(Code::MissingLabels, span, message)
        .label("there are no words for these labels in this language")
        .help(format!("they are {}", listed(missing.iter().copied())))
        .help("write them in `[preprocessor.predict.labels]`, one line each")
}

/// A file that `assets = "linked"` needs and `book.toml` does not name.
pub(crate) fn assets_not_linked(span: Option<Span>, key: &str, file: &str) -> Diagnostic {
    let message = format!("no `{file}` is linked, and `assets` says that it is");
    Diagnostic::new(Code::AssetsNotLinked, span, message)
        .label(format!("this needs `{file}`"))
        .help(format!(
            "run `mdbook-predict install` in the directory of the book: it writes `{file}`, and \
             names it in `{key}` of `[output.html]`"
        ))
        .help("or leave `assets` out, and each chapter brings what it needs")
}

/// A linked file that is not the one of this version.
pub(crate) fn assets_outdated(span: Option<Span>, file: &str, is_there: bool) -> Diagnostic {
    let what = if is_there {
        "is not the file that this version of mdbook-predict writes"
    } else {
        "cannot be read"
    };
    Diagnostic::new(Code::AssetsOutdated, span, format!("`{file}` {what}"))
        .label("named here")
        .help("run `mdbook-predict install` in the directory of the book to write it anew")
}

/// An engine that this version was not tested with.
pub(crate) fn untested_engine(version: &str, tested: &str) -> Diagnostic {
    let message = format!("mdBook {version} calls, and this was tested with {tested}");
    Diagnostic::new(Code::UntestedEngine, None::<Span>, message)
        .help("look at the pages before you publish them, and look for a newer mdbook-predict")
}
