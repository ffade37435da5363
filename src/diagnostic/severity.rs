//! How bad a mistake is, and which lints are of one kind.

/// Whether a diagnostic stops the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The page cannot be made as the author meant it.
    Error,
    /// The page can be made, and the author should know something about it.
    Warning,
}

impl Severity {
    /// What it is called in reports.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// Lints that are of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What is nearly always a mistake.
    Suspicious,
    /// What is often right as it is.
    Pedantic,
}
