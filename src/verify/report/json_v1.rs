//! Version 1 of a run as JSON. Fields may be added; none changes its meaning or goes.

use std::path::Path;

use serde::Serialize;

use crate::report::json::v1::JsonReport;
use crate::report::shown;

use super::super::jail::Enforced;
use super::super::outcome::{Outcome, Standing, Verified};

/// A run.
#[derive(Debug, Serialize)]
pub struct JsonVerified<'v> {
    version: u32,
    programs: Vec<JsonOutcome<'v>>,
    /// How many programs there are that were not asked for.
    unselected: usize,
    /// What programs were kept from; null where none ran.
    sandbox: Option<JsonSandbox>,
    report: JsonReport<'v>,
}

/// A program, and what became of it.
#[derive(Debug, Serialize)]
struct JsonOutcome<'v> {
    file: String,
    /// The line that opens its fence, from 1.
    line: usize,
    id: &'v str,
    role: &'static str,
    language: &'v str,
    standing: &'static str,
    /// Whether it was proved before, and did not run.
    is_known: bool,
    /// Why it was skipped.
    reason: Option<&'v str>,
    milliseconds: Option<u128>,
    tool: Option<&'v str>,
    /// The last line on its standard error, where nothing is claimed of that.
    said: Option<&'v str>,
}

/// What programs were kept from.
#[derive(Debug, Serialize)]
struct JsonSandbox {
    files: bool,
    network: bool,
    group: bool,
    signals: bool,
}

impl<'v> JsonVerified<'v> {
    /// The whole run; paths are relative to the directory `here`, where they lie below it.
    pub fn new(verified: &'v Verified, here: Option<&Path>) -> Self {
        JsonVerified {
            version: 1,
            programs: verified.outcomes.iter().map(|outcome| program(outcome, here)).collect(),
            unselected: verified.unselected,
            sandbox: verified.enforced.map(|enforced| {
                let Enforced { files, network, group, signals } = enforced;
                JsonSandbox { files, network, group, signals }
            }),
            report: JsonReport::new(&verified.report, here),
        }
    }
}

fn program<'v>(outcome: &'v Outcome, here: Option<&Path>) -> JsonOutcome<'v> {
    let subject = &outcome.subject;
    JsonOutcome {
        file: shown(&subject.origin, here),
        line: subject.line,
        id: &subject.id,
        role: subject.role,
        language: &subject.language,
        standing: match outcome.standing {
            Standing::Proved | Standing::Known => "proved",
            Standing::Wrong | Standing::Again | Standing::Accepted => "wrong",
            Standing::Skipped(_) => "skipped",
            Standing::NotRun => "not-run",
            Standing::Stopped => "stopped",
        },
        is_known: outcome.standing == Standing::Known,
        reason: match &outcome.standing {
            Standing::Skipped(reason) => Some(reason),
            _ => None,
        },
        milliseconds: outcome.time.map(|time| time.as_millis()),
        tool: outcome.tool.as_deref(),
        said: outcome.said.as_deref(),
    }
}
