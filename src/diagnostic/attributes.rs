//! What can be wrong with attributes, in their braces or without.

use super::{Code, Diagnostic, Fix, Safety, Severity, Span, listed, quoted};

/// Braces that are no attribute list.
pub(crate) fn malformed_attributes(span: Span, problem: &str) -> Diagnostic {
    Diagnostic::new(Code::MalformedAttributes, span, "this attribute list cannot be read")
        .label(problem)
        .help(
            "attributes look like `{#id .class key=value key=\"some text\" flag}`; for a brace in \
             a title write `\\{`, or put it in a code span",
        )
}

/// A value of several words that stands without quotes.
pub(crate) fn unquoted_value(span: Span, key: &str, value: &str) -> Diagnostic {
    let written = format!("{key}=\"{}\"", value.replace('\\', "\\\\"));
    let fix = Fix::replace(span.clone(), &*written, Safety::Unsafe);
    Diagnostic::new(Code::MalformedAttributes, span, "this value has spaces and no quotes")
        .label("only its first word is the value")
        .help(format!("write {}", quoted(&written)))
        .fix(fix)
}

/// An attribute that what it stands on does not have.
pub(crate) fn unknown_attribute(
    span: Span,
    key: &str,
    owner: &str,
    allowed: &[&str],
    meant: Option<&str>,
) -> Diagnostic {
    let known = match allowed {
        [] => format!("{owner} has no attributes but `#id` and `.class`"),
        [only] => format!("{owner} has no attributes but `{only}`, `#id` and `.class`"),
        _ => format!("{owner} has {}", listed(allowed.iter().copied())),
    };
    // The place is the whole entry; `#id` and `.class` are no misspelt keys.
    let key_span = span.start..span.start + key.len();
    let fix = meant
        .filter(|_| !key.starts_with(['#', '.']))
        .map(|meant| Fix::replace(key_span, meant, Safety::Unsafe));
    Diagnostic::new(Code::UnknownAttribute, span, format!("{owner} has no attribute `{key}`"))
        .label("not known here")
        .help(meant.map_or(known, |meant| format!("did you mean `{meant}`?")))
        .fix(fix)
}

/// An id or a class that is written like another attribute.
pub(crate) fn named_attribute(span: Span, key: &str, written: &str) -> Diagnostic {
    let fix = (!written.contains(char::is_whitespace))
        .then(|| Fix::replace(span.clone(), written, Safety::Safe));
    let (what, message) = match key {
        "id" => ("an id", "an id is no attribute with a value"),
        _ => ("a class", "a class is no attribute with a value"),
    };
    Diagnostic::new(Code::UnknownAttribute, span, message)
        .label("not known here")
        .help(format!("{what} has a sign and no quotes: write {}", quoted(written)))
        .fix(fix)
}

/// Braces on a code fence in a block that look like another tool's.
pub(crate) fn foreign_braces(
    span: Span,
    problem: Option<(Span, &str)>,
    known: &[&str],
) -> Diagnostic {
    let (code, place, label) = match problem {
        Some((place, problem)) => (Code::MalformedAttributes, place, problem),
        None => (Code::UnknownAttribute, span, "nothing in them is known here"),
    };
    Diagnostic::new(code, place, "these braces on a code fence are no attributes of a program")
        .label(label)
        .help(format!(
            "inside a block, braces on a code fence are ours, and a program has {}",
            listed(known.iter().copied())
        ))
        .help("to leave braces to another tool, put a backslash before them: `js \\{1,3-4}`")
}

/// An attribute that is given twice.
pub(crate) fn duplicate_attribute(span: Span, first: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::DuplicateAttribute, span, format!("`{key}` is given twice"))
        .label("given again")
        .related(first, "first given here")
        .help("keep the one that you mean")
}

/// An attribute with a value that it cannot have.
pub(crate) fn bad_attribute_value(span: Span, key: &str, wanted: &str) -> Diagnostic {
    Diagnostic::new(Code::BadAttributeValue, span, format!("`{key}` cannot have this value"))
        .label(format!("expected {wanted}"))
        .help(format!("write `{key}` with {wanted}, or leave it out"))
}

/// A name in `allow` that is not one of what it can silence, and the code of that name, if there is
/// one.
pub(crate) fn not_allowed(
    span: Span,
    name: &str,
    code: Option<Code>,
    meant: Option<&str>,
) -> Diagnostic {
    let (message, help) = match (code, meant) {
        (Some(code), _) if code.severity() == Severity::Error => (
            format!("`{name}` is an error, and no error can be allowed"),
            "mend what it is about; warnings and lints can be allowed".to_owned(),
        ),
        (Some(_), _) => (
            format!("`{name}` is about a whole book, and cannot be allowed in a block"),
            format!("write `{name} = \"allow\"` under `[preprocessor.predict.lints]`"),
        ),
        (None, Some(meant)) => {
            (format!("there is no code {}", quoted(name)), format!("did you mean `{meant}`?"))
        }
        (None, None) => (
            format!("there is no code {}", quoted(name)),
            "`mdbook-predict explain` lists all codes".to_owned(),
        ),
    };
    Diagnostic::new(Code::BadAttributeValue, span, message).label("silences nothing").help(help)
}

/// Attributes behind a kind, without the braces; `written` is what to write instead.
pub(crate) fn attributes_without_braces(span: Span, written: &str) -> Diagnostic {
    without_braces(span, "so they are none", written)
}

/// The same where they would be part of a title.
pub(crate) fn attributes_in_title(span: Span, written: &str) -> Diagnostic {
    without_braces(span, "so they are part of the title", written)
        .help("if readers are to see them, put them in a code span")
}

fn without_braces(span: Span, label: &str, written: &str) -> Diagnostic {
    Diagnostic::new(Code::AttributesWithoutBraces, span, "these attributes stand without braces")
        .label(label)
        .help(format!("write {}", quoted(written)))
}

/// An attribute list that touches the title.
pub(crate) fn list_touches_title(braces: Span, list: &str) -> Diagnostic {
    Diagnostic::new(
        Code::MalformedAttributes,
        braces,
        "there is no space before this attribute list",
    )
    .label("so it is part of the title")
    .help(format!("put a space before {}", quoted(list)))
    .help("if readers are to see it, put a backslash before the brace, or write a code span")
}
