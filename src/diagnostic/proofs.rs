//! What can be wrong with what is known to be proved.

use super::code::Code;
use super::levels::Level;
use super::severity::Severity;
use super::{Diagnostic, Span, listed};

/// What proves programs.
const PROVE: &str = "run `mdbook-predict verify`, and commit `predict.lock` with the lesson";

/// A program that nobody has run, as far as is known; `what` it is there for, and whether there is
/// something in which that would be known.
pub(crate) fn never_proved(program: Span, what: &str, has_lock: bool, level: Level) -> Diagnostic {
    let message = format!("nobody has proved what is said of this {what}");
    let label = match has_lock {
        true => "`predict.lock` does not know it",
        false => "this book has no `predict.lock`",
    };
    demanded(Diagnostic::new(Code::NeverProved, program, message), level).label(label).help(PROVE)
}

/// A program that was proved when it, or what is said of it, was another one.
pub(crate) fn changed_since_proved(program: Span, what: &str, level: Level) -> Diagnostic {
    let message = format!("this {what}, or what is said of it, has changed since it was proved");
    demanded(Diagnostic::new(Code::ChangedSinceProved, program, message), level)
        .label("`predict.lock` knows another one in its place")
        .help(PROVE)
}

/// A program whose proof cannot be looked up, because these `earlier` preprocessors may have
/// changed it.
pub(crate) fn not_checkable(
    program: Span,
    what: &str,
    earlier: &[String],
    level: Level,
) -> Diagnostic {
    let names = listed(earlier.iter().map(String::as_str));
    let (run, it) = if earlier.len() == 1 { ("runs", "it") } else { ("run", "them") };
    let message = format!("whether this {what} is proved cannot be checked in this build");
    demanded(Diagnostic::new(Code::NotCheckable, program, message), level)
        .label("it may be another one than in the chapter's file")
        .note(format!("{names} {run} before `predict`, and may change what comes here"))
        .help(format!("if it is only new: {PROVE}"))
        .help(format!("have {it} run later: add {it} to `before` in `[preprocessor.predict]`"))
        .help("or let this build pass: set `MDBOOK_PREPROCESSOR__PREDICT__UNPROVED=allow` for it")
}

/// A program whose input cannot be read, and `why`.
pub(crate) fn input_unread(program: Span, what: &str, why: &str, level: Level) -> Diagnostic {
    let message = format!("whether this {what} is proved cannot be checked in this build");
    demanded(Diagnostic::new(Code::NotCheckable, program, message), level)
        .label("its standard input is not known")
        .note(why)
        .help(
            "`stdin=` names a file of the book; the name counts from the directory of the chapter",
        )
}

/// A program that `verify` does not run, because of this mistake.
pub(crate) fn not_to_be_run(mistake: &Diagnostic, level: Level) -> Diagnostic {
    let message = "nobody can prove what is said of this program";
    demanded(Diagnostic::new(Code::NeverProved, mistake.span.clone(), message), level)
        .label(mistake.message.clone())
        .helps(mistake.help.clone())
}

/// A program that has no proof as it is, and in which a link of mdBook's may stand.
pub(crate) fn unresolved_link(program: Span, what: &str, level: Level) -> Diagnostic {
    let message = format!("whether this {what} is proved cannot be checked in this build");
    demanded(Diagnostic::new(Code::NotCheckable, program, message), level)
        .label("there is `{{#` in it, which may be a link that mdBook has not resolved yet")
        .help(format!("if it is only new: {PROVE}"))
        .help("have `links` run before `predict`, as it usually does")
}

/// `found` as bad as the book wants it to be.
fn demanded(mut found: Diagnostic, level: Level) -> Diagnostic {
    if level == Level::Deny {
        found.severity = Severity::Error;
    }
    found
}

/// The rest of what would be told of programs, which are `count`.
pub(crate) fn more_unproved(code: Code, count: usize, level: Level) -> Diagnostic {
    let (are, programs) = if count == 1 { ("is", "program") } else { ("are", "programs") };
    let message = format!("and so {are} {count} more {programs} of this book");
    demanded(Diagnostic::new(code, None::<Span>, message), level)
        .help("`mdbook-predict verify --status` names all that are not proved")
}

/// A `predict.lock` of a newer format.
pub(crate) fn newer_lock(place: Span, format: i64) -> Diagnostic {
    let message =
        format!("this `predict.lock` is in format {format}, which this version cannot read");
    Diagnostic::new(Code::NewerLock, place, message)
        .label("a newer mdbook-predict wrote it")
        .help("update mdbook-predict; this version leaves the file as it is")
}

/// A `predict.lock` that cannot be read, for this reason.
pub(crate) fn unreadable_lock(place: Span, why: &str) -> Diagnostic {
    let message = format!("`predict.lock` cannot be read: {}", why.trim_end());
    Diagnostic::new(Code::UnreadableLock, place, message)
        .label("here")
        .help("after a merge, keep the lines of both sides and take the marks between them away")
        .help("or delete the file, and make it anew with `mdbook-predict verify`")
}

/// A `predict.lock` that the system does not let us read, for this reason.
pub(crate) fn unread_lock(why: &str) -> Diagnostic {
    let message = format!("`predict.lock` cannot be read: {why}");
    Diagnostic::new(Code::UnreadableLock, None::<Span>, message)
        .help("it is to be a file that can be read; without one, `mdbook-predict verify` makes it")
}

/// A proof that no program of the book needs, whose hash stands at `place`.
pub(crate) fn unneeded_proof(place: Span, at: &str) -> Diagnostic {
    let message = format!("no program of this book needs this proof, which was made for {at}");
    Diagnostic::new(Code::UnneededProof, place, message)
        .label("nothing is looked up by this hash")
        .help("`mdbook-predict verify --all` takes it away")
}

/// A `predict.lock` that is not what would be written now: proofs that are `missing` there, and
/// others that are `unneeded`, each by its place.
pub(crate) fn outdated_lock(missing: &[String], unneeded: &[String]) -> Diagnostic {
    let message = "`predict.lock` is not what this run would write";
    let found = Diagnostic::new(Code::OutdatedLock, None::<Span>, message);
    let found = named(found, "it lacks the proof of", missing);
    named(found, "it has a proof that no longer holds, or that nothing needs, of", unneeded)
        .help("run `mdbook-predict verify --all` where `CI` is not set, and commit `predict.lock`")
}

/// `found` with these places, of which the first ones are named.
fn named(found: Diagnostic, what: &str, places: &[String]) -> Diagnostic {
    const MOST: usize = 10;
    if places.is_empty() {
        return found;
    }
    let mut lines: Vec<&str> = places.iter().take(MOST).map(String::as_str).collect();
    let more = format!("and {} more", places.len().saturating_sub(MOST));
    if places.len() > MOST {
        lines.push(&more);
    }
    found.note(format!("{what}\n{}", lines.join("\n")))
}
